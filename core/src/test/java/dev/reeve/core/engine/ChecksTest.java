package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What must stay so while a service runs, and what follows if it does not. */
class ChecksTest {
  private final Stage stage = new Stage();

  /** A check of port 80, with more pairs of keys and values. */
  private static Map<String, Object> check(Object onFail, Object... more) {
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("name", "door");
    check.put("check", Map.of("tcp", ":80"));
    check.put("on_fail", onFail);
    for (int i = 0; i < more.length; i += 2) {
      check.put((String) more[i], more[i + 1]);
    }
    return check;
  }

  private static ServiceSpec checked(Object onFail, Object... more) {
    return spec("x", "checks", List.of(check(onFail, more)));
  }

  /** Lets the only check fail so often, the first time at once. */
  private Stage fails(int times) {
    stage.answers(false, "refused");
    for (int i = 1; i < times; i++) {
      stage.asksAgain("x#1", false, "refused");
    }
    return stage;
  }

  @Test
  void itIsTriedAtOnceAndThenAtEachInterval() {
    stage.up(checked("log", "interval", "7s"));
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:80");
    stage.answers(true, "");
    assertThat(stage.timers)
        .containsExactly(
            Map.entry(new TimerKey(Stage.id("x#1"), TimerKey.Kind.PROBE), Duration.ofSeconds(7)));
  }

  @Test
  void theFirstAttemptWaitsForTheInitialDelayOfEach() {
    Map<String, Object> late = check("log", "initial_delay", "10s");
    Map<String, Object> soon = check("log", "initial_delay", "2s", "name", "soon");
    stage.up(spec("x", "checks", List.of(late, soon)));
    assertThat(stage.questions()).isEmpty();
    assertThat(stage.fires("x#1", TimerKey.Kind.PROBE).questions()).hasSize(1);
    stage.answers(true, "");
    assertThat(stage.timers.values()).containsExactly(Duration.ofSeconds(5));
  }

