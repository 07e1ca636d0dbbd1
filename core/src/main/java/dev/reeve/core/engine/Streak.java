package dev.reeve.core.engine;

import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** The restarts of an instance that nobody asked for, as far as they limit further ones. */
final class Streak {
  private int afterFailures;
  private int afterSuccesses;
  private @Nullable ArrayDeque<Long> moments;

  /** Consecutive restarts. */
  int length() {
    return afterFailures + afterSuccesses;
  }

  /** Consecutive restarts after failures, or those after exit code 0. */
  int length(boolean afterSuccess) {
    return afterSuccess ? afterSuccesses : afterFailures;
  }

  /** How many of the restarts kept by {@link #add} were within this time before a moment. */
  int within(Duration window, long nanos) {
    if (moments == null) {
      return 0;
    }
    long least = nanos - window.toNanos();
    while (!moments.isEmpty() && moments.getFirst() - least <= 0) {
      moments.removeFirst();
    }
    return moments.size();
  }

  /** Counts a restart; its moment is only kept where there is a window that looks at it. */
  void add(boolean afterSuccess, long nanos, boolean keepMoment) {
    if (afterSuccess) {
      afterSuccesses++;
    } else {
      afterFailures++;
    }
    if (keepMoment) {
      if (moments == null) {
        moments = new ArrayDeque<>();
      }
      moments.addLast(nanos);
    }
  }

  /** A run was long enough: what comes next is the first of a new row. The window remembers. */
  void endRow() {
    afterFailures = 0;
    afterSuccesses = 0;
  }

  /** Somebody asked for a start: everything is forgiven. */
  void reset() {
    endRow();
    moments = null;
  }
}
