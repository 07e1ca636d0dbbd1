package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Services that run by a schedule. The stage begins on 2026-11-20 at 12:00 UTC. */
class ScheduledRunsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private final Stage stage = new Stage();

  private void until(String time) {
    stage.passes(Duration.between(stage.wall, Instant.parse(time)));
  }

  private Stage due(String time) {
    until(time);
    return stage.happens(
        new Event.TimerFired(new TimerKey(Stage.id("job#1"), TimerKey.Kind.SCHEDULE)));
  }

  private Stage job(Object... more) {
    Map<String, Object> schedule = new java.util.LinkedHashMap<>(Map.of("cron", "5 * * * *"));
    for (int i = 0; i < more.length; i += 2) {
      schedule.put((String) more[i], more[i + 1]);
    }
    return stage.start(spec("job", "schedule", schedule));
  }

  @Test
  void aStartPlansTheNextRunAndStartsNothing() {
    job();
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.state("job#1")).isEqualTo(State.WAITING);
    assertThat(stage.reason("job#1")).isEqualTo("next run at 2026-11-20T12:05:00Z");
    assertThat(stage.timers)
        .containsEntry(
            new TimerKey(Stage.id("job#1"), TimerKey.Kind.SCHEDULE), Duration.ofMinutes(5));
  }

  @Test
  void itRunsWhenItIsDueAndWaitsForTheNextTime() {
    job();
    due("2026-11-20T12:05:00Z");
    assertThat(stage.spawns()).containsExactly("job#1");
    stage.spawned("job#1").passes(Duration.ofSeconds(90)).exited("job#1", 0);
    assertThat(stage.state("job#1")).isEqualTo(State.COMPLETED);
    assertThat(stage.reason("job#1")).isEqualTo("exit code 0; next run at 2026-11-20T13:05:00Z");
    assertThat(stage.journal.stream().filter(entry -> entry.event().equals("exited")))
        .singleElement()
        .satisfies(entry -> assertThat(entry.detail()).containsEntry("ran_ms", "90000"));
    due("2026-11-20T13:05:00Z").spawned("job#1").exited("job#1", 3);
    assertThat(stage.state("job#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("job#1")).isEqualTo("exit code 3; next run at 2026-11-20T14:05:00Z");
  }

  @Test
  void theTimerIsLookedAtAgainBecauseClocksAreSet() {
    stage.start(spec("job", "schedule", "0 0 * * *"));
    TimerKey key = new TimerKey(Stage.id("job#1"), TimerKey.Kind.SCHEDULE);
    assertThat(stage.timers).containsEntry(key, Duration.ofMinutes(10));
    stage.fires("job#1", TimerKey.Kind.SCHEDULE);
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.timers).containsEntry(key, Duration.ofMinutes(10));
  }

  @Test
  void aRunThatIsDueDuringAnotherIsSkippedAndSaidSo() {
    job();
    due("2026-11-20T12:05:00Z").spawned("job#1");
    due("2026-11-20T13:05:00Z");
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.journal("skipped"))
        .containsExactly("the run of 2026-11-20T13:05:00Z: the one before has not ended");
    stage.exited("job#1", 0);
    assertThat(stage.reason("job#1")).endsWith("next run at 2026-11-20T14:05:00Z");
  }

  @Test
  void aQueuedRunBeginsWhenTheOneBeforeEnds() {
    job("overlap", "queue");
    due("2026-11-20T12:05:00Z").spawned("job#1");
    due("2026-11-20T13:05:00Z");
    due("2026-11-20T14:05:00Z");
    stage.exited("job#1", 0);
    assertThat(stage.spawns()).containsExactly("job#1");
    stage.spawned("job#1").exited("job#1", 0);
    assertThat(stage.spawns()).isEmpty();
  }

  @Test
  void theRunBeforeCanBeKilledForTheNextOne() {
    job("overlap", "kill");
    due("2026-11-20T12:05:00Z").spawned("job#1");
    due("2026-11-20T13:05:00Z");
    assertThat(stage.signals()).containsExactly("TERM job#1");
    stage.dies("job#1");
    assertThat(stage.spawns()).containsExactly("job#1");
  }

  @Test
  void aRunThatTakesTooLongIsEnded() {
    job("max_time_per_run", "20m");
    due("2026-11-20T12:05:00Z").spawned("job#1").fires("job#1", TimerKey.Kind.MAX_RUN);
    assertThat(stage.signals()).containsExactly("TERM job#1");
    stage.dies("job#1");
    assertThat(stage.state("job#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("job#1"))
        .isEqualTo(
            "took longer than 20m (schedule.max_time_per_run); next run at"
                + " 2026-11-20T13:05:00Z");
  }

  @Test
  void aRestartRunsItNow() {
    job();
    stage.restart("job");
    assertThat(stage.spawns()).containsExactly("job#1");
    stage.spawned("job#1").restart("job");
    assertThat(stage.signals()).containsExactly("TERM job#1");
    stage.dies("job#1");
    assertThat(stage.spawns()).containsExactly("job#1");
  }

  @Test
  void aStoppedOneRunsNoMoreUntilItIsStarted() {
    job();
    stage.stop("job");
    assertThat(stage.state("job#1")).isEqualTo(State.STOPPED);
    assertThat(stage.timers).isEmpty();
    stage.startAll("job");
    assertThat(stage.reason("job#1")).startsWith("next run at");
  }

  @Test
  void aRunThatTheMachineSleptThroughIsMissed() {
    job();
    due("2026-11-20T12:30:00Z");
    assertThat(stage.spawns()).isEmpty();
    assertThat(stage.journal("missed"))
        .containsExactly(
            "the run of 2026-11-20T12:05:00Z: the machine slept, or its clock was set");
    assertThat(stage.reason("job#1")).isEqualTo("next run at 2026-11-20T13:05:00Z");
  }

  @Test
  void anotherDaemonPlansAgainAndShowsHowTheLatestRunEnded() {
    job();
    due("2026-11-20T12:05:00Z").spawned("job#1").exited("job#1", 3);
    stage.restored(stage.memory(false));
    assertThat(stage.state("job#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("job#1")).isEqualTo("exit code 3; next run at 2026-11-20T13:05:00Z");
    assertThat(stage.timers).hasSize(1);
  }

  @Test
  void runsThatWereMissedWithoutADaemonAreCaughtUpOnceIfDeclaredSo() {
    job("catch_up", true);
    due("2026-11-20T12:05:00Z").spawned("job#1").exited("job#1", 0);
    Memory memory = stage.memory(false);
    until("2026-11-20T16:20:00Z");
    stage.restored(memory);
    stage.fires("job#1", TimerKey.Kind.SCHEDULE);
    assertThat(stage.spawns()).containsExactly("job#1");
    stage.spawned("job#1").exited("job#1", 0);
    assertThat(stage.reason("job#1")).endsWith("next run at 2026-11-20T17:05:00Z");
  }

  @Test
  void aRunGoesOnUnderAnotherDaemon() {
    job("max_time_per_run", "20m");
    due("2026-11-20T12:05:00Z").spawned("job#1");
    Memory memory = stage.memory(false, stage.found("job#1"));
    stage.passes(Duration.ofMinutes(5)).restored(memory);
    assertThat(stage.state("job#1")).isEqualTo(State.RUNNING);
    assertThat(stage.timers)
        .containsEntry(
            new TimerKey(Stage.id("job#1"), TimerKey.Kind.MAX_RUN), Duration.ofMinutes(15));
    stage.exited("job#1", 0);
    assertThat(stage.state("job#1")).isEqualTo(State.COMPLETED);
  }

  @Test
  void anotherScheduleHoldsAtOnce() {
    job();
    stage.start(spec("job", "schedule", "30 * * * *"));
    assertThat(stage.reason("job#1")).isEqualTo("next run at 2026-11-20T12:30:00Z");
    stage.start(spec("job"));
    assertThat(stage.spawns()).containsExactly("job#1");
  }

  @Test
  void aServiceThatRunsAllTheTimeIsEndedWhenItGetsASchedule() {
    stage.up(spec("job"));
    stage.start(spec("job", "schedule", "30 * * * *"));
    assertThat(stage.signals()).containsExactly("TERM job#1");
    stage.dies("job#1");
    assertThat(stage.reason("job#1")).isEqualTo("next run at 2026-11-20T12:30:00Z");
  }

  @Test
  void nothingCanDependOnIt() {
    stage.start(spec("job", "schedule", "30 * * * *"), spec("x", "depends_on", List.of("job")));
    assertThat(stage.outcomes)
        .extracting(Outcome::reason)
        .containsExactly("it depends on 'job', which runs by a schedule");
  }

  @Test
  void aScheduleThatHasEndedSaysSo() {
    job("not_after", "2026-11-20T12:01:00Z");
    assertThat(stage.state("job#1")).isEqualTo(State.COMPLETED);
    assertThat(stage.reason("job#1")).isEqualTo("no further run (schedule.not_after)");
    assertThat(stage.wall).isEqualTo(NOON);
  }

  @Test
  void aRunWaitsForItsDependenciesAndFailsWithThem() {
    stage.start(
        spec("db", "restart", "never"),
        spec("job", "schedule", "5 * * * *", "depends_on", List.of("db")));
    stage.spawned("db#1").exited("db#1", 1);
    due("2026-11-20T12:05:00Z");
    assertThat(stage.state("job#1")).isEqualTo(State.FAILED);
    assertThat(stage.reason("job#1"))
        .startsWith("dependency db failed: ")
        .endsWith("; next run at 2026-11-20T13:05:00Z");
  }
}
