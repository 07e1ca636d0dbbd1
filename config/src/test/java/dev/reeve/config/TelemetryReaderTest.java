package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.HostPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TelemetryReaderTest {
  @TempDir Path folder;

  private Loaded load(String telemetry) throws IOException {
    Path file = folder.resolve("reeve.yaml");
    Files.writeString(file, "daemon:\n  telemetry: " + telemetry + "\n");
    return Loader.load(file, new Environment(Map.of("HOST", "metrics.example")));
  }

  private Telemetry ok(String telemetry) throws IOException {
    return Fixtures.ok(load(telemetry)).daemon().telemetry();
  }

  private String broken(String telemetry) throws IOException {
    return Fixtures.broken(load(telemetry));
  }

  @Test
  void nobodyIsToldUnlessTheFileSaysSo() {
    Loaded loaded =
        Loader.parse(
            Path.of("/x/reeve.yaml"),
            "services: {a: {command: x}}\n",
            new Environment(Map.of()),
            java.util.Set.of());
    assertThat(Fixtures.ok(loaded).daemon().telemetry()).isEqualTo(Telemetry.NONE);
    assertThat(Telemetry.NONE.isDeclared()).isFalse();
  }

  @Test
  void telegrafHasTheDefaultsOfGopmButTheName() throws IOException {
    assertThat(ok("{telegraf: {}}").telegraf())
        .contains(new Telemetry.Telegraf(new HostPort("127.0.0.1", 8094), "reeve"));
    assertThat(ok("{telegraf: {udp: '${HOST}:99', measurement: my gopm}}").telegraf())
        .contains(new Telemetry.Telegraf(new HostPort("metrics.example", 99), "my gopm"));
  }

  @Test
  void prometheusFetchesOrReadsAFile() throws IOException {
    Files.writeString(folder.resolve("token"), "s3cret-token\n");
    Telemetry.Prometheus all =
        ok("{prometheus: {listen: '[::1]:9464', token: '@file://token', file: x/reeve.prom,"
                + " interval: 1m}}")
            .prometheus()
            .orElseThrow();
    assertThat(all)
        .isEqualTo(
            new Telemetry.Prometheus(
                Optional.of(new HostPort("::1", 9464)),
                "s3cret-token",
                Optional.of(folder.resolve("x/reeve.prom")),
                Duration.ofMinutes(1)));
    assertThat(ok("{prometheus: {listen: 9464}}").prometheus().orElseThrow().listen())
        .contains(new HostPort("127.0.0.1", 9464));
    assertThat(ok("{prometheus: {file: /a/b.prom}}").prometheus().orElseThrow().interval())
        .isEqualTo(Duration.ofSeconds(15));
  }

  @Test
  void whoListensForEverybodyIsWarnedUnlessThereIsAToken() throws IOException {
    assertThat(Fixtures.ok(load("{prometheus: {listen: '0.0.0.0:9464'}}")).warnings())
        .singleElement()
        .extracting(ConfigProblem::message)
        .isEqualTo(
            "'daemon.telemetry.prometheus.listen' tells everybody who reaches 0.0.0.0:9464 the"
                + " names and figures of all services; set 'token', or listen on 127.0.0.1");
    assertThat(
            Fixtures.ok(load("{prometheus: {listen: '0.0.0.0:9464', token: s3cret-token}}"))
                .warnings())
        .isEmpty();
  }

  @Test
  void mistakesAreSaidWithTheirPlace() throws IOException {
    assertThat(broken("{statd: {}, telegraf: {upd: x}}"))
        .contains(
            "reeve.yaml:2:15: unknown key 'statd' in 'daemon.telemetry'",
            "unknown key 'upd' in 'daemon.telemetry.telegraf'; did you mean 'udp'?");
    assertThat(broken("{telegraf: {udp: 'a b:1'}}"))
        .contains("'daemon.telemetry.telegraf.udp' must be HOST:PORT, as in localhost:8094");
    assertThat(broken("{telegraf: {udp: 'h:70000'}}")).contains("a port from 1 to 65535");
    assertThat(broken("{telegraf: {udp: [h]}}")).contains("must be a text, not a list");
    assertThat(broken("{telegraf: {udp: }}"))
        .contains("'daemon.telemetry.telegraf.udp' has no value");
    assertThat(broken("{telegraf: {measurement: \"a\\nb\"}}"))
        .contains("letters, digits and signs");
    assertThat(broken("{telegraf: true}"))
        .contains("'daemon.telemetry.telegraf' must be a map with udp, measurement, not 'true'");
    assertThat(broken("{prometheus: {}}"))
        .contains("'daemon.telemetry.prometheus' needs 'listen' or 'file'");
    assertThat(broken("{prometheus: {listen: 9464, token: short}}")).contains("8 or more");
    assertThat(broken("{prometheus: {file: x, interval: 1s}}")).contains("must be from 2s to 1h");
    assertThat(broken("{prometheus: {file: '${NOBODY}'}}")).contains("NOBODY");
  }
}
