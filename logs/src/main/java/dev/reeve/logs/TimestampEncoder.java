package dev.reeve.logs;

import org.jspecify.annotations.Nullable;

/**
 * {@code 2026-11-20T22:31:23.123Z text}, or what else is wanted before a line; bytes pass at once,
 * whether their line has ended or not.
 */
final class TimestampEncoder implements Encoder {
  private final @Nullable LineHead head;

  /** The usual time before each line. */
  TimestampEncoder() {
    this.head = null;
  }

  /** Something else before each line. */
  TimestampEncoder(LineHead head) {
    this.head = head;
  }

  @Override
  public int encode(byte[] in, int from, int to, Batch out, boolean whole) {
    byte[] before = out.stamp.bytes;
    int length = out.stamp.length();
    if (head != null) {
      head.set(out.micros, out.stamp);
      before = head.bytes();
      length = head.length();
    }
    int at = from;
    while (at < to) {
      if (!out.midline) {
        // With room for one byte of the line itself: a prefix alone would be an empty line later.
        if (!out.takesLine() || out.room() <= length) {
          break;
        }
        out.put(before, 0, length);
        out.midline = true;
      }
      int newline = Newline.first(in, at, to);
      int wanted = (newline < 0 ? to : newline + 1) - at;
      int count = Math.min(wanted, out.room());
      if (count <= 0) {
        break;
      }
      out.put(in, at, count);
      at += count;
      out.midline = newline < 0 || count < wanted;
    }
    return at;
  }

  @Override
  public void own(String text, Batch out) {
    if (head == null) {
      out.put(out.stamp.bytes, 0, out.stamp.length());
    } else {
      head.set(out.micros, out.stamp);
      out.put(head.bytes(), 0, head.length());
    }
    byte[] line = Encoder.ownLine(text);
    out.put(line, 0, line.length);
    out.put((byte) '\n');
  }
}
