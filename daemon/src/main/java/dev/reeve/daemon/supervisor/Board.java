package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.ServiceView;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What is known of every service, for readers on any thread. Written by the loop only; a reader
 * never waits for it, and may wait for a change.
 */
public final class Board {
  private final ConcurrentHashMap<String, ServiceView> views = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<InstanceId, String> hints = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile int nextId;
  private volatile boolean halted;
  private long version;
  private int waiting;

  /** A board without services. */
  Board() {}

  /** The service with this name. */
  public Optional<ServiceView> service(String name) {
    return Optional.ofNullable(views.get(name));
  }

  /** All services, unordered; each view is consistent in itself. */
  public Collection<ServiceView> services() {
    return views.values();
  }

  /** All services in the order of their ids. */
  public List<ServiceView> sorted() {
    return views.values().stream().sorted(Comparator.comparingInt(ServiceView::id)).toList();
  }

  /** The id that the next new service gets. */
  public int nextId() {
    return nextId;
  }

  /** Whether everything was ended by a shutdown and waits for a resurrect. */
  public boolean halted() {
    return halted;
  }

  /** What is true of all services together. */
  void publish(int newNextId, boolean newHalted) {
    nextId = newNextId;
    halted = newHalted;
  }

  void publish(ServiceView view) {
    views.put(view.name(), view);
  }

  /** What to do about an instance that could not be started; empty if nothing is known. */
  public String hint(InstanceId id) {
    return hints.getOrDefault(id, "");
  }

  void hint(InstanceId id, String hint) {
    hints.put(id, hint);
  }

  void forgetHint(InstanceId id) {
    hints.remove(id);
  }

  void withdraw(String name) {
    hints.keySet().removeIf(id -> id.service().equals(name));
    views.remove(name);
  }

  /** Wakes those who wait; called once after a batch of changes. */
  void announce() {
    lock.lock();
    try {
      version++;
      if (waiting > 0) {
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Changes whenever something is announced. */
  public long version() {
    lock.lock();
    try {
      return version;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until something was announced after the given version.
   *
   * @return false if the time ran out before
   * @throws InterruptedException if the caller is no longer interested
   */
  public boolean awaitChange(long sinceVersion, long nanos) throws InterruptedException {
    long left = Math.min(nanos, TimeUnit.DAYS.toNanos(1));
    lock.lock();
    waiting++;
    try {
      while (version == sinceVersion) {
        if (left <= 0) {
          return false;
        }
        left = changed.awaitNanos(left);
      }
      return true;
    } finally {
      waiting--;
      lock.unlock();
    }
  }
}
