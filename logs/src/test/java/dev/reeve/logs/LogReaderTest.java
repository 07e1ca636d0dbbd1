package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.LogFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogReaderTest {
  @TempDir Path directory;

  private LogSource source(String name, LogFormat format) {
    return new LogSource(name, 1, Std.OUT, directory.resolve(name + ".log"), format);
  }

  private void zip(Path file, String text) throws IOException {
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(PumpRig.utf8(text));
    }
  }

  private static List<String> read(LogQuery query, LogSource... sources) throws IOException {
    List<String> lines = new ArrayList<>();
    LogReader.read(List.of(sources), query, line -> lines.add(line.text()));
    return lines;
  }

  private static String at(int second, String text) {
    return "2026-11-20T10:%02d:%02d.000Z %s\n".formatted(second / 60, second % 60, text);
  }

  private static Instant second(int second) {
    return Instant.parse("2026-11-20T10:00:00Z").plusSeconds(second);
  }

  @Test
  void theLastLinesAreFoundAcrossPlainAndCompressedFiles() throws Exception {
    LogSource api = source("api", LogFormat.RAW);
    zip(directory.resolve("api.log.3.gz"), "1\n2\n3\n");
    zip(directory.resolve("api.log.2.gz"), "4\n5\n");
    Files.writeString(directory.resolve("api.log.1"), "6\n7\n8\n");
    Files.writeString(api.file(), "9\n10\n");
    List<String> all = IntStream.rangeClosed(1, 10).mapToObj(Integer::toString).toList();
    for (int n = 0; n <= 12; n++) {
      assertThat(read(LogQuery.last(n), api)).isEqualTo(all.subList(Math.max(0, 10 - n), 10));
    }
    assertThat(read(LogQuery.all(), api)).isEqualTo(all);
  }

  @Test
  void aLineThatGoesOnInTheNextFileIsOneLine() throws Exception {
    LogSource api = source("api", LogFormat.TIMESTAMPED);
    zip(directory.resolve("api.log.2.gz"), at(1, "one") + at(2, "tw").strip());
    Files.writeString(directory.resolve("api.log.1"), "o goes");
    Files.writeString(api.file(), " on\n" + at(3, "three"));
    assertThat(read(LogQuery.last(2), api)).containsExactly("two goes on", "three");
    assertThat(read(LogQuery.last(3), api)).containsExactly("one", "two goes on", "three");
    assertThat(read(LogQuery.last(1), api)).containsExactly("three");
  }

  @Test
  void anUnfinishedLineAndEmptyFilesCount() throws Exception {
    LogSource api = source("api", LogFormat.RAW);
    Files.writeString(directory.resolve("api.log.2"), "1\n\n");
    Files.writeString(directory.resolve("api.log.1"), "");
    Files.writeString(api.file(), "3");
    assertThat(read(LogQuery.last(1), api)).containsExactly("3");
    assertThat(read(LogQuery.last(2), api)).containsExactly("", "3");
    assertThat(read(LogQuery.last(3), api)).containsExactly("1", "", "3");
    List<Line> lines = new ArrayList<>();
    LogReader.read(List.of(api), LogQuery.all(), lines::add);
    assertThat(lines).extracting(Line::unfinished).containsExactly(false, false, true);
  }

  @Test
  void aMissingLogHasNoLines() throws Exception {
    assertThat(read(LogQuery.all(), source("none", LogFormat.RAW))).isEmpty();
    assertThat(read(LogQuery.last(5), source("none", LogFormat.RAW))).isEmpty();
  }

  @Test
  void manyLogsAreMergedInTheOrderOfTheirTimes() throws Exception {
    LogSource api = source("api", LogFormat.TIMESTAMPED);
    LogSource web = source("web", LogFormat.JSON);
    LogSource raw = source("raw", LogFormat.RAW);
    Files.writeString(
        api.file(), at(1, "a1") + "  stack\n" + at(3, "a3") + at(3, "a3b") + at(9, "a9"));
    Files.writeString(
        web.file(),
        """
        {"at":"2026-11-20T11:00:02.000+01:00","stream":"out","line":"w2"}
        {"at":"2026-11-20T11:00:03.000+01:00","stream":"out","line":"w3 \\"x\\" \\u0007\\n"}
        not json
        """);
    Files.writeString(raw.file(), "r1\nr2\n");
    List<String> all =
        List.of(
            "r1", "r2", "a1", "  stack", "w2", "a3", "a3b", "w3 \"x\" \u0007\n", "not json", "a9");
    assertThat(read(LogQuery.all(), api, web, raw)).isEqualTo(all);
    for (int n = 0; n < 10; n++) {
      assertThat(read(LogQuery.last(n), api, web, raw)).isEqualTo(all.subList(10 - n, 10));
    }
  }

  @Test
  void sinceAndStreamNarrowTheChoice() throws Exception {
    LogSource api = source("api", LogFormat.TIMESTAMPED);
    LogSource err =
        new LogSource("api", 1, Std.ERR, directory.resolve("api-err.log"), LogFormat.TIMESTAMPED);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 3000; i++) {
      text.append(at(i, "line " + i + " " + "x".repeat(100)));
    }
    zip(directory.resolve("api.log.1.gz"), text.substring(0, text.indexOf("\n", 50_000) + 1));
    Files.writeString(api.file(), text.substring(text.indexOf("\n", 50_000) + 1));
    Files.writeString(err.file(), at(2995, "oops"));
    for (int since : new int[] {0, 5, 200, 400, 1500, 2999}) {
      List<String> found = read(new LogQuery(LogQuery.ALL, second(since), Std.OUT), api, err);
      assertThat(found).hasSize(3000 - since).first().asString().startsWith("line " + since + " ");
    }
    assertThat(read(new LogQuery(LogQuery.ALL, second(3000), null), api, err)).isEmpty();
    assertThat(read(new LogQuery(3, second(2995), null), api, err))
        .hasSize(3)
        .first()
        .asString()
        .startsWith("line 2997");
    assertThat(read(new LogQuery(100, second(2995), null), api, err)).hasSize(6);
    assertThat(read(new LogQuery(100, null, Std.ERR), api, err)).containsExactly("oops");
  }

  @Test
  void aVeryLongLineComesInPiecesThatSaySo() throws Exception {
    LogSource api = source("api", LogFormat.TIMESTAMPED);
    Files.writeString(api.file(), at(1, "é".repeat(1_500_000)) + at(2, "end"));
    List<Line> lines = new ArrayList<>();
    LogReader.read(List.of(api), LogQuery.all(), lines::add);
    assertThat(lines).extracting(Line::continued).containsExactly(false, true, true, false);
    assertThat(lines).extracting(Line::unfinished).containsExactly(true, true, false, false);
    assertThat(lines.get(0).text() + lines.get(1).text() + lines.get(2).text())
        .isEqualTo("é".repeat(1_500_000));
    assertThat(read(LogQuery.last(1), api)).containsExactly("end");
  }

  @Test
  void theLastLinesOfAHugeFileAreThereAtOnce() throws Exception {
    LogSource api = source("api", LogFormat.RAW);
    try (var file = new java.io.RandomAccessFile(api.file().toFile(), "rw")) {
      // A hole, but nobody who reads it would be done in time.
      file.setLength(20_000_000_000L);
      file.seek(20_000_000_000L);
      file.write(PumpRig.utf8("\n1\n2\n3\n"));
    }
    assertThat(read(LogQuery.last(3), api)).containsExactly("1", "2", "3");
  }

  @Test
  void whoHasEnoughIsNotGivenMore() throws Exception {
    LogSource api = source("api", LogFormat.RAW);
    Files.writeString(api.file(), "1\n2\n3\n");
    List<String> lines = new ArrayList<>();
    LogReader.read(
        List.of(api), LogQuery.all(), line -> lines.add(line.text()) && lines.size() < 2);
    assertThat(lines).containsExactly("1", "2");
  }
}
