package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.ref.Reference;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A file descriptor, closed on exec. Reading and writing allocate nothing.
 *
 * <p>Any thread may use it, but not while another closes it: the kernel gives a closed number to
 * the next file that is opened. After {@link #close()} every call fails with {@code EBADF}.
 */
public final class Fd implements AutoCloseable {
  private static final int AT_FDCWD = -100;
  private static final int F_DUPFD_CLOEXEC = 1030;
  private static final int F_SETFD = 2;
  private static final int FD_CLOEXEC = 1;
  private static final int F_SETPIPE_SZ = 1031;
  private static final int F_GETPIPE_SZ = 1032;
  private static final int FIONREAD = 0x541b;
  private static final int SPLICE_F_MOVE = 1;
  private static final int SPLICE_F_NONBLOCK = 2;

  private final String name;
  private volatile int number;

  Fd(int number, String name) {
    this.number = number;
    this.name = name;
  }

  /**
   * Opens a file, see open(2); {@code O_CLOEXEC} is always added.
   *
   * @param flags from {@link OpenFlags}
   * @param mode permissions of a file that is created, before the umask
   */
  public static Fd open(Path path, int flags, int mode) throws LinuxException {
    String name = path.toString();
    return new Fd((int) LinuxException.check(tryOpen(name, flags, mode), "open", name), name);
  }

  /** Opens a file that may be missing, which costs no exception; absent when it is. */
  public static Optional<Fd> openIfThere(Path path, int flags) throws LinuxException {
    String name = path.toString();
    long result = tryOpen(name, flags, 0);
    return result == -Errno.ENOENT
        ? Optional.empty()
        : Optional.of(new Fd((int) LinuxException.check(result, "open", name), name));
  }

  private static long tryOpen(String path, int flags, int mode) throws LinuxException {
    long address = Native.Scratch.ofThread().path(path);
    long result;
    do {
      result = Native.sys(Syscall.OPENAT, AT_FDCWD, address, flags | OpenFlags.O_CLOEXEC, mode);
    } while (result == -Errno.EINTR);
    return result;
  }

  /**
   * Takes over a descriptor that this process was born with, such as one of the systemd descriptor
   * store, and marks it close-on-exec.
   *
   * @param name what to call it in messages
   */
  public static Fd adopt(int number, String name) throws LinuxException {
    LinuxException.check(Native.sys(Syscall.FCNTL, number, F_SETFD, FD_CLOEXEC), "fcntl", name);
    return new Fd(number, name);
  }

  /** The number, or -1 once closed. */
  public int number() {
    return number;
  }

  /**
   * Reads once, see read(2).
   *
   * @param buffer native memory
   * @param offset where in it to put the bytes
   * @return how many bytes came, 0 at the end of the file, -1 when a non-blocking read would block
   */
  public long read(MemorySegment buffer, long offset, long length) throws LinuxException {
    return once(Syscall.READ, "read", buffer, offset, length, 0);
  }

  /** Reads once at a position of the file; 0 at its end. */
  public long pread(MemorySegment buffer, long offset, long length, long position)
      throws LinuxException {
    return once(Syscall.PREAD64, "pread", buffer, offset, length, position);
  }

  /**
   * Writes once, see write(2).
   *
   * @return how many bytes were taken, -1 when a non-blocking write would block
   */
  public long write(MemorySegment buffer, long offset, long length) throws LinuxException {
    return once(Syscall.WRITE, "write", buffer, offset, length, 0);
  }

  /**
   * Writes all bytes at a position of the file. When the disk fills up in the middle, the count of
   * the bytes that were written is returned, and the next call throws.
   *
   * @return {@code length}, or less when an error stopped it after the first byte
   */
  public long pwrite(MemorySegment buffer, long offset, long length, long position)
      throws LinuxException {
    long done = 0;
    try {
      while (done < length) {
        long address = addressOf(buffer, offset + done, length - done);
        long count = Native.sys(Syscall.PWRITE64, number, address, length - done, position + done);
        if (count < 0 && count != -Errno.EINTR) {
          if (done > 0) {
            break;
          }
          throw LinuxException.failed("pwrite", name, (int) -count);
        }
        done += Math.max(count, 0);
      }
    } finally {
      Reference.reachabilityFence(buffer);
    }
    return done;
  }

  /** Cuts or extends the file, see ftruncate(2). */
  public void truncate(long size) throws LinuxException {
    check(Native.sys(Syscall.FTRUNCATE, number, size, 0), "ftruncate");
  }

  /** The size of the file in bytes. */
  public long size() throws LinuxException {
    return status().size();
  }

  /** Waits until the data is on the disk, see fdatasync(2). */
  public void sync() throws LinuxException {
    check(Native.sys(Syscall.FDATASYNC, number), "fdatasync");
  }

  /**
   * Moves bytes from this pipe to a position of a regular file without copying them through this
   * process, see splice(2).
   *
   * @param out a file not opened with {@code O_APPEND}
   * @return how many bytes were moved, 0 when the pipe is empty and has no writer, -1 when it would
   *     block
   */
  public long spliceTo(Fd out, long position, long length) throws LinuxException {
    MemorySegment at = Native.Scratch.ofThread().memory;
    at.set(ValueLayout.JAVA_LONG, 0, position);
    return blocking(
        Native.sys(
            Syscall.SPLICE,
            number,
            0,
            out.number,
            at.address(),
            length,
            SPLICE_F_MOVE | SPLICE_F_NONBLOCK),
        "splice");
  }

  /**
   * Duplicates bytes of this pipe into another one without consuming them, see tee(2).
   *
   * @return how many bytes were duplicated, 0 when the pipe is empty and has no writer, -1 when it
   *     would block
   */
  public long teeTo(Fd out, long length) throws LinuxException {
    return blocking(Native.sys(Syscall.TEE, number, out.number, length, SPLICE_F_NONBLOCK), "tee");
  }

  /** How many bytes wait in this pipe. */
  public int available() throws LinuxException {
    MemorySegment count = Native.Scratch.ofThread().memory;
    check(Native.sys(Syscall.IOCTL, number, FIONREAD, count.address()), "ioctl(FIONREAD)");
    return count.get(ValueLayout.JAVA_INT, 0);
  }

  /**
   * Asks for a larger or smaller pipe; the kernel rounds up to a power of two pages.
   *
   * @return false when it is refused: above {@code /proc/sys/fs/pipe-max-size}, or the user has too
   *     much pipe memory
   */
  public boolean pipeSize(int bytes) {
    return Native.sys(Syscall.FCNTL, number, F_SETPIPE_SZ, bytes) >= 0;
  }

  /** How many bytes this pipe can hold. */
  public int pipeSize() throws LinuxException {
    return (int) check(Native.sys(Syscall.FCNTL, number, F_GETPIPE_SZ, 0), "fcntl(F_GETPIPE_SZ)");
  }

  /** Which file this is. */
  public FileIdentity identity() throws LinuxException {
    return status().identity();
  }

  /** Sets the permissions, whatever the umask. */
  public void chmod(int mode) throws LinuxException {
    check(Native.sys(Syscall.FCHMOD, number, mode, 0), "fchmod");
  }

  /** Sets the owner; -1 leaves the user or the group as it is. */
  public void chown(int uid, int gid) throws LinuxException {
    check(Native.sys(Syscall.FCHOWN, number, uid, gid), "fchown");
  }

  /** Closes the descriptor; closing again does nothing. */
  @Override
  public void close() {
    int old;
    synchronized (this) {
      old = number;
      number = -1;
    }
    if (old >= 0) {
      // Linux frees the number whatever close returns, so there is nothing to retry or to report.
      Native.sys(Syscall.CLOSE, old);
    }
  }

  @Override
  public String toString() {
    return name;
  }

  FileStatus status() throws LinuxException {
    return FileStatus.of(number, name);
  }

  /** Another descriptor of the same open file. */
  public Fd copy() throws LinuxException {
    return duplicate(0);
  }

  /** Another number, at least {@code least}, for the same open file. */
  Fd duplicate(int least) throws LinuxException {
    return new Fd(
        (int) check(Native.sys(Syscall.FCNTL, number, F_DUPFD_CLOEXEC, least), "dup"), name);
  }

  private long once(
      Syscall call, String function, MemorySegment buffer, long offset, long length, long position)
      throws LinuxException {
    long address = addressOf(buffer, offset, length);
    long result;
    try {
      do {
        result = Native.sys(call, number, address, length, position);
      } while (result == -Errno.EINTR);
    } finally {
      Reference.reachabilityFence(buffer);
    }
    return blocking(result, function);
  }

  private long blocking(long result, String function) throws LinuxException {
    return result == -Errno.EAGAIN ? -1 : check(result, function);
  }

  private long check(long result, String function) throws LinuxException {
    if (result < 0) {
      throw LinuxException.failed(function, name, (int) -result);
    }
    return result;
  }

  /** The address without a slice, which would be an object per call. */
  private static long addressOf(MemorySegment buffer, long offset, long length) {
    Objects.checkFromIndexSize(offset, length, buffer.byteSize());
    if (!buffer.isNative() || !buffer.scope().isAlive()) {
      throw new IllegalArgumentException("the buffer is not living native memory");
    }
    return buffer.address() + offset;
  }
}
