package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.core.spec.LogFormat;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Kills pumps with SIGKILL while a service floods its output, and looks whether every line is in
 * the log exactly once. {@code -Dreeve.kills=1000} kills more often.
 */
class KilledPumpTest {
  private static final int KILLS = Integer.getInteger("reeve.kills", 8);
  private static final int CALL_KILLS = Integer.getInteger("reeve.call.kills", 3);

  @TempDir Path directory;

  private static final String CALLS = "splice,write,pwrite64,ftruncate,rename,unlink";

  /**
   * Before each system call that changes anything: strace(1) kills the pump's thread at the n-th of
   * them, with n going up, so that the kill comes between all pairs of steps.
   */
  @ParameterizedTest(name = "{0}")
  @EnumSource(LogFormat.class)
  void everySystemCallMayBeTheLast(LogFormat format) throws Exception {
    Process probe = new ProcessBuilder("sh", "-c", "strace -f -e trace=none true").start();
    assumeTrue(probe.waitFor() == 0, "killing at a system call needs strace");
    killing(
        new String[] {directory.toString(), format.name(), "200000", "false"},
        KilledPumpTest::strace,
        CALL_KILLS);
  }

  @ParameterizedTest(name = "{0}, files of {1} bytes, compressed: {2}")
  @CsvSource({
    "TIMESTAMPED, 300000, false",
    "TIMESTAMPED, 3000000, true",
    "JSON, 300000, false",
    "RAW, 100000, false"
  })
  void everyLineIsThereOnceAndInOrder(LogFormat format, String size, String compress)
      throws Exception {
    killing(
        new String[] {directory.toString(), format.name(), size, compress},
        (_, _) -> List.of(),
        KILLS);
  }

  /** Escape sequences are parted by the kills as well, and must not be seen. */
  @ParameterizedTest(name = "{0}, stripped and decorated")
  @EnumSource(LogFormat.class)
  void everyDecoratedLineIsThereOnceAndInOrder(LogFormat format) throws Exception {
    killing(
        new String[] {directory.toString(), format.name(), "300000", "false", "BLOCK", "decorated"},
        (_, _) -> List.of(),
        KILLS);
  }

  @ParameterizedTest(name = "{0}, stripped and decorated")
  @EnumSource(LogFormat.class)
  void everySystemCallMayBeTheLastOfADecoratedLine(LogFormat format) throws Exception {
    Process probe = new ProcessBuilder("sh", "-c", "strace -f -e trace=none true").start();
    assumeTrue(probe.waitFor() == 0, "killing at a system call needs strace");
    killing(
        new String[] {directory.toString(), format.name(), "200000", "false", "BLOCK", "decorated"},
        KilledPumpTest::strace,
        CALL_KILLS);
  }

  private static List<String> strace(int kill, Random random) {
    List<String> command =
        new ArrayList<>(List.of("strace", "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + CALLS));
    int when = 1 + kill * (CALL_KILLS > 100 ? 1 : 7);
    command.addAll(List.of("-e", "inject=" + CALLS + ":signal=SIGKILL:when=" + when));
    return command;
  }

  private void killing(String[] args, BiFunction<Integer, Random, List<String>> prefix, int kills)
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    LogFormat format = LogFormat.valueOf(args[1]);
    StreamSpec spec = PumpProcess.spec(args);
    Inlet.open(spec.fifo()).close();
    Process writer =
        PumpRig.shellOf(
            spec,
            "exec awk 'BEGIN { for (i = 1; i <= 100000000; i++)"
                + " printf \"%d the quick brown fox jumps"
                + (args.length > 5 ? "\\033[31m\\033]0;a title\\007" : "")
                + " over the lazy dog\\n\", i }'");
    try {
      for (int kill = 0; kill < kills; kill++) {
        List<String> killer = prefix.apply(kill, random);
        Process pump = PumpProcess.start(killer, args);
        if (killer.isEmpty()) {
          assertThat(pump.inputReader().readLine()).isEqualTo("attached");
          // Not to wait for anything: the kill is to come at any moment.
          Thread.sleep(random.nextInt(40));
          pump.destroyForcibly();
        }
        boolean dead = pump.waitFor(30, TimeUnit.SECONDS);
        pump.destroyForcibly().waitFor();
        assertThat(dead).isTrue();
      }
    } finally {
      writer.destroyForcibly().waitFor();
    }
    try (PumpRig rig = new PumpRig(directory)) {
      LogStream stream = rig.pump.attach(spec);
      assertThat(stream.drained(Duration.ofSeconds(20))).isTrue();
      assertThat(rig.troubles).isEmpty();
    }
    byte[] all = PumpRig.everything(spec.file());
    if (args.length > 5 && format == LogFormat.TIMESTAMPED) {
      all = usual(all);
    }
    long lines = check(format, all, seed);
    System.out.println(format + ": " + kills + " kills, " + lines + " lines exactly once");
    assertThat(lines).isGreaterThan(kills);
  }

  /** Lines with the usual time instead of what stands before them. */
  private static byte[] usual(byte[] decorated) {
    String text = new String(decorated, StandardCharsets.ISO_8859_1);
    String head = "(?m)^\\d\\d\\.\\d\\d\\.\\d{4} \\d\\d:\\d\\d:\\d\\d\\.\\d{6} api#1 ";
    return text.replaceAll(head, "2026-01-01T00:00:00.000Z ").getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The number of lines; they must be 1, 2, 3… and the last may be the victim of the killed writer.
   */
  static long check(LogFormat format, byte[] all, long seed) {
    long number = 0;
    int at = 0;
    while (at < all.length) {
      int newline = Newline.first(all, at, all.length);
      if (newline < 0) {
        break;
      }
      String line = new String(all, at, newline - at, StandardCharsets.UTF_8);
      String text =
          switch (format) {
            case RAW -> line;
            case TIMESTAMPED -> {
              assertThat(PumpRig.STAMP.matcher(line).lookingAt()).as(line).isTrue();
              yield line.substring(line.indexOf(' ') + 1);
            }
            case JSON -> line.replaceFirst(".*\"line\":\"(.*)\".*", "$1");
          };
      number++;
      if (!text.equals(number + " the quick brown fox jumps over the lazy dog")) {
        boolean last = newline + 200 > all.length && all.length - newline < 200;
        assertThat(last).as("seed %d, line %d of the file is: %s", seed, number, line).isTrue();
        number--;
      }
      at = newline + 1;
    }
    return number;
  }
}
