package dev.reeve.logs;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * How far a stream has come: the 64 bytes at the start of its spool.
 *
 * <p>They are written with one call after every write to the log file. A kill can come before or
 * after that call, never in its midst: the kernel looks for signals between pages only, and neither
 * the record nor its source in memory crosses a page.
 */
final class Position {
  /** In bytes. */
  static final int SIZE = 64;

  private static final long MAGIC = 0x3130676f6c767272L;
  private static final int MIDLINE = 1;
  private static final int DROP_MIDLINE = 2;
  private static final int ANSI_AT = 8;

  /** Which start of the machine wrote this: after another one, files may have lost bytes. */
  long boot;

  /** The place in the spool of the first byte that is not in the log file. */
  long done;

  /** Which log file. */
  long inode;

  /** How long the log file is when only what is done is in it. */
  long logSize;

  /** Where in the spool bytes lie that come before {@link #done}, and how many. */
  long heldAt;

  int heldLength;

  /** The last line in the log file has no newline yet. */
  boolean midline;

  /** The next bytes belong to a line whose beginning was dropped. */
  boolean dropMidline;

  /** Where in an escape sequence the next byte is, see {@link AnsiFilter}. */
  int ansi;

  /** Lines dropped since the last line in the log that says how many. */
  long dropped;

  /** Lines ever dropped. */
  long droppedEver;

  /** False when these are no bytes that {@link #write} wrote. */
  boolean read(MemorySegment from) {
    if (from.get(ValueLayout.JAVA_LONG, 0) != MAGIC) {
      return false;
    }
    int flags = from.get(ValueLayout.JAVA_INT, 12);
    heldLength = from.get(ValueLayout.JAVA_INT, 8);
    midline = (flags & MIDLINE) != 0;
    dropMidline = (flags & DROP_MIDLINE) != 0;
    ansi = flags >>> ANSI_AT & 0xff;
    boot = from.get(ValueLayout.JAVA_LONG, 16);
    done = from.get(ValueLayout.JAVA_LONG, 24);
    inode = from.get(ValueLayout.JAVA_LONG, 32);
    logSize = from.get(ValueLayout.JAVA_LONG, 40);
    dropped = from.get(ValueLayout.JAVA_INT, 48);
    heldAt = from.get(ValueLayout.JAVA_INT, 52);
    droppedEver = from.get(ValueLayout.JAVA_LONG, 56);
    return true;
  }

  private int flags() {
    return (midline ? MIDLINE : 0) | (dropMidline ? DROP_MIDLINE : 0) | ansi << ANSI_AT;
  }

  void write(MemorySegment to) {
    to.set(ValueLayout.JAVA_LONG, 0, MAGIC);
    to.set(ValueLayout.JAVA_INT, 8, heldLength);
    to.set(ValueLayout.JAVA_INT, 12, flags());
    to.set(ValueLayout.JAVA_LONG, 16, boot);
    to.set(ValueLayout.JAVA_LONG, 24, done);
    to.set(ValueLayout.JAVA_LONG, 32, inode);
    to.set(ValueLayout.JAVA_LONG, 40, logSize);
    to.set(ValueLayout.JAVA_INT, 48, (int) Math.min(dropped, Integer.MAX_VALUE));
    to.set(ValueLayout.JAVA_INT, 52, (int) heldAt);
    to.set(ValueLayout.JAVA_LONG, 56, droppedEver);
  }
}
