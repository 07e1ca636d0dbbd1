package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RestartTest {
  private final Stage stage = new Stage();

  @Test
  void whatRunsEndsAndIsStartedAgainWithItsCountsReset() {
    stage.up(spec("web", "restart.delay", 0)).exited("web#1", 1).spawned("web#1");
    assertThat(stage.view("web#1").restarts()).isEqualTo(1);
    stage.restart("web");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.reason("web#1")).isEqualTo("restarted by cli (root)");
    stage.dies("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.view("web#1").restarts()).isZero();
    assertThat(stage.generation("web#1")).isEqualTo(3);
  }

  @Test
  void whatDoesNotRunIsJustStarted() {
    stage.define(spec("web")).up(job("job")).exited("job#1", 0).restart("web", "job");
    assertThat(stage.spawns()).containsExactlyInAnyOrder("web#1", "job#1");
  }

  @Test
  void dependantsGoDownFirstAndComeUpLast() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).restart("db", "web");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.signals()).containsExactly("TERM db#1");
    assertThat(stage.reason("web#1")).isEqualTo("waiting for db (started)");
    stage.dies("db#1");
    assertThat(stage.spawns()).containsExactly("db#1");
    stage.spawned("db#1");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void dependantsThatWereNotMeantAreLeftAlone() {
    stage.up(spec("db"), spec("web", "depends_on", List.of("db"))).restart("db");
    assertThat(stage.signals()).containsExactly("TERM db#1");
    stage.dies("db#1").spawned("db#1");
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
    assertThat(stage.generation("web#1")).isEqualTo(1);
  }

  @Test
  void aRestartWhileStoppingStartsItAfterwards() {
    stage.up(spec("web")).stop("web").restart("web").dies("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void aStopWhileRestartingKeepsItDown() {
    stage.up(spec("web")).restart("web").stop("web").dies("web#1");
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPED);
    assertThat(stage.spawns()).isEmpty();
  }

  @Test
  void aRestartOfAStartIsAnotherStart() {
    stage.start(spec("web")).restart("web").spawned("web#1");
    assertThat(stage.signals()).containsExactly("TERM web#1");
    stage.dies("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void aRestartIsSavedBeforeItIsAnswered() {
    stage.up(spec("web")).restart("web");
    assertThat(stage.all(Effect.Save.class)).hasSize(1);
    assertThat(stage.effects.getLast()).isInstanceOf(Effect.Answer.class);
    assertThat(stage.effects.indexOf(new Effect.Save())).isEqualTo(stage.effects.size() - 2);
  }

  @Test
  void aReloadByDefaultIsARestart() {
    stage.up(spec("web")).ask(new Order.Reload(Stage.selections("web")));
    assertThat(stage.signals()).containsExactly("TERM web#1");
    assertThat(stage.reason("web#1")).isEqualTo("reloaded by cli (root)");
  }

  @Test
  void aReloadBySignalGoesToTheMainProcessOnly() {
    stage
        .up(spec("web", "reload", "SIGHUP", "instances", 2))
        .ask(new Order.Reload(Stage.selections("web")));
    assertThat(stage.all(Effect.Signal.class))
        .containsExactly(
            new Effect.Signal(Stage.id("web#1"), 1, "HUP", false),
            new Effect.Signal(Stage.id("web#2"), 1, "HUP", false));
  }

  @Test
  void aReloadCommandIsRunAndItsFailureWritten() {
    stage.up(spec("web", "reload", "/bin/again")).ask(new Order.Reload(Stage.selections("web")));
    assertThat(stage.all(Effect.RunHook.class)).hasSize(1);
    stage.happens(new Event.HookEnded(Stage.id("web#1"), 1, Hook.RELOAD, false, "exit code 4"));
    assertThat(stage.journal("warning")).containsExactly("reload command failed: exit code 4");
    stage.happens(new Event.HookEnded(Stage.id("web#1"), 1, Hook.RELOAD, true, ""));
    assertThat(stage.journal("reloaded")).containsExactly("reload command ended well");
  }

  @Test
  void whatDoesNotRunCannotBeReloadedOrSignalled() {
    stage.define(spec("web"));
    Outcome refused =
        new Outcome(
            "web", Outcome.Problem.REFUSED, "it is not running", "'reeve start web' starts it");
    stage.ask(new Order.Reload(Stage.selections("web")));
    assertThat(stage.outcomes).containsExactly(refused);
    stage.ask(new Order.Signal(Stage.selections("web"), "HUP"));
    assertThat(stage.outcomes).containsExactly(refused);
  }

  @Test
  void aSignalGoesToEveryProcessOfTheRunningInstances() {
    stage.up(spec("web", "instances", 2)).stop("web#2").dies("web#2");
    stage.ask(new Order.Signal(Stage.selections("web", "nope"), "USR1"));
    assertThat(stage.all(Effect.Signal.class))
        .containsExactly(new Effect.Signal(Stage.id("web#1"), 1, "USR1", true));
    assertThat(stage.outcomes).extracting(Outcome::ok).containsExactly(true, false);
    stage.ask(new Order.Signal(Stage.selections("web"), "FOO"));
    assertThat(stage.outcomes.getFirst().reason()).isEqualTo("'FOO' is not a signal");
  }

  @Test
  void aOneShotIsRunAgainByItsOwnRestartOnly() {
    stage.up(job("migrate"), spec("web", "depends_on", Map.of("migrate", "completed")));
    stage.exited("migrate#1", 0).settleSpawns();
    stage.restart("web").dies("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    stage.restart("migrate");
    assertThat(stage.spawns()).containsExactly("migrate#1");
  }
}
