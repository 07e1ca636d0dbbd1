package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.linux.Fd;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PumpTest {
  @TempDir Path directory;
  PumpRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new PumpRig(directory);
  }

  @AfterEach
  void stop() throws Exception {
    rig.close();
  }

  @Test
  void aLineGetsItsTimeAndArrivesWithoutBeingAskedFor() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.shell(stream.spec(), "echo hello; exec sleep 100");
    await().until(() -> Files.size(stream.file()) > 0);
    assertThat(PumpRig.text(stream.file())).matches(PumpRig.STAMP.pattern() + "hello\n");
  }

  @Test
  void everyByteArrivesWhateverTheLinesLookLike() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.run(stream, "printf 'dos\\r\\n\\n\\nnul \\0 here\\n\\377\\376\\n\\tend\\n'");
    assertThat(PumpRig.stripped(stream.file()))
        .isEqualTo("dos\r\n\n\nnul \0 here\n\u00ff\u00fe\n\tend\n");
    assertThat(PumpRig.text(stream.file()).lines())
        .allMatch(l -> PumpRig.STAMP.matcher(l).lookingAt());
  }

  @Test
  void rawIsByteForByte() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.RAW);
    rig.run(stream, "printf 'a\\r\\n\\0\\377no newline'");
    assertThat(PumpRig.text(stream.file())).isEqualTo("a\r\n\0\u00ffno newline");
    rig.run(stream, "printf ' and on'");
    assertThat(PumpRig.text(stream.file())).isEqualTo("a\r\n\0\u00ffno newline and on");
  }

  @Test
  void aLineThatComesByteByByteIsOneLine() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      for (byte b : PumpRig.utf8("slow\nly")) {
        PumpRig.put(fd, arena, new byte[] {b});
        assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
      }
      assertThat(PumpRig.stripped(stream.file())).isEqualTo("slow\nly");
    }
    await()
        .untilAsserted(() -> assertThat(PumpRig.stripped(stream.file())).isEqualTo("slow\nly\n"));
  }

  @Test
  void theNextRunBeginsOnItsOwnLine() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    for (int run = 1; run <= 20; run++) {
      Process process;
      // Longer than a service would wait, as the machine may be busy.
      try (Fd _ = stream.openForChild(Duration.ofSeconds(20))) {
        process = rig.shell(stream.spec(), "printf 'run " + run + "'");
      }
      process.waitFor();
    }
    assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    assertThat(PumpRig.stripped(stream.file()).lines().toList())
        .hasSize(20)
        .allMatch(l -> l.matches("run \\d+"));
  }

  @Test
  void aLineOfTenMegabytesIsNeitherHeldBackNorCut() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.run(stream, "head -c 10485760 /dev/zero | tr '\\0' x; echo; echo next");
    String text = PumpRig.stripped(stream.file());
    assertThat(text).hasSize(10485760 + 6).endsWith("x\nnext\n");
  }

  @Test
  void aFloodThatNeverEndsALineFlowsOn() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.shell(stream.spec(), "exec cat /dev/zero");
    await().until(() -> Files.size(stream.file()) > 20_000_000);
  }

  @Test
  void aBurstBeforeTheEndIsComplete() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.run(stream, "seq 1 500000");
    List<String> lines = PumpRig.stripped(stream.file()).lines().toList();
    assertThat(lines).hasSize(500000);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).isEqualTo(Integer.toString(i + 1));
    }
  }

  @Test
  void fiveHundredStreamsAtOnceKeepTheirLinesApart() throws Exception {
    List<LogStream> streams = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      streams.add(rig.attach("s" + i, LogFormat.TIMESTAMPED));
    }
    for (LogStream stream : streams) {
      try (Fd fd = stream.openForChild();
          Arena arena = Arena.ofConfined()) {
        for (int line = 0; line < 20; line++) {
          PumpRig.put(fd, arena, PumpRig.utf8(stream.spec().service() + " " + line + "\n"));
        }
      }
    }
    for (LogStream stream : streams) {
      assertThat(stream.drained(Duration.ofSeconds(10))).isTrue();
      List<String> lines = PumpRig.stripped(stream.file()).lines().toList();
      assertThat(lines).hasSize(20).first().isEqualTo(stream.spec().service() + " 0");
      assertThat(lines).last().isEqualTo(stream.spec().service() + " 19");
    }
  }

  @Test
  void aRestartedPumpGoesOnInTheMidstOfALine() throws Exception {
    StreamSpec spec = rig.spec("api", LogFormat.TIMESTAMPED, PumpRig.NEVER);
    LogStream stream = rig.pump.attach(spec);
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      PumpRig.put(fd, arena, PumpRig.utf8("one\ntw"));
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
      rig.pump.close();
      PumpRig.put(fd, arena, PumpRig.utf8("o\nthree\n"));
      rig.restart();
      stream = rig.pump.attach(spec);
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(PumpRig.stripped(spec.file())).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void linesOfReevesOwnStandBetweenLines() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      stream.addLine("started");
      PumpRig.put(fd, arena, PumpRig.utf8("one\ntw"));
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
      stream.addLine("in\nbetween");
      PumpRig.put(fd, arena, PumpRig.utf8("o\nthree\n"));
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(PumpRig.stripped(stream.file()))
        .isEqualTo("[reeve] started\none\ntwo\n[reeve] in between\nthree\n");
  }

  @Test
  void flushEmptiesTheLogAndGoesOn() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.write(stream, PumpRig.utf8("one\n"));
    Files.writeString(directory.resolve("logs/api.log.1"), "older\n");
    stream.flush();
    assertThat(Files.size(stream.file())).isZero();
    assertThat(directory.resolve("logs/api.log.1")).doesNotExist();
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("two\n");
  }

  @Test
  void filesAreNotForStrangers() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.write(stream, PumpRig.utf8("one\n"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stream.file())))
        .isEqualTo("rw-r-----");
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("logs"))))
        .isEqualTo("rwxr-x---");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stream.spec().fifo())))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(stream.spec().spool())))
        .isEqualTo("rw-------");
  }

  @Test
  void aSymbolicLinkIsRefused() throws Exception {
    Files.createDirectories(directory.resolve("logs"));
    Path victim = Files.writeString(directory.resolve("victim"), "precious");
    Path link = Files.createSymbolicLink(directory.resolve("logs/api.log"), victim);
    assertThatThrownBy(() -> rig.attach("api", LogFormat.RAW))
        .hasMessage("cannot open " + link + ": is a symbolic link");
    assertThat(victim).hasContent("precious");
  }

  @Test
  void whatIsNoRegularFileIsRefused() throws Exception {
    Path fifo = directory.resolve("logs/api.log");
    Files.createDirectories(directory.resolve("logs"));
    dev.reeve.linux.Fifo.create(fifo, 0600);
    assertThatThrownBy(() -> rig.attach("api", LogFormat.RAW))
        .hasMessage("cannot open " + fifo + ": is not a regular file");
    Path folder = Files.createDirectories(directory.resolve("logs/web.log"));
    assertThatThrownBy(() -> rig.attach("web", LogFormat.RAW))
        .hasMessage("cannot open " + folder + ": Is a directory");
  }

  @Test
  void twoStreamsCannotHaveTheSameFile() throws Exception {
    LogStream first = rig.attach("api", LogFormat.RAW);
    StreamSpec other = rig.spec("web", LogFormat.RAW, PumpRig.NEVER);
    StreamSpec thief =
        new StreamSpec(
            "web",
            1,
            Std.ERR,
            other.fifo(),
            other.spoolDirectory(),
            first.file(),
            other.format(),
            other.look(),
            other.rotation(),
            other.onFull(),
            other.syslog());
    assertThatThrownBy(() -> rig.pump.attach(thief))
        .hasMessage(
            "cannot write " + first.file() + " for web#1 err: it belongs to api#1 out already");
    first.detach();
    rig.pump.attach(thief);
  }

  @Test
  void removingLeavesTheLogAndNothingElse() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.write(stream, PumpRig.utf8("one\n"));
    stream.remove();
    assertThat(stream.spec().fifo()).doesNotExist();
    assertThat(directory.resolve("spool")).isEmptyDirectory();
    assertThat(stream.file()).exists();
  }

  @Test
  void thePumpSleepsWhenNothingIsWritten() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.JSON);
    rig.write(stream, PumpRig.utf8("one\n"));
    long[] switches = new long[2];
    try (Fd _ = stream.openForChild()) {
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
      await().pollDelay(Duration.ofMillis(200)).until(() -> true);
      switches[0] = pumpSwitches();
      await().pollDelay(Duration.ofMillis(2500)).until(() -> true);
      switches[1] = pumpSwitches();
    }
    assertThat(switches[1]).isEqualTo(switches[0]);
  }

  /**
   * How many times pump threads of this process, this test's and those running beside it, slept.
   */
  private static long pumpSwitches() throws Exception {
    long sum = 0;
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      for (Path task : tasks.toList()) {
        try {
          String status = Files.readString(task.resolve("status"));
          if (status.startsWith("Name:\treeve-pump\n")) {
            sum +=
                Long.parseLong(
                    status.replaceAll("(?s).*\nvoluntary_ctxt_switches:\\s*(\\d+).*", "$1"));
          }
        } catch (IOException _) {
          // Another thread that has just ended: it is not there, or no such process.
        }
      }
    }
    return sum;
  }
}
