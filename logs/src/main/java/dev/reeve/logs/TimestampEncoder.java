package dev.reeve.logs;

/**
 * {@code 2026-11-20T22:31:23.123Z text}; bytes pass at once, whether their line has ended or not.
 */
final class TimestampEncoder implements Encoder {
  @Override
  public int encode(byte[] in, int from, int to, Batch out, boolean whole) {
    int at = from;
    while (at < to) {
      if (!out.midline) {
        // With room for one byte of the line itself: a prefix alone would be an empty line later.
        if (!out.takesLine() || out.room() <= out.stamp.length()) {
          break;
        }
        out.put(out.stamp.bytes, 0, out.stamp.length());
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
    out.put(out.stamp.bytes, 0, out.stamp.length());
    byte[] line = Encoder.ownLine(text);
    out.put(line, 0, line.length);
    out.put((byte) '\n');
  }
}
