package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.TimerKey;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Timers of instances on the monotonic clock. Used by one thread. */
final class Timers {
  private record Timer(TimerKey key, long due, long serial) {}

  private final TreeSet<Timer> queue =
      new TreeSet<>(Comparator.comparingLong(Timer::due).thenComparingLong(Timer::serial));
  private final Map<TimerKey, Timer> active = new HashMap<>();
  private long serial;

  /** Starts a timer; one with the same key is replaced. */
  void start(TimerKey key, Duration delay, long nowNanos) {
    cancel(key);
    Timer timer = new Timer(key, nowNanos + delay.toNanos(), serial++);
    active.put(key, timer);
    queue.add(timer);
  }

  void cancel(TimerKey key) {
    Timer timer = active.remove(key);
    if (timer != null) {
      queue.remove(timer);
    }
  }

  /** Takes out one timer that is due. */
  Optional<TimerKey> due(long nowNanos) {
    if (queue.isEmpty() || queue.first().due - nowNanos > 0) {
      return Optional.empty();
    }
    Timer first = queue.removeFirst();
    active.remove(first.key);
    return Optional.of(first.key);
  }

  /** Milliseconds until the next timer is due, rounded up; -1 if there is none. */
  long untilNext(long nowNanos) {
    if (queue.isEmpty()) {
      return -1;
    }
    return Math.max(0, (queue.first().due - nowNanos + 999_999) / 1_000_000);
  }
}
