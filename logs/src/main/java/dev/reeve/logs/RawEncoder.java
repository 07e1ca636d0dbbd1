package dev.reeve.logs;

/** The bytes as they came. */
final class RawEncoder implements Encoder {
  @Override
  public int encode(byte[] in, int from, int to, Batch out, boolean whole) {
    int count = Math.min(to - from, out.room());
    int beforeLimit = out.lineLimit() - out.length;
    if (beforeLimit < count) {
      if (beforeLimit <= 0 && !out.midline) {
        return from;
      }
      // The line that crosses the limit is the last one.
      int newline = Newline.first(in, from + Math.max(beforeLimit - 1, 0), from + count);
      count = newline < 0 ? count : newline + 1 - from;
    }
    if (count <= 0) {
      return from;
    }
    out.put(in, from, count);
    out.midline = in[from + count - 1] != '\n';
    return from + count;
  }

  @Override
  public void own(String text, Batch out) {
    byte[] line = Encoder.ownLine(text);
    out.put(line, 0, line.length);
    out.put((byte) '\n');
  }

  @Override
  public boolean endsLines() {
    return false;
  }
}
