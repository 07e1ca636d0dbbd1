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

  @Test
  void everyRawLineIsThereOnceAndInOrder(Reeve reeve) throws IOException {
    // Writes of some hundred bytes, so that the daemon meets lines that are cut anywhere.
    String blocks =
        """
        my $b = '';
        for (1..3_000_000) {
          $b .= "$_\n";
          syswrite(STDOUT, substr($b, 0, 501, '')) if length $b > 501;
        }
        syswrite(STDOUT, $b);
        sleep 1 while 1;
        """;
    killWhileWriting(reeve, "raw", 3_000_000, blocks, 0);
  }

  @Test
  void everyTimestampedLineIsThereOnceAndInOrder(Reeve reeve) throws IOException {
    String single = "$| = 1; print \"$_\\n\" for 1..1_000_000; sleep 1 while 1;\n";
    killWhileWriting(reeve, "timestamped", 1_000_000, single, "2026-11-20T22:31:23.123Z ".length());
  }

  private static void killWhileWriting(
      Reeve reeve, String format, int lines, String program, int timeLength) throws IOException {
    reeve.write("writer.pl", "select(undef, undef, undef, 0.01) until -e 'go';\n" + program);
    reeve.write(
        "reeve.yaml",
        """
        services:
          writer:
            command: perl writer.pl
            startup_grace: 0s
            logs: { format: %s, rotate: { size: 4M, keep: 1000 } }
        """
            .formatted(format));
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
    Expected expected = new Expected(timeLength);
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
      return line.isEmpty() ? 0 : Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
    } catch (NoSuchFileException e) {
      return 0; // not yet, or just put aside
    }
  }

  /** Numbers that must come one after the other. */
  private static final class Expected {
    private final int timeLength;
    private int last;

    Expected(int timeLength) {
      this.timeLength = timeLength;
    }

    void readOn(Path file) throws IOException {
      try (InputStream stream = open(file);
          BufferedReader reader =
              new BufferedReader(new InputStreamReader(stream, StandardCharsets.ISO_8859_1))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          String wanted = Integer.toString(last + 1);
          if (line.length() != timeLength + wanted.length() || !line.endsWith(wanted)) {
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
