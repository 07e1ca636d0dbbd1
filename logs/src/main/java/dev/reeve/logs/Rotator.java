package dev.reeve.logs;

import dev.reeve.core.spec.Rotation;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Decides when a log file is put aside: between two lines, once it has reached its limit; in the
 * midst of a line only when that is longer than {@link Conduit#OVERTIME}, and then the next file
 * goes on with the next byte, so that the files read one after the other are the unbroken output.
 */
final class Rotator {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Shelf shelf;
  private final Compressor compressor;
  private final Consumer<String> warning;
  private Rotation rotation;
  private boolean fails;
  private long failedAt;

  /**
   * A rotator of one log.
   *
   * @param warning told when a file cannot be put aside or compressed; writing goes on
   */
  Rotator(Shelf shelf, Rotation rotation, Compressor compressor, Consumer<String> warning) {
    this.shelf = shelf;
    this.rotation = rotation;
    this.compressor = compressor;
    this.warning = warning;
  }

  /** Follows other rules from now on; what is too much by them goes at once. */
  void tune(Rotation newRotation) {
    rotation = newRotation;
    tidy();
  }

  /** Deletes and compresses what the rules say. */
  void tidy() {
    if (rotation.size() == 0) {
      // Whoever stops rotating does not mean to lose what there is.
      return;
    }
    try {
      shelf.trim(rotation.keep());
    } catch (IOException e) {
      warning.accept("cannot delete old files of " + shelf.file() + ": " + Reason.of(e));
    }
    if (rotation.compress() && rotation.keep() > 0) {
      compressor.compress(shelf, warning);
    }
  }

  boolean due(LogFile log, boolean midline) {
    long over = log.size() - rotation.size();
    return rotation.size() > 0
        && over >= (midline ? Conduit.OVERTIME : 0)
        && !(fails && System.nanoTime() - failedAt < RETRY_NANOS);
  }

  /** How many bytes the file takes before it is due. */
  long room(LogFile log) {
    return rotation.size() == 0 || fails
        ? Batch.CAPACITY
        : Math.clamp(rotation.size() - log.size(), 0, Batch.CAPACITY);
  }

  /** How many bytes it takes before it is due in the midst of a line. */
  long roomWithOvertime(LogFile log) {
    return room(log) == Batch.CAPACITY
        ? Batch.CAPACITY
        : rotation.size() + Conduit.OVERTIME - log.size();
  }

  /** Puts the file aside; false when it could not be. */
  boolean rotate(LogFile log) {
    try {
      log.rotate(rotation.keep());
      fails = false;
    } catch (IOException e) {
      if (!fails) {
        warning.accept("cannot rotate " + shelf.file() + ": " + Reason.of(e));
      }
      fails = true;
      failedAt = System.nanoTime();
      return false;
    }
    if (rotation.compress() && rotation.keep() > 0) {
      compressor.compress(shelf, warning);
    }
    return true;
  }
}
