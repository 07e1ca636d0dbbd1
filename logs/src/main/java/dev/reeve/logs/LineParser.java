package dev.reeve.logs;

import dev.reeve.core.spec.LogFormat;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Makes {@link Line}s of one source from what stands in its files. */
final class LineParser {
  private final LogSource source;
  private final StampParser stamps = new StampParser();
  private final @Nullable HeadParser head;
  private boolean recordGoesOn;

  LineParser(LogSource source) {
    this.source = source;
    this.head = source.head();
  }

  /**
   * A line, or a piece of one.
   *
   * @param continued whether it goes on where the last one left off
   * @param unfinished whether more of it may follow
   */
  Line parse(byte[] in, int from, int to, boolean continued, boolean unfinished) {
    if (!continued && source.format() != LogFormat.RAW && from < to) {
      if (in[from] == '{') {
        JsonRecord record = JsonRecord.parse(in, from, to, stamps);
        if (record != null) {
          return line(record, unfinished);
        }
      }
      if (head != null && head.parse(in, from, to)) {
        Instant at = head.millis() == StampParser.NONE ? null : Instant.ofEpochMilli(head.millis());
        return line(at, in, from + head.length(), to, false, unfinished);
      }
      long millis = stamps.parse(in, from, to);
      if (millis != StampParser.NONE) {
        int text = from + stamps.length();
        // An unfinished line may be cut between the time and the space.
        text += text < to && in[text] == ' ' ? 1 : 0;
        return line(Instant.ofEpochMilli(millis), in, text, to, false, unfinished);
      }
    }
    return line(null, in, from, to, continued, unfinished);
  }

  private Line line(JsonRecord record, boolean unfinished) {
    boolean continued = recordGoesOn && !record.own();
    recordGoesOn = record.own() ? recordGoesOn : record.partial();
    return new Line(
        Instant.ofEpochMilli(record.millis()),
        source,
        source.std(),
        record.bytes(),
        continued,
        record.partial() || unfinished);
  }

  private Line line(
      @Nullable Instant at, byte[] in, int from, int to, boolean continued, boolean unfinished) {
    return new Line(
        at, source, source.std(), Arrays.copyOfRange(in, from, to), continued, unfinished);
  }
}
