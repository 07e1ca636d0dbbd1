package dev.reeve.logs;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.linux.Fd;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;

/**
 * Measures how fast a burst comes from a writer's first byte into the log file. Arguments: a
 * directory to work in, megabytes, rounds. A program of its own: a measurement is not a test.
 */
final class Throughput {
  private static final int LINE = 100;

  private Throughput() {}

  public static void main(String[] args) throws Exception {
    Path directory = Files.createTempDirectory(Path.of(args[0]), "throughput");
    long size = Long.parseLong(args[1]) * 1_000_000;
    Path burst = burst(directory.resolve("burst"), size);
    try (PumpRig rig = new PumpRig(directory)) {
      for (int round = 0; round < Integer.parseInt(args[2]); round++) {
        for (LogFormat format : LogFormat.values()) {
          measure(rig, format, "cat \"" + burst + "\"", size, "large writes");
        }
        String small =
            "perl -e '$l=(\"x\"x99).\"\\n\"; syswrite(STDOUT,$l) for 1.." + size / LINE + "'";
        measure(rig, LogFormat.TIMESTAMPED, small, size, "a write a line");
      }
    }
    try (var files = Files.walk(directory)) {
      for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private static void measure(PumpRig rig, LogFormat format, String script, long size, String how)
      throws Exception {
    LogStream stream = rig.attach(format.name(), format);
    long started;
    long cpu = cpuMillis();
    try (Fd _ = stream.openForChild()) {
      started = System.nanoTime();
      Process writer = rig.shell(stream.spec(), "exec " + script);
      writer.waitFor();
    }
    if (!stream.drained(Duration.ofMinutes(1))) {
      throw new IOException("not drained");
    }
    double seconds = (System.nanoTime() - started) / 1e9;
    System.out.printf(
        Locale.ROOT,
        "%-12s %-15s %5.0f MB/s, %4d ms of processor time%n",
        format,
        how,
        size / 1e6 / seconds,
        cpuMillis() - cpu);
    stream.flush();
    stream.remove();
  }

  private static long cpuMillis() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis();
  }

  private static Path burst(Path file, long size) throws IOException {
    byte[] line = PumpRig.utf8("x".repeat(LINE - 1) + "\n");
    try (OutputStream out = Files.newOutputStream(file);
        BufferedOutputStream buffered = new BufferedOutputStream(out, 1 << 20)) {
      for (long done = 0; done < size; done += LINE) {
        buffered.write(line);
      }
    }
    return file;
  }
}
