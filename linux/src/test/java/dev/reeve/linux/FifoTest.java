package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

// Closing before the end of the block is part of what is tested.
@SuppressWarnings("try")
class FifoTest {
  @TempDir Path directory;

  @Test
  void aFifoIsMadeWithExactlyTheGivenPermissions() throws IOException {
    Path fifo = directory.resolve("fifo");
    int former = Umask.set(077);
    try {
      Fifo.create(fifo, 0622);
    } finally {
      Umask.set(former);
    }
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fifo)))
        .isEqualTo("rw--w--w-");
    assertThatThrownBy(() -> Fifo.create(fifo, 0600))
        .hasMessage("mkfifo(" + fifo + "): File exists (EEXIST)");
  }

  @Test
  void whatIsNoFifoIsNotOpened() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertThatThrownBy(() -> Fifo.openReader(file))
        .isInstanceOf(LinuxException.class)
        .hasMessage("open(" + file + "): is not a FIFO (EINVAL)");
    Path fifo = directory.resolve("fifo");
    Fifo.create(fifo, 0600);
    Path link = Files.createSymbolicLink(directory.resolve("link"), fifo);
    assertThatThrownBy(() -> Fifo.openReader(link))
        .hasMessage("open(" + link + "): Too many levels of symbolic links (ELOOP)");
    assertThatThrownBy(() -> Fifo.openReadWrite(directory.resolve("none")))
        .hasMessage("open(" + directory.resolve("none") + "): No such file or directory (ENOENT)");
  }

  @Test
  void outputWaitsWhileNobodyReadsAndASecondReaderFindsIt() throws IOException {
    Path fifo = directory.resolve("fifo");
    Fifo.create(fifo, 0600);
    try (Fd first = Fifo.openReader(fifo);
        Fd ends = Fifo.openReadWrite(fifo);
        Arena arena = Arena.ofConfined()) {
      List<String> argv = List.of("sh", "-c", "echo one; read x <go; echo two; exec sleep 100");
      Fifo.create(directory.resolve("go"), 0600);
      Launch launch = new Launch(Path.of("/bin/sh"), argv, Map.of(), directory, null, ends, ends);
      Child child = Spawner.spawn(launch);
      ends.close();
      MemorySegment buffer = arena.allocate(100);
      Run.awaitReadable(first);
      assertThat(text(buffer, first.read(buffer, 0, 100))).isEqualTo("one\n");
      assertThat(first.read(buffer, 0, 100)).as("the writer lives").isEqualTo(-1);
      first.close();

      Files.writeString(directory.resolve("go"), "\n");
      try (Fd second = Fifo.openReader(fifo);
          PidFd pidfd = child.pidfd()) {
        Run.awaitReadable(second);
        assertThat(second.available()).isEqualTo(4);
        assertThat(text(buffer, second.read(buffer, 0, 100))).isEqualTo("two\n");
        assertThat(child.identity().alive()).as("no SIGPIPE").isTrue();
        pidfd.signal(Signals.KILL);
        Run.awaitReadable(pidfd.fd());
        assertThat(pidfd.reap()).contains(new ExitStatus.Signalled(Signals.KILL, false));
        assertThat(second.read(buffer, 0, 100)).as("end after the last writer").isZero();
      }
    }
  }

  @Test
  void spliceMovesExactlyWhatItSays() throws IOException {
    Path fifo = directory.resolve("fifo");
    Path file = Files.writeString(directory.resolve("log"), "0123456789");
    Fifo.create(fifo, 0600);
    try (Fd writer = Fifo.openReadWrite(fifo);
        Fd reader = Fifo.openReader(fifo);
        Fd log = Fd.open(file, OpenFlags.O_RDWR, 0);
        Arena arena = Arena.ofConfined()) {
      assertThat(reader.spliceTo(log, 10, 100)).as("would block").isEqualTo(-1);
      assertThat(writer.write(arena.allocateFrom("abcdefghij"), 0, 10)).isEqualTo(10);
      assertThat(reader.spliceTo(log, 10, 4)).isEqualTo(4);
      assertThat(reader.spliceTo(log, 14, 100)).isEqualTo(6);
      assertThat(reader.spliceTo(log, 20, 100)).isEqualTo(-1);
      assertThat(file).hasContent("0123456789abcdefghij");
      assertThat(log.size()).isEqualTo(20);
      writer.close();
      assertThat(reader.spliceTo(log, 20, 100)).as("end").isZero();
    }
  }

  @Test
  void splicedPagesOfManyWritesArriveInOrder() throws IOException {
    Path fifo = directory.resolve("fifo");
    Path file = Files.createFile(directory.resolve("log"));
    Fifo.create(fifo, 0600);
    try (Fd writer = Fifo.openReadWrite(fifo);
        Fd reader = Fifo.openReader(fifo);
        Fd log = Fd.open(file, OpenFlags.O_RDWR, 0)) {
      List<String> argv = List.of("seq", "1", "300000");
      Launch launch =
          new Launch(Path.of("/usr/bin/seq"), argv, Map.of(), directory, null, writer, writer);
      try (PidFd pidfd = Spawner.spawn(launch).pidfd()) {
        writer.close();
        long position = 0;
        for (long count = -1; count != 0; ) {
          Run.awaitReadable(reader);
          count = reader.spliceTo(log, position, 1 << 20);
          position += Math.max(count, 0);
        }
        assertThat(log.size()).isEqualTo(position);
        Run.awaitReadable(pidfd.fd());
        assertThat(pidfd.reap()).contains(new ExitStatus.Exited(0));
      }
    }
    List<String> lines = Files.readAllLines(file);
    assertThat(lines).hasSize(300_000);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).isEqualTo(Integer.toString(i + 1));
    }
  }

  @Test
  void teeDuplicatesWithoutConsuming() throws IOException {
    Path one = directory.resolve("one");
    Path two = directory.resolve("two");
    Fifo.create(one, 0600);
    Fifo.create(two, 0600);
    try (Fd from = Fifo.openReadWrite(one);
        Fd to = Fifo.openReadWrite(two);
        Arena arena = Arena.ofConfined()) {
      assertThat(from.teeTo(to, 10)).isEqualTo(-1);
      assertThat(from.write(arena.allocateFrom("abc"), 0, 3)).isEqualTo(3);
      assertThat(from.teeTo(to, 2)).isEqualTo(2);
      assertThat(from.available()).isEqualTo(3);
      assertThat(to.available()).isEqualTo(2);
    }
  }

  @Test
  void aPipeGrowsAndRefusesWhatIsTooMuch() throws IOException {
    Path fifo = directory.resolve("fifo");
    Fifo.create(fifo, 0600);
    try (Fd fd = Fifo.openReadWrite(fifo)) {
      assertThat(fd.pipeSize()).isEqualTo(65_536);
      assertThat(fd.pipeSize(200_000)).isTrue();
      assertThat(fd.pipeSize()).isEqualTo(262_144);
      assertThat(fd.pipeSize(Integer.MAX_VALUE)).isFalse();
      assertThat(fd.pipeSize()).isEqualTo(262_144);
    }
  }

  private static String text(MemorySegment buffer, long length) {
    byte[] bytes = buffer.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE);
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
