package dev.reeve.daemon.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.State;
import dev.reeve.daemon.sampling.Look;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsPageTest {
  private static final Look.Figures FIGURES =
      new Look.Figures(12.5, 43.25, 25_296_896, 31_457_280, 2, 3, 9);

  private static Picture picture() {
    return new Scenes()
        .with(
            Scenes.spec("api", Map.of("instances", 2, "group_name", "a \"b\\")),
            FIGURES,
            new Tally.Counts(7, 0, 6, 0, 0, 0, 6, 0, 5),
            Scenes.running("api", 1, 5),
            Scenes.running("api", 2, 6))
        .with(
            Scenes.spec("cron", Map.of()),
            FIGURES,
            Tally.Counts.NONE,
            Scenes.ended("cron", State.FAILED, new Exit.Code(3)))
        .called("service.list", 4)
        .picture();
  }

  @Test
  void aPageHasValuesOfServicesInstancesAndDaemon() {
    assertThat(MetricsPage.of(picture(), MetricText.Format.PROMETHEUS).lines())
        .contains(
            "# HELP reeve_service_up Whether all instances of a service run.",
            "# TYPE reeve_service_up gauge",
            "reeve_service_up{service=\"api\"} 1",
            "reeve_service_up{service=\"cron\"} 0",
            "reeve_service_info{service=\"api\",group=\"a \\\"b\\\\\",id=\"0\"} 1",
            "reeve_instances{state=\"running\"} 2",
            "reeve_instances{state=\"backoff\"} 0",
            "reeve_instance_state{service=\"api\",number=\"2\",state=\"running\"} 1",
            "# TYPE reeve_instance_crashes_total counter",
            "reeve_instance_crashes_total{service=\"api\",number=\"1\"} 6",
            "reeve_instance_last_exit_code{service=\"cron\",number=\"1\"} 3",
            "reeve_instance_cpu_ratio{service=\"api\",number=\"1\"} 0.125",
            "reeve_instance_cpu_seconds_total{service=\"api\",number=\"1\"} 43.25",
            "reeve_instance_resident_memory_bytes{service=\"api\",number=\"2\"} 25296896",
            "reeve_instance_open_fds{service=\"api\",number=\"1\"} 9",
            "reeve_instance_start_time_seconds{service=\"api\",number=\"1\"} 1738796400",
            "reeve_requests_total{method=\"service.list\"} 4",
            "reeve_state_saves_total 42")
        .noneMatch(line -> line.startsWith("reeve_instance_cpu_ratio{service=\"cron\""))
        .noneMatch(line -> line.startsWith("reeve_instance_healthy{"));
  }

  @Test
  void openMetricsNamesFamiliesOfCountersWithoutTheirEnding() {
    String page = MetricsPage.of(picture(), MetricText.Format.OPEN_METRICS);
    assertThat(page)
        .endsWith("\n# EOF\n")
        .contains(
            "# TYPE reeve_instance_crashes counter\nreeve_instance_crashes_total{service=\"api\"");
  }

  @Test
  void noSampleIsThereTwice() {
    for (MetricText.Format format : MetricText.Format.values()) {
      Set<String> seen = new HashSet<>();
      assertThat(MetricsPage.of(picture(), format).lines())
          .filteredOn(line -> !line.startsWith("# EOF"))
          .allMatch(line -> seen.add(line.substring(0, line.lastIndexOf(' '))));
    }
  }

  @Test
  void promtoolHasNothingToSay(@TempDir Path folder) throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/promtool")), "needs Debian's prometheus");
    Path page = folder.resolve("page");
    Path said = folder.resolve("said");
    Files.write(
        page,
        MetricsPage.of(picture(), MetricText.Format.PROMETHEUS).getBytes(StandardCharsets.UTF_8));
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(page.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(promtool.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).hasContent("");
    assertThat(promtool.exitValue()).isZero();
  }

  @Test
  void theFormatIsTheOneTheClientLikesBest() {
    assertThat(format("application/openmetrics-text;version=1.0.0,text/plain;q=0.5"))
        .isEqualTo(MetricText.Format.OPEN_METRICS);
    String prometheus2 =
        "application/openmetrics-text;version=1.0.0,application/openmetrics-text;version=0.0.1;"
            + "q=0.75,text/plain;version=0.0.4;q=0.5,*/*;q=0.1";
    assertThat(format(prometheus2)).isEqualTo(MetricText.Format.OPEN_METRICS);
    for (String other :
        new String[] {
          "",
          "*/*",
          "text/html,application/xhtml+xml,*/*;q=0.8",
          "application/openmetrics-text;version=0.0.1",
          "application/openmetrics-text;version=1.0.0;q=0.1,text/plain",
          "application/openmetrics-text;q=0",
          ";;,=,"
        }) {
      assertThat(format(other)).as(other).isEqualTo(MetricText.Format.PROMETHEUS);
    }
  }

  private static MetricText.Format format(String accept) {
    return MetricsRequest.parse("GET /metrics HTTP/1.1\r\naccept: " + accept + "\r\n\r\n")
        .orElseThrow()
        .format();
  }
}
