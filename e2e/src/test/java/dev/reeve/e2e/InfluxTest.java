package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Influx line protocol, taken in by a real InfluxDB and a real VictoriaMetrics. */
@EndToEnd
class InfluxTest {
  @TempDir Path folder;

  private static void begin(Reeve reeve, int port, String measurement) throws IOException {
    Files.createDirectories(reeve.home());
    Files.writeString(
        reeve.home().resolve("reeve.yaml"),
        """
        daemon:
          telemetry:
            telegraf: {udp: "127.0.0.1:%d", measurement: %s}
        services:
          calm: {command: sleep 1000, startup_grace: 0s}
          pair: {command: sleep 1000, instances: 2, startup_grace: 0s}
          loop:
            command: sh -c "exit 3"
            restart: {delay: 100ms, backoff: 1, jitter: 0}
          gone: {command: sh -c "echo bye; exit 4", restart: never}
        """
            .formatted(port, measurement));
    reeve.run("boot"); // says that some crash
    Until.holds(() -> assertThat(reeve.run("is-running", "calm").exit()).isZero());
  }

  private static List<Json> rows(String url, String query) throws Exception {
    Json result = Receiver.ask(url, query).get("results").at(0);
    assertThat(result.keys()).as(query).doesNotContain("error");
    return result.keys().contains("series") ? result.get("series").items() : List.of();
  }

  private static Object value(Json series, String column) {
    List<String> columns = series.get("columns").items().stream().map(Json::text).toList();
    assertThat(columns).contains(column); // the first points may not have it yet
    return series.get("values").at(0).at(columns.indexOf(column)).value();
  }

  @Test
  void influxHoldsWhatListShows(Reeve reeve) throws Exception {
    Receiver.needed("influxd", "influxdb");
    int udp = Receiver.freePort();
    int http = Receiver.freePort();
    String configuration =
        """
        reporting-enabled = false
        bind-address = "127.0.0.1:%d"
        [meta]
          dir = "FOLDER/meta"
        [data]
          dir = "FOLDER/data"
          wal-dir = "FOLDER/wal"
        [monitor]
          store-enabled = false
        [http]
          bind-address = "127.0.0.1:%d"
        [[udp]]
          enabled = true
          bind-address = "127.0.0.1:%d"
          database = "reeve"
          batch-timeout = "100ms"
        """
            .formatted(Receiver.freePort(), http, udp)
            .replace("FOLDER", folder.toString());
    Path file = Files.writeString(folder.resolve("influx.conf"), configuration);
    try (Receiver influx = Receiver.start(folder, "influxd", "-config", file.toString())) {
      influx.answers("http://127.0.0.1:" + http + "/ping");
      begin(reeve, udp, "reeve");
      String url = "http://127.0.0.1:" + http + "/query?db=reeve&q=";
      Until.holds(() -> sameAsList(reeve, url));
      everyFieldOfTheManualIsThere(url);
      theQueriesOfTheDocumentAnswer(url);
    }
  }

  private static void sameAsList(Reeve reeve, String url) throws Exception {
    List<Json> series =
        rows(url, "SELECT * FROM reeve GROUP BY \"name\" ORDER BY time DESC LIMIT 1");
    assertThat(series)
        .extracting(each -> each.get("tags").get("name").text())
        .containsExactlyInAnyOrder("calm", "pair#1", "pair#2", "loop", "gone");
    for (Json each : series) {
      String name = each.get("tags").get("name").text();
      Json row = reeve.row(name);
      int number = name.endsWith("#2") ? 1 : 0;
      Json listed = row.get("instances").at(row.get("instances").items().size() > 1 ? number : 0);
      assertThat(value(each, "id")).isEqualTo("" + row.get("id").number());
      if (!listed.get("pid").isNull() && !name.equals("loop")) {
        assertThat(value(each, "status")).isEqualTo("online");
        assertThat(number(each, "pid")).isEqualTo(listed.get("pid").big());
        assertThat(number(each, "memory")).isEqualTo(listed.get("memory_bytes").big());
        assertThat(number(each, "uptime"))
            .isBetween(
                listed.get("uptime_ms").big() / 1000 - 10, listed.get("uptime_ms").big() / 1000);
        assertThat(number(each, "restarts")).isEqualTo(listed.get("restarts").big());
        assertThat(number(each, "start_count")).isEqualTo(1);
        assertThat(number(each, "child_count")).isEqualTo(listed.get("processes").number() - 1);
      }
      if (name.equals("gone")) {
        assertThat(value(each, "status")).isEqualTo("errored");
        assertThat(number(each, "last_exit_code"))
            .isEqualTo(listed.get("last_exit").get("code").big());
        assertThat(number(each, "crash_count")).isPositive();
        // "bye", its time before it, and Reeve's own lines, if there are any
        assertThat(number(each, "log_bytes_written")).isEqualTo(Files.size(reeve.log("gone")));
      }
    }
  }

  private static long number(Json series, String column) {
    return ((Number) value(series, column)).longValue();
  }

