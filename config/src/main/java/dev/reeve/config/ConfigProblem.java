package dev.reeve.config;

import dev.reeve.config.tree.Printable;
import java.nio.file.Path;

/**
 * Something wrong, or worth a warning, in a configuration file.
 *
 * @param file as it was given by the caller
 * @param line from 1; 0 if the whole file is meant
 * @param column from 1, in code points; 0 if the whole file is meant
 * @param message one line; control characters are shown as escapes and very long texts are cut in
 *     the middle
 * @param excerpt the line of the source and a line with a caret under the place; empty if there is
 *     nothing to show
 */
public record ConfigProblem(Path file, int line, int column, String message, String excerpt) {
  private static final int LONGEST_MESSAGE = 400;

  /** Makes the message fit for a terminal: what a file says must not move the cursor. */
  public ConfigProblem {
    message = Printable.line(message, LONGEST_MESSAGE);
  }

  /** A problem with the file as a whole. */
  public static ConfigProblem of(Path file, String message) {
    return new ConfigProblem(file, 0, 0, message, "");
  }

  /** Where it is. */
  public Place place() {
    return new Place(file, line, column);
  }

  /**
   * As a person reads it, without a line break at the end:
   *
   * <pre>
   * conf/reeve.yaml:14:5: service 'api': unknown field 'restrt'; did you mean 'restart'?
   *       restrt: always
   *       ^
   * </pre>
   */
  public String text() {
    return text("");
  }

  /** The same for something that is worth a warning: {@code conf:14:5: warning: …}. */
  public String warning() {
    return text("warning: ");
  }

  private String text(String kind) {
    StringBuilder text = new StringBuilder();
    text.append(Printable.line(file.toString(), LONGEST_MESSAGE));
    if (line > 0) {
      text.append(':').append(line).append(':').append(column);
    }
    text.append(": ").append(kind).append(message);
    if (!excerpt.isEmpty()) {
      text.append("\n  ").append(excerpt.replace("\n", "\n  "));
    }
    return text.toString();
  }
}
