package dev.reeve.cli.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The machine at one moment.
 *
 * @param all all processors together
 * @param cores each of them that is online
 * @param memoryBytes of RAM
 * @param availableBytes of it, for new programs without swapping
 * @param swapBytes 0 where there is none
 * @param loads runnable processes, mean of the last 1, 5 and 15 minutes
 * @param uptimeMillis since it was booted
 */
public record Machine(
    Processor all,
    List<Processor> cores,
    long memoryBytes,
    long availableBytes,
    long swapBytes,
    long swapFreeBytes,
    List<Double> loads,
    long uptimeMillis) {
  /** A machine with very many processors and interrupts stays below that. */
  private static final int MOST = 1 << 20;

  /**
   * What a processor did since the machine was booted, in ticks.
   *
   * @param name {@code cpu3}; that of all together is {@code cpu}
   */
  public record Processor(String name, long busy, long total) {
    /** Percent of the time since an earlier look; 0 if none has passed. */
    public double percentSince(Processor before) {
      long passed = total - before.total;
      return passed <= 0 ? 0 : Math.clamp(100.0 * (busy - before.busy) / passed, 0.0, 100.0);
    }
  }

  /**
   * A look at it.
   *
   * @throws IOException if {@code /proc} is not there or may not be read
   */
  public static Machine look() throws IOException {
    return look(Path.of("/proc"));
  }

  static Machine look(Path proc) throws IOException {
    String memory = ProcText.read(proc.resolve("meminfo"), MOST);
    List<Processor> processors = processors(ProcText.read(proc.resolve("stat"), MOST));
    String[] loads = ProcText.words(ProcText.read(proc.resolve("loadavg"), 256));
    String uptime = ProcText.words(ProcText.read(proc.resolve("uptime"), 256))[0];
    if (processors.isEmpty() || loads.length < 3) {
      throw new IOException(proc + " has an unknown form");
    }
    return new Machine(
        processors.getFirst(),
        processors.subList(1, processors.size()),
        ProcText.kilobytes(memory, "MemTotal"),
        ProcText.kilobytes(memory, "MemAvailable"),
        ProcText.kilobytes(memory, "SwapTotal"),
        ProcText.kilobytes(memory, "SwapFree"),
        List.of(decimal(loads[0]), decimal(loads[1]), decimal(loads[2])),
        Math.round(decimal(uptime) * 1000));
  }

  private static List<Processor> processors(String stat) {
    List<Processor> processors = new ArrayList<>();
    for (String line : stat.split("\n", -1)) {
      if (!line.startsWith("cpu")) {
        break; // they come first
      }
      String[] words = ProcText.words(line);
      long total = 0;
      // What guests used is part of user and nice already.
      for (int i = 1; i < words.length && i <= 8; i++) {
        total += ProcText.number(words[i]);
      }
      long idle = words.length > 5 ? ProcText.number(words[4]) + ProcText.number(words[5]) : 0;
      processors.add(new Processor(words[0], total - idle, total));
    }
    return processors;
  }

  private static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
