package dev.reeve.linux;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * An exclusive lock on a file, see flock(2). The kernel drops it when the holder dies, however it
 * dies. The file holds the pid of the holder and is never removed: that would let two hold "the"
 * lock.
 */
public final class Flock implements AutoCloseable {
  private static final int LOCK_EX_NB = 2 | 4;

  private final Fd fd;

  private Flock(Fd fd) {
    this.fd = fd;
  }

  /**
   * Takes the lock, creating the file (mode 0644) if need be; never waits.
   *
   * @return absent when another holds it
   */
  public static Optional<Flock> tryLock(Path path) throws LinuxException {
    Fd fd = Fd.open(path, OpenFlags.O_RDWR | OpenFlags.O_CREAT | OpenFlags.O_NOFOLLOW, 0644);
    boolean locked = false;
    try (Arena arena = Arena.ofConfined()) {
      long result;
      do {
        result = Native.sys(Syscall.FLOCK, fd.number(), LOCK_EX_NB, 0);
      } while (result == -Errno.EINTR);
      if (result == -Errno.EAGAIN) {
        return Optional.empty();
      }
      LinuxException.check(result, "flock", path);
      String pid = Native.sys(Syscall.GETPID, 0) + "\n";
      MemorySegment text = arena.allocateFrom(pid);
      // Written before it is cut, so that a reader never finds it empty.
      fd.pwrite(text, 0, pid.length(), 0);
      fd.truncate(pid.length());
      locked = true;
      return Optional.of(new Flock(fd));
    } finally {
      if (!locked) {
        fd.close();
      }
    }
  }

  /** The pid that the last holder left in the file; it need not hold the lock any more. */
  public static OptionalInt holder(Path path) throws IOException {
    if (!Files.exists(path)) {
      return OptionalInt.empty();
    }
    String text = Files.readString(path).lines().findFirst().orElse("").strip();
    return text.matches("[0-9]{1,9}")
        ? OptionalInt.of(Integer.parseInt(text))
        : OptionalInt.empty();
  }

  /** Gives the lock back. */
  @Override
  public void close() {
    fd.close();
  }
}
