package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;

/**
 * Texts as C wants them. They are gathered in an array and put into native memory at once: a launch
 * has dozens, and memory of its own for each would cost more than all the rest that this process
 * does for the launch.
 */
final class CStrings {
  private byte[] bytes = new byte[4096];
  private int length;

  /** Adds a text, of all the pieces joined; returns where it is in the block. */
  int add(String... pieces) {
    int at = length;
    for (String piece : pieces) {
      byte[] encoded = piece.getBytes(StandardCharsets.UTF_8);
      reserve(encoded.length + 1);
      System.arraycopy(encoded, 0, bytes, length, encoded.length);
      length += encoded.length;
    }
    bytes[length++] = 0;
    return at;
  }

  /** Adds texts; returns where they are. */
  int[] addAll(Collection<String> texts) {
    int[] places = new int[texts.size()];
    int i = 0;
    for (String text : texts) {
      places[i++] = add(text);
    }
    return places;
  }

  private void reserve(int more) {
    if (bytes.length - length < more) {
      bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, length + more));
    }
  }

  /** The address of the block, which lives as long as the arena. */
  long put(Arena arena) {
    MemorySegment block = arena.allocate(length);
    MemorySegment.copy(bytes, 0, block, ValueLayout.JAVA_BYTE, 0, length);
    return block.address();
  }

  /** The address of an array of pointers to places in the block, with NULL at the end. */
  static long pointers(Arena arena, long block, int[] places) {
    long[] addresses = new long[places.length + 1];
    for (int i = 0; i < places.length; i++) {
      addresses[i] = block + places[i];
    }
    return arena.allocateFrom(ValueLayout.JAVA_LONG, addresses).address();
  }
}
