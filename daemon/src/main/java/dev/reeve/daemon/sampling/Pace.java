package dev.reeve.daemon.sampling;

/**
 * How often it is looked: as often as is wanted, unless looking would take more than its share of a
 * core.
 */
final class Pace {
  /** 0.3 % of a core. */
  private static final double SHARE = 0.003;

  private static final double NEW_WEIGHS = 0.25;
  private static final long SECOND = 1_000_000_000L;
  private static final long LONGEST = 60 * SECOND;

  private final long wanted;
  private double cost;
  private long interval;

  /**
   * @param wanted nanoseconds between two looks
   */
  Pace(long wanted) {
    this.wanted = wanted;
    this.interval = wanted;
  }

  /** Tells what a look has cost; returns how long it is to the next one, in nanoseconds. */
  long after(long nanosSpent) {
    cost = cost == 0 ? nanosSpent : cost + NEW_WEIGHS * (nanosSpent - cost);
    double needed = cost / SHARE;
    // Whole seconds, and no going back for a little: an interval that changes each time tells
    // nobody anything.
    if (needed > interval || needed < interval - 1.5 * SECOND) {
      long seconds = (long) Math.ceil(needed / SECOND);
      interval = Math.clamp(seconds * SECOND, wanted, Math.max(wanted, LONGEST));
    }
    return interval;
  }

  /** Between two looks, in nanoseconds. */
  long interval() {
    return interval;
  }

  boolean isStretched() {
    return interval > wanted;
  }

  /** In percent of a core. */
  double percent() {
    return 100 * cost / interval;
  }
}
