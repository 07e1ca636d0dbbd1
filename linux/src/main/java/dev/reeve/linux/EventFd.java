package dev.reeve.linux;

/** Wakes an {@link Epoll} from any thread, see eventfd(2). */
public final class EventFd implements AutoCloseable {
  private static final int CLOEXEC_NONBLOCK = 0x80800;

  private final Fd fd;

  /** Opens one that is not signalled. */
  public EventFd() throws LinuxException {
    long number = Native.sys(Syscall.EVENTFD2, 0, CLOEXEC_NONBLOCK, 0);
    fd = new Fd((int) LinuxException.check(number, "eventfd", null), "eventfd");
  }

  /** Makes the descriptor readable until {@link #drain}; does nothing once closed. */
  // Synchronized with close, so that a late call never writes into a stranger's file that got the
  // same number.
  public synchronized void wake() {
    if (fd.number() >= 0) {
      // The only failure is a full counter, and then it is readable already.
      Native.sys(Syscall.WRITE, fd.number(), Constants.ONE.address(), 8);
    }
  }

  /** Makes the descriptor unreadable again. */
  public synchronized void drain() {
    if (fd.number() >= 0) {
      Native.sys(Syscall.READ, fd.number(), Native.Scratch.ofThread().memory.address(), 8);
    }
  }

  /** The descriptor to watch for {@link Epoll#IN}. */
  public Fd fd() {
    return fd;
  }

  @Override
  public synchronized void close() {
    fd.close();
  }
}
