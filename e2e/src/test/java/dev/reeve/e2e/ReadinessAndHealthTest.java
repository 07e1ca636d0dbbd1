package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** When services are ready and healthy, and who waits for that. */
@EndToEnd
class ReadinessAndHealthTest {
  private static final String NOTIFY =
      """
      import os, socket, sys, time
      while not os.path.exists('go'): time.sleep(0.02)
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.sendto(b'READY=1\\nSTATUS=well', os.environ['NOTIFY_SOCKET'])
      time.sleep(1000)
      """;

  @Test
  void whoNotifiesIsStartingUntilThenAndDependantsWait(Reeve reeve) throws IOException {
    reeve.write("notify.py", NOTIFY);
    reeve.write(
        "reeve.yaml",
        """
        services:
          db: { command: python3 notify.py, ready: notify }
          web: { command: sleep 1000, depends_on: { db: ready } }
        """);
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    Until.holds(() -> reeve.run("wait", "db", "--for", "running", "--timeout", "5s").ok());
    reeve.run("list").ok().prints("starting", "waiting for db (ready)");
    Files.createFile(reeve.folder().resolve("go"));
    reeve.run("wait", "web", "--timeout", "30s").ok();
    assertThat(reeve.reasons("db", "ready")).containsExactly("ready: it said so");
  }

  @Test
  void aLineOnADescriptorOfTheOutputOrAFileMakesReady(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          s6: { command: "sh -c 'echo >&3; exec sleep 1000'", ready: { fd: 3 } }
          says: { command: "sh -c 'echo port 80 open; exec sleep 1000'", ready: { log: "port [0-9]+ open" } }
          file: { command: "sh -c 'touch there; exec sleep 1000'", ready: { path: there } }
          asks: { command: "sleep 1000", ready: { exec: "true" } }
        """);
    reeve.run("start", "reeve.yaml").ok();
    assertThat(reeve.reasons("says", "ready")).containsExactly("ready: found");
    for (String name : new String[] {"s6", "file", "asks"}) {
      assertThat(reeve.reasons(name, "ready")).hasSize(1);
    }
  }

  @Test
  void whoIsNotReadyInTimeFailsWithWhatWasSeen(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          x: { command: sleep 1000, restart: never, ready: { path: nowhere, timeout: 300ms } }
        """);
    String why = "not ready within 300ms (no such file)";
    reeve.run("start", "reeve.yaml").exits(1).says("cannot start x: " + why);
    assertThat(reeve.reasons("x", "failed")).singleElement().asString().startsWith(why);
  }

  @Test
  void anUnhealthyServiceIsRestartedAndSaysWhy(Reeve reeve) throws IOException {
    reeve.write(
        "reeve.yaml",
        """
        services:
          x:
            command: sleep 1000
            restart: { delay: 0s }
            health: { exec: "test -e well", interval: 50ms, failures: 2, restart: true }
        """);
    Files.createFile(reeve.folder().resolve("well"));
    reeve.run("start", "reeve.yaml").ok();
    reeve.run("wait", "x", "--for", "healthy", "--timeout", "30s").ok();
    Files.delete(reeve.folder().resolve("well"));
    Until.holds(() ->
        assertThat(reeve.reasons("x", "started")).contains("restarted (unhealthy (exit code 1))"));
  }

  @Test
  void aServiceReportsItsHealthAlsoToTheNextDaemon(Reeve reeve) {
    reeve.write(
        "push.py",
        """
        import os, time, urllib.request
        while True:
            try:
                urllib.request.urlopen(os.environ['REEVE_HEALTH_URL'], timeout=2)
            except OSError:
                pass
            time.sleep(0.05)
        """);
    reeve.write(
        "reeve.yaml",
        "services: { x: { command: python3 push.py, health: { push: true, interval: 5s } } }");
    reeve.run("start", "reeve.yaml").ok();
    reeve.run("wait", "x", "--for", "healthy", "--timeout", "30s").ok();
    reeve.run("reboot").ok();
    reeve.run("wait", "x", "--for", "healthy", "--timeout", "30s").ok();
    assertThat(reeve.reasons("x", "started")).hasSize(1);
  }

  @Test
  void aProbeHoldsAServiceBack(Reeve reeve) throws IOException {
    reeve.write(
        "reeve.yaml",
        """
        services:
          x:
            command: sleep 1000
            depends_on: [ { file_contains: conf.json, format: json, key: $.db.url, interval: 50ms } ]
        """);
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    reeve.run("status", "x").ok().prints("waiting for '$.db.url' in");
    Files.writeString(reeve.folder().resolve("conf.json"), "{\"db\": {\"url\": \"x\"}}");
    reeve.run("wait", "x", "--timeout", "30s").ok();
  }

  @Test
  void nobodyCanWaitForAHealthThatIsNotDeclared(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        "services: { db: { command: sleep 9 }, x: { command: sleep 9, depends_on: { db: healthy } } }");
    reeve
        .run("start", "reeve.yaml")
        .exits(1)
        .says("it waits for 'db' to be healthy, which declares no health");
  }
}
