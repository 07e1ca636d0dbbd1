package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopTest {
  private final Stage stage = new Stage();

  private Stage stopByForce(String... targets) {
    return stage.ask(new Order.Stop(Stage.selections(targets), true));
  }

  @Test
  void everyProcessIsAskedToEndAndStoppedMeansNothingIsLeft() {
    stage.up(spec("web", "stop.signal", "SIGINT")).stop("web");
    assertThat(stage.signals()).containsExactly("INT web#1");
    assertThat(stage.all(Effect.Signal.class).getFirst().everything()).isTrue();
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPING);
    assertThat(stage.reason("web#1")).isEqualTo("stopped by cli (root)");
    assertThat(stage.timers).containsValue(Duration.ofSeconds(5));
    stage.exited("web#1", new Exit.Code(0), false);
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPING);
    assertThat(stage.signals()).containsExactly("INT web#1");
    stage.emptied("web#1");
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.reason("web#1")).isEqualTo("stopped by cli (root)");
    assertThat(stage.timers).isEmpty();
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.DOWN);
  }

  @Test
  void afterTheGraceEverythingIsKilledAgainAndAgainUntilNothingIsLeft() {
    stage.up(spec("web")).stop("web").fires("web#1", TimerKey.Kind.GRACE);
    assertThat(stage.signals()).containsExactly("KILL web#1");
    assertThat(stage.journal("killed")).containsExactly("did not end within 5s");
    TimerKey again = new TimerKey(Stage.id("web#1"), TimerKey.Kind.KILL_AGAIN);
    for (int millis : new int[] {100, 200, 400, 800, 1000, 1000}) {
      assertThat(stage.timers).containsOnlyKeys(again).containsValue(Duration.ofMillis(millis));
      stage.fires("web#1", TimerKey.Kind.KILL_AGAIN);
      assertThat(stage.signals()).containsExactly("KILL web#1");
    }
    stage.exited("web#1", new Exit.Signalled("KILL", false), true);
    assertThat(stage.reason("web#1"))
        .isEqualTo("stopped by cli (root); killed because it did not end within 5s");
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void byForceThereIsNoGrace() {
    stage.up(spec("web"));
    stopByForce("web");
    assertThat(stage.signals()).containsExactly("KILL web#1");
  }

  @Test
  void forceHurriesAStopThatIsUnderWay() {
    stage.up(spec("web")).stop("web");
    stopByForce("web");
    assertThat(stage.signals()).containsExactly("KILL web#1");
    stopByForce("web");
    assertThat(stage.signals()).isEmpty();
  }

  @Test
  void aStopCommandReplacesTheSignal() {
    stage.up(spec("web", "stop.command", "/bin/bye now")).stop("web");
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.all(Effect.RunHook.class))
        .singleElement()
        .satisfies(hook -> assertThat(hook.hook()).isEqualTo(Hook.STOP))
        .satisfies(hook -> assertThat(hook.command().text()).isEqualTo("/bin/bye now"));
    stage.happens(new Event.HookEnded(Stage.id("web#1"), 1, Hook.STOP, true, ""));
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.timers).hasSize(1);
  }

  @Test
  void aStopCommandThatFailsIsFollowedByTheSignal() {
    stage.up(spec("web", "stop.command", "/bin/bye")).stop("web");
    stage.happens(new Event.HookEnded(Stage.id("web#1"), 1, Hook.STOP, false, "exit code 2"));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.journal("warning"))
        .containsExactly("stop.command failed (exit code 2); sending SIGTERM instead");
  }

  @Test
  void aStopCommandThatHangsIsNamedWhenItIsGivenUp() {
    stage.up(spec("web", "stop.command", "/bin/bye", "stop.grace", "3s")).stop("web");
    stage.fires("web#1", TimerKey.Kind.GRACE);
    assertThat(stage.signals()).containsExactly("KILL web#1");
    assertThat(stage.journal("killed"))
        .containsExactly(
            "did not end within 3s; its stop.command had not ended either and is given up");
  }

  @Test
  void aStopCommandThatWasOfNoUseIsNotBlamed() {
    stage.up(spec("web", "stop.command", "/bin/bye", "stop.grace", "3s")).stop("web");
    stage.happens(new Event.HookEnded(Stage.id("web#1"), 1, Hook.STOP, true, ""));
    stage.fires("web#1", TimerKey.Kind.GRACE);
    assertThat(stage.journal("killed")).containsExactly("did not end within 3s");
  }

  @Test
  void aStopWhileStartingWaitsForTheProcessAndEndsIt() {
    stage.start(spec("web")).stop("web");
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPING);
    stage.spawned("web#1");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
  }

  @Test
  void aStopWhileStartingIsDoneWhenTheSpawnFails() {
    stage.start(spec("web")).stop("web").spawnFailed("web#1", "no", false);
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.reason("web#1")).isEqualTo("stopped by cli (root)");
  }

  @Test
  void whatWaitsIsStoppedAtOnce() {
    stage.start(spec("db"), spec("web", "depends_on", List.of("db"))).stop("web");
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void aFailureIsClearedByAStopAndASuccessIsKept() {
    stage.up(job("bad"), job("good")).exited("bad#1", 1).exited("good#1", 0).stop("bad", "good");
    assertThat(stage.state("bad#1")).isEqualTo(State.STOPPED);
    assertThat(stage.state("good#1")).isEqualTo(State.COMPLETED);
    assertThat(stage.views.get("good").desired()).isEqualTo(Desired.DOWN);
  }

  @Test
  void dependantsAreDownBeforeTheirDependencyIsTold() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).stop("db", "web");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.state("db#1")).isEqualTo(State.STOPPING);
    assertThat(stage.reason("db#1")).isEqualTo("waiting for web to stop");
    assertThat(stage.view("db#1").process()).isNotNull();
    stage.dies("web#1");
    assertThat(stage.signals()).containsExactly("TERM db#1");
    assertThat(stage.reason("db#1")).isEqualTo("stopped by cli (root)");
    stage.dies("db#1");
    assertThat(stage.state("db#1")).isEqualTo(State.STOPPED);
  }

  @Test
  void aLaterStopWaitsForDependantsThatAreBeingStopped() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).stop("web").stop("db");
    assertThat(stage.signals()).isEmpty();
    stage.dies("web#1");
    assertThat(stage.signals()).containsExactly("TERM db#1");
  }

  @Test
  void manyThatAreWaitedForAreCounted() {
    stage.up(
        spec("db"),
        spec("a", "depends_on", List.of("db")),
        spec("b", "depends_on", List.of("db")),
        spec("c", "depends_on", List.of("db")),
        spec("d", "depends_on", List.of("db")),
        spec("e", "depends_on", List.of("db")));
    stage.stop("a", "b", "c", "d", "e", "db");
    assertThat(stage.reason("db#1")).isEqualTo("waiting for e, d, c, 2 more to stop");
    stage.dies("a#1").dies("b#1").dies("c#1").dies("d#1");
    assertThat(stage.reason("db#1")).isEqualTo("waiting for e to stop");
  }

  @Test
  void aDependencyMayBeStoppedUnderRunningDependants() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).stop("db");
    assertThat(stage.signals()).containsExactly("TERM db#1");
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void forceWaitsForNobody() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).stop("db", "web");
    stopByForce("db");
    assertThat(stage.signals()).containsExactly("KILL db#1");
  }

  @Test
  void aStartTakesBackAStopThatOnlyWaited() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).stop("db", "web");
    stage.startAll("db");
    assertThat(stage.state("db#1")).isEqualTo(State.RUNNING);
    stage.dies("web#1");
    assertThat(stage.state("db#1")).isEqualTo(State.RUNNING);
    assertThat(stage.generation("db#1")).isEqualTo(1);
  }

  @Test
  void whatEndsByItselfWhileItsStopWaitsIsStopped() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).stop("db", "web");
    stage.exited("db#1", 1);
    assertThat(stage.state("db#1")).isEqualTo(State.STOPPED);
    assertThat(stage.reason("db#1")).isEqualTo("stopped by cli (root)");
  }

  @Test
  void oneInstanceCanBeStoppedAlone() {
    stage.up(spec("web", "instances", 2)).stop("web#1");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.UP);
    assertThat(stage.view("web#1").desired()).isEqualTo(Desired.DOWN);
    stage.stop("web#2");
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.DOWN);
  }

  @Test
  void aTimerThatFiresAfterItWasStartedAnewIsGivenItsRest() {
    stage.up(spec("web")).stop("web").passes(Duration.ofSeconds(1));
    stage.happens(new Event.TimerFired(new TimerKey(Stage.id("web#1"), TimerKey.Kind.GRACE)));
    assertThat(stage.signals()).isEmpty();
    assertThat(stage.timers).containsValue(Duration.ofSeconds(4));
  }

  @Test
  void aCancelledTimerThatFiresAllTheSameIsIgnored() {
    stage.up(spec("web")).stop("web").dies("web#1");
    stage.happens(new Event.TimerFired(new TimerKey(Stage.id("web#1"), TimerKey.Kind.GRACE)));
    assertThat(stage.effects).isEmpty();
  }
}
