package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A line that came through the FIFO: a JSON object with a {@code type}, as procman has it. */
sealed interface Submission {
  /** In characters; enough for any command, and no way to fill the memory. */
  int LONGEST = 256 * 1024;

  /**
   * A process to run.
   *
   * @param name what it is to be called; another of that name gets a number
   * @param job what remains: {@code run}, {@code env}, {@code depends} and {@code once}, as far as
   *     they are there, in the words of procman's files
   * @param notes what of it means nothing
   */
  record Run(String name, Map<String, Object> job, List<String> notes) implements Submission {}

  /**
   * The end.
   *
   * @param reason who asked for it and why, for people
   */
  record Shutdown(String reason) implements Submission {}

  /** Nothing that could be understood. */
  record Broken(String reason) implements Submission {}

  /** What a line says. */
  static Submission of(String line) {
    Map<String, Object> message;
    try {
      message = Wire.readTree(line);
    } catch (ApiException e) {
      return new Broken(e.reason() + ": " + Width.end(line, 60));
    }
    return switch (text(message.get("type"))) {
      case "run" -> run(message);
      case "shutdown" -> {
        String user = text(message.get("user"));
        String reason = text(message.get("message"));
        yield new Shutdown(
            user.isEmpty() && reason.isEmpty()
                ? "shutdown requested via FIFO"
                : "shutdown via FIFO"
                    + (user.isEmpty() ? "" : ": " + user)
                    + (reason.isEmpty() ? "" : ": " + reason));
      }
      case "" -> new Broken("the message has no 'type', which is run or shutdown");
      default -> new Broken("the 'type' is run or shutdown, not '" + message.get("type") + "'");
    };
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : String.valueOf(value);
  }

  private static Submission run(Map<String, Object> message) {
    Map<String, Object> job = new LinkedHashMap<>();
    List<String> notes = new ArrayList<>();
    String name = "";
    for (Map.Entry<String, Object> entry : message.entrySet()) {
      Object value = entry.getValue();
      switch (entry.getKey()) {
        case "type" -> {}
        case "name" -> {
          if (!(value instanceof String text) || text.isBlank()) {
            return new Broken("'name' must be text");
          }
          name = text;
        }
        case "run", "env", "depends", "once" -> {
          if (value != null) {
            job.put(entry.getKey(), value);
          }
        }
        default -> notes.add("'" + entry.getKey() + "' is not known and means nothing");
      }
    }
    if (name.isEmpty()) {
      return new Broken("the message has no 'name'");
    }
    if (!(job.get("run") instanceof String run)) {
      return new Broken("the message for " + name + " has no 'run' that is text");
    }
    if (run.isBlank()) {
      return new Broken("empty run command for " + name);
    }
    return new Run(name, job, notes);
  }
}
