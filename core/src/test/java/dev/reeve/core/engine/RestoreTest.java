package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestoreTest {
  private final Stage stage = new Stage();

  private Stage nextDaemon(Memory.Found... found) {
    return stage.restored(stage.memory(false, found));
  }

  private Stage nextBoot() {
    return stage.restored(stage.memory(true));
  }

  @Test
  void whatRunsIsAdopted() {
    stage.up(spec("web")).passes(Duration.ofMinutes(5));
    nextDaemon(stage.found("web#1"));
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
    assertThat(stage.view("web#1").pid()).contains(100);
    assertThat(stage.view("web#1").since()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.journal("adopted")).hasSize(1);
    assertThat(stage.engine.nextId()).isEqualTo(2);
    stage.exited("web#1", 1);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 1, restarting in 1s (attempt 1)");
  }

  @Test
  void whatEndedUnseenCountsAsAFailureAndIsStartedWithoutDelay() {
    stage.up(spec("web"));
    nextDaemon();
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.generation("web#1")).isEqualTo(2);
    assertThat(stage.view("web#1").lastExit().exit()).isEqualTo(new Exit.Unknown());
    assertThat(stage.journal("restarting"))
        .containsExactly("ended while no daemon was there to see how, restarting (attempt 1)");
    stage.spawned("web#1").exited("web#1", 1);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 1, restarting in 2s (attempt 2)");
  }

  @Test
  void aOneShotThatEndedUnseenHasFailed() {
    stage.up(job("job"));
    nextDaemon();
    assertThat(stage.state("job#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("job#1")).isEqualTo("ended while no daemon was there to see how");
  }

  @Test
  void whatEndedMeanwhileIsCleanedUpAndThenJudged() {
    stage.up(job("job"));
    nextDaemon(stage.found("job#1", new Exit.Code(0)));
    assertThat(stage.state("job#1")).isEqualTo(State.STOPPING);
    assertThat(stage.signals()).containsExactly("TERM job#1");
    stage.emptied("job#1");
    assertThat(stage.state("job#1")).isEqualTo(State.COMPLETED);
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void anEndThatWasSeenIsNotForgottenWhileItsLeftoversAreEnded() {
    stage.up(job("job")).exited("job#1", new Exit.Code(0), false);
    nextDaemon(stage.found("job#1", new Exit.Unknown()));
    stage.emptied("job#1");
    assertThat(stage.state("job#1")).isEqualTo(State.COMPLETED);
    stage.up(job("two")).exited("two#1", new Exit.Code(0), false);
    nextDaemon();
    assertThat(stage.state("two#1")).isEqualTo(State.COMPLETED);
  }

  @Test
  void whatWasBeingStoppedIsStoppedFurther() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).stop("db", "web");
    nextDaemon(stage.found("db#1"), stage.found("web#1"));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.reason("db#1")).isEqualTo("waiting for web to stop");
    stage.dies("web#1");
    assertThat(stage.signals()).containsExactly("TERM db#1");
    stage.dies("db#1");
    assertThat(stage.state("db#1")).isEqualTo(State.STOPPED);
  }

  @Test
  void oneInstanceThatWasBeingStoppedIsStoppedFurther() {
    stage.up(spec("web", "instances", 2)).stop("web#1");
    nextDaemon(stage.found("web#1"), stage.found("web#2"));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.reason("web#1")).isEqualTo("stopped by cli (root)");
  }

  @Test
  void aRestartUnderWayIsFinished() {
    stage.up(spec("web")).restart("web");
    nextDaemon(stage.found("web#1"));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.reason("web#1")).isEqualTo("restarted by cli (root)");
    nextDaemon();
    stage.spawned("web#1").restart("web");
    nextDaemon();
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void aRestartThatWasDoneIsNotDoneAgain() {
    stage.up(spec("web")).restart("web");
    Memory before = stage.memory(false);
    stage.dies("web#1").spawned("web#1");
    Memory.Kept kept = before.services().getFirst();
    Memory.KeptInstance known = kept.instances().getFirst().withSpawn(stage.generation("web#1"));
    stage.restored(
        new Memory(
            List.of(new Memory.Kept(kept.id(), kept.spec(), kept.desired(), List.of(known))),
            List.of(stage.found("web#1")),
            before.nextId(),
            false,
            false));
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.spawns()).isEmpty();
  }

  @Test
  void anInstanceThatIsMadeAnewIsNotTakenForTheOneThatWas() {
    stage.up(spec("web"));
    Memory before = stage.memory(false);
    stage.restored(
        new Memory(
            before.services(), List.of(stage.found("web#1")), before.nextId(), false, false, 26));
    stage
        .ask(
            new Order.Define(
                List.of(spec("web", "instances", 2)), Order.Existing.REPLACE, true, true, Map.of()))
        .spawned("web#2");
    assertThat(stage.generation("web#2")).isEqualTo(27);
    assertThat(stage.generation("web#1")).isEqualTo(1);
  }

  @Test
  void thatARestartIsDoneIsKept() {
    stage.up(spec("web")).restart("web").dies("web#1");
    assertThat(stage.all(Effect.Save.class)).isNotEmpty();
  }

  @Test
  void aDeletionUnderWayIsFinished() {
    stage.up(spec("web")).ask(new Order.Delete(List.of("web")));
    Memory memory = stage.memory(false, stage.found("web#1"));
    stage.restored(memory);
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.all(Effect.Withdraw.class)).hasSize(1);
    stage.restored(new Memory(memory.services(), List.of(), 2, false, false));
    assertThat(stage.all(Effect.Withdraw.class)).hasSize(1);
    assertThat(stage.views).isEmpty();
  }

  @Test
  void whoWaitedWaitsAgain() {
    stage.start(job("migrate"), spec("web", "depends_on", Map.of("migrate", "completed")));
    stage.spawned("migrate#1");
    nextDaemon(stage.found("migrate#1"));
    assertThat(stage.state("web#1")).isEqualTo(State.WAITING);
    assertThat(stage.timers).hasSize(1);
    stage.exited("migrate#1", 0);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void whoFailedForADependencyStillComesBackWithIt() {
    stage.start(job("migrate"), spec("web", "depends_on", Map.of("migrate", "completed")));
    stage.spawned("migrate#1").exited("migrate#1", 1);
    nextDaemon();
    assertThat(stage.reason("web#1")).isEqualTo("dependency migrate failed: exit code 1");
    stage.startAll("migrate").spawned("migrate#1").exited("migrate#1", 0);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void anOrderedSpawnOfWhichNothingIsFoundIsOrderedAgain() {
    stage.start(spec("web"));
    nextDaemon();
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.generation("web#1")).isEqualTo(2);
    assertThat(stage.view("web#1").restarts()).isZero();
  }

  @Test
  void aDelayThatWasUnderWayIsOver() {
    stage.up(spec("web")).exited("web#1", 1);
    nextDaemon();
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.view("web#1").restarts()).isEqualTo(1);
  }

  @Test
  void finalStatesStayUntilTheMachineIsBooted() {
    stage.up(spec("quiet", "restart.policy", "never"), job("bad"), job("good"));
    stage.exited("quiet#1", 0).exited("bad#1", 1).exited("good#1", 0);
    nextDaemon();
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.state("quiet#1")).isEqualTo(State.STOPPED);
    assertThat(stage.state("bad#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("bad#1")).isEqualTo("exit code 1");
    assertThat(stage.state("good#1")).isEqualTo(State.COMPLETED);
    nextBoot();
    assertThat(stage.spawns()).containsExactlyInAnyOrder("quiet#1", "bad#1", "good#1");
  }

  @Test
  void aBootStartsWhatIsEnabledInOrder() {
    stage.up(
        job("migrate", "enabled", false),
        spec("web", "depends_on", Map.of("migrate", "completed")),
        spec("off", "enabled", false));
    stage.exited("migrate#1", 0).settleSpawns();
    nextBoot();
    assertThat(stage.spawns()).containsExactly("migrate#1");
    assertThat(stage.reason("migrate#1")).isEqualTo("needed by web");
    assertThat(stage.reason("web#1")).isEqualTo("waiting for migrate (completed)");
    assertThat(stage.views.get("off").desired()).isEqualTo(Desired.DOWN);
    assertThat(stage.reason("off#1")).isEqualTo("not enabled at boot");
    assertThat(stage.view("web#1").restarts()).isZero();
  }

  @Test
  void aProcessOfAnUnknownServiceIsEndedWithoutBeingShown() {
    Memory.Found stray =
        new Memory.Found(Stage.id("ghost#2"), 7, new ProcessRef(5, 5, "boot", stage.wall), null);
    stage.restored(new Memory(List.of(), List.of(stray), 1, false, false));
    assertThat(stage.all(Effect.Signal.class))
        .containsExactly(new Effect.Signal(Stage.id("ghost#2"), 7, "TERM", true));
    assertThat(stage.all(Effect.Publish.class)).isEmpty();
    assertThat(stage.timers).containsValue(Duration.ofSeconds(5));
    stage.happens(new Event.Exited(Stage.id("ghost#2"), 7, new Exit.Code(0), true));
    assertThat(stage.all(Effect.Withdraw.class)).isEmpty();
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void aServiceThatTakesTheNameOfAStrayWaitsForItsEnd() {
    Memory.Found stray =
        new Memory.Found(Stage.id("ghost#1"), 7, new ProcessRef(5, 5, "boot", stage.wall), null);
    stage.restored(new Memory(List.of(), List.of(stray), 4, false, false));
    stage.start(spec("ghost"));
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.views.get("ghost").id()).isEqualTo(4);
    stage.happens(new Event.Exited(Stage.id("ghost#1"), 7, new Exit.Code(0), true));
    assertThat(stage.spawns()).containsExactly("ghost#1");
    assertThat(stage.generation("ghost#1")).isEqualTo(8);
  }

  @Test
  void aSurplusProcessIsEnded() {
    stage.up(spec("web", "instances", 2));
    Memory.Found second = stage.found("web#2");
    Memory.Found first = stage.found("web#1");
    ServiceSpec one = spec("web");
    Memory memory =
        new Memory(
            List.of(new Memory.Kept(1, one, Desired.UP, List.of())),
            List.of(first, second),
            2,
            false,
            false);
    stage.restored(memory);
    assertThat(stage.signals()).containsExactly("TERM web#2");
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
    stage.dies("web#2");
    assertThat(stage.views.get("web").instances()).hasSize(1);
  }

  @Test
  void ofTwoRunsOfOneInstanceTheOlderIsKilled() {
    stage.up(spec("web", "restart.delay", 0));
    Memory.Found old = stage.found("web#1");
    stage.exited("web#1", 1).spawned("web#1");
    nextDaemon(old, stage.found("web#1"));
    assertThat(stage.all(Effect.Signal.class))
        .containsExactly(new Effect.Signal(Stage.id("web#1"), 1, "KILL", true));
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
    assertThat(stage.generation("web#1")).isEqualTo(2);
  }

  @Test
  void aDependencyThatIsMissingInTheMemoryFailsWhoNeedsIt() {
    ServiceSpec web = spec("web", "depends_on", List.of("db"));
    stage.restored(
        new Memory(
            List.of(new Memory.Kept(1, web, Desired.UP, List.of())), List.of(), 2, false, false));
    assertThat(stage.state("web#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("web#1")).isEqualTo("dependency db does not exist");
  }

  @Test
  void aClockThatWasSetBackWhileNoDaemonWasThereMakesNoNegativeUptime() {
    stage.up(spec("web", "restart.jitter", 0));
    stage.wall = stage.wall.minus(Duration.ofDays(1));
    nextDaemon(stage.found("web#1"));
    stage.exited("web#1", 1);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 1, restarting in 1s (attempt 1)");
  }

  @Test
  void aMemoryWithoutInstancesStartsWhatIsWanted() {
    stage.restored(
        new Memory(
            List.of(new Memory.Kept(1, spec("web"), Desired.UP, List.of())),
            List.of(),
            2,
            false,
            false));
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void idsAreNeverGivenTwice() {
    stage.define(spec("a"), spec("b"));
    stage.restored(
        new Memory(
            List.of(new Memory.Kept(7, spec("c"), Desired.DOWN, List.of())),
            List.of(),
            3,
            false,
            false));
    stage.define(spec("d"));
    assertThat(stage.views.get("d").id()).isEqualTo(8);
  }
}
