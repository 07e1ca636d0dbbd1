package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Changes of files, and instances that are renewed one after the other. */
@EndToEnd
class WatchAndRolloutTest {
  @Test
  void aChangeRestartsOnceAndNamesTheFileAndIgnoredOnesDoNothing(Reeve reeve) throws IOException {
    Path source = Files.createDirectory(reeve.folder().resolve("src"));
    reeve.write(
        "reeve.yaml",
        "services: { app: { command: sleep 1000, watch: { paths: [src], ignore: ['*.tmp'] } } }");
    reeve.run("start", "reeve.yaml").ok();
    Files.writeString(source.resolve("x.tmp"), "x");
    Files.writeString(Files.createDirectory(source.resolve("new")).resolve("a.js"), "x");
    Until.holds(() ->
        assertThat(reeve.reasons("app", "started"))
            .hasSize(2)
            .last()
            .asString()
            .matches("restarted by watch \\(.*a\\.js.* changed\\)"));
  }

  @Test
  void aWatchedServiceCanBeSignalledAlsoByTheNextDaemon(Reeve reeve) throws IOException {
    reeve.write(
        "reeve.yaml",
        "services: { app: { command: sleep 1000, watch: { paths: '*.conf', action: SIGCONT } } }");
    reeve.run("start", "reeve.yaml").ok();
    reeve.run("reboot").ok();
    Files.writeString(reeve.folder().resolve("a.conf"), "x");
    Until.holds(() ->
        assertThat(reeve.reasons("app", "signalled"))
            .singleElement()
            .asString()
            .contains("SIGCONT sent by watch (a.conf changed)"));
  }

  @Test
  void instancesAreRenewedOneAfterTheOther(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        "services: { api: { command: sleep 1000, instances: 3, rollout: { delay: 50ms } } }");
    reeve.run("start", "reeve.yaml").ok();
    reeve.run("restart", "api").ok();
    assertThat(reeve.reasons("api", "rollout-done")).containsExactly("3 of 3 renewed");
    assertThat(reeve.reasons("api", "started")).hasSize(6);
  }

  @Test
  void theNextDaemonGoesOnWhereOneDied(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: sleep 1000
            instances: 3
            ready: { exec: test ! -e hold, interval: 50ms, timeout: 0 }
            rollout: rolling
        """);
    reeve.run("start", "reeve.yaml").ok();
    Files.createFile(reeve.folder().resolve("hold"));
    Process restart = reeve.spawn("restart", "api");
    try {
      Until.holds(() -> assertThat(reeve.reasons("api", "started")).hasSize(4));
      reeve.run("status", "api").ok().prints("rollout     0 of 3 renewed");
      Procs.kill(reeve.daemon());
      Files.delete(reeve.folder().resolve("hold"));
      Until.holds(() -> assertThat(reeve.run("ping").exit()).isZero());
      Until.holds(
          () -> assertThat(reeve.reasons("api", "rollout-done")).containsExactly("3 of 3 renewed"));
      assertThat(reeve.reasons("api", "started")).hasSize(6);
      assertThat(reeve.reasons("api", "rollout").getLast()).contains("goes on, 0 of 3 renewed");
    } finally {
      restart.destroyForcibly().waitFor();
    }
  }

  @Test
  void theFirstThatDoesNotComeUpLeavesTheOthersRunning(Reeve reeve) throws IOException {
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: sh -c "test -e broken && exit 3; exec sleep 1000"
            instances: 3
            restart: never
            rollout: { delay: 50ms }
        """);
    reeve.run("start", "reeve.yaml").ok();
    Files.createFile(reeve.folder().resolve("broken"));
    reeve.run("restart", "api").exits(1);
    assertThat(reeve.reasons("api", "rollout-stopped"))
        .singleElement()
        .asString()
        .startsWith("api#1 did not come up: exit code 3")
        .endsWith("api#2, api#3 left as they were");
    reeve.run("list").ok().prints("running");
  }
}
