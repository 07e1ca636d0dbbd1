package dev.reeve.logs;

import dev.reeve.core.spec.LineLook;
import java.nio.charset.StandardCharsets;

/**
 * Gives the bytes of a program the form they have in the log file. Stateless: see Batch.midline and
 * Batch.ansi.
 */
sealed interface Encoder permits TimestampEncoder, RawEncoder, JsonEncoder, StrippingEncoder {
  /** The one for a stream. */
  static Encoder of(StreamSpec spec, Desk desk) {
    LineLook look = spec.look();
    Encoder plain =
        switch (spec.format()) {
          case TIMESTAMPED ->
              look.hasHead()
                  ? new TimestampEncoder(
                      new LineHead(look, spec.service(), spec.instance(), desk.zone))
                  : new TimestampEncoder();
          case RAW -> new RawEncoder();
          case JSON -> new JsonEncoder(spec.std().word());
        };
    return look.stripAnsi() ? new StrippingEncoder(plain, desk.ansi) : plain;
  }

  /**
   * Appends bytes to a batch until they are used up, the batch is full, or no line may begin.
   *
   * @param whole whether nothing more will come soon, so that nothing is held back
   * @return the index of the first byte that was not used
   */
  int encode(byte[] in, int from, int to, Batch out, boolean whole);

  /** Appends a line of Reeve's own; the batch is at the start of a line. */
  void own(String text, Batch out);

  /** Whether an unfinished line is ended at the end of a run, and before a line of Reeve's own. */
  default boolean endsLines() {
    return true;
  }

  /** Whether it can write a part of a line. */
  default boolean cuts() {
    return true;
  }

  /** A line of Reeve's own as bytes, without newline: kept on one line and short. */
  static byte[] ownLine(String text) {
    String oneLine = text.replace('\n', ' ').replace('\r', ' ');
    String cut = oneLine.length() > 4096 ? oneLine.substring(0, 4096) : oneLine;
    return ("[reeve] " + cut).getBytes(StandardCharsets.UTF_8);
  }
}
