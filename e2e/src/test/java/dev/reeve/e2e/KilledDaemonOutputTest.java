package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/**
 * While a service writes as fast as it can, the daemon is killed: not a line is missing, none is
 * there twice.
 */
@EndToEnd
class KilledDaemonOutputTest {
  private static final int KILLS = 4;

  private static final Pattern LAST_NUMBER = Pattern.compile("(\\d+)\\D*$");

  /** Writes of some hundred bytes, so that the daemon meets lines that are cut anywhere. */
  private static final String BLOCKS =
      """
      my $text = '';
      for (1..LINES) {
        $text .= "$_\\n";
        syswrite(STDOUT, substr($text, 0, 501, '')) if length $text > 501;
      }
      syswrite(STDOUT, $text);
      sleep 1 while 1;
      """;

  private static final String LINE_BY_LINE =
      "$| = 1; print \"$_\\n\" for 1..LINES; sleep 1 while 1;\n";

  /** What is before and after the text of a line in the file, times as long as the example's. */
  private record Format(String name, String before, String after) {}

  @Test
  void everyRawLineIsThereOnceAndInOrder(Reeve reeve) throws IOException {
    killWhileWriting(reeve, new Format("raw", "", ""), 3_000_000, BLOCKS);
  }

  @Test
  void everyTimestampedLineIsThereOnceAndInOrder(Reeve reeve) throws IOException {
    Format format = new Format("timestamped", "2026-11-20T22:31:23.123Z ", "");
    killWhileWriting(reeve, format, 1_000_000, LINE_BY_LINE);
  }

  @Test
  void everyJsonLineIsThereOnceAndInOrder(Reeve reeve) throws IOException {
    Format format =
        new Format(
            "json", "{\"at\":\"2026-11-20T22:31:23.123Z\",\"stream\":\"out\",\"line\":\"", "\"}");
    killWhileWriting(reeve, format, 500_000, BLOCKS);
  }

  private static void killWhileWriting(Reeve reeve, Format format, int lines, String program)
      throws IOException {
    String gate = "select(undef, undef, undef, 0.01) until -e 'go';\n";
    reeve.write("writer.pl", gate + program.replace("LINES", Integer.toString(lines)));
    reeve.write(
        "reeve.yaml",
        """
        services:
          writer:
            command: perl writer.pl
            startup_grace: 0s
            logs: { format: %s, rotate: { size: 4M, keep: 1000 } }
        """
            .formatted(format.name()));
    reeve.run("start", "reeve.yaml").ok();
    int pid = reeve.processes("writer").getFirst().pid();

    reeve.write("go", "");
    DaemonKiller killer = new DaemonKiller(reeve);
    for (int i = 0; i < KILLS; i++) {
      Procs.Proc daemon = killer.found();
      long before = last(reeve);
      Until.isTrue("the log grows", () -> last(reeve) > before);
      assertThat(last(reeve)).as("it still writes, so that the kill hits").isLessThan(lines);
      DaemonKiller.kill(daemon);
    }

    Until.isTrue("the last line has come", () -> last(reeve) == lines);
    Until.holds(() ->
        assertThat(putAside(reeve))
            .as("all are compressed, and nothing half done is left")
            .allSatisfy(file -> assertThat(file.toString()).matches(".*\\.log\\.[0-9]+\\.gz")));
    assertThat(rotated(reeve)).as("the log was rotated meanwhile").hasSizeGreaterThan(3);
    Expected expected = new Expected(format);
    for (Path file : rotated(reeve)) {
      expected.readOn(file);
    }
    expected.readOn(reeve.log("writer"));
    assertThat(expected.last).isEqualTo(lines);

    assertThat(reeve.pid("writer")).isEqualTo(pid);
    assertThat(reeve.row("writer").get("restarts").number()).isZero();
    assertThat(reeve.reasons("writer", "adopted")).hasSizeBetween(1, KILLS);
  }

  /** What lies beside the log. */
  private static List<Path> putAside(Reeve reeve) throws IOException {
    try (Stream<Path> files = Files.list(reeve.home().resolve("logs"))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("writer-out.log."))
          .toList();
    }
  }

  /** The rotated files, the oldest first. */
  private static List<Path> rotated(Reeve reeve) throws IOException {
    return putAside(reeve).stream()
        .sorted(Comparator.comparingInt(KilledDaemonOutputTest::age).reversed())
        .toList();
  }

  /** The number in {@code writer-out.log.12.gz}. */
  private static int age(Path file) {
    return Integer.parseInt(file.getFileName().toString().split("\\.", -1)[2]);
  }

  /** The number in the last line of the log; 0 right after a rotation. */
  private static int last(Reeve reeve) throws IOException {
    try (SeekableByteChannel channel = Files.newByteChannel(reeve.log("writer"))) {
      ByteBuffer end = ByteBuffer.allocate(200);
      channel.position(Math.max(0, channel.size() - end.capacity()));
      while (channel.read(end) > 0) {
        // until it is full, or the file ends
      }
      String text = new String(end.array(), 0, end.position(), StandardCharsets.US_ASCII);
      int newline = text.lastIndexOf('\n');
      String line = text.substring(text.lastIndexOf('\n', newline - 1) + 1, Math.max(0, newline));
      Matcher number = LAST_NUMBER.matcher(line);
      return number.find() ? Integer.parseInt(number.group(1)) : 0;
    } catch (NoSuchFileException e) {
      return 0; // not yet, or just put aside
    }
  }

  /** Numbers that must come one after the other. */
  private static final class Expected {
    private final Format format;
    private int last;

    Expected(Format format) {
      this.format = format;
    }

    void readOn(Path file) throws IOException {
      try (InputStream stream = open(file);
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          String wanted = (last + 1) + format.after();
          if (line.length() != format.before().length() + wanted.length()
              || !line.endsWith(wanted)) {
            throw new AssertionError(
                "after " + last + " comes '" + line + "' in " + file.getFileName());
          }
          last++;
        }
      }
    }

    private static InputStream open(Path file) throws IOException {
      InputStream stream = Files.newInputStream(file);
      return file.toString().endsWith(".gz") ? new GZIPInputStream(stream, 65536) : stream;
    }
  }
}
