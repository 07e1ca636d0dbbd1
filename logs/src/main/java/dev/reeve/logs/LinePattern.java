package dev.reeve.logs;

/** What to look for in lines. */
public final class LinePattern {
  private LinePattern() {}

  /** This text, somewhere in the line. */
  public static LinePattern text(String text, boolean ignoreCase) {
    throw new UnsupportedOperationException();
  }

  /**
   * A regular expression of {@link java.util.regex.Pattern} that matches a part of the line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static LinePattern regex(String expression, boolean ignoreCase) {
    throw new UnsupportedOperationException();
  }
}
