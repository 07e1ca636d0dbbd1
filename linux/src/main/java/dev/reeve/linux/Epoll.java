package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Waits for many descriptors at once, see epoll(7). Any thread may add, modify and remove; one
 * thread awaits. Waiting allocates nothing.
 */
public final class Epoll implements AutoCloseable {
  /** Something can be read; a pidfd's process has ended. */
  public static final int IN = 0x1;

  /** Something can be written. */
  public static final int OUT = 0x4;

  /** An error; always reported, asked for or not. */
  public static final int ERR = 0x8;

  /**
   * The other end is closed; a pidfd's process has been reaped. Always reported, asked for or not.
   */
  public static final int HUP = 0x10;

  /** Report changes instead of states. */
  public static final int ET = 1 << 31;

  /** Told of each descriptor that is ready. */
  @FunctionalInterface
  public interface Ready {
    /**
     * One descriptor is ready.
     *
     * @param token what was given to {@link Epoll#add}
     * @param events one or more of {@link Epoll#IN} and its kin
     */
    void ready(long token, int events);
  }

  private static final int EPOLL_CLOEXEC = 0x80000;
  private static final int ADD = 1;
  private static final int REMOVE = 2;
  private static final int MODIFY = 3;
  private static final int BATCH = 256;

  // struct epoll_event is packed on x86_64 only, see <sys/epoll.h>.
  private static final long EVENT_SIZE = Machine.either(12, 16);
  private static final long TOKEN = Machine.either(4, 8);

  private final Fd fd;
  private final MemorySegment events;

  /** Opens an empty set. */
  public Epoll() throws LinuxException {
    long number = Native.sys(Syscall.EPOLL_CREATE1, EPOLL_CLOEXEC);
    fd = new Fd((int) LinuxException.check(number, "epoll_create", null), "epoll");
    // Owned by the garbage collector: closing while another thread waits must not free what the
    // kernel writes to.
    events = Arena.ofAuto().allocate(BATCH * EVENT_SIZE, 8);
  }

  /**
   * Watches a descriptor.
   *
   * @param events what to wait for, such as {@code IN | ET}
   * @param token what {@link Ready} is told when it happens
   */
  public void add(Fd watched, int events, long token) throws LinuxException {
    control(ADD, watched, events, token);
  }

  /** Changes what is waited for, and the token. */
  public void modify(Fd watched, int events, long token) throws LinuxException {
    control(MODIFY, watched, events, token);
  }

  /**
   * Stops watching; to be done before the descriptor is closed. A token of the batch that is being
   * told may still come.
   */
  public void remove(Fd watched) throws LinuxException {
    control(REMOVE, watched, 0, 0);
  }

  /**
   * Waits until something is ready and tells of up to 256 descriptors.
   *
   * @param timeoutMillis how long to wait; 0 not at all, -1 for ever
   * @return how many were ready; 0 after the time, or when a signal interrupted
   */
  public int await(long timeoutMillis, Ready sink) throws LinuxException {
    int timeout = Math.clamp(timeoutMillis, -1, Integer.MAX_VALUE);
    long count = Native.sys(Syscall.EPOLL_PWAIT, fd.number(), events.address(), BATCH, timeout);
    if (count == -Errno.EINTR) {
      return 0;
    }
    LinuxException.check(count, "epoll_wait", null);
    for (long at = 0; at < count * EVENT_SIZE; at += EVENT_SIZE) {
      sink.ready(
          events.get(ValueLayout.JAVA_LONG_UNALIGNED, at + TOKEN),
          events.get(ValueLayout.JAVA_INT, at));
    }
    return (int) count;
  }

  @Override
  public void close() {
    fd.close();
  }

  private void control(int operation, Fd watched, int events, long token) throws LinuxException {
    MemorySegment event = Native.Scratch.ofThread().memory;
    event.set(ValueLayout.JAVA_INT, 0, events);
    event.set(ValueLayout.JAVA_LONG_UNALIGNED, TOKEN, token);
    LinuxException.check(
        Native.sys(Syscall.EPOLL_CTL, fd.number(), operation, watched.number(), event.address()),
        "epoll_ctl",
        watched);
  }
}
