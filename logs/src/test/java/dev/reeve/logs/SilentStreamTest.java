package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.SyslogSpec;
import dev.reeve.linux.Fd;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services that have not said anything yet. */
class SilentStreamTest {
  @TempDir Path directory;
  PumpRig rig;

  @BeforeEach
  void start() throws Exception {
    rig = new PumpRig(directory);
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aSilentServiceCostsOneDescriptorAndNoFileButItsPipe() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    try (Fd _ = stream.openForChild()) {
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    assertThat(stream.file()).doesNotExist();
    assertThat(stream.spec().spool()).doesNotExist();
    // For a moment after the last writer has left the pipe is being opened anew.
    await().untilAsserted(() -> assertThat(opened()).containsExactly(stream.spec().fifo()));
    rig.write(stream, PumpRig.utf8("one\n"));
    await()
        .untilAsserted(() ->
            assertThat(opened())
                .containsExactlyInAnyOrder(
                    stream.spec().fifo(), stream.spec().spool(), stream.file()));
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("one\n");
  }

  private List<Path> opened() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.flatMap(
              descriptor -> {
                try {
                  Path target = Files.readSymbolicLink(descriptor);
                  return target.startsWith(directory) ? Stream.of(target) : Stream.empty();
                } catch (IOException closed) {
                  return Stream.empty();
                }
              })
          .toList();
    }
  }

  @Test
  void whatWasSaidWhileNoPumpLivedIsTakenUpWithoutASpool() throws Exception {
    StreamSpec spec = rig.spec("api", LogFormat.TIMESTAMPED, PumpRig.NEVER);
    LogStream stream = rig.pump.attach(spec);
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      rig.pump.close();
      PumpRig.put(fd, arena, PumpRig.utf8("one\ntw"));
      rig.restart();
      LogStream next = rig.pump.attach(spec);
      PumpRig.put(fd, arena, PumpRig.utf8("o\n"));
      assertThat(next.drained(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(PumpRig.stripped(spec.file())).isEqualTo("one\ntwo\n");
  }

  @Test
  void anUnfinishedLineIsEndedBeforeTheNextRunBegins() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    for (int run = 0; run < 20; run++) {
      assertThat(rig.shell(stream.spec(), "printf end").waitFor()).isZero();
      stream.openForChild(Duration.ofSeconds(20)).close();
    }
    assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("end\n".repeat(20));
  }

  @Test
  void flushOfASilentServiceDeletesWhatEarlierOnesLeft() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    stream.flush();
    assertThat(stream.file()).doesNotExist();
    Path older = Files.writeString(directory.resolve("logs/api.log.1"), "older\n");
    stream.flush();
    assertThat(older).doesNotExist();
    Files.writeString(stream.file(), "old\n");
    stream.flush();
    assertThat(stream.file()).isEmptyFile();
  }

  @Test
  void aFollowerOfASilentServiceGetsItsFirstLine() throws Exception {
    StreamSpec spec = rig.spec("api", LogFormat.TIMESTAMPED, PumpRig.NEVER);
    LogStream stream = rig.pump.attach(spec);
    LogSource source = new LogSource("api", 1, Std.OUT, spec.file(), LogFormat.TIMESTAMPED);
    try (Follower follower =
        new Follower(rig.pump, List.of(source), new LogQuery(LogQuery.ALL, null, null))) {
      assertThat(follower.next(Duration.ZERO)).isNull();
      rig.write(stream, PumpRig.utf8("one\n"));
      Line line = follower.next(Duration.ofSeconds(5));
      assertThat(line).isNotNull();
      assertThat(line.text()).isEqualTo("one");
    }
  }

  @Test
  void whatAnInterruptedCompressionLeftIsRemovedWithTheFirstLine() throws Exception {
    Files.createDirectories(directory.resolve("logs"));
    Path half = Files.writeString(directory.resolve("logs/api.log.gz.tmp"), "half");
    LogStream stream = rig.attach("api", LogFormat.RAW);
    rig.write(stream, PumpRig.utf8("one\n"));
    assertThat(half).doesNotExist();
  }

  @Test
  void linesCanBeDroppedOnlyByAStreamThatIsOpen() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.pump.retune(stream, new Rotation(1000, 1, false), OnFull.DROP, SyslogSpec.NONE);
    await().until(() -> Files.exists(stream.spec().spool()));
    assertThat(stream.file()).isEmptyFile();
  }

  @Test
  void aLogThatCannotBeMadeIsTroubleWithTheFirstLine() throws Exception {
    LogStream stream = rig.attach("api", LogFormat.TIMESTAMPED);
    Files.createDirectory(stream.file());
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      PumpRig.put(fd, arena, PumpRig.utf8("one\n"));
      await().until(stream::blocked);
      assertThat(rig.troubles)
          .containsExactly("api#1 out: cannot open " + stream.file() + ": Is a directory");
      Files.delete(stream.file());
      assertThat(stream.drained(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("one\n");
    assertThat(rig.recoveries).containsExactly(stream);
  }
}
