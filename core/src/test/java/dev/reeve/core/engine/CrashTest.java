package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CrashTest {
  private final Stage stage = new Stage();

  @Test
  void withoutADelayTheNextSpawnIsTheFirstEffectOfTheCrash() {
    stage.up(spec("web", "restart.delay", 0));
    stage.exited("web#1", 3);
    assertThat(stage.effects.getFirst()).isInstanceOf(Effect.Spawn.class);
    assertThat(stage.all(Effect.Save.class)).isEmpty();
    assertThat(stage.generation("web#1")).isEqualTo(2);
    assertThat(stage.reason("web#1")).isEqualTo("restarted (exit code 3)");
    assertThat(stage.journal("restarting")).containsExactly("exit code 3, restarting (attempt 1)");
  }

  @Test
  void withADelayItWaitsForItsTimer() {
    stage.up(spec("web", "restart.jitter", 0));
    stage.exited("web#1", 3);
    assertThat(stage.state("web#1")).isEqualTo(State.BACKOFF);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 3, restarting in 1s (attempt 1)");
    assertThat(stage.view("web#1").lastExit())
        .isEqualTo(new InstanceView.LastExit(new Exit.Code(3), stage.wall, 1));
    stage.fires("web#1", TimerKey.Kind.BACKOFF).spawned("web#1").exited("web#1", 3);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 3, restarting in 2s (attempt 2)");
    assertThat(stage.view("web#1").restarts()).isEqualTo(1);
  }

  @Test
  void aRunOfMinUptimeResetsTheCount() {
    stage.up(spec("web", "restart.jitter", 0));
    stage.exited("web#1", 3).fires("web#1", TimerKey.Kind.BACKOFF).spawned("web#1");
    stage.passes(Duration.ofSeconds(5)).exited("web#1", 3);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 3, restarting in 1s (attempt 1)");
  }

  @Test
  void aClockThatJumpsChangesNothing() {
    stage.up(spec("web", "restart.jitter", 0));
    stage.wall = stage.wall.plus(Duration.ofDays(400));
    stage.exited("web#1", 3).fires("web#1", TimerKey.Kind.BACKOFF).spawned("web#1");
    stage.exited("web#1", 3);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 3, restarting in 2s (attempt 2)");
  }

  @Test
  void whatItLeftBehindIsEndedBeforeItIsStartedAgain() {
    stage.up(spec("web", "restart.delay", 0));
    stage.exited("web#1", new Exit.Code(3), false);
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPING);
    assertThat(stage.reason("web#1")).isEqualTo("ending the processes it left behind");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.view("web#1").process()).isNull();
    stage.fires("web#1", TimerKey.Kind.GRACE);
    assertThat(stage.signals()).containsExactly("KILL web#1");
    stage.emptied("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void theTimeItTookToCleanUpIsNoUptime() {
    stage.up(spec("web", "restart.max", 1, "restart.delay", 0));
    stage.exited("web#1", 3).spawned("web#1");
    stage.exited("web#1", new Exit.Code(3), false).passes(Duration.ofHours(1)).emptied("web#1");
    assertThat(stage.reason("web#1")).isEqualTo("exit code 3; gave up after 1 restart");
  }

  @Test
  void givingUpIsFinalAndSaved() {
    stage.up(spec("web", "restart.max", 1, "restart.delay", 0));
    stage.exited("web#1", 3).spawned("web#1").exited("web#1", 3);
    assertThat(stage.state("web#1")).isEqualTo(State.FAILED);
    assertThat(stage.all(Effect.Save.class)).hasSize(1);
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.UP);
  }

  @Test
  void aStopDuringTheDelayEndsItAtOnce() {
    stage.up(spec("web")).exited("web#1", 3).stop("web");
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void aDependantIsNotTouchedByACrashOfItsDependency() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db")));
    stage.exited("db#1", 1);
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void aRestartNobodyAskedForDoesNotWaitForDependenciesAgain() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"), "restart.delay", 0));
    stage.stop("db").dies("db#1").exited("web#1", 1);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void aOneShotThatFailsIsNotRunAgainUnlessDeclared() {
    stage.up(job("a"), job("b", "restart.policy", "on-failure", "restart.delay", 0));
    stage.exited("a#1", 1);
    assertThat(stage.state("a#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("a#1")).isEqualTo("exit code 1");
    stage.exited("b#1", 1);
    assertThat(stage.spawns()).containsExactly("b#1");
  }

  @Test
  void moreRestartsThanTheWindowAllowsAreAFailure() {
    stage.up(spec("web", "restart.delay", 0, "restart.limit", Map.of("max", 3, "within", "1m")));
    for (int i = 0; i < 3; i++) {
      stage.passes(Duration.ofSeconds(6)).exited("web#1", 1).spawned("web#1");
    }
    stage.exited("web#1", 1);
    assertThat(stage.state("web#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("web#1")).isEqualTo("more than 3 restarts within 1m");
  }

  @Test
  void lateNewsOfAnEarlierRunChangeNothing() {
    stage.up(spec("web", "restart.delay", 0)).exited("web#1", 1).spawned("web#1");
    InstanceId id = Stage.id("web#1");
    stage.happens(new Event.Exited(id, 1, new Exit.Code(0), true));
    assertThat(stage.effects).isEmpty();
    stage.happens(new Event.Emptied(id, 1));
    assertThat(stage.effects).isEmpty();
    stage.happens(new Event.HookEnded(id, 1, Hook.STOP, false, ""));
    assertThat(stage.effects).isEmpty();
  }

  @Test
  void newsOfARunThatWasNeverOrderedAreUnexpected() {
    stage.up(spec("web"));
    stage.happens(new Event.Exited(Stage.id("web#1"), 9, new Exit.Code(0), true));
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
    assertThat(stage.journal("unexpected")).containsExactly("news of generation 9, not ordered");
    stage.happens(new Event.Exited(Stage.id("nobody#1"), 9, new Exit.Code(0), true));
    assertThat(stage.effects).isEmpty();
  }

  @Test
  void anEndThatOvertakesTheReportOfTheStartIsBelieved() {
    stage.start(spec("web", "restart.policy", "never"));
    stage.exited("web#1", 0);
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    stage.spawned("web#1");
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.journal("unexpected")).isEmpty();
  }
}
