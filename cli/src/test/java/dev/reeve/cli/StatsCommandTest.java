package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Series;
import dev.reeve.api.StatsQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatsCommandTest {
  private static final long NOW = Instant.parse("2026-11-20T18:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  @TempDir Path folder;
  private Shell shell;
  private FakeDaemon daemon;
  private List<Series> known;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    shell.environment.put("LANG", "en_US.UTF-8");
    known = List.of(series("api", 1, 6 * 60));
    daemon = new FakeDaemon(shell.socket());
    daemon.on(
        Methods.STATS,
        (query, items) -> {
          known.stream()
              .filter(s -> query.targets().isEmpty() || query.targets().contains(s.service()))
              .forEach(items);
          return new StatsQuery.Reply(
              Instant.ofEpochMilli(NOW - query.spanMs()).toString(),
              Instant.ofEpochMilli(NOW).toString(),
              MINUTE);
        });
  }

  @AfterEach
  void end() throws IOException {
    daemon.close();
  }

  /** So many minutes up to now; it ran not for a while in the middle, and no daemon before that. */
  private static Series series(String name, int instance, int minutes) {
    List<Series.Point> points = new ArrayList<>();
    for (int i = 0; i < minutes; i++) {
      double angle = i / 30.0 + instance + name.length();
      boolean ran = i < minutes / 2 || i > minutes * 5 / 8;
      if (i < minutes / 4 || i > minutes / 3) {
        points.add(
            new Series.Point(
                Instant.ofEpochMilli(NOW - (minutes - i) * MINUTE).toString(),
                ran ? Math.round(100 * (30 + 25 * Math.sin(angle)) * instance) / 100.0 : 0,
                ran ? (64L << 20) + (long) (i * 200_000 * (1 + Math.cos(angle) / 4)) : 0,
                ran ? i * MINUTE : 0,
                i / 100,
                ran ? "running" : "stopped"));
      }
    }
    return new Series(name, instance, points);
  }

  @ParameterizedTest
  @CsvSource({"80,24", "40,24", "120,50", "80,12", "20,10"})
  void theChartsFitTheScreen(int width, int height) throws IOException {
    Shell.Ran ran = shell.screen(width).rows(height).run("stats");
    assertThat(ran.exit()).as(ran.err()).isZero();
    Snapshot.matches("stats-" + width + "x" + height, ran.visible());
    List<String> lines = ran.out().replaceAll("\033\\[[0-9;]*m", "").lines().toList();
    if (height >= 14) {
      assertThat(lines).as("with room for the next prompt").hasSizeLessThan(height);
    }
    assertThat(lines).allSatisfy(line -> assertThat(Width.of(line)).isLessThanOrEqualTo(width));
  }

  @Test
  void severalServicesShareTheChartsAndHaveALegend() throws IOException {
    known = List.of(series("api", 1, 360), series("worker", 1, 360), series("worker", 2, 200));
    Snapshot.matches("stats-several", shell.screen(80).run("stats", "--cpu").visible());
  }

  @Test
  void withoutColoursEachServiceHasALetter() throws IOException {
    known = List.of(series("api", 1, 360), series("worker", 1, 300));
    shell.environment.put("NO_COLOR", "1");
    Snapshot.matches("stats-letters", shell.screen(80).run("stats", "--mem").out());
  }

  @Test
  void inAPipeThereIsNothingButAscii() throws IOException {
    Shell.Ran ran = shell.run("stats");
    assertThat(ran.out().chars()).allMatch(c -> c < 0x7f);
    Snapshot.matches("stats-pipe", ran.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"C", "POSIX", "de_DE.ISO-8859-1"})
  void aTerminalWithoutUnicodeGetsNone(String locale) {
    shell.environment.put("LC_ALL", locale);
    assertThat(shell.screen(80).run("stats").out().chars()).allMatch(c -> c < 0x7f);
  }

  @Test
  void ofManyThoseAreShownThatUseMost() {
    List<Series> many = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      Series.Point point =
          new Series.Point(
              Instant.ofEpochMilli(NOW - MINUTE).toString(), i, i * 1000L, 0, 0, "running");
      many.add(new Series("s" + i, 1, List.of(point)));
    }
    known = many;
    assertThat(shell.screen(80).run("stats", "--cpu", "--plain").out())
        .contains("a s23  b s24", "h s30", "the 8 of 30 that use most; name others to see them")
        .doesNotContain("s22");
  }

  @Test
  void youngServicesAreShownFromTheirBeginning() {
    known = List.of(series("api", 1, 5));
    Shell.Ran ran = shell.screen(80).run("stats", "--cpu");
    assertThat(daemon.last(Methods.STATS)).contains("\"span_ms\":900000");
    assertThat(ran.out()).contains("17:55:00");
    assertThat(shell.screen(80).run("stats", "--cpu", "--hours", "6").out()).contains("12:00");
  }

  @Test
  void theDaemonIsAskedForNoMorePointsThanThereIsRoomFor() {
    shell.screen(60).run("stats", "api", "--hours", "18");
    assertThat(daemon.last(Methods.STATS))
        .isEqualTo("{\"targets\":[\"api\"],\"span_ms\":64800000,\"points\":120}");
    shell.run("stats", "--json", "--hours", "0.25");
    assertThat(daemon.last(Methods.STATS))
        .isEqualTo("{\"targets\":[],\"span_ms\":900000,\"points\":0}");
  }

  @Test
  void jsonHasTheDocumentedShape() {
    known = List.of(series("api", 1, 4));
    assertThat(shell.run("stats", "--json").out())
        .startsWith(
            "[{\"service\":\"api\",\"instance\":1,\"points\":[{\"at\":\"2026-11-20T17:56:00Z\","
                + "\"cpu_percent\":")
        .contains("\"memory_bytes\":", "\"uptime_ms\":180000,\"restarts\":0,\"state\":\"running\"}")
        .hasLineCount(1);
  }

  @Test
  void whatIsNotThereYetIsSaid() {
    known = List.of(new Series("api", 1, List.of()));
    assertThat(shell.run("stats").out())
        .isEqualTo("nothing is known yet; the first point comes within seconds\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "19", "many", "NaN", "0.001", ""})
  void hoursThatAreNoneAreRefused(String hours) {
    Shell.Ran ran = shell.run("stats", "--hours=" + hours);
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            "reeve: cannot run 'stats': --hours "
                + hours
                + " is not a number of hours from 0.02 to 18\n"
                + "→ write it like this: reeve stats [TARGET…] [options]\n");
  }

  @Test
  void aTargetThatIsUnknownIsNamed() {
    daemon.refuse(
        Methods.STATS, ErrorCode.UNKNOWN_SERVICE, "nope: no such service", "see 'reeve list'");
    Shell.Ran ran = shell.run("stats", "nope");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err())
        .isEqualTo("reeve: cannot show the history of nope: no such service\n→ see 'reeve list'\n");
  }
}
