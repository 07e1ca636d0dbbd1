package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What must stay so while a service runs, and services that exist for each of several files. */
@EndToEnd
class ChecksTest {
  private static void declare(Reeve reeve, String onFail) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          x:
            command: sleep 1000
            restart: { delay: 0s }
            checks:
              - { name: well, check: { path: well }, interval: 50ms, failures: 2, on_fail: %s }
          other: { command: sleep 1000 }
          rescue: { command: touch well, once: true, enabled: false }
        """
            .formatted(onFail));
    reeve.write("well", "");
    reeve.run("start", "reeve.yaml").ok();
  }

  private static Path well(Reeve reeve) {
    return reeve.folder().resolve("well");
  }

  @Test
  void logWritesToTheJournalAndStatusShowsItUntilItRecovers(Reeve reeve) throws IOException {
    declare(reeve, "log");
    Files.delete(well(reeve));
    Until.holds(() ->
        reeve.run("status", "x").ok().prints("trouble", "check well failed 2 times: no such file"));
    assertThat(reeve.reasons("x", "check-failed"))
        .containsExactly("check well failed 2 times: no such file");
    reeve.run("events", "x").ok().prints("check-failed");
    assertThat(reeve.row("x").get("instances").at(0).get("troubles").at(0).text())
        .isEqualTo("check well failed 2 times: no such file");
    Files.createFile(well(reeve));
    Until.holds(() -> assertThat(reeve.reasons("x", "check-recovered")).hasSize(1));
    assertThat(reeve.run("status", "x").ok().stdout()).doesNotContain("trouble");
    assertThat(reeve.reasons("x", "started")).hasSize(1);
  }

  @Test
  void restartRestartsTheServiceAndSaysWhy(Reeve reeve) throws IOException {
    declare(reeve, "restart");
    Files.delete(well(reeve));
    Until.holds(() ->
        assertThat(reeve.reasons("x", "started"))
            .contains("restarted (check well failed 2 times: no such file)"));
    assertThat(reeve.reasons("other", "started")).hasSize(1);
  }

  @Test
  void shutdownStopsThisServiceOnlyAndItStaysStopped(Reeve reeve) throws IOException {
    declare(reeve, "shutdown");
    Files.delete(well(reeve));
    reeve.run("wait", "x", "--for", "stopped", "--timeout", "30s").ok();
    reeve
        .run("status", "x")
        .ok()
        .prints("stopped (check well failed 2 times: no such file)", "not wanted now");
    reeve.run("reboot").ok();
    assertThat(reeve.row("x").get("state").text()).isEqualTo("stopped");
    assertThat(reeve.row("other").get("state").text()).isEqualTo("running");
  }

  @Test
  void startStartsAnotherService(Reeve reeve) throws IOException {
    declare(reeve, "{ start: rescue }");
    Files.delete(well(reeve));
    Until.holds(() ->
        assertThat(reeve.reasons("rescue", "started"))
            .contains("started by x (check well failed 2 times: no such file)"));
    Until.holds(() -> assertThat(reeve.reasons("x", "check-recovered")).hasSize(1));
    assertThat(reeve.reasons("x", "started")).hasSize(1);
  }

  @Test
  void aShutdownEndsAForegroundOfProcman(Reeve reeve) {
    reeve.write(
        "procman.yaml",
        """
        web:
          run: sleep 1000
          watch: [{name: gone, check: {path: nowhere}, poll_interval: 0.05}]
        other: {run: sleep 1000}
        """);
    assertThat(reeve.run("up", "procman.yaml").stdout()).contains("check gone failed 3 times");
    assertThat(reeve.row("other").get("state").text()).isEqualTo("stopped");
  }

  @Test
  void mistakesAreToldWithTheirPlaces(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          x:
            command: sleep 1000
            checks:
              - { name: a, check: { tcp: ":1" }, on_fail: { start: y } }
          z:
            command: sleep 1000
            checks:
              - { name: a, check: { path: b }, on_fail: explode }
        """);
    reeve
        .run("check", "reeve.yaml")
        .exits(1)
        .says(
            "reeve.yaml:5:60: service 'x': a check starts 'y', which does not exist",
            "reeve.yaml:9:49: service 'z': 'checks.0.on_fail' must be shutdown, log, restart or"
                + " {start: NAME}, not 'explode'");
  }

  @Test
  void filesThatComeAndGoAreServicesThatComeAndGo(Reeve reeve) throws IOException {
    reeve.write("sites/a.conf", "");
    reeve.write("sites/b.conf", "");
    reeve.write(
        "reeve.yaml",
        """
        services:
          site:
            for_each: { glob: "sites/*.conf", as: SITE }
            command: sh -c 'echo "$0 is $SITE"; exec sleep 1000' ${SITE}
          front: { command: sleep 1000, depends_on: [ site ] }
        """);
    reeve.run("apply", "reeve.yaml").ok();
    Until.holds(() -> reeve.run("logs", "site-a").ok().prints("sites/a.conf is sites/a.conf"));
    reeve.write("sites/c.conf", "");
    Files.delete(reeve.folder().resolve("sites/a.conf"));
    reeve.run("plan", "reeve.yaml").ok().prints("site-a", "site-c");
    reeve.run("apply", "reeve.yaml").ok();
    reeve.run("is-running", "site-a").exits(1);
    reeve.run("is-running", "site-c").ok();
    reeve.run("restart", "@site").ok();
    assertThat(reeve.reasons("site-b", "started")).hasSize(2);
  }

  @Test
  void aFileOfWhichNothingIsLeftStartsNothingAndEndsNothing(Reeve reeve) {
    reeve.run("start", "sleep 1000", "--name", "mine").ok();
    reeve.write(
        "reeve.yaml",
        "services: { n: { for_each: { glob: 'none/*', as: F }, command: sleep 1000 } }");
    String why = "it declares nothing to run: none of its 'for_each' matches a file";
    reeve.run("start", "reeve.yaml").exits(1).says(why);
    reeve.run("up", "reeve.yaml").exits(1).says(why);
    reeve.run("down", "reeve.yaml").exits(1).says(why);
    reeve.run("apply", "reeve.yaml").ok();
    reeve.run("is-running", "mine").ok();
  }
}
