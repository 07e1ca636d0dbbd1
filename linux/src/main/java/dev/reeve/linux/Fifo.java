package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.nio.file.Path;

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
    try (Arena arena = Arena.ofConfined()) {
      long address = Native.path(arena, path).address();
      LinuxException.check(
          Native.sys(Syscall.MKNODAT, AT_FDCWD, address, S_IFIFO | mode, 0), "mkfifo", path);
      LinuxException.check(Native.sys(Syscall.FCHMODAT, AT_FDCWD, address, mode), "chmod", path);
    }
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

  /**
   * Both ends in one descriptor, blocking: what a service gets as its output. As long as it is open
   * the FIFO has a reader, so that writing never raises SIGPIPE, and what is written waits even
   * when nobody reads.
   */
  public static Fd openReadWrite(Path path) throws LinuxException {
    return open(path, OpenFlags.O_RDWR);
  }

  private static Fd open(Path path, int flags) throws LinuxException {
    Fd fd = Fd.open(path, flags | OpenFlags.O_NOFOLLOW, 0);
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
