package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What else than services must be so before a service starts. */
class GateTest {
  private static final Map<String, Object> TCP = Map.of("tcp", ":80");
  private final Stage stage = new Stage();

  @Test
  void aServiceWaitsUntilTheAnswerIsYes() {
    stage.start(spec("x", "depends_on", List.of(TCP)));
    assertThat(stage.reason("x#1")).isEqualTo("waiting for tcp 127.0.0.1:80");
    stage.answers(false, "connection refused");
    assertThat(stage.spawns()).isEmpty();
    stage.asksAgain("x#1", true, "");
    assertThat(stage.spawns()).containsExactly("x#1");
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void allOfThemMustBeMetAndServicesToo() {
    stage.start(spec("db"), spec("x", "depends_on", List.of("db", TCP, Map.of("path", "/p"))));
    assertThat(stage.reason("x#1"))
        .isEqualTo("waiting for db (started), tcp 127.0.0.1:80, path /p");
    List<Effect.Ask> asks = stage.all(Effect.Ask.class);
    for (Effect.Ask ask : asks) {
      stage.happens(new Event.Answered(ask.id(), ask.generation(), ask.serial(), true, ""));
    }
    assertThat(stage.reason("x#1")).isEqualTo("waiting for db (started)");
    stage.spawned("db#1");
    assertThat(stage.spawns()).containsExactly("x#1");
  }

  @Test
  void withoutRetryTheFirstNoDecides() {
    stage
        .start(spec("x", "depends_on", List.of(Map.of("path", "/p", "retry", false))))
        .answers(false, "no such file");
    assertThat(stage.state("x#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("x#1")).isEqualTo("path /p: no such file (retry: false)");
  }

  @Test
  void thePatienceEndsInFailureThatSaysWhatWasSeen() {
    stage
        .start(spec("x", "depends_on", List.of(TCP), "depends_timeout", "3s"))
        .answers(false, "connection refused")
        .fires("x#1", TimerKey.Kind.DEPENDENCIES);
    assertThat(stage.reason("x#1"))
        .isEqualTo("tcp 127.0.0.1:80 (connection refused) not there within 3s");
  }

  @Test
  void aProbeMayHaveAPatienceOfItsOwn() {
    Map<String, Object> slow = Map.of("tcp", ":80", "timeout", "2s");
    stage.start(spec("x", "depends_on", List.of(slow), "depends_timeout", "1s"));
    stage.answers(false, "refused").fires("x#1", TimerKey.Kind.DEPENDENCIES);
    assertThat(stage.state("x#1")).isEqualTo(State.WAITING);
    stage
        .passes(Duration.ofSeconds(2))
        .happens(new Event.TimerFired(new TimerKey(Stage.id("x#1"), TimerKey.Kind.PROBE)));
    stage.answers(false, "refused");
    assertThat(stage.reason("x#1")).isEqualTo("tcp 127.0.0.1:80 (refused) not there within 2s");
  }

  @Test
  void onTimeoutStartGoesOnWithAWarning() {
    Map<String, Object> slow = Map.of("tcp", ":80", "timeout", "500ms");
    stage.start(spec("x", "depends_on", List.of(slow), "on_timeout", "start"));
    stage.passes(Duration.ofSeconds(1)).answers(false, "refused");
    assertThat(stage.spawns()).containsExactly("x#1");
    assertThat(stage.journal("warning"))
        .containsExactly(
            "tcp 127.0.0.1:80 (refused) not there within 500ms; starting all the same"
                + " (on_timeout: start)");
  }

  @Test
  void otherProbesAreAskedAtOnceWhenTheDeclarationChanges() {
    stage.start(spec("x", "depends_on", List.of(TCP)));
    stage.start(spec("x", "depends_on", List.of(Map.of("path", "/p"))));
    assertThat(stage.questions()).containsExactly("path /p");
    stage.answers(true, "");
    assertThat(stage.spawns()).containsExactly("x#1");
  }

  @Test
  void aStoppedOneIsNotAskedForAnyMore() {
    stage.start(spec("x", "depends_on", List.of(TCP)));
    Effect.Ask ask = stage.all(Effect.Ask.class).getFirst();
    stage.stop("x");
    assertThat(stage.timers).isEmpty();
    stage.happens(new Event.Answered(ask.id(), ask.generation(), ask.serial(), true, ""));
    assertThat(stage.state("x#1")).isEqualTo(State.STOPPED);
  }

  @Test
  void aNewServiceWithTheOldNameOfAnotherGetsItsOwnAnswers() {
    stage.up(spec("x")).ask(new Order.Rename("x", "y"));
    stage.start(spec("x", "depends_on", List.of(TCP))).answers(true, "");
    assertThat(stage.spawns()).containsExactly("x#1");
  }
}
