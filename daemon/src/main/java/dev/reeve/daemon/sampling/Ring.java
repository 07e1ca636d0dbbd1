package dev.reeve.daemon.sampling;

/**
 * A part of the file that holds the points of so much time, each at the place that its time gives
 * it; so nothing needs to be remembered about where the latest one is.
 *
 * @param points how many
 * @param stepMillis the time of one
 */
record Ring(int points, long stepMillis) {
  /** Two seconds for a quarter of an hour. */
  static final Ring FINE = new Ring(450, 2000);

  /** A minute for 18 hours. */
  static final Ring COARSE = new Ring(1080, 60_000);

  /** How long it reaches back. */
  long spanMillis() {
    return points * stepMillis;
  }

  /** The beginning of the interval that a time lies in. */
  long begin(long millis) {
    return Math.floorDiv(millis, stepMillis) * stepMillis;
  }

  /** Where the point of this time is. */
  int index(long millis) {
    return (int) Math.floorMod(Math.floorDiv(millis, stepMillis), (long) points);
  }
}
