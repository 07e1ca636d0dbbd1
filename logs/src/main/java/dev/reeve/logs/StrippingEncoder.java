package dev.reeve.logs;

/**
 * Another encoder without the escape sequences of the program. What was used of the bytes that are
 * left tells what was used of those that came; the state between the two is in {@link Batch#ansi}.
 */
final class StrippingEncoder implements Encoder {
  private static final int MARGIN = 4096;

  private final Encoder inner;
  private final AnsiFilter filter;

  /**
   * Wraps an encoder.
   *
   * @param filter may be shared by all streams of a thread
   */
  StrippingEncoder(Encoder inner, AnsiFilter filter) {
    this.inner = inner;
    this.filter = filter;
  }

  @Override
  public int encode(byte[] in, int from, int to, Batch out, boolean whole) {
    // What finds no room is filtered once more with the next batch.
    int until = inner.cuts() ? Math.min(to, from + out.room() + MARGIN) : to;
    int behind = filter.filter(in, from, until, out.ansi);
    int used = inner.encode(filter.out, 0, filter.length, out, whole && until == to);
    if (used == 0 && !inner.cuts() && until - from > JsonEncoder.PIECE) {
      // Much is held back for the little that is left of it.
      used = inner.encode(filter.out, 0, filter.length, out, true);
    }
    // A byte that stays is looked at as from outside of any sequence, wherever it stood.
    out.ansi = used == filter.length ? behind : used == 0 && from == filter.raw(0) ? out.ansi : 0;
    return filter.raw(used);
  }

  @Override
  public void own(String text, Batch out) {
    inner.own(text, out);
  }

  @Override
  public boolean endsLines() {
    return inner.endsLines();
  }

  @Override
  public boolean cuts() {
    return inner.cuts();
  }
}
