package dev.reeve.linux;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * The children whose exit status somebody waits for through a {@link PidFd}. Reaping strays must
 * leave them alone, also in the moment between their birth and their entry here: hence the two
 * locks.
 */
final class Children {
  private static final ConcurrentHashMap<Integer, PidFd> AWAITED = new ConcurrentHashMap<>();
  private static final ReentrantReadWriteLock LOCK = new ReentrantReadWriteLock();

  private Children() {}

  /** Held from before a birth until {@link #await}; many may be born at once. */
  static Lock birth() {
    return LOCK.readLock();
  }

  /** Held while strays are reaped. */
  static Lock reaping() {
    return LOCK.writeLock();
  }

  static void await(int pid, PidFd pidfd) {
    AWAITED.put(pid, pidfd);
  }

  /** Only if it is still this one's: the pid of a reaped child may have been born again already. */
  static void release(int pid, PidFd pidfd) {
    AWAITED.remove(pid, pidfd);
  }

  static boolean awaited(int pid) {
    return AWAITED.containsKey(pid);
  }
}
