package dev.reeve.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * How wide and how high the terminal is: the launcher may say it, the shell may export it, stty(1)
 * knows it.
 */
final class Columns implements IntSupplier {
  private static final int FALLBACK = 80;
  private static final int FALLBACK_ROWS = 24;
  private static final int WIDEST = 10_000;

  private int known;
  private int knownRows;
  private boolean changed;

  @Override
  public synchronized int getAsInt() {
    if (known == 0) {
      known = given("reeve.columns", "COLUMNS");
    }
    if (known == 0) {
      ask();
    }
    return known;
  }

  /** How high it is. */
  synchronized int rows() {
    if (knownRows == 0) {
      knownRows = given("reeve.lines", "LINES");
    }
    if (knownRows == 0) {
      ask();
    }
    return knownRows;
  }

  /** The terminal has another size now; what was said at the start does not hold any more. */
  synchronized void changed() {
    changed = true;
    known = 0;
    knownRows = 0;
  }

  private int given(String property, String variable) {
    if (changed) {
      return 0;
    }
    int given = number(System.getProperty(property, ""));
    return given > 0 ? given : number(System.getenv().getOrDefault(variable, ""));
  }

  private void ask() {
    int[] size = size();
    known = known > 0 ? known : size[1] > 0 ? size[1] : FALLBACK;
    knownRows = knownRows > 0 ? knownRows : size[0] > 0 ? size[0] : FALLBACK_ROWS;
  }

  /** Rows and columns; zeros where nobody can tell. */
  private static int[] size() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] size = process.getInputStream().readNBytes(64);
      if (process.waitFor(1, TimeUnit.SECONDS)) {
        String text = new String(size, StandardCharsets.US_ASCII).strip();
        int blank = Math.max(0, text.indexOf(' '));
        return new int[] {number(text.substring(0, blank)), number(text.substring(blank).strip())};
      }
    } catch (IOException e) {
      return new int[2]; // no stty, or no terminal to ask
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return new int[2];
  }

  /** 0 for what is not a width. */
  static int number(String text) {
    int n = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || n > WIDEST) {
        return 0;
      }
      n = n * 10 + (c - '0');
    }
    return n;
  }
}
