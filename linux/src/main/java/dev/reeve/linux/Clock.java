package dev.reeve.linux;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Clocks that the JDK does not show cheaply, see clock_gettime(2). */
public final class Clock {
  private static final int THREAD_CPUTIME = 3;
  private static final int BOOTTIME = 7;

  private Clock() {}

  /** Processor time of the calling thread, in nanoseconds; no virtual one. */
  public static long threadNanos() throws LinuxException {
    return nanos(THREAD_CPUTIME);
  }

  /**
   * Nanoseconds since boot, sleep of the machine included: what start times of processes count in.
   */
  public static long bootNanos() throws LinuxException {
    return nanos(BOOTTIME);
  }

  private static long nanos(int clock) throws LinuxException {
    MemorySegment time = Native.Scratch.ofThread().memory;
    LinuxException.check(
        Native.sys(Syscall.CLOCK_GETTIME, clock, time.address(), 0), "clock_gettime", null);
    return time.get(ValueLayout.JAVA_LONG, 0) * 1_000_000_000L + time.get(ValueLayout.JAVA_LONG, 8);
  }
}
