package dev.reeve.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What to look for in lines. Immutable. */
public final class LinePattern {
  /** How long one line may keep a regular expression busy. */
  public static final Duration PATIENCE = Duration.ofSeconds(1);

  private interface Test {
    boolean matches(byte[] line) throws IOException;
  }

  private final Test test;

  private LinePattern(Test test) {
    this.test = test;
  }

  /** This text, somewhere in the line. */
  public static LinePattern text(String text, boolean ignoreCase) {
    if (ignoreCase) {
      return regex(Pattern.quote(text), true);
    }
    byte[] wanted = text.getBytes(StandardCharsets.UTF_8);
    return new LinePattern(line -> contains(line, wanted));
  }

  /**
   * A regular expression of {@link Pattern} that matches a part of the line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static LinePattern regex(String expression, boolean ignoreCase) {
    int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    try {
      Pattern pattern = Pattern.compile(expression, flags);
      return new LinePattern(line -> finds(pattern, line));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "cannot read pattern '" + expression + "': " + e.getDescription(), e);
    }
  }

  /**
   * Whether a line matches.
   *
   * @throws IOException when the line takes a regular expression longer than {@link #PATIENCE}
   */
  public boolean matches(byte[] line) throws IOException {
    return test.matches(line);
  }

  private static boolean contains(byte[] line, byte[] wanted) {
    for (int at = 0; at <= line.length - wanted.length; at++) {
      int same = 0;
      while (same < wanted.length && line[at + same] == wanted[same]) {
        same++;
      }
      if (same == wanted.length) {
        return true;
      }
    }
    return false;
  }

  private static boolean finds(Pattern pattern, byte[] line) throws IOException {
    String text = new String(line, StandardCharsets.UTF_8);
    try {
      return pattern.matcher(new Leash(text, PATIENCE.toNanos())).find();
    } catch (Leash.Pulled e) {
      String time = PATIENCE.toSeconds() + " s";
      throw refused(pattern, line, "takes it more than " + time, e);
    } catch (StackOverflowError e) {
      throw refused(pattern, line, "needs it to look too deep", e);
    }
  }

  private static IOException refused(Pattern pattern, byte[] line, String why, Throwable cause) {
    String problem = "a line of " + line.length + " bytes " + why + "; use a simpler pattern";
    return new IOException("cannot search for '" + pattern + "': " + problem, cause);
  }
}
