package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Services that run by the clock. */
@EndToEnd
class ScheduleTest {
  @Test
  void aRunIsPlannedShownAndCanBeHadAtOnce(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          job: { command: "sh -c 'echo ran; exit 3'", schedule: { cron: "0 3 1 1 *", timezone: UTC } }
        """);
    reeve.run("start", "reeve.yaml").ok();
    String next = "next run at 20\\d\\d-01-01T03:00:00Z";
    assertThat(reeve.run("list").ok().lines().getLast()).containsPattern("waiting .* " + next);
    assertThat(reeve.reasons("job", "started")).isEmpty();
    reeve.run("restart", "job").ok();
    Until.holds(() ->
        assertThat(reeve.run("list").ok().lines().getLast())
            .containsPattern("failed .*exit code 3; " + next));
    reeve.run("reboot").ok();
    assertThat(reeve.run("list").ok().lines().getLast())
        .containsPattern("failed .*exit code 3; " + next);
    reeve.run("stop", "job").ok();
    assertThat(reeve.run("list").ok().lines().getLast()).doesNotContain("next run");
  }

  @Test
  void aRunThatTakesTooLongIsEnded(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          job: { command: sleep 1000, schedule: { cron: "@yearly", max_time_per_run: 200ms } }
        """);
    reeve.run("start", "reeve.yaml").ok();
    reeve.run("restart", "job").ok();
    Until.holds(() ->
        assertThat(reeve.reasons("job", "failed"))
            .containsExactly("took longer than 200ms (schedule.max_time_per_run)"));
  }

  @Test
  void mistakesInTheExpressionAreShownWhereTheyAre(Reeve reeve) {
    reeve.write("reeve.yaml", "services: { job: { command: 'true', schedule: '0 25 * * *' } }");
    reeve
        .run("check", "reeve.yaml")
        .exits(1)
        .says("'schedule' is not a cron expression: ", "25", "0 to 23");
    reeve.write(
        "reeve.yaml",
        "services: { job: { command: 'true', schedule: '@daily', restart: on-failure } }");
    reeve.run("check", "reeve.yaml").exits(1).says("'restart' contradicts 'schedule'");
  }
}
