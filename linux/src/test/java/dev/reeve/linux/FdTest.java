package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FdTest {
  @TempDir Path directory;

  @Test
  void whatIsWrittenIsReadBackAndEndsWithZero() throws IOException {
    Path file = directory.resolve("file");
    try (Fd fd = create(file);
        Arena arena = Arena.ofConfined()) {
      MemorySegment text = arena.allocateFrom("hello world");
      assertThat(fd.pwrite(text, 6, 5, 3)).isEqualTo(5);
      assertThat(Files.readAllBytes(file)).containsExactly(0, 0, 0, 'w', 'o', 'r', 'l', 'd');
      assertThat(fd.size()).isEqualTo(8);
      MemorySegment buffer = arena.allocate(10);
      assertThat(fd.pread(buffer, 5, 5, 3)).isEqualTo(5);
      assertThat(buffer.asSlice(5).toArray(ValueLayout.JAVA_BYTE))
          .containsExactly('w', 'o', 'r', 'l', 'd');
      assertThat(fd.pread(buffer, 0, 10, 8)).as("end").isZero();
      assertThat(fd.read(buffer, 0, 10)).isEqualTo(8);
      assertThat(fd.read(buffer, 0, 10)).isZero();
      fd.truncate(2);
      fd.sync();
      assertThat(fd.size()).isEqualTo(2);
    }
  }

  @Test
  void aBufferThatIsTooShortOrClosedIsRefusedBeforeTheKernelSeesIt() throws IOException {
    try (Fd fd = create(directory.resolve("file"))) {
      Arena arena = Arena.ofConfined();
      MemorySegment buffer = arena.allocate(10);
      assertThatThrownBy(() -> fd.read(buffer, 5, 6)).isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> fd.read(buffer, -1, 2))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> fd.read(MemorySegment.ofArray(new byte[10]), 0, 10))
          .isInstanceOf(IllegalArgumentException.class);
      arena.close();
      assertThatThrownBy(() -> fd.read(buffer, 0, 10))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the buffer is not living native memory");
    }
  }

  @Test
  void aMissingFileIsAbsentAndAnyOtherObstacleAnError() throws IOException {
    Path file = directory.resolve("file");
    assertThat(Fd.openIfThere(file, OpenFlags.O_RDONLY)).isEmpty();
    create(file).close();
    try (Fd fd = Fd.openIfThere(file, OpenFlags.O_RDONLY).orElseThrow()) {
      assertThat(fd.size()).isZero();
    }
    assertThatThrownBy(() -> Fd.openIfThere(file.resolve("below"), OpenFlags.O_RDONLY))
        .hasMessage("open(" + file + "/below): Not a directory (ENOTDIR)");
  }

  @Test
  void aPathThatIsTooLongIsAnError() {
    Path file = directory.resolve("x/".repeat(2100));
    assertThatThrownBy(() -> Fd.open(file, OpenFlags.O_RDONLY, 0))
        .hasMessage("open(" + file + "): File name too long (ENAMETOOLONG)");
  }

  @Test
  void closingTwiceIsHarmlessAndLaterUseIsAnError() throws IOException {
    Path file = directory.resolve("file");
    Fd fd = create(file);
    fd.close();
    try (Fd next = create(directory.resolve("next"))) {
      fd.close();
      assertThat(next.size()).as("not closed by the second close").isZero();
    }
    assertThat(fd.number()).isEqualTo(-1);
    assertThatThrownBy(fd::size).hasMessage("statx(" + file + "): Bad file descriptor (EBADF)");
  }

  @Test
  void aNewFileIsTakenOnceOnly() throws IOException {
    Path file = directory.resolve("file");
    int exclusive = OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_EXCL;
    Fd.open(file, exclusive, 0600).close();
    assertThatThrownBy(() -> Fd.open(file, exclusive, 0600))
        .isInstanceOfSatisfying(
            LinuxException.class,
            e -> {
              assertThat(e.is(Errno.EEXIST)).isTrue();
              assertThat(e.call()).isEqualTo("open(" + file + ")");
            });
    assertThatThrownBy(() -> Fd.open(file, OpenFlags.O_DIRECTORY, 0))
        .hasMessage("open(" + file + "): Not a directory (ENOTDIR)");
    Path link = Files.createSymbolicLink(directory.resolve("link"), file);
    assertThatThrownBy(() -> Fd.open(link, OpenFlags.O_NOFOLLOW, 0))
        .hasMessage("open(" + link + "): Too many levels of symbolic links (ELOOP)");
  }

  @Test
  void theIdentityFollowsTheFileAndNotItsName() throws IOException {
    Path file = directory.resolve("file");
    try (Fd fd = create(file)) {
      FileIdentity identity = fd.identity();
      Path moved = Files.move(file, directory.resolve("moved"));
      try (Fd other = create(file);
          Fd same = Fd.open(moved, OpenFlags.O_RDONLY, 0)) {
        assertThat(same.identity()).isEqualTo(identity);
        assertThat(other.identity()).isNotEqualTo(identity);
        assertThat(identity.inode()).isEqualTo((Long) Files.getAttribute(moved, "unix:ino"));
      }
    }
  }

  @Test
  void permissionsAndOwnerAreSetByDescriptor() throws IOException {
    Path file = directory.resolve("file");
    try (Fd fd = create(file)) {
      fd.chmod(0640);
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-r-----");
      Assumptions.assumeTrue(Users.effectiveUid() == 0, "only root gives files away");
      fd.chown(54321, -1);
      assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(54321);
      assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(Users.effectiveGid());
    }
  }

  @Test
  void aFullDiskGivesTheWrittenPartFirstAndThenTheError() throws Exception {
    Assumptions.assumeTrue(Users.effectiveUid() == 0, "needs root to mount a small tmpfs");
    Path out = directory.resolve("out");
    java.util.List<String> command =
        new java.util.ArrayList<>(
            java.util.List.of(
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount -t tmpfs -o size=64k tmpfs \"$0\" && shift 0 && exec \"$@\"",
                Files.createDirectory(directory.resolve("small")).toString()));
    command.addAll(TestJvm.command(FullDisk.class, directory.resolve("small").toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    process.waitFor();
    assertThat(Files.readString(out))
        .isEqualTo("65536\npwrite(file): No space left on device (ENOSPC)\n");
  }

  /** Writes more than fits. */
  static final class FullDisk {
    public static void main(String[] arguments) throws IOException {
      Path file = Path.of(arguments[0], "file");
      try (Fd fd = create(file);
          Arena arena = Arena.ofConfined()) {
        MemorySegment much = arena.allocate(200_000);
        long count = fd.pwrite(much, 0, 200_000, 0);
        System.out.println(count);
        fd.pwrite(much, count, 200_000 - count, count);
      } catch (LinuxException e) {
        System.out.println(e.getMessage().replace(file.toString(), "file"));
      }
    }
  }

  private static Fd create(Path file) throws LinuxException {
    return Fd.open(file, OpenFlags.O_RDWR | OpenFlags.O_CREAT, 0644);
  }
}
