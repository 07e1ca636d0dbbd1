package dev.reeve.logs;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Finds newlines, eight bytes at a step: fast even when only the first compiler has been at it. */
final class Newline {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101010101010101L;
  private static final long TOPS = 0x8080808080808080L;

  private Newline() {}

  /** The index of the first newline in a range, -1 when there is none. */
  static int first(byte[] bytes, int from, int to) {
    return firstOf((byte) '\n', bytes, from, to);
  }

  /** The index of the first such byte in a range, -1 when there is none. */
  static int firstOf(byte wanted, byte[] bytes, int from, int to) {
    int at = from;
    long pattern = (wanted & 0xffL) * ONES;
    for (int last = to - Long.BYTES; at <= last; at += Long.BYTES) {
      long word = (long) LONG.get(bytes, at) ^ pattern;
      // The lowest top bit that is set belongs to the first zero byte; higher ones may be false.
      long zero = (word - ONES) & ~word & TOPS;
      if (zero != 0) {
        return at + (Long.numberOfTrailingZeros(zero) >>> 3);
      }
    }
    for (; at < to; at++) {
      if (bytes[at] == wanted) {
        return at;
      }
    }
    return -1;
  }

  /** The index of the last newline in a range, -1 when there is none. */
  static int last(byte[] bytes, int from, int to) {
    for (int at = to - 1; at >= from; at--) {
      if (bytes[at] == '\n') {
        return at;
      }
    }
    return -1;
  }
}
