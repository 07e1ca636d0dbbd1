package dev.reeve.logs;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;

/**
 * The buffers of the pump, one set for all streams. Bytes are worked on in Java arrays, where the
 * first compiler is good at it; the kernel wants native memory, so they are copied at both ends.
 */
final class Desk {
  /** How many bytes of a stream are worked on at once; more than a JSON record can hold back. */
  static final int IN = 256 * 1024;

  /** What came in, for the kernel. */
  final MemorySegment nativeIn = Arena.ofAuto().allocate(IN, 64);

  /** A {@link Position} on its way to a spool; within one page. */
  final MemorySegment record = Arena.ofAuto().allocate(Position.SIZE, Position.SIZE);

  /** What came in. */
  final byte[] in = new byte[IN];

  /** What goes out. */
  final Batch out;

  /** Takes escape sequences away, where that is wanted. */
  final AnsiFilter ansi = new AnsiFilter();

  /** Of the times in the logs. */
  final ZoneId zone;

  private final InstantSource clock;
  private final MemorySegment nativeOut = Arena.ofAuto().allocate(Batch.CAPACITY, 64);

  Desk(ZoneId zone, InstantSource clock) {
    this.zone = zone;
    this.clock = clock;
    this.out = new Batch(zone);
  }

  /** The time in milliseconds since 1970. */
  long millis() {
    return clock.millis();
  }

  /** What goes out from here on came now. */
  void stamp() {
    Instant now = clock.instant();
    out.stamp.set(now.toEpochMilli());
    out.micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
  }

  /** Copies what the kernel put into {@link #nativeIn} to {@link #in}. */
  void takeIn(int count) {
    MemorySegment.copy(nativeIn, ValueLayout.JAVA_BYTE, 0, in, 0, count);
  }

  /** What goes out, for the kernel: {@link Batch#length} bytes. */
  MemorySegment out() {
    MemorySegment.copy(out.bytes, 0, nativeOut, ValueLayout.JAVA_BYTE, 0, out.length);
    return nativeOut;
  }
}
