package dev.reeve.cli;

import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Runs many commands in one JVM, so that the AOT cache that is made of this run knows all their
 * classes. The argument is a file with a command line on each line, without {@code reeve}; a line
 * that begins with {@code #} is a comment. Each is run as for a terminal and as for a pipe; output
 * and exit codes do not matter.
 */
public final class Training {
  private Training() {}

  /**
   * Runs them all.
   *
   * @throws IOException if the file cannot be read
   * @throws Unreadable if a line has a quote that is not closed
   */
  public static void main(String[] arguments) throws IOException, Unreadable {
    Urandom.first();
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
            each -> {});
    Reeve.run(Main.invocation(words, terminal));
  }
}
