package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How many files a process may have open, see RLIMIT_NOFILE in getrlimit(2). It is inherited, and a
 * JVM raises its own soft limit to the hard one unless it is started with {@code -XX:-MaxFDLimit};
 * programs that use select(2), or close every possible descriptor one by one, suffer from a limit
 * of a million.
 *
 * <p>A daemon that wants many descriptors and yet give its services what it was given itself starts
 * with that flag, remembers its limit, raises it, and applies the old one to each child. The child
 * runs already at that moment: one that looks in its first microseconds may still see the daemon's.
 *
 * @param soft what counts; the process may raise it up to {@code hard}
 * @param hard what only root may raise
 */
public record OpenFilesLimit(long soft, long hard) {
  private static final int RLIMIT_NOFILE = 7;

  /** The limit of a process. */
  public static OpenFilesLimit of(int pid) throws LinuxException {
    MemorySegment limit = Native.Scratch.ofThread().memory;
    LinuxException.check(
        Native.sys(Syscall.PRLIMIT64, pid, RLIMIT_NOFILE, 0, limit.address()),
        "prlimit",
        "pid " + pid);
    return new OpenFilesLimit(
        limit.get(ValueLayout.JAVA_LONG, 0), limit.get(ValueLayout.JAVA_LONG, 8));
  }

  /** The same with the soft limit as high as it may be. */
  public OpenFilesLimit raised() {
    return new OpenFilesLimit(hard, hard);
  }

  /**
   * Sets the limit of a process: this one, or a child that has not been reaped, as otherwise the
   * pid may be another's.
   *
   * @throws LinuxException {@code ESRCH} when it is gone, {@code EPERM} when it runs as another
   *     user, or when the hard limit would rise
   */
  public void apply(int pid) throws LinuxException {
    MemorySegment limit = Native.Scratch.ofThread().memory;
    limit.set(ValueLayout.JAVA_LONG, 0, soft);
    limit.set(ValueLayout.JAVA_LONG, 8, hard);
    LinuxException.check(
        Native.sys(Syscall.PRLIMIT64, pid, RLIMIT_NOFILE, limit.address(), 0),
        "prlimit",
        "pid " + pid);
  }
}
