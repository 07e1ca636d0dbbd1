package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Stopping instances where they are, and letting them go on. */
class PausesTest {
  private final Stage stage = new Stage();

  private Stage pause(String... targets) {
    return stage.ask(new Order.Pause(Stage.selections(targets), true));
  }

  private Stage resume(String... targets) {
    return stage.ask(new Order.Pause(Stage.selections(targets), false));
  }

  private List<Boolean> freezes() {
    return stage.all(Effect.Freeze.class).stream().map(Effect.Freeze::frozen).toList();
  }

  private static ServiceSpec checked() {
    return spec("x", "health", Map.of("tcp", ":80", "failures", 1, "restart", true));
  }

  @Test
  void whatIsPausedIsShownAsPausedAndKeepsItsProcess() {
    stage.up(spec("x"));
    pause("x");
    assertThat(freezes()).containsExactly(true);
    assertThat(stage.state("x#1")).isEqualTo(State.PAUSED);
    assertThat(stage.reason("x#1")).isEqualTo("paused by cli (root)");
    assertThat(stage.view("x#1").pid()).isPresent();
    assertThat(stage.all(Effect.Save.class)).isNotEmpty();
    assertThat(stage.journal("paused")).hasSize(1);
    pause("x");
    assertThat(freezes()).as("it is paused already").isEmpty();
    resume("x");
    assertThat(freezes()).containsExactly(false);
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.journal("resumed")).containsExactly("resumed by cli (root)");
  }

  @Test
  void itIsAskedNothingMeanwhile() {
    stage.up(checked()).answers(true, "");
    pause("x");
    assertThat(stage.timers).isEmpty();
    resume("x");
    assertThat(stage.questions()).containsExactly("tcp 127.0.0.1:80");
  }

  @Test
  void anAnswerToAQuestionAskedBeforeChangesNothing() {
    stage.up(checked());
    Effect.Ask ask = stage.all(Effect.Ask.class).getFirst();
    pause("x");
    stage.happens(new Event.Answered(ask.id(), ask.generation(), ask.serial(), false, "refused"));
    assertThat(stage.state("x#1")).isEqualTo(State.PAUSED);
    assertThat(stage.signals()).isEmpty();
  }

  @Test
  void noSignOfLifeIsExpectedMeanwhile() {
    stage.up(spec("x", "watchdog", "5s"));
    pause("x");
    assertThat(stage.timers).isEmpty();
    stage.reports("x#1", new Report.Alive());
    assertThat(stage.timers).isEmpty();
    resume("x");
    assertThat(stage.timers)
        .containsEntry(
            new TimerKey(Stage.id("x#1"), TimerKey.Kind.WATCHDOG), Duration.ofSeconds(5));
  }

  @Test
  void whoseReadinessIsAwaitedIsGivenItsTimeAgain() {
    stage.up(spec("x", "ready", Map.of("notify", true, "timeout", "9s")));
    pause("x");
    assertThat(stage.timers).isEmpty();
    assertThat(stage.state("x#1")).isEqualTo(State.PAUSED);
    resume("x");
    assertThat(stage.state("x#1")).isEqualTo(State.STARTING);
    assertThat(stage.timers).containsKey(new TimerKey(Stage.id("x#1"), TimerKey.Kind.READY));
  }

  @Test
  void whatIsStoppedGoesOnFirstToHearOfIt() {
    stage.up(spec("x"));
    pause("x");
    stage.stop("x");
    assertThat(freezes()).containsExactly(false);
    assertThat(stage.signals()).containsExactly("TERM x#1");
    assertThat(stage.state("x#1")).isEqualTo(State.STOPPING);
    stage.dies("x#1");
    assertThat(stage.state("x#1")).isEqualTo(State.STOPPED);
  }

  @Test
  void aStartLetsItGoOn() {
    stage.up(spec("x"));
    pause("x");
    stage.startAll("x");
    assertThat(freezes()).containsExactly(false);
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void whatDiesWhilePausedIsRestartedLikeAnyOther() {
    stage.up(spec("x"));
    pause("x");
    stage.exited("x#1", new Exit.Signalled("KILL", false), true);
    assertThat(stage.state("x#1")).isEqualTo(State.BACKOFF);
    stage.fires("x#1", TimerKey.Kind.BACKOFF).spawned("x#1");
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void whatDoesNotRunCannotBePaused() {
    stage.define(spec("x"));
    pause("x");
    assertThat(stage.outcomes.getFirst().reason()).isEqualTo("it is not running");
    assertThat(stage.outcomes.getFirst().hint()).isEqualTo("'reeve start x' starts it");
  }

  @Test
  void oneInstanceIsPausedAlone() {
    stage.up(spec("x", "instances", 2));
    pause("x#2");
    assertThat(stage.state("x#1")).isEqualTo(State.RUNNING);
    assertThat(stage.state("x#2")).isEqualTo(State.PAUSED);
  }

  @Test
  void theNextDaemonFindsItPaused() {
    stage.up(checked()).answers(true, "");
    pause("x");
    stage.restored(stage.memory(false, stage.found("x#1")));
    assertThat(stage.state("x#1")).isEqualTo(State.PAUSED);
    assertThat(stage.questions()).isEmpty();
    resume("x");
    assertThat(freezes()).containsExactly(false);
    assertThat(stage.questions()).hasSize(1);
  }
}
