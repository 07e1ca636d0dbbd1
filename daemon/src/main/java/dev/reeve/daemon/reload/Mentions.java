package dev.reeve.daemon.reload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Whether a file may say something, without the time that understanding it takes. */
public final class Mentions {
  /** Longer files are for whoever loads them; their answer is yes. */
  private static final long MOST = 4 << 20;

  private Mentions() {}

  /**
   * Whether one of these words is anywhere in a configuration file, be it in a comment.
   *
   * @return false if there is no such file or it cannot be read; whoever loads it says why
   */
  public static boolean any(Path file, String... words) {
    try {
      if (!Files.isRegularFile(file)) {
        return false;
      }
      if (Files.size(file) > MOST) {
        return true;
      }
      String text = Files.readString(file);
      return Stream.of(words).anyMatch(text::contains);
    } catch (IOException e) {
      return false;
    }
  }
}
