package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A handle on one process, see pidfd_open(2): a signal through it never meets a stranger that got
 * the same pid. It becomes readable in an {@link Epoll} when the process ends, and hangs up when it
 * has been reaped.
 *
 * <p>Closing the handle of a child that has not been reaped leaves the child to {@link
 * Subreaper#reapStrays}.
 */
public final class PidFd implements AutoCloseable {
  private static final int P_PIDFD = 3;
  private static final int WNOHANG = 1;
  private static final int WEXITED = 4;
  // struct pidfd_info, see <linux/pidfd.h>: 64 bytes with the exit code last.
  private static final int INFO_SIZE = 64;
  private static final long PIDFD_GET_INFO = 3L << 30 | (long) INFO_SIZE << 16 | 0xff << 8 | 11;
  private static final long PIDFD_INFO_EXIT = 8;

  private final ProcessIdentity identity;
  private final Fd fd;
  private @Nullable ExitStatus ended;

  private PidFd(ProcessIdentity identity, Fd fd) {
    this.identity = identity;
    this.fd = fd;
  }

  /** Opens a handle on exactly this process; absent when it is gone. Needs Linux 5.3. */
  public static Optional<PidFd> open(ProcessIdentity identity) throws LinuxException {
    String name = "pid " + identity.pid();
    long number = Native.sys(Syscall.PIDFD_OPEN, identity.pid(), 0, 0);
    if (number == -Errno.ESRCH || number == -Errno.EINVAL) {
      return Optional.empty();
    }
    Fd fd = new Fd((int) LinuxException.check(number, "pidfd_open", name), name);
    boolean same = false;
    try {
      // The pid may be another's by now; compared after opening, it cannot change under the handle
      // any more.
      Optional<ProcStat> stat = ProcTable.stat(identity.pid());
      same = stat.isPresent() && identity.names(stat.get());
    } finally {
      if (!same) {
        fd.close();
      }
    }
    return same ? Optional.of(new PidFd(identity, fd)) : Optional.empty();
  }

  /**
   * Opens a handle on a child that has not been reaped, whose pid therefore is its own; absent when
   * it cannot be seen in {@code /proc}.
   */
  static Optional<PidFd> ofChild(int pid) throws LinuxException {
    Optional<ProcStat> stat = ProcTable.stat(pid);
    if (stat.isEmpty()) {
      return Optional.empty();
    }
    String name = "pid " + pid;
    long number =
        LinuxException.check(Native.sys(Syscall.PIDFD_OPEN, pid, 0, 0), "pidfd_open", name);
    return Optional.of(new PidFd(stat.get().identity(), new Fd((int) number, name)));
  }

  /** Which process this is. */
  public ProcessIdentity identity() {
    return identity;
  }

  /**
   * The descriptor to watch for {@link Epoll#IN} (ended) and {@link Epoll#HUP} (reaped, Linux 6.9).
   */
  public Fd fd() {
    return fd;
  }

  /**
   * Sends a signal.
   *
   * @return false when the process is gone; true also for one that has ended and waits to be reaped
   * @throws LinuxException {@code EPERM} when it is not ours to signal, {@code EINVAL} for a number
   *     that is no signal
   */
  public boolean signal(int signal) throws LinuxException {
    long result = Native.sys(Syscall.PIDFD_SEND_SIGNAL, fd.number(), signal, 0, 0);
    if (result == -Errno.ESRCH) {
      return false;
    }
    LinuxException.check(result, "pidfd_send_signal", fd);
    return true;
  }

  /**
   * A copy of a descriptor of the process, see pidfd_getfd(2).
   *
   * @param number the one that it has there
   * @return absent when it has none of this number, or is gone
   * @throws LinuxException {@code EPERM} when it is not ours to look into
   */
  public Optional<Fd> descriptor(int number) throws LinuxException {
    long copy = Native.sys(Syscall.PIDFD_GETFD, fd.number(), number, 0);
    if (copy == -Errno.EBADF || copy == -Errno.ESRCH) {
      return Optional.empty();
    }
    String name = "descriptor " + number + " of " + fd;
    return Optional.of(new Fd((int) LinuxException.check(copy, "pidfd_getfd", name), name));
  }

  /**
   * How the process ended, and if it is our child, takes it from the process table; never waits.
   * Once known, the answer stays.
   *
   * <p>The status of somebody else's child can be read while it waits to be reaped, and afterwards
   * on Linux 6.15 and newer if this handle was opened before; else it is {@link
   * ExitStatus.Unknown}.
   *
   * @return absent while the process runs; also while another user's process has ended and its
   *     parent has not reaped it, so watch processes that are not children with {@link Epoll#ET}:
   *     they tell {@code IN} when they end and {@code HUP} when reaped
   */
  public synchronized Optional<ExitStatus> reap() throws LinuxException {
    if (ended == null) {
      ended = tryReap();
    }
    return Optional.ofNullable(ended);
  }

  /** Closes the handle; the process is not touched. */
  @Override
  public synchronized void close() {
    Children.release(identity.pid(), this);
    fd.close();
  }

  private @Nullable ExitStatus tryReap() throws LinuxException {
    MemorySegment info = Native.Scratch.ofThread().memory;
    info.set(ValueLayout.JAVA_INT, SigInfo.PID, 0);
    long result;
    do {
      result = Native.sys(Syscall.WAITID, P_PIDFD, fd.number(), info.address(), WEXITED | WNOHANG);
    } while (result == -Errno.EINTR);
    if (result == -Errno.ECHILD) {
      return statusOfStranger();
    }
    LinuxException.check(result, "waitid", fd);
    if (info.get(ValueLayout.JAVA_INT, SigInfo.PID) == 0) {
      return null;
    }
    Children.release(identity.pid(), this);
    return SigInfo.status(info);
  }

  private @Nullable ExitStatus statusOfStranger() throws LinuxException {
    ProcFile file = ProcFile.read("/proc/" + identity.pid() + "/stat");
    if (file != null && file.length > 0) {
      ProcStat stat = ProcStat.parse(file);
      if (identity.names(stat)) {
        if (!stat.ended()) {
          return null;
        }
        int status = ProcStat.waitStatus(file);
        // The kernel shows 0 to those who may not look; a stranger's 0 is believed only with the
        // right to trace it.
        return status != 0 || mayInspect() ? ExitStatus.ofWaitStatus(status) : null;
      }
    }
    return recordedStatus();
  }

  /** The same right opens this file, of ended processes too. */
  private boolean mayInspect() throws LinuxException {
    return ProcFile.read("/proc/" + identity.pid() + "/io") != null;
  }

  private ExitStatus recordedStatus() {
    MemorySegment info = Native.Scratch.ofThread().memory.asSlice(0, INFO_SIZE).fill((byte) 0);
    info.set(ValueLayout.JAVA_LONG, 0, PIDFD_INFO_EXIT);
    long result = Native.sys(Syscall.IOCTL, fd.number(), PIDFD_GET_INFO, info.address());
    boolean known = result == 0 && (info.get(ValueLayout.JAVA_LONG, 0) & PIDFD_INFO_EXIT) != 0;
    return known
        ? ExitStatus.ofWaitStatus(info.get(ValueLayout.JAVA_INT, INFO_SIZE - 4))
        : new ExitStatus.Unknown();
  }
}
