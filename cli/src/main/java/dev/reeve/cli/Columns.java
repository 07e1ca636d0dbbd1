package dev.reeve.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** How wide the terminal is: the launcher may say it, the shell may export it, stty(1) knows it. */
final class Columns implements IntSupplier {
  private static final int FALLBACK = 80;
  private static final int WIDEST = 10_000;

  private int known;

  @Override
  public synchronized int getAsInt() {
    if (known == 0) {
      known = number(System.getProperty("reeve.columns", ""));
    }
    if (known == 0) {
      known = number(System.getenv().getOrDefault("COLUMNS", ""));
    }
    if (known == 0) {
      known = ask();
    }
    return known;
  }

  private static int ask() {
    try {
      Process process =
          new ProcessBuilder("stty", "size")
              .redirectInput(new File("/dev/tty"))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] size = process.getInputStream().readNBytes(64);
      if (process.waitFor(1, TimeUnit.SECONDS)) {
        String text = new String(size, StandardCharsets.US_ASCII).strip();
        int columns = number(text.substring(text.indexOf(' ') + 1));
        return columns > 0 ? columns : FALLBACK;
      }
    } catch (IOException e) {
      return FALLBACK; // no stty, or no terminal to ask
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return FALLBACK;
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
