package dev.reeve.core.schedule;

import java.time.Instant;

/**
 * Runs that were due while nobody could start them.
 *
 * @param first the earliest of them
 * @param last the latest of them
 * @param count how many, counted up to {@link #MANY}
 */
public record Missed(Instant first, Instant last, int count) {
  /** Nobody needs to know more exactly, and counting takes time. */
  public static final int MANY = 1000;

  /** The count for people: {@code 1 run}, {@code 12 runs}, {@code 1000 or more runs}. */
  public String text() {
    return count == 1 ? "1 run" : count + (count == MANY ? " or more runs" : " runs");
  }
}
