package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShutdownTest {
  private static final String HALTED = "ended by 'reeve kill'; 'reeve resurrect' brings it back";

  private final Stage stage = new Stage();

  @Test
  void keepingServicesTouchesNothing() {
    stage.up(spec("web")).ask(new Order.Shutdown(true));
    assertThat(stage.effects)
        .extracting(effect -> effect.getClass().getSimpleName())
        .containsExactly("Journal", "Save", "Answer", "Halted");
    assertThat(stage.engine.halted()).isFalse();
  }

  @Test
  void everythingEndsDependantsFirstAndStaysWanted() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db")), job("job"));
    stage.exited("job#1", 0).ask(new Order.Shutdown(false));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.engine.halted()).isTrue();
    assertThat(stage.all(Effect.Answer.class)).hasSize(1);
    assertThat(stage.all(Effect.Halted.class)).isEmpty();
    stage.dies("web#1");
    assertThat(stage.reason("web#1")).isEqualTo(HALTED);
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.UP);
    stage.dies("db#1");
    assertThat(stage.effects.getLast()).isInstanceOf(Effect.Halted.class);
    assertThat(stage.state("job#1")).isEqualTo(State.COMPLETED);
  }

  @Test
  void withNothingRunningItIsHaltedAtOnce() {
    stage.define(spec("web")).ask(new Order.Shutdown(false));
    assertThat(stage.effects.getLast()).isInstanceOf(Effect.Halted.class);
  }

  @Test
  void whatWaitsOrBacksOffIsEndedToo() {
    stage.start(spec("db"), spec("web", "depends_on", List.of("db")));
    stage.spawned("db#1").spawned("web#1").exited("web#1", 1);
    stage.ask(new Order.Shutdown(false));
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.timers).containsOnlyKeys(new TimerKey(Stage.id("db#1"), TimerKey.Kind.GRACE));
  }

  @Test
  void ordersAreRefusedMeanwhile() {
    stage.up(spec("web")).ask(new Order.Shutdown(false)).startAll("web");
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "web",
                Outcome.Problem.REFUSED,
                "the daemon is shutting down",
                "try again when it is started again"));
    stage.define(spec("new"));
    assertThat(stage.outcomes).extracting(Outcome::target).containsExactly("new");
    stage.ask(new Order.Resurrect());
    assertThat(stage.outcomes).extracting(Outcome::target).containsExactly("all");
    stage.ask(new Order.Shutdown(true));
    assertThat(stage.effects.getLast()).isInstanceOf(Effect.Halted.class);
  }

  @Test
  void aRestartUnderWayBecomesAStop() {
    stage.up(spec("web")).restart("web").ask(new Order.Shutdown(false)).dies("web#1");
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.reason("web#1")).isEqualTo(HALTED);
  }

  @Test
  void aSpawnUnderWayIsEndedWhenItSucceeds() {
    stage.start(spec("web")).ask(new Order.Shutdown(false));
    assertThat(stage.all(Effect.Halted.class)).isEmpty();
    stage.spawned("web#1");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.all(Effect.Halted.class)).hasSize(1);
  }

  private void endsAll() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db")), job("job"));
    stage.exited("job#1", 0).ask(new Order.Shutdown(false)).dies("web#1").dies("db#1");
  }

  @Test
  void aLaterDaemonStartsNothingUntilItIsResurrected() {
    endsAll();
    stage.restored(stage.memory(false));
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.engine.halted()).isTrue();
    assertThat(stage.reason("web#1")).isEqualTo(HALTED);
    stage.ask(new Order.Resurrect());
    assertThat(stage.outcomes).extracting(Outcome::target).containsExactlyInAnyOrder("web", "db");
    assertThat(stage.spawns()).containsExactly("db#1");
    stage.spawned("db#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.engine.halted()).isFalse();
    assertThat(stage.state("job#1")).isEqualTo(State.COMPLETED);
  }

  @Test
  void whatWasStoppedOnPurposeStaysDownWhenTheOthersAreResurrected() {
    stage.up(spec("a"), spec("b"), spec("c", "instances", 2)).stop("a", "c#1");
    stage.dies("a#1").dies("c#1").ask(new Order.Shutdown(false)).dies("b#1").dies("c#2");
    stage.restored(stage.memory(false)).ask(new Order.Resurrect());
    assertThat(stage.spawns()).containsExactly("b#1", "c#2");
  }

  @Test
  void aShutdownThatADaemonDidNotLiveToFinishIsFinishedByTheNext() {
    stage.up(spec("web")).ask(new Order.Shutdown(false));
    stage.restored(stage.memory(false, stage.found("web#1")));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.reason("web#1")).isEqualTo(HALTED);
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.UP);
  }
}
