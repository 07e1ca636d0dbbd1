package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A pump in a mount namespace of its own, where the log directory is a tmpfs of two megabytes. Its
 * files are looked at through {@code /proc/PID/root}.
 */
class DiskFullTest {
  private static final String LINE = " the quick brown fox jumps over the lazy dog";
  private static final int LINES = 40_000;

  @TempDir Path directory;

  @BeforeAll
  static void canMount() throws Exception {
    Process process =
        new ProcessBuilder("unshare", "-m", "mount", "-t", "tmpfs", "none", "/mnt")
            .redirectErrorStream(true)
            .start();
    process.inputReader().transferTo(Writer.nullWriter());
    assumeTrue(process.waitFor() == 0, "mounting a tmpfs needs root and 'unshare'");
  }

  @ParameterizedTest(name = "{0}, spool on the same disk: {1}")
  @CsvSource({"TIMESTAMPED, false", "TIMESTAMPED, true", "JSON, true", "RAW, false"})
  void blockMakesTheProgramWaitAndLosesNothing(LogFormat format, boolean sameDisk)
      throws Exception {
    try (FullDisk disk = new FullDisk(directory, format, OnFull.BLOCK, sameDisk)) {
      Process writer = disk.write(1, LINES / 4);
      assertThat(disk.says())
          .isEqualTo("trouble: cannot write " + disk.spec.file() + ": No space left on device");
      assertThat(writer.isAlive() || disk.pumpHasNotRead()).isTrue();
      Files.delete(disk.filler);
      assertThat(disk.says()).isEqualTo("recovered");
      assertThat(writer.waitFor(20, TimeUnit.SECONDS)).isTrue();
      disk.awaitLine(LINES / 4 + LINE);
      List<String> lines = disk.lines(format);
      assertThat(lines).hasSize(LINES / 4);
      for (int i = 0; i < lines.size(); i++) {
        assertThat(lines.get(i)).isEqualTo(i + 1 + LINE);
      }
    }
  }

  @ParameterizedTest(name = "{0}, spool on the same disk: {1}")
  @CsvSource({"TIMESTAMPED, false", "TIMESTAMPED, true", "JSON, false", "RAW, false"})
  void dropCountsWhatItDropsAndTheProgramGoesOn(LogFormat format, boolean sameDisk)
      throws Exception {
    try (FullDisk disk = new FullDisk(directory, format, OnFull.DROP, sameDisk)) {
      assertThat(disk.write(1, LINES).waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(disk.says())
          .isEqualTo("trouble: cannot write " + disk.spec.file() + ": No space left on device");
      Files.delete(disk.filler);
      assertThat(disk.says()).isEqualTo("recovered");
      assertThat(disk.write(LINES + 1, LINES + 100).waitFor(20, TimeUnit.SECONDS)).isTrue();
      disk.awaitLine(LINES + 100 + LINE);
      List<String> lines = disk.lines(format);
      int written = 0;
      long dropped = 0;
      long next = 1;
      for (String line : lines) {
        if (line.matches("\\[reeve] \\d+ lines dropped: disk full")) {
          long count = Long.parseLong(line.replaceAll("\\D", ""));
          dropped += count;
          next += count;
        } else if (line.equals(next + LINE)) {
          written++;
          next++;
        } else {
          // The line that was being written when the disk was full is counted as dropped.
          assertThat(next + LINE).startsWith(line);
        }
      }
      assertThat(dropped).isPositive();
      assertThat(written + dropped).isEqualTo(LINES + 100);
      assertThat(lines).last().isEqualTo(LINES + 100 + LINE);
    }
  }

  private static final class FullDisk implements AutoCloseable {
    final StreamSpec spec;
    final Path filler;
    private final Path log;
    private final Process pump;
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();

    FullDisk(Path directory, LogFormat format, OnFull onFull, boolean sameDisk) throws Exception {
      String[] args = {directory.toString(), format.name(), "0", "false", onFull.name()};
      spec = PumpProcess.spec(args);
      Files.createDirectories(spec.file().getParent());
      Files.createDirectories(spec.spoolDirectory());
      String bind = "mkdir \"$0/logs/spool\" && mount --bind \"$0/logs/spool\" \"$0/spool\" && ";
      String script =
          "mount -t tmpfs -o size=2m none \"$0/logs\" && head -c 1750000 /dev/zero > \"$0/logs/filler\" && "
              + (sameDisk ? bind : "")
              + "exec \"$@\"";
      pump =
          PumpProcess.start(
              List.of("unshare", "-m", "sh", "-c", script, directory.toString()), args);
      Thread.ofVirtual().start(() -> pump.inputReader().lines().forEach(said::add));
      assertThat(says()).isEqualTo("attached");
      Path root = Path.of("/proc/" + pump.pid() + "/root");
      log = root.resolve(spec.file().toString().substring(1));
      filler = log.resolveSibling("filler");
    }

    @Nullable String says() throws Exception {
      return said.poll(20, TimeUnit.SECONDS);
    }

    Process write(int from, int to) throws Exception {
      return PumpRig.shellOf(
          spec,
          "exec awk 'BEGIN { for (i = "
              + from
              + "; i <= "
              + to
              + "; i++) print i \""
              + LINE
              + "\" }'");
    }

    boolean pumpHasNotRead() throws Exception {
      return Files.size(log) < 400_000;
    }

    void awaitLine(String text) {
      await().until(() -> PumpRig.text(log).contains(text));
    }

    List<String> lines(LogFormat format) throws Exception {
      return PumpRig.stripped(log)
          .lines()
          .map(line ->
              format == LogFormat.JSON
                  ? line.replaceAll(".*\"line\":\"|\"(,\"partial\":true)?}$", "")
                  : line)
          .toList();
    }

    @Override
    public void close() {
      pump.destroyForcibly().onExit().join();
    }
  }
}
