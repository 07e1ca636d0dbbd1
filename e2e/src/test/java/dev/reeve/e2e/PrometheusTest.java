package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metrics fetched by a real Prometheus, and read by a real node_exporter. */
@EndToEnd
class PrometheusTest {
  @TempDir Path folder;

  private static void begin(Reeve reeve, String prometheus) throws IOException {
    Files.createDirectories(reeve.home());
    Files.writeString(
        reeve.home().resolve("reeve.yaml"),
        """
        daemon: {telemetry: {prometheus: %s}}
        services:
          calm: {command: sleep 1000, startup_grace: 0s}
          pair: {command: sleep 1000, instances: 2, startup_grace: 0s}
          loop:
            command: sh -c "exit 3"
            restart: {delay: 100ms, backoff: 1, jitter: 0}
          gone: {command: sh -c "exit 4", restart: never}
        """
            .formatted(prometheus));
    reeve.run("boot"); // says that some crash
    Until.holds(() -> assertThat(reeve.run("is-running", "calm").exit()).isZero());
  }

  private static List<Json> ask(String url, String query) throws Exception {
    Json answer = Receiver.ask(url, query);
    assertThat(answer.get("status").text()).isEqualTo("success");
    return answer.get("data").get("result").items();
  }

  private static double value(String url, String query) throws Exception {
    List<Json> result = ask(url, query);
    assertThat(result).as(query).hasSize(1);
    return Double.parseDouble(result.getFirst().get("value").at(1).text());
  }

  @Test
  void prometheusHoldsWhatListShowsAndTheAlertsOfTheDocumentWork(Reeve reeve) throws Exception {
    Receiver.needed("prometheus", "prometheus");
    int port = Receiver.freePort();
    int http = Receiver.freePort();
    Files.writeString(folder.resolve("token"), "s3cret-token");
    Files.writeString(
        folder.resolve("reeve-alerts.yml"),
        Documents.file("docs/exporters.md", "reeve-alerts.yml"));
    Path file =
        Files.writeString(
            folder.resolve("prometheus.yml"),
            "global: {evaluation_interval: 1s}\n"
                + Documents.file("docs/exporters.md", "prometheus.yml")
                    .replace("127.0.0.1:9464", "127.0.0.1:" + port)
                    .replace("scrape_interval: 15s", "scrape_interval: 1s")
                    .replace(
                        "    static_configs:",
                        "    authorization: { credentials_file: token }\n    static_configs:"));
    promtool("check", "rules", folder.resolve("reeve-alerts.yml").toString());
    try (Receiver prometheus =
        Receiver.start(
            folder,
            "prometheus",
            "--config.file=" + file,
            "--storage.tsdb.path=" + folder.resolve("data"),
            "--web.listen-address=127.0.0.1:" + http)) {
      String server = "http://127.0.0.1:" + http;
      prometheus.answers(server + "/-/ready");
      begin(reeve, "{listen: %d, token: '@file://%s'}".formatted(port, folder.resolve("token")));
      String url = server + "/api/v1/query?query=";
      Until.holds(() -> sameAsList(reeve, url));
      Until.holds(() -> {
        for (String alert : List.of("CrashLoop", "StuckInRestartDelay", "ServiceFailed")) {
          assertThat(ask(url, "ALERTS{alertname=\"" + alert + "\"}"))
              .extracting(each -> each.get("metric").get("service").text())
              .containsExactly(alert.equals("ServiceFailed") ? "gone" : "loop");
        }
      });
      Json groups = Json.read(Receiver.get(server + "/api/v1/rules")).get("data").get("groups");
      assertThat(groups.at(0).get("rules").items())
          .hasSize(10)
          .allMatch(rule -> rule.get("health").text().equals("ok"));
      assertThat(ask(url, "ALERTS{alertname=~\"ReeveGone|DaemonRestart|StateSaveFailing\"}"))
          .isEmpty();
      reeve.run("reboot").ok();
      Until.holds(() ->
          assertThat(ask(url, "ALERTS{alertname=\"DaemonRestart\",alertstate=\"firing\"}"))
              .hasSize(1));
    }
  }

