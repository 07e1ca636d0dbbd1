package dev.reeve.core.spec;

/**
 * What a line looks like in a log file beyond its format.
 *
 * @param timeFormat the time before a line of {@link LogFormat#TIMESTAMPED}, a {@link
 *     LineTemplate}; empty for ISO 8601 with milliseconds
 * @param prefix what stands between time and line, a {@link LineTemplate}; empty for nothing
 * @param stripAnsi whether escape sequences are left out, those of the program and colours of time
 *     and prefix
 */
public record LineLook(String timeFormat, String prefix, boolean stripAnsi) {
  /** Nothing special. */
  public static final LineLook PLAIN = new LineLook("", "", false);

  /** Whether the time or a prefix are not as usual. */
  public boolean hasHead() {
    return !timeFormat.isEmpty() || !prefix.isEmpty();
  }
}
