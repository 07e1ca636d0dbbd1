package dev.reeve.logs;

import java.nio.charset.StandardCharsets;
import java.time.ZoneId;

/** What is written to a log file at once. One for all streams, used by the pump's thread. */
final class Batch {
  /** Enough for the longest JSON record: a piece of a line in which every byte is escaped. */
  static final int CAPACITY = 6 * JsonEncoder.PIECE + 4096;

  final byte[] bytes = new byte[CAPACITY];

  /** The moment the bytes came. */
  final Stamp stamp;

  /** The same in microseconds since 1970. */
  long micros;

  /** How many bytes there are. */
  int length;

  /** Whether the last line has no newline yet; carried from batch to batch of a stream. */
  boolean midline;

  /** Where in an escape sequence, see {@link AnsiFilter}; carried like {@link #midline}. */
  int ansi;

  private int lineLimit;
  private int limit;

  Batch(ZoneId zone) {
    this.stamp = new Stamp(zone);
  }

  /**
   * Begins a batch.
   *
   * @param startAnsi where in an escape sequence
   * @param lineRoom no line begins after so many bytes
   * @param room no byte comes after so many
   */
  void begin(boolean startsMidline, int startAnsi, long lineRoom, long room) {
    length = 0;
    midline = startsMidline;
    ansi = startAnsi;
    lineLimit = Math.clamp(lineRoom, 0, CAPACITY);
    limit = Math.clamp(room, 0, CAPACITY);
  }

  /** Whether a new line may begin here. */
  boolean takesLine() {
    return length < lineLimit;
  }

  /** After how many bytes no line may begin. */
  int lineLimit() {
    return lineLimit;
  }

  /** How many more bytes may come. */
  int room() {
    return limit - length;
  }

  void put(byte b) {
    bytes[length++] = b;
  }

  void put(byte[] from, int at, int count) {
    System.arraycopy(from, at, bytes, length, count);
    length += count;
  }

  /** Text, cut where there is no room for it. */
  void put(String text) {
    byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
    put(encoded, 0, Math.min(encoded.length, CAPACITY - length));
  }
}
