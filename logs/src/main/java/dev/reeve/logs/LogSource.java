package dev.reeve.logs;

import dev.reeve.core.spec.LogFormat;
import java.nio.file.Path;

/**
 * A log to read: the current file and, beside it, the ones put aside.
 *
 * @param service the name of the service that lines are attributed to
 * @param instance its instance
 * @param std its stream; a JSON record that says otherwise is believed
 * @param file the current file, absolute
 * @param format {@link LogFormat#RAW} lines have no time; in the two other formats each line is
 *     recognised by itself, so that a file in which the format was changed is read rightly
 */
public record LogSource(String service, int instance, Std std, Path file, LogFormat format) {
  /** The log of a stream. */
  public static LogSource of(StreamSpec spec) {
    return new LogSource(spec.service(), spec.instance(), spec.std(), spec.file(), spec.format());
  }
}
