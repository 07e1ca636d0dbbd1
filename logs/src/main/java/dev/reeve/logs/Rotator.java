package dev.reeve.logs;

import dev.reeve.core.spec.Every;
import dev.reeve.core.spec.Rotation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Decides when a log file is put aside: between two lines, once it has reached its limit or its
 * hour, day or week is over; in the midst of a line only when that is longer than {@link
 * Conduit#OVERTIME}, and then the next file goes on with the next byte, so that the files read one
 * after the other are the unbroken output.
 *
 * <p>To which hour, day or week a file belongs is told by when it was last written; nothing has to
 * be remembered across a restart.
 */
final class Rotator {
  private static final long RETRY_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Desk desk;
  private final Shelf shelf;
  private final Compressor compressor;
  private final Consumer<String> warning;
  private final LongConsumer alarm;
  private Rotation rotation;
  private boolean fails;
  private long failedAt;
  // When the file that is written is over; NEVER as long as it is empty or not looked at.
  private long over = Calendar.NEVER;
  // When there is something to be done unasked.
  private long wanted = Calendar.NEVER;

  /**
   * A rotator of one log.
   *
   * @param alarm told when there will be something to do, in milliseconds since 1970
   * @param warning told when a file cannot be put aside or compressed; writing goes on
   */
  Rotator(
      Desk desk,
      Shelf shelf,
      Rotation rotation,
      Compressor compressor,
      LongConsumer alarm,
      Consumer<String> warning) {
    this.alarm = alarm;
    this.desk = desk;
    this.shelf = shelf;
    this.rotation = rotation;
    this.compressor = compressor;
    this.warning = warning;
  }

  /** Follows other rules from now on; what is too much by them goes at once. */
  void tune(Rotation newRotation) {
    rotation = newRotation;
    over = Calendar.NEVER;
    tidy();
  }

  /** Deletes and compresses what the rules say. */
  void tidy() {
    trimOld();
    if (!rotation.rotates()) {
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

  /** Deletes what is too old, and sees when the next file will be. */
  void trimOld() {
    long age = rotation.maxAge().toMillis();
    wanted = Calendar.NEVER;
    if (age == 0) {
      return;
    }
    try {
      long oldest = shelf.trimOlder(desk.millis() - age);
      wanted = oldest == Long.MAX_VALUE ? Calendar.NEVER : oldest + age + 1;
      alarm.accept(wanted);
    } catch (IOException e) {
      warning.accept("cannot delete old files of " + shelf.file() + ": " + Reason.of(e));
      wanted = desk.millis() + TimeUnit.HOURS.toMillis(1);
    }
  }

  /** Whether there may be something to do though nothing is written. */
  boolean watchesTime() {
    return byTime() || rotation.maxAge().isPositive();
  }

  /** Whether the file is over, as far as can be seen without opening it. */
  boolean isOverAtRest() throws IOException {
    if (!byTime()) {
      return false;
    }
    try {
      BasicFileAttributes file =
          Files.readAttributes(shelf.file(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      long end = Calendar.next(rotation.every(), file.lastModifiedTime().toMillis(), desk.zone);
      return file.isRegularFile() && file.size() > 0 && desk.millis() >= end;
    } catch (NoSuchFileException notYet) {
      return false;
    }
  }

  /** Whether files are put aside by time. */
  boolean byTime() {
    return rotation.every() != Every.NEVER;
  }

  /**
   * When there is something to do though nothing is written: a file is over, or too old.
   *
   * @return milliseconds since 1970
   */
  long wanted() {
    long end = byTime() ? Calendar.next(rotation.every(), desk.millis(), desk.zone) : wanted;
    return Math.min(wanted, end);
  }

  boolean due(LogFile log, boolean midline) {
    boolean now = midline ? tooLong(log) : tooLarge(log) || isOver(log);
    return now && !(fails && System.nanoTime() - failedAt < RETRY_NANOS);
  }

  private boolean tooLarge(LogFile log) {
    return rotation.size() > 0 && log.size() >= rotation.size();
  }

  private boolean tooLong(LogFile log) {
    return rotation.size() > 0 && log.size() - rotation.size() >= Conduit.OVERTIME;
  }

  private boolean isOver(LogFile log) {
    if (!byTime() || log.size() == 0) {
      over = Calendar.NEVER;
      return false;
    }
    if (over == Calendar.NEVER) {
      over = Calendar.next(rotation.every(), log.written(), desk.zone);
    }
    return desk.millis() >= over;
  }

  /** How many bytes the file takes before it is due. */
  long room(LogFile log) {
    if (fails) {
      return Batch.CAPACITY;
    }
    if (isOver(log)) {
      return 0;
    }
    return rotation.size() == 0
        ? Batch.CAPACITY
        : Math.clamp(rotation.size() - log.size(), 0, Batch.CAPACITY);
  }

  /** How many bytes it takes before it is due in the midst of a line. */
  long roomWithOvertime(LogFile log) {
    return rotation.size() == 0 || room(log) == Batch.CAPACITY
        ? Batch.CAPACITY
        : rotation.size() + Conduit.OVERTIME - log.size();
  }

  /** Puts the file aside; false when it could not be. */
  boolean rotate(LogFile log) {
    over = Calendar.NEVER;
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
    if (rotation.maxAge().isPositive()) {
      trimOld();
    }
    if (rotation.compress() && rotation.keep() > 0) {
      compressor.compress(shelf, warning);
    }
    return true;
  }
}