  @Test
  void itIsTriedBesidesReadinessAndHealth() {
    stage.up(
        spec(
            "x",
            "ready",
            "tcp::1",
            "health",
            "tcp::2",
            "checks",
            List.of(check("log", "initial_delay", "1m"))));
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:1");
    stage.answers(true, "");
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:2");
    stage.answers(true, "");
    List<String> asked = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      stage.fires("x#1", TimerKey.Kind.PROBE);
      asked.addAll(stage.questions());
      stage.all(Effect.Ask.class).forEach(ask -> stage.happens(answer(ask)));
    }
    assertThat(asked).containsOnlyOnce("tcp 127.0.0.1:80").contains("tcp 127.0.0.1:2");
  }

  private static Event answer(Effect.Ask ask) {
    return new Event.Answered(ask.id(), ask.generation(), ask.serial(), true, "");
  }

  @Test
  void aReadinessThatNeverComesNamesWhatItSawAndNotACheck() {
    stage.up(
        spec(
            "x",
            "ready",
            Map.of("tcp", ":1", "timeout", "2s"),
            "checks",
            List.of(check("log", "initial_delay", "1m"))));
    stage.answers(false, "refused");
    stage.fires("x#1", TimerKey.Kind.READY);
    assertThat(stage.reason("x#1")).isEqualTo("not ready within 2s (refused)");
  }

  @Test
  void onlyFailuresInARowCountAndTheJournalSaysSoOnceUntilItRecovers() {
    stage.up(checked("log"));
    fails(2).asksAgain("x#1", true, "").asksAgain("x#1", false, "refused");
    stage.asksAgain("x#1", false, "refused");
    assertThat(stage.journal("check-failed")).isEmpty();
    for (int i = 0; i < 5; i++) {
      stage.asksAgain("x#1", false, "refused");
    }
    assertThat(stage.journal("check-failed")).containsExactly("check door failed 3 times: refused");
    assertThat(stage.view("x#1").troubles()).containsExactly("check door failed 3 times: refused");
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    stage.asksAgain("x#1", true, "");
    assertThat(stage.journal("check-recovered"))
        .containsExactly("check door recovered after 7 failures");
    assertThat(stage.view("x#1").troubles()).isEmpty();
    stage.asksAgain("x#1", true, "");
    stage.asksAgain("x#1", false, "").asksAgain("x#1", false, "").asksAgain("x#1", false, "");
    assertThat(stage.journal("check-failed")).hasSize(2).contains("check door failed 3 times");
  }

  @Test
  void restartEndsTheInstanceAndTheNewRunIsCheckedAfresh() {
    stage.up(checked("restart", "failures", 2));
    fails(2);
    assertThat(stage.signals()).containsExactly("TERM x#1");
    assertThat(stage.reason("x#1")).isEqualTo("check door failed 2 times: refused");
    stage.dies("x#1");
    assertThat(stage.reason("x#1"))
        .isEqualTo("check door failed 2 times: refused, restarting in 1s (attempt 1)");
    stage.fires("x#1", TimerKey.Kind.BACKOFF).spawned("x#1");
    assertThat(stage.reason("x#1")).isEqualTo("restarted (check door failed 2 times: refused)");
    assertThat(stage.view("x#1").troubles()).isEmpty();
    assertThat(stage.questions()).hasSize(1);
    fails(2);
    assertThat(stage.signals()).containsExactly("TERM x#1");
  }

  @Test
  void restartTouchesNoOtherInstance() {
    stage.up(spec("x", "instances", 2, "checks", List.of(check("restart", "failures", 1))));
    Effect.Ask second =
        stage.all(Effect.Ask.class).stream()
            .filter(ask -> ask.id().number() == 2)
            .findFirst()
            .orElseThrow();
    stage.happens(
        new Event.Answered(second.id(), second.generation(), second.serial(), false, "refused"));
    assertThat(stage.signals()).containsExactly("TERM x#2");
  }

  @Test
  void restartLeavesWhatFollowsToThePolicy() {
    stage.up(spec("x", "restart", "never", "checks", List.of(check("restart", "failures", 1))));
    fails(1).dies("x#1");
    assertThat(stage.state("x#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("x#1"))
        .isEqualTo("check door failed: refused; not restarted (restart.policy: never)");
  }

  @Test
  void shutdownStopsAllOfTheServiceAndNothingElse() {
    stage.up(
        spec(
            "x",
            "instances",
            2,
            "checks",
            List.of(check("shutdown", "failures", 1, "initial_delay", "1s"))),
        spec("y", "depends_on", "x"));
    Effect.Ask first = firstAsk();
    stage.happens(
        new Event.Answered(first.id(), first.generation(), first.serial(), false, "refused"));
    assertThat(stage.signals()).containsExactlyInAnyOrder("TERM x#1", "TERM x#2");
    stage.dies("x#1").dies("x#2");
    assertThat(stage.state("x#1")).isEqualTo(State.STOPPED);
    assertThat(stage.reason("x#2")).isEqualTo("stopped (check door failed: refused)");
    assertThat(stage.views.get("x").desired()).isEqualTo(Desired.DOWN);
    assertThat(stage.state("y#1")).isEqualTo(State.RUNNING);
    assertThat(stage.timers).isEmpty();
  }

  private Effect.Ask firstAsk() {
    stage.fires("x#1", TimerKey.Kind.PROBE);
    return stage.all(Effect.Ask.class).getFirst();
  }

  @Test
  void startStartsAnotherServiceWithWhatItNeeds() {
    stage.define(spec("db"), spec("rescue", "depends_on", "db"));
    stage.up(checked(Map.of("start", "rescue")));
    fails(3).settleSpawns();
    assertThat(stage.state("rescue#1")).isEqualTo(State.RUNNING);
    assertThat(stage.state("db#1")).isEqualTo(State.RUNNING);
    assertThat(stage.reason("rescue#1"))
        .isEqualTo("started by x (check door failed 3 times: refused)");
    assertThat(stage.views.get("rescue").desired()).isEqualTo(Desired.UP);
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.timers.keySet())
        .containsExactly(new TimerKey(Stage.id("x#1"), TimerKey.Kind.PROBE));
  }

  @Test
  void whoIsToBeStartedAndDoesNotExistIsTold() {
    stage.up(checked(Map.of("start", "none"), "failures", 1));
    fails(1);
    assertThat(stage.journal("warning"))
        .containsExactly("cannot start none: there is no such service");
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void aCheckFollowsWhoeverItStartsToAnotherName() {
    stage
        .define(spec("rescue"))
        .up(checked(Map.of("start", "rescue"), "failures", 1, "initial_delay", "1s"));
    stage.ask(new Order.Rename("rescue", "saver"));
    stage.fires("x#1", TimerKey.Kind.PROBE);
    fails(1).settleSpawns();
    assertThat(stage.state("saver#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void aChangedDeclarationHoldsAtOnceWithoutARestart() {
    stage.up(checked("log", "failures", 1));
    fails(1);
    stage.start(spec("x", "checks", "tcp::81"));
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:81");
    assertThat(stage.view("x#1").troubles()).isEmpty();
    stage.start(spec("x"));
    assertThat(stage.timers).isEmpty();
    assertThat(stage.signals()).isEmpty();
  }

  @Test
  void whoeverIsBeingEndedIsNotCheckedAndALateAnswerChangesNothing() {
    stage.up(checked("restart", "failures", 1));
    Effect.Ask open = stage.all(Effect.Ask.class).getFirst();
    stage.stop("x");
    stage.happens(new Event.Answered(open.id(), open.generation(), open.serial(), false, ""));
    assertThat(stage.journal("check-failed")).isEmpty();
    assertThat(stage.timers.keySet())
        .extracting(TimerKey::kind)
        .containsExactly(TimerKey.Kind.GRACE);
  }

  @Test
  void whatANewDaemonFindsRunningIsCheckedFromItsOwnBeginning() {
    stage.up(checked("log", "initial_delay", "1m"));
    stage.passes(Duration.ofSeconds(50));
    stage.restored(stage.memory(false, stage.found("x#1")));
    assertThat(stage.timers.values()).containsExactly(Duration.ofSeconds(10));
  }
}
