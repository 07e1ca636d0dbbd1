package dev.reeve.logs;

import dev.reeve.core.spec.LineLook;
import dev.reeve.core.spec.LogFormat;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A log to read: the current file and, beside it, the ones put aside.
 *
 * @param service the name of the service that lines are attributed to
 * @param instance its instance
 * @param std its stream; a JSON record that says otherwise is believed
 * @param file the current file, absolute
 * @param format {@link LogFormat#RAW} lines have no time; in the two other formats each line is
 *     recognised by itself, so that a file in which the format was changed is read rightly
 * @param look what else stands before a line
 */
public record LogSource(
    String service, int instance, Std std, Path file, LogFormat format, LineLook look) {
  /** A log whose lines look as usual. */
  public LogSource(String service, int instance, Std std, Path file, LogFormat format) {
    this(service, instance, std, file, format, LineLook.PLAIN);
  }

  /** The log of a stream. */
  public static LogSource of(StreamSpec spec) {
    return new LogSource(
        spec.service(), spec.instance(), spec.std(), spec.file(), spec.format(), spec.look());
  }

  /** Whether its lines say when they came. */
  boolean isTimed() {
    return switch (format) {
      case RAW -> false;
      case JSON -> true;
      case TIMESTAMPED -> HeadParser.hasTime(look.timeFormat());
    };
  }

  /**
   * The earliest time that a line may show which came at this moment or later.
   *
   * @param since milliseconds since 1970
   */
  long earliest(long since) {
    boolean coarse = format == LogFormat.TIMESTAMPED && isTimed();
    return coarse ? since - HeadParser.precision(look.timeFormat()) + 1 : since;
  }

  /** Reads what stands before its lines; null where that is the usual time and nothing else. */
  @Nullable HeadParser head() {
    return format == LogFormat.TIMESTAMPED && look.hasHead()
        ? new HeadParser(this, ZoneId.systemDefault())
        : null;
  }
}