  private static void sameAsList(Reeve reeve, String url) throws Exception {
    assertThat(value(url, "up{job=\"reeve\"}")).isEqualTo(1);
    assertThat(value(url, "reeve_service_up{service=\"pair\"}")).isEqualTo(1);
    assertThat(value(url, "reeve_service_up{service=\"gone\"}")).isZero();
    for (String service : List.of("calm", "pair")) {
      for (Json listed : reeve.row(service).get("instances").items()) {
        String of =
            "{service=\"%s\",number=\"%d\"}".formatted(service, listed.get("instance").number());
        assertThat(value(url, "reeve_instance_resident_memory_bytes" + of))
            .isEqualTo((double) listed.get("memory_bytes").big());
        assertThat(value(url, "reeve_instance_restarts_total" + of))
            .isEqualTo((double) listed.get("restarts").big());
        assertThat(value(url, "reeve_instance_processes" + of))
            .isEqualTo((double) listed.get("processes").big());
        assertThat(ask(url, "reeve_instance_state" + of))
            .singleElement()
            .extracting(each -> each.get("metric").get("state").text())
            .isEqualTo(listed.get("state").text());
        assertThat(value(url, "time() - reeve_instance_start_time_seconds" + of))
            .isBetween(0.0, 20 + listed.get("uptime_ms").big() / 1000.0);
      }
    }
    assertThat(value(url, "reeve_instance_last_exit_code{service=\"gone\"}")).isEqualTo(4);
    assertThat(value(url, "reeve_instance_crashes_total{service=\"loop\"}")).isGreaterThan(4);
    assertThat(value(url, "sum(reeve_instances)")).isEqualTo(5);
  }

  private static void promtool(String... words) throws Exception {
    List<String> command = new java.util.ArrayList<>(List.of("promtool"));
    command.addAll(List.of(words));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void nodeExporterReadsTheFile(Reeve reeve) throws Exception {
    Receiver.needed("prometheus-node-exporter", "prometheus-node-exporter");
    int http = Receiver.freePort();
    Path metrics = Files.createDirectory(folder.resolve("metrics"));
    try (Receiver exporter =
        Receiver.start(
            folder,
            "prometheus-node-exporter",
            "--collector.disable-defaults",
            "--collector.textfile",
            "--collector.textfile.directory=" + metrics,
            "--web.listen-address=127.0.0.1:" + http)) {
      String page = "http://127.0.0.1:" + http + "/metrics";
      exporter.answers(page);
      begin(reeve, "{file: %s, interval: 2s}".formatted(metrics.resolve("reeve.prom")));
      Until.holds(() -> {
        double memory = (double) reeve.row("calm").get("instances").at(0).get("memory_bytes").big();
        String seen =
            Receiver.get(page)
                .lines()
                .filter(line ->
                    line.startsWith(
                        "reeve_instance_resident_memory_bytes{number=\"1\",service=\"calm\"} "))
                .findFirst()
                .orElseThrow(AssertionError::new);
        assertThat(Double.parseDouble(seen.substring(seen.lastIndexOf(' ')))).isEqualTo(memory);
      });
      assertThat(Receiver.get(page)).contains("node_textfile_scrape_error 0\n");
    }
  }

  @Test
  void aTakenPortIsToldOfAndHindersNothing(Reeve reeve) throws Exception {
    int port;
    try (java.net.ServerSocket taken =
        new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      begin(reeve, "{listen: %d}".formatted(port));
      Until.holds(() ->
          assertThat(reeve.run("events", "--json").ok().stdout())
              .containsOnlyOnce("cannot listen for metrics at 127.0.0.1:" + port));
    }
    Until.holds(() ->
        assertThat(Receiver.get("http://127.0.0.1:" + port + "/metrics"))
            .contains("reeve_service_up{service=\"calm\"} 1\n"));
    assertThat(reeve.run("events", "--json").ok().stdout()).containsOnlyOnce("metrics-recovered");
  }
}
