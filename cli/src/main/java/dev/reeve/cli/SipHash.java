package dev.reeve.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-1-3 with a key of zeros, which is what {@code std::hash::DefaultHasher} of Rust computes;
 * see Aumasson and Bernstein, "SipHash: a fast short-input PRF".
 */
final class SipHash {
  private long v0 = 0x736f6d6570736575L;
  private long v1 = 0x646f72616e646f6dL;
  private long v2 = 0x6c7967656e657261L;
  private long v3 = 0x7465646279746573L;

  private SipHash() {}

  /** The hash of some bytes. */
  static long of(byte[] bytes) {
    SipHash hash = new SipHash();
    ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (words.remaining() >= Long.BYTES) {
      hash.take(words.getLong());
    }
    long last = (long) bytes.length << 56;
    for (int shift = 0; words.hasRemaining(); shift += 8) {
      last |= (words.get() & 0xffL) << shift;
    }
    hash.take(last);
    return hash.end();
  }

  private void take(long word) {
    v3 ^= word;
    round();
    v0 ^= word;
  }

  private long end() {
    v2 ^= 0xff;
    round();
    round();
    round();
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void round() {
    v0 += v1;
    v1 = Long.rotateLeft(v1, 13) ^ v0;
    v0 = Long.rotateLeft(v0, 32);
    v2 += v3;
    v3 = Long.rotateLeft(v3, 16) ^ v2;
    v0 += v3;
    v3 = Long.rotateLeft(v3, 21) ^ v0;
    v2 += v1;
    v1 = Long.rotateLeft(v1, 17) ^ v2;
    v2 = Long.rotateLeft(v2, 32);
  }
}
