package dev.reeve.logs;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** What to look for in lines. Immutable. */
public sealed interface LinePattern {
  /** How long one line may keep a regular expression busy. */
  Duration PATIENCE = Duration.ofSeconds(1);

  /** This text, somewhere in the line. */
  static LinePattern text(String text, boolean ignoreCase) {
    return ignoreCase
        ? regex(Pattern.quote(text), true)
        : new Text(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A regular expression of {@link Pattern} that matches a part of the line.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  static LinePattern regex(String expression, boolean ignoreCase) {
    int flags = ignoreCase ? Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE : 0;
    try {
      return new Regex(Pattern.compile(expression, flags));
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
  boolean matches(byte[] line) throws IOException;

  /** Bytes compared with bytes. */
  final class Text implements LinePattern {
    private final byte[] wanted;

    private Text(byte[] wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean matches(byte[] line) {
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
  }

  /** A backtracking matcher on a leash. */
  final class Regex implements LinePattern {
    private final Pattern pattern;

    private Regex(Pattern pattern) {
      this.pattern = pattern;
    }

    @Override
    public boolean matches(byte[] line) throws IOException {
      String text = new String(line, StandardCharsets.UTF_8);
      try {
        return pattern.matcher(new Leash(text)).find();
      } catch (Leash.Pulled | StackOverflowError tooMuch) {
        throw new IOException(
            "cannot search for '"
                + pattern
                + "': a line of "
                + line.length
                + " bytes takes it more than "
                + PATIENCE.toSeconds()
                + " s; use a simpler pattern",
            tooMuch);
      }
    }
  }

  /** Text that can be read for a limited time only: java.util.regex knows no other way to stop. */
  final class Leash implements CharSequence {
    private static final int CHECK_EVERY = 1 << 16;

    /** The time is over. */
    static final class Pulled extends RuntimeException {
      private static final long serialVersionUID = 1;
    }

    private final CharSequence text;
    private final long started = System.nanoTime();
    private int reads;

    private Leash(CharSequence text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++reads % CHECK_EVERY == 0 && System.nanoTime() - started > PATIENCE.toNanos()) {
        throw new Pulled();
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text.toString();
    }
  }
}
