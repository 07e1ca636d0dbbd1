package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Memory that never changes and is handed to the kernel again and again. */
final class Constants {
  /** The empty C string. */
  static final MemorySegment EMPTY = Arena.global().allocateFrom("");

  /** The 64-bit number 1, as eventfd(2) wants it. */
  static final MemorySegment ONE = Arena.global().allocateFrom(ValueLayout.JAVA_LONG, 1);

  private Constants() {}
}
