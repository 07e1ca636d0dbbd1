package dev.reeve.linux;

import java.nio.file.Path;
import java.util.Optional;

/** Named pipes, see fifo(7). */
public final class Fifo {
  private static final int AT_FDCWD = -100;
  private static final int S_IFIFO = 0x1000;

  private Fifo() {}

  /**
   * Makes a FIFO with exactly these permissions, whatever the umask.
   *
   * @throws LinuxException {@code EEXIST} when the name is taken, even by a FIFO
   */
  public static void create(Path path, int mode) throws LinuxException {
    String name = path.toString();
    long address = Native.Scratch.ofThread().path(name);
    LinuxException.check(
        Native.sys(Syscall.MKNODAT, AT_FDCWD, address, S_IFIFO | mode, 0), "mkfifo", name);
    LinuxException.check(Native.sys(Syscall.FCHMODAT, AT_FDCWD, address, mode), "chmod", name);
  }

  /**
   * The reading end, non-blocking; needs no writer. Reads give 0 while nobody has it open for
   * writing.
   *
   * @throws LinuxException {@code ELOOP} for a symbolic link, {@code EINVAL} for anything else that
   *     is no FIFO
   */
  public static Fd openReader(Path path) throws LinuxException {
    return open(path, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK);
  }

  /** The same for a FIFO that may be missing; absent when it is. */
  public static Optional<Fd> openReaderIfThere(Path path) throws LinuxException {
    int flags = OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK | OpenFlags.O_NOFOLLOW;
    Optional<Fd> fd = Fd.openIfThere(path, flags);
    return fd.isEmpty() ? fd : Optional.of(checked(fd.get(), path));
  }

  /**
   * Both ends in one descriptor, blocking: what a service gets as its output. As long as it is open
   * the FIFO has a reader, so that writing never raises SIGPIPE, and what is written waits even
   * when nobody reads.
   */
  public static Fd openReadWrite(Path path) throws LinuxException {
    return open(path, OpenFlags.O_RDWR);
  }

  private static Fd open(Path path, int flags) throws LinuxException {
    return checked(Fd.open(path, flags | OpenFlags.O_NOFOLLOW, 0), path);
  }

  private static Fd checked(Fd fd, Path path) throws LinuxException {
    try {
      if (fd.status().isFifo()) {
        return fd;
      }
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
    fd.close();
    throw new LinuxException(
        "open(" + path + "): is not a FIFO (EINVAL)", "open(" + path + ")", Errno.EINVAL);
  }
}