  private static void everyFieldOfTheManualIsThere(String url) throws Exception {
    assertThat(fields(url, "reeve"))
        .containsExactlyInAnyOrder(
            "pid integer",
            "cpu float",
            "memory integer",
            "memory_peak integer",
            "uptime integer",
            "child_count integer",
            "restarts integer",
            "restarts_since_reset integer",
            "start_count integer",
            "stop_count integer",
            "crash_count integer",
            "user_restart_count integer",
            "supervisor_restart_count integer",
            "instance integer",
            "last_exit_code integer",
            "last_run_duration_ms integer",
            "in_restart_delay boolean",
            "log_bytes_written integer",
            "log_rotations integer",
            "listener_count integer");
    assertThat(fields(url, "reeve_daemon"))
        .containsExactlyInAnyOrder(
            "processes_total integer",
            "processes_online integer",
            "processes_stopped integer",
            "processes_errored integer",
            "total_children integer",
            "daemon_uptime integer",
            "rpc_errors integer",
            "state_saves integer",
            "state_save_failures integer",
            "resurrect_count integer",
            "zombie_detections integer",
            "monitor_stales integer",
            "restart_cancels integer");
    assertThat(fields(url, "reeve_rpc")).containsExactly("calls integer");
    assertThat(firsts(rows(url, "SHOW TAG KEYS FROM reeve").getFirst()))
        .containsExactlyInAnyOrder("name", "id", "status");
    assertThat(firsts(rows(url, "SHOW TAG KEYS FROM reeve_daemon").getFirst()))
        .containsExactly("host");
    assertThat(firsts(rows(url, "SHOW TAG KEYS FROM reeve_rpc").getFirst()))
        .containsExactlyInAnyOrder("host", "method");
  }

  private static List<String> fields(String url, String measurement) throws Exception {
    List<String> fields = new ArrayList<>();
    for (Json row :
        rows(url, "SHOW FIELD KEYS FROM " + measurement).getFirst().get("values").items()) {
      fields.add(row.at(0).text() + " " + row.at(1).text());
    }
    return fields;
  }

  private static List<String> firsts(Json series) {
    return series.get("values").items().stream().map(row -> row.at(0).text()).toList();
  }

  private static void theQueriesOfTheDocumentAnswer(String url) throws Exception {
    List<String> queries = Documents.cells("docs/exporters.md", "SELECT ");
    assertThat(queries).hasSize(7);
    TreeSet<String> answered = new TreeSet<>();
    for (String query : queries) {
      if (!rows(url, query).isEmpty()) {
        answered.add(query);
      }
    }
    assertThat(answered).containsExactlyInAnyOrderElementsOf(queries);
    String loop = queries.stream().filter(q -> q.contains("crash_count")).findFirst().orElseThrow();
    Until.holds(() ->
        assertThat(rows(url, loop))
            .filteredOn(each -> each.get("tags").get("name").text().equals("loop"))
            .singleElement()
            .satisfies(each ->
                assertThat(((Number) each.get("values").at(0).at(1).value()).longValue())
                    .isGreaterThan(3)));
  }

  /** With the measurement of GoPM, its manual's own conditions are evaluated. */
  @Test
  void theAlertsOfTheManualFireInVictoriaMetrics(Reeve reeve) throws Exception {
    Receiver.needed("victoria-metrics", "victoria-metrics");
    int udp = Receiver.freePort();
    int http = Receiver.freePort();
    try (Receiver victoria =
        Receiver.start(
            folder,
            "victoria-metrics",
            "-storageDataPath=" + folder.resolve("data"),
            "-httpListenAddr=127.0.0.1:" + http,
            "-influxListenAddr=127.0.0.1:" + udp,
            "-search.latencyOffset=0s")) {
      String server = "http://127.0.0.1:" + http;
      victoria.answers(server + "/health");
      begin(reeve, udp, "gopm");
      String url = server + "/api/v1/query?nocache=1&query=";
      reeve
          .run(
              "start",
              "--name",
              "leak",
              "--startup-grace",
              "0",
              "--shell",
              "sleep 8; " + "sleep 999 & ".repeat(7) + "wait")
          .ok();
      Until.holds(() -> {
        reeve.run("stats", "nobody").exits(3);
        reeve.run("list").ok(); // finds out who belongs to whom
        assertThat(firing(url, "increase(gopm_crash_count[5m]) > 3")).containsExactly("loop");
        assertThat(firing(url, "max_over_time(gopm_in_restart_delay[5m]) == 1"))
            .contains("loop")
            .doesNotContain("calm");
        assertThat(firing(url, "delta(gopm_child_count[1h]) > 5")).containsExactly("leak");
        assertThat(firing(url, "rate(gopm_daemon_rpc_errors[5m]) > 0.1")).hasSize(1);
      });
      assertThat(firing(url, "increase(gopm_daemon_zombie_detections[5m]) > 0")).isEmpty();
      assertThat(firing(url, "increase(gopm_daemon_state_save_failures[5m]) > 0")).isEmpty();
      assertThat(firing(url, "resets(gopm_daemon_daemon_uptime[1h]) > 0")).isEmpty();
      reeve.run("reboot").ok();
      Until.holds(
          () -> assertThat(firing(url, "resets(gopm_daemon_daemon_uptime[1h]) > 0")).hasSize(1));
      for (String condition :
          Documents.cells(
              "docs/exporters.md", "increase(", "max_over", "delta(", "rate(", "resets(")) {
        Until.holds(
            () -> assertThat(firing(url, condition.replace("reeve_", "gopm_"))).isNotNull());
      }
    }
  }

  private static List<String> firing(String url, String condition) throws Exception {
    Json answer = Receiver.ask(url, condition);
    assertThat(answer.get("status").text()).isEqualTo("success");
    return answer.get("data").get("result").items().stream()
        .map(each -> each.get("metric"))
        .map(metric -> metric.keys().contains("name") ? metric.get("name").text() : "")
        .distinct()
        .toList();
  }
}
