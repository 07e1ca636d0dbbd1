package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gauges as they come in at a real StatsD. */
@EndToEnd
class StatsdTest {
  /** Where '.ci/run' puts it. */
  private static final Path INSTALLED =
      Path.of("target/statsd-0.9.0/node_modules/statsd/stats.js").toAbsolutePath();

  private static final Pattern GAUGE = Pattern.compile("'?([\\w.]+)'?: ([\\d.]+)");

  @TempDir Path folder;

  private record Statsd(Receiver process, int port, int management) implements AutoCloseable {
    static Statsd start(Path folder) throws IOException {
      assumeTrue(Files.exists(INSTALLED), "statsd is not installed: .ci/run does it with npm");
      int port = Receiver.freePort();
      int management = Receiver.freePort();
      Path file =
          Files.writeString(
              folder.resolve("config.js"),
              """
              {address: "127.0.0.1", port: %d, mgmt_address: "127.0.0.1", mgmt_port: %d,
               backends: ["./backends/console"], flushInterval: 3600000, deleteGauges: false}
              """
                  .formatted(port, management));
      Receiver process = Receiver.start(folder, "node", INSTALLED.toString(), file.toString());
      Statsd statsd = new Statsd(process, port, management);
      Until.holds(() -> assertThat(statsd.gauges()).isNotNull());
      return statsd;
    }

    Map<String, Double> gauges() throws IOException {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), management)) {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write("gauges\n".getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder();
        while (text.indexOf("END\n") < 0) {
          int next = socket.getInputStream().read();
          assertThat(next).as("after %s", text).isNotNegative();
          text.append((char) next);
        }
        Map<String, Double> gauges = new LinkedHashMap<>();
        Matcher gauge = GAUGE.matcher(text);
        while (gauge.find()) {
          gauges.put(gauge.group(1), Double.valueOf(gauge.group(2)));
        }
        return gauges;
      } catch (java.net.ConnectException e) {
        throw new AssertionError("it does not listen yet", e);
      }
    }

    @Override
    public void close() {
      process.close();
    }
  }

  @Test
  void statsdHoldsWhatListShowsAndAChangeHoldsAtOnce(Reeve reeve) throws Exception {
    try (Statsd statsd = Statsd.start(folder)) {
      String server = "localhost:" + statsd.port();
      reeve.sleeper("my-api", "--instances", "2", "--statsd", server);
      reeve
          .run(
              "start",
              "--name",
              "loop",
              "--no-wait",
              "--restart-delay",
              "100ms",
              "--backoff",
              "1",
              "--statsd",
              server,
              "--statsd-prefix",
              "x.loop",
              "--",
              "false")
          .ok();
      Until.holds(() -> {
        long memory = 0;
        for (Json instance : reeve.row("my-api").get("instances").items()) {
          memory += instance.get("memory_bytes").big();
        }
        assertThat(statsd.gauges())
            .containsEntry("reeve.my_api.rss", (double) memory)
            .containsEntry("reeve.my_api.instances", 2.0)
            .containsEntry("reeve.my_api.restarts.normal", 0.0)
            .containsEntry("reeve.my_api.restarts.error", 0.0)
            .containsEntry("reeve.my_api.restarts.watch", 0.0)
            .containsEntry("reeve.my_api.errors", 0.0)
            .containsKey("reeve.my_api.cpu")
            .hasEntrySatisfying("x.loop.errors", errors -> assertThat(errors).isGreaterThan(3))
            .hasEntrySatisfying(
                "x.loop.restarts.error", restarts -> assertThat(restarts).isGreaterThan(3))
            .doesNotContainKey("statsd.bad_lines_seen");
      });
      int pid = reeve.pid("my-api");
      reeve.run("update", "my-api", "--statsd-prefix", "now.api").ok();
      reeve.run("restart", "loop"); // says that it ends at once
      Until.holds(() ->
          assertThat(statsd.gauges())
              .containsEntry("now.api.instances", 2.0)
              .hasEntrySatisfying(
                  "x.loop.restarts.normal", asked -> assertThat(asked).isPositive()));
      assertThat(reeve.pid("my-api")).isEqualTo(pid);
    }
  }

  @Test
  void aBlockOfApmIsUnderstood(Reeve reeve) throws Exception {
    try (Statsd statsd = Statsd.start(folder)) {
      reeve.write(
          "apm.conf",
          """
          worker {
            name my-job;
            exec sleep;
            params 1000;
            startup_grace 0;
            statsd { host localhost:%d; interval 1; }
          }
          """
              .formatted(statsd.port()));
      assertThat(reeve.run("start", "apm.conf").ok().stderr()).doesNotContain("statsd");
      Until.holds(() -> assertThat(statsd.gauges()).containsEntry("apm.my_job.instances", 1.0));
    }
  }

  @Test
  void whoDoesNotListenIsNamedOnceAndHindersNothing(Reeve reeve) throws Exception {
    int port = Receiver.freePort();
    reeve.sleeper("told", "--statsd", "127.0.0.1:" + port);
    reeve.sleeper("lost", "--statsd", "no-such-host.invalid");
    Until.holds(() ->
        assertThat(reeve.run("events", "--json").ok().stdout())
            .containsOnlyOnce("cannot send metrics to 127.0.0.1:" + port + ": nobody listens there")
            .containsOnlyOnce("cannot send metrics to no-such-host.invalid:8125: no such host"));
    try (var socket = new java.net.DatagramSocket(port, InetAddress.getLoopbackAddress())) {
      Until.holds(() ->
          assertThat(reeve.run("events", "--json").ok().stdout())
              .containsOnlyOnce("metrics are sent to 127.0.0.1:" + port + " again"));
      assertThat(socket.isBound()).isTrue();
    }
    reeve.run("stop", "told").ok();
  }
}
