package dev.reeve.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.SyslogSpec;
import dev.reeve.linux.Fd;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others do as they like with the log files. */
class MeddlingTest {
  @TempDir Path directory;
  PumpRig rig;
  LogStream stream;

  @BeforeEach
  void start() throws Exception {
    rig = new PumpRig(directory);
    stream = rig.attach("api", LogFormat.TIMESTAMPED);
    rig.write(stream, PumpRig.utf8("one\n"));
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void aCutFileIsWrittenFromItsNewEndWithoutAHole() throws Exception {
    Files.write(stream.file(), new byte[0]);
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("two\n");
  }

  @Test
  void aCopiedAndCutFileLosesNothing() throws Exception {
    Path copy = directory.resolve("logs/copy");
    Files.copy(stream.file(), copy);
    Files.write(stream.file(), new byte[0]);
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.stripped(copy) + PumpRig.stripped(stream.file())).isEqualTo("one\ntwo\n");
  }

  @Test
  void aDeletedFileComesBack() throws Exception {
    Files.delete(stream.file());
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("two\n");
  }

  @Test
  void aDeletedDirectoryComesBack() throws Exception {
    Files.delete(stream.file());
    Files.delete(stream.file().getParent());
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("two\n");
  }

  @Test
  void aRenamedFileIsLeftAlone() throws Exception {
    Path old = directory.resolve("logs/old");
    Files.move(stream.file(), old);
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.stripped(old)).isEqualTo("one\n");
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("two\n");
  }

  @Test
  void aStrangersUnfinishedLineDoesNotSwallowOurs() throws Exception {
    Files.writeString(stream.file(), "stranger", StandardOpenOption.APPEND);
    rig.write(stream, PumpRig.utf8("two\n"));
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("one\nstranger\ntwo\n");
  }

  @Test
  void meddlingBetweenTwoPumpsIsSeenToo() throws Exception {
    StreamSpec spec = stream.spec();
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      rig.pump.close();
      PumpRig.put(fd, arena, PumpRig.utf8("two\n"));
      Path other =
          Files.writeString(
              directory.resolve("logs/other"), "a longer text than before, without end");
      Files.move(other, spec.file(), StandardCopyOption.REPLACE_EXISTING);
      rig.restart();
      stream = rig.pump.attach(spec);
      assertThat(stream.drained(Duration.ofSeconds(5))).isTrue();
    }
    assertThat(PumpRig.stripped(spec.file()))
        .isEqualTo("a longer text than before, without end\ntwo\n");
  }

  @Test
  void aLinkPutInPlaceOfTheFileIsNotFollowed() throws Exception {
    Path victim = Files.writeString(directory.resolve("victim"), "precious");
    Files.delete(stream.file());
    Files.createSymbolicLink(stream.file(), victim);
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      PumpRig.put(fd, arena, PumpRig.utf8("two\n"));
      assertThat(stream.drained(Duration.ofMillis(300))).isFalse();
      assertThat(stream.blocked()).isTrue();
      assertThat(rig.troubles)
          .containsExactly("api#1 out: cannot open " + stream.file() + ": is a symbolic link");
      Files.delete(stream.file());
      assertThat(stream.drained(Duration.ofSeconds(10))).isTrue();
    }
    assertThat(victim).hasContent("precious");
    assertThat(PumpRig.stripped(stream.file())).isEqualTo("two\n");
    assertThat(rig.recoveries).containsExactly(stream);
  }

  @Test
  void aPolicyCanBeChangedWhileTheDiskIsFull() throws Exception {
    Path folder = stream.file();
    Files.delete(folder);
    Files.createDirectory(folder);
    try (Fd fd = stream.openForChild();
        Arena arena = Arena.ofConfined()) {
      PumpRig.put(fd, arena, PumpRig.utf8("two\nthree\n"));
      await().until(stream::blocked);
      rig.pump.retune(stream, PumpRig.NEVER, OnFull.DROP, SyslogSpec.NONE);
      await().until(() -> stream.linesDropped() == 2);
      assertThat(stream.blocked()).isFalse();
      // The end of a run ends the line for which there was no room.
      PumpRig.put(fd, arena, PumpRig.utf8("four"));
      await().until(() -> stream.linesDropped() == 3);
    }
    Files.delete(folder);
    await().until(() -> !rig.recoveries.isEmpty());
    rig.write(stream, PumpRig.utf8("five\n"));
    assertThat(PumpRig.stripped(stream.file()))
        .isEqualTo("[reeve] 3 lines dropped: cannot open " + folder + ": Is a directory\nfive\n");
    assertThat(stream.troubles()).isEqualTo(1);
  }
}
