package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartTest {
  private final Stage stage = new Stage();

  @Test
  void aServiceIsSpawnedAtOnceAndRunsWhenItsProcessIsThere() {
    stage.start(spec("web"));
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.state("web#1")).isEqualTo(State.STARTING);
    assertThat(stage.reason("web#1")).isEqualTo("started by cli (root)");
    stage.passes(Duration.ofSeconds(2)).spawned("web#1");
    InstanceView view = stage.view("web#1");
    assertThat(view.state()).isEqualTo(State.RUNNING);
    assertThat(view.pid()).contains(100);
    assertThat(view.generation()).isEqualTo(1);
    assertThat(view.since()).isEqualTo(stage.wall);
    assertThat(stage.journal("started")).containsExactly("started by cli (root)");
  }

  @Test
  void aDependantWaitsUntilEveryInstanceOfItsDependencyRuns() {
    stage.start(spec("db", "instances", 2), spec("web", "depends_on", List.of("db")));
    assertThat(stage.spawns()).containsExactly("db#1", "db#2");
    assertThat(stage.state("web#1")).isEqualTo(State.WAITING);
    assertThat(stage.reason("web#1")).isEqualTo("waiting for db (started)");
    stage.spawned("db#2");
    assertThat(stage.spawns()).isEmpty();
    stage.spawned("db#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void startingADependantStartsAllItNeeds() {
    stage.define(
        spec("db"),
        spec("api", "depends_on", List.of("db")),
        spec("web", "depends_on", List.of("api")));
    stage.startAll("web");
    assertThat(stage.spawns()).containsExactly("db#1");
    assertThat(stage.reason("db#1")).isEqualTo("needed by api");
    assertThat(stage.views.get("db").desired()).isEqualTo(Desired.UP);
    stage.settleSpawns();
    assertThat(stage.state("web#1")).isEqualTo(State.RUNNING);
  }

  @Test
  void aOneShotSatisfiesItsDependantsWhenItHasCompleted() {
    stage.start(job("migrate"), spec("web", "depends_on", Map.of("migrate", "completed")));
    stage.spawned("migrate#1");
    assertThat(stage.reason("web#1")).isEqualTo("waiting for migrate (completed)");
    stage.exited("migrate#1", 0);
    assertThat(stage.state("migrate#1")).isEqualTo(State.COMPLETED);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void aOneShotThatIsStartedOrDoneCountsAsStarted() {
    stage.start(job("init"), spec("web", "depends_on", List.of("init")));
    stage.spawned("init#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    stage.spawned("web#1").exited("init#1", 0).stop("web").dies("web#1").startAll("web");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  private void migrationFails() {
    stage.start(
        job("migrate"),
        spec("api", "depends_on", Map.of("migrate", "completed")),
        spec("web", "depends_on", List.of("api")));
    stage.spawned("migrate#1").exited("migrate#1", 1);
  }

  @Test
  void aFailedOneShotFailsItsDependantsByName() {
    migrationFails();
    assertThat(stage.state("migrate#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("api#1")).isEqualTo("dependency migrate failed: exit code 1");
    assertThat(stage.reason("web#1"))
        .isEqualTo("dependency api failed: dependency migrate failed: exit code 1");
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void whoFailedForADependencyComesBackWithIt() {
    migrationFails();
    stage.startAll("migrate").spawned("migrate#1").exited("migrate#1", 0);
    assertThat(stage.spawns()).containsExactly("api#1");
    stage.spawned("api#1");
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void whoWasStoppedMeanwhileDoesNotComeBack() {
    migrationFails();
    stage.stop("api").startAll("migrate").spawned("migrate#1").exited("migrate#1", 0);
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.state("api#1")).isEqualTo(State.STOPPED);
  }

  @Test
  void aCompletedOneShotIsNotRunAgainForADependant() {
    stage.up(job("migrate"), spec("web", "depends_on", Map.of("migrate", "completed")));
    stage.exited("migrate#1", 0).settleSpawns();
    stage.stop("web").dies("web#1").startAll("web");
    assertThat(stage.spawns()).containsExactly("web#1");
    stage.startAll("migrate");
    assertThat(stage.spawns()).containsExactly("migrate#1");
  }

  @Test
  void aDependencyThatIsStoppedFailsWhoWaitsForIt() {
    stage.start(job("migrate"), spec("web", "depends_on", Map.of("migrate", "completed")));
    stage.spawned("migrate#1").stop("migrate").dies("migrate#1");
    assertThat(stage.reason("web#1"))
        .isEqualTo("dependency migrate does not run: stopped by cli (root)");
  }

  private void patienceEnds() {
    stage.start(job("slow"), spec("web", "depends_on", Map.of("slow", "completed")));
    assertThat(stage.timers).containsValue(Duration.ofSeconds(30));
    stage.fires("web#1", TimerKey.Kind.DEPENDENCIES);
  }

  @Test
  void patienceWithDependenciesEndsInFailure() {
    patienceEnds();
    assertThat(stage.state("web#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("web#1")).isEqualTo("slow (completed) not there within 30s");
  }

  @Test
  void whoFailedForALateDependencyWaitsToBeAskedAgain() {
    patienceEnds();
    stage.spawned("slow#1").exited("slow#1", 0);
    assertThat(stage.state("web#1")).isEqualTo(State.FAILED);
    stage.startAll("slow").spawned("slow#1").exited("slow#1", 0);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void orItStartsAllTheSameWithAWarning() {
    stage.start(
        job("slow"), spec("web", "depends_on", Map.of("slow", "completed"), "on_timeout", "start"));
    stage.fires("web#1", TimerKey.Kind.DEPENDENCIES);
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.journal("warning"))
        .containsExactly(
            "slow (completed) not there within 30s; starting all the same (on_timeout: start)");
  }

  @Test
  void aTimeoutOfZeroWaitsForEver() {
    stage.start(
        job("slow"), spec("web", "depends_on", Map.of("slow", "completed"), "depends_timeout", 0));
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void whatRunsIsLeftAlone() {
    stage.up(spec("web"));
    stage.startAll("web");
    assertThat(stage.effects).hasSize(1).allMatch(Effect.Answer.class::isInstance);
    assertThat(stage.outcomes).containsExactly(Outcome.accepted("web"));
  }

  @Test
  void aStartEndsTheWaitForARestartAndForgivesEarlierOnes() {
    stage.up(spec("web", "restart.max", 1));
    stage.exited("web#1", 1).fires("web#1", TimerKey.Kind.BACKOFF).spawned("web#1");
    assertThat(stage.view("web#1").restarts()).isEqualTo(1);
    stage.exited("web#1", 1);
    assertThat(stage.state("web#1")).isEqualTo(State.FAILED);
    stage.startAll("web");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.view("web#1").restarts()).isZero();
    stage.spawned("web#1").exited("web#1", 1);
    assertThat(stage.reason("web#1")).isEqualTo("exit code 1, restarting in 1s (attempt 1)");
    stage.startAll("web");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.timers).isEmpty();
  }

  @Test
  void aStartWhileStoppingStartsItWhenItHasEnded() {
    stage.up(spec("web")).stop("web").startAll("web");
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.state("web#1")).isEqualTo(State.STOPPING);
    stage.dies("web#1");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.generation("web#1")).isEqualTo(2);
  }

  @Test
  void aSpawnThatFailsForGoodIsAFailure() {
    stage.start(spec("web")).spawnFailed("web#1", "/srv/x: no such file", false);
    assertThat(stage.state("web#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("web#1")).isEqualTo("cannot start: /srv/x: no such file");
    assertThat(stage.journal.getLast().detail()).containsEntry("hint", "look there");
  }

  @Test
  void aSpawnThatFailsInPassingIsTriedAgain() {
    stage.start(spec("web", "restart.delay", 0)).spawnFailed("web#1", "no memory", true);
    assertThat(stage.reason("web#1"))
        .isEqualTo("cannot start: no memory, restarting in 1s (attempt 1)");
    stage.fires("web#1", TimerKey.Kind.BACKOFF);
    assertThat(stage.spawns()).containsExactly("web#1");
  }

  @Test
  void oneInstanceCanBeStartedAlone() {
    stage.define(spec("web", "instances", 3));
    stage.startAll("web#2");
    assertThat(stage.spawns()).containsExactly("web#2");
    assertThat(stage.views.get("web").desired()).isEqualTo(Desired.UP);
    assertThat(stage.view("web#1").desired()).isEqualTo(Desired.DOWN);
  }

  @Test
  void unknownTargetsAreNamedAndTheOthersStart() {
    stage.define(spec("web"));
    stage.startAll("wbe", "web", "web#7");
    assertThat(stage.spawns()).containsExactly("web#1");
    assertThat(stage.outcomes)
        .containsExactly(
            new Outcome(
                "wbe", Outcome.Problem.UNKNOWN, "there is no such service", "did you mean 'web'?"),
            Outcome.accepted("web"),
            new Outcome(
                "web#7",
                Outcome.Problem.UNKNOWN,
                "there is no instance 7; web has 1 instance",
                "'reeve scale web 7' makes it so many"));
    stage.startAll("something");
    assertThat(stage.outcomes.getFirst().hint()).isEqualTo("'reeve list' shows all services");
  }
}
