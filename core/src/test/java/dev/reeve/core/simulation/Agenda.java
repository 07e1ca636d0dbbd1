package dev.reeve.core.simulation;

import java.util.PriorityQueue;

/** What is going to happen, in the order of simulated time; what is due at once keeps its order. */
final class Agenda {
  /** Something due, which the daemon may or may not outlive. */
  private record Entry(long at, long number, int daemon, boolean forEver, Runnable what)
      implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(number, other.number);
    }
  }

  /** The kernel and its processes go on whatever happens to daemons. */
  private static final int KERNEL = -1;

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private long numbers;
  private int daemon;
  long nanos;

  void inKernel(long delayNanos, Runnable what) {
    entries.add(new Entry(nanos + delayNanos, numbers++, KERNEL, false, what));
  }

  /** Only if the daemon of now still lives then. */
  void inDaemon(long delayNanos, Runnable what) {
    entries.add(new Entry(nanos + delayNanos, numbers++, daemon, false, what));
  }

  /** The same for what goes on for ever, and so keeps nothing from coming to rest. */
  void againAndAgain(long delayNanos, Runnable what) {
    entries.add(new Entry(nanos + delayNanos, numbers++, daemon, true, what));
  }

  /** Whether anything is due that does not go on for ever. */
  boolean isBusy() {
    return entries.stream()
        .anyMatch(entry -> !entry.forEver && (entry.daemon == KERNEL || entry.daemon == daemon));
  }

  void daemonDied() {
    daemon++;
  }

  /** Does what is due next; whether there was anything. */
  boolean advance() {
    while (true) {
      Entry next = entries.poll();
      if (next == null) {
        return false;
      }
      if (next.daemon == KERNEL || next.daemon == daemon) {
        nanos = Math.max(nanos, next.at);
        next.what.run();
        return true;
      }
    }
  }

  /** When the next thing is due; the largest number if nothing is. */
  long nextAt() {
    while (!entries.isEmpty()) {
      Entry next = entries.element();
      if (next.daemon == KERNEL || next.daemon == daemon) {
        return next.at;
      }
      entries.remove();
    }
    return Long.MAX_VALUE;
  }
}
