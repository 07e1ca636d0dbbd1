package dev.reeve.cli;

import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs many commands in one JVM, so that the AOT cache that is made of this run knows all their
 * classes. The argument is a file with a command line on each line, without {@code reeve}; a line
 * that begins with {@code #} is a comment. Each is run as for a terminal and as for a pipe; output
 * and exit codes do not matter.
 */
public final class Training {
  /** Milliseconds between two keys. */
  private static final int PAUSE = 150;

  private Training() {}

  /**
   * Runs them all.
   *
   * @throws IOException if the file cannot be read
   * @throws Unreadable if a line has a quote that is not closed
   */
  public static void main(String[] arguments) throws IOException, Unreadable {
    Urandom.first();
    Main.terminal(new Main.GoodEnd()); // not used: what it is made of is to be known
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        List<String> words = Words.split(line);
        run(words, true);
        run(words, false);
      }
    }
  }

  private static void run(List<String> words, boolean screen) {
    new Columns().getAsInt();
    Terminal terminal =
        new Terminal(
            OutputStream.nullOutputStream(),
            OutputStream.nullOutputStream(),
            screen,
            screen,
            () -> 100,
            () -> 30,
            new Main.GoodEnd(),
            last -> {},
            each -> {},
            each -> {},
            Fingers::new);
    Reeve.run(Main.invocation(words, terminal));
  }

  /** Types for the commands that fill the screen: what shows most of them, and their end. */
  private static final class Fingers extends InputStream {
    private static final String KEYS = "sjk?\033l/x\033\rq\033q";
    private int next;

    @Override
    public int read() throws IOException {
      if (next == KEYS.length()) {
        return -1;
      }
      try {
        TimeUnit.MILLISECONDS.sleep(PAUSE); // so that what was asked for can come
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return -1;
      }
      return KEYS.charAt(next++);
    }

    /** One at a time, as people type. */
    @Override
    public int read(byte[] bytes, int from, int most) throws IOException {
      int key = read();
      if (key >= 0) {
        bytes[from] = (byte) key;
      }
      return key < 0 ? -1 : 1;
    }
  }
}
