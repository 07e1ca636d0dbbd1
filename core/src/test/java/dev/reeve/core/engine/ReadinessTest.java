package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When an instance counts as ready, and who waits for that. */
class ReadinessTest {
  private final Stage stage = new Stage();

  @Test
  void withoutADeclarationAServiceIsReadyAsSoonAsItRuns() {
    stage.up(spec("x"));
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void aServiceThatNotifiesIsStartingUntilItSaysSo() {
    stage.up(spec("x", "ready", Map.of("notify", true, "timeout", "9s")));
    assertThat(stage.state("x#1")).isEqualTo(State.STARTING);
    assertThat(stage.timers)
        .containsEntry(new TimerKey(Stage.id("x#1"), TimerKey.Kind.READY), Duration.ofSeconds(9));
    stage.passes(Duration.ofSeconds(2)).reports("x#1", new Report.Ready());
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.timers).isEmpty();
    assertThat(stage.journal("ready")).containsExactly("ready: it said so");
    assertThat(stage.journal.getLast().detail()).containsEntry("took_ms", "2000");
  }

  @Test
  void aReportOfAServiceThatDeclaresNoneChangesNothing() {
    stage.up(spec("x", "ready", "tcp:127.0.0.1:80")).reports("x#1", new Report.Ready());
    assertThat(stage.state("x#1")).isEqualTo(State.STARTING);
  }

  @Test
  void oneThatWaitsIsReadyWhenThatIsNotAskedOfItAnyMore() {
    stage.up(spec("x", "ready", Map.of("notify", true, "timeout", "9s"))).define(spec("x"));
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void oneThatWaitsIsAskedWhatIsDeclaredNow() {
    stage.up(spec("x", "ready", Map.of("notify", true, "timeout", "9s")));
    stage.define(spec("x", "ready", Map.of("tcp", "127.0.0.1:80", "timeout", "3s")));
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:80");
    assertThat(stage.timers)
        .containsEntry(new TimerKey(Stage.id("x#1"), TimerKey.Kind.READY), Duration.ofSeconds(3));
    stage.answers(true, "");
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void oneThatWasNotToldWhereToSaySoIsAskedAsBefore() {
    stage.up(spec("x", "ready", "tcp:127.0.0.1:80")).answers(false, "connection refused");
    stage.define(spec("x", "ready", Map.of("notify", true)));
    assertThat(stage.state("x#1")).isEqualTo(State.STARTING);
    stage.asksAgain("x#1", true, "");
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void aProbeIsAskedUntilItSaysYes() {
    stage.up(spec("x", "ready", "tcp:127.0.0.1:80"));
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:80");
    stage.answers(false, "connection refused");
    assertThat(stage.state("x#1")).isEqualTo(State.STARTING);
    assertThat(stage.view("x#1").troubles()).containsExactly("not ready yet: connection refused");
    stage.asksAgain("x#1", true, "");
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.view("x#1").troubles()).isEmpty();
    assertThat(stage.timers).isEmpty();
    assertThat(stage.journal("ready")).containsExactly("ready");
  }

  @Test
  void whoIsNotReadyInTimeIsEndedAndRestarted() {
    stage
        .up(spec("x", "ready", Map.of("tcp", ":80", "timeout", "400ms")))
        .answers(false, "connection refused")
        .fires("x#1", TimerKey.Kind.READY);
    assertThat(stage.state("x#1")).isEqualTo(State.STOPPING);
    assertThat(stage.signals()).containsExactly("TERM x#1");
    stage.dies("x#1");
    assertThat(stage.state("x#1")).isEqualTo(State.BACKOFF);
    assertThat(stage.reason("x#1"))
        .isEqualTo("not ready within 400ms (connection refused), restarting in 1s (attempt 1)");
    stage.fires("x#1", TimerKey.Kind.BACKOFF).spawned("x#1");
    assertThat(stage.questions()).hasSize(1);
  }

  @Test
  void whoIsNeverReadyGivesUpByThePolicy() {
    stage
        .up(spec("x", "ready", "notify", "restart", "never"))
        .fires("x#1", TimerKey.Kind.READY)
        .dies("x#1");
    assertThat(stage.state("x#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("x#1"))
        .isEqualTo("not ready within 1m; not restarted (restart.policy: never)");
  }

  @Test
  void aDependantWaitsForReadiness() {
    stage.up(
        spec("db", "ready", "notify"),
        spec("any", "depends_on", List.of("db")),
        spec("web", "depends_on", Map.of("db", "ready")));
    assertThat(stage.state("any#1")).isEqualTo(State.RUNNING);
    assertThat(stage.reason("web#1")).isEqualTo("waiting for db (ready)");
    stage.reports("db#1", new Report.Ready());
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void lateAnswersOfAnEarlierRunChangeNothing() {
    stage.up(spec("x", "ready", "tcp::80", "restart.delay", "0s"));
    Effect.Ask old = stage.all(Effect.Ask.class).getFirst();
    stage.exited("x#1", 1).settleSpawns();
    stage.happens(new Event.Answered(old.id(), old.generation(), old.serial(), true, ""));
    assertThat(stage.state("x#1")).isEqualTo(State.STARTING);
  }

  @Test
  void aRenameKeepsAskingUnderTheNewName() {
    stage.up(spec("x", "ready", "tcp::80"));
    stage.ask(new Order.Rename("x", "y"));
    assertThat(stage.all(Effect.Ask.class))
        .extracting(Effect.Ask::id)
        .containsExactly(Stage.id("y#1"));
    stage.answers(true, "");
    assertThat(stage.state("y#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void anotherDaemonAsksAgainButDoesNotWaitForWhatMayHaveBeenSaid() {
    stage.up(spec("asked", "ready", "tcp::80"), spec("says", "ready", "notify"));
    stage.restored(stage.memory(false, stage.found("asked#1"), stage.found("says#1")));
    assertThat(stage.state("asked#1")).isEqualTo(State.STARTING);
    assertThat(stage.state("says#1")).isEqualTo(State.RUNNING);
    stage.answers(true, "");
    assertThat(stage.state("asked#1")).isEqualTo(State.RUNNING);
    assertThat(stage.journal("started")).hasSize(2);
  }

  @Test
  void stoppingOneThatIsNotReadyYetNeedsNoReadiness() {
    stage.up(spec("x", "ready", "notify")).stop("x");
    assertThat(stage.signals()).containsExactly("TERM x#1");
    assertThat(stage.timers.keySet())
        .extracting(TimerKey::kind)
        .containsExactly(TimerKey.Kind.GRACE);
    stage.dies("x#1");
    assertThat(stage.state("x#1")).isEqualTo(State.STOPPED);
  }
}
