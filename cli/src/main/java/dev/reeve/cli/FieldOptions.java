package dev.reeve.cli;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.FieldType;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Problem;
import dev.reeve.core.spec.SpecWriter;
import dev.reeve.core.spec.Unreadable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The fields of a service as options; everything about them is declared in {@link Fields}. */
final class FieldOptions {
  private FieldOptions() {}

  /** For a change of a service: all fields. */
  static List<Opt> change() {
    List<Opt> options = new ArrayList<>();
    for (Field<?> field : Fields.ALL) {
      options.add(option(field));
    }
    return options;
  }

  /** For a new service: all fields but the command, which is given by words. */
  static List<Opt> create() {
    List<Opt> options = change();
    options.removeIf(option -> option.name().equals(name(Fields.COMMAND)));
    return options;
  }

  static String name(Field<?> field) {
    return "--" + field.option();
  }

  private static Opt option(Field<?> field) {
    FieldType<?> type = field.type();
    boolean holds = Boolean.TRUE.equals(field.fallback());
    return new Opt(
        name(field),
        (char) 0,
        type.flag() ? "" : valueName(field),
        lower(field.meaning()) + fallback(field),
        section(field.path()),
        type.repeatable(),
        type.flag(),
        holds);
  }

  /** Half a sentence; names and units at its beginning stay as they are. */
  private static String lower(String meaning) {
    return meaning.length() > 1
            && (Character.isLowerCase(meaning.charAt(1)) || meaning.startsWith("A "))
        ? meaning.substring(0, 1).toLowerCase(Locale.ROOT) + meaning.substring(1)
        : meaning;
  }

  private static String fallback(Field<?> field) {
    if (Boolean.TRUE.equals(field.fallback())) {
      return " (yes)";
    }
    Object tree = field.fallbackTree();
    boolean tells = (tree instanceof String text && !text.isEmpty()) || tree instanceof Number;
    return tells ? " (" + tree + ")" : "";
  }

  private static String valueName(Field<?> field) {
    String label = field.type().label();
    switch (field.path()) {
      // Their maps are for files; on a command line there is a short form.
      case "ready" -> {
        return "started|notify|URL|tcp:HOST:PORT|log:REGEX";
      }
      case "health" -> {
        return "URL|tcp:HOST:PORT|exec:COMMAND|push";
      }
      case "checks" -> {
        return "URL|tcp:HOST:PORT|exec:COMMAND";
      }
      case "schedule" -> {
        return "CRON";
      }
      case "watch" -> {
        return "PATTERN";
      }
      case "rollout" -> {
        return "all|rolling";
      }
      case "sockets" -> {
        return "NAME=ADDRESS";
      }
      case "provision" -> {
        return "PATH";
      }
      default -> {}
    }
    if (label.startsWith("map of text")) {
      return "KEY=VALUE";
    }
    if (label.startsWith("map of service")) {
      return "NAME[:CONDITION]";
    }
    if (label.indexOf('|') > 0) {
      return label.replace(" ", "").replace("'", "");
    }
    if (label.startsWith("{max")) {
      return "MAX/TIME";
    }
    if (label.startsWith("whole number") || label.startsWith("number")) {
      return "N";
    }
    if (label.startsWith("cores")) {
      return "N";
    }
    if (label.startsWith("duration")) {
      return "TIME";
    }
    if (label.startsWith("list of exit codes")) {
      return "CODES";
    }
    if (label.equals("text")) {
      return field.option().substring(field.option().lastIndexOf('-') + 1).toUpperCase(Locale.ROOT);
    }
    int end = 0;
    while (end < label.length() && Character.isLetter(label.charAt(end))) {
      end++;
    }
    return label.substring(0, end).toUpperCase(Locale.ROOT);
  }

  private static String section(String path) {
    int dot = path.indexOf('.');
    return switch (dot < 0 ? path : path.substring(0, dot)) {
      case "restart" -> "When it ends";
      case "stop", "reload", "startup_grace", "diagnose" -> "Stopping and starting";
      case "depends_on", "depends_timeout", "on_timeout" -> "Dependencies";
      case "resources" -> "Resources";
      case "sandbox", "umask" -> "Sandbox";
      case "logs" -> "Logs";
      default -> "The service";
    };
  }

  /**
   * The fields that are given, nested as in the configuration file, with absolute paths.
   *
   * @param what verb and object, for complaints
   * @param directory where relative paths start from
   * @throws Complaint about all values that cannot be read, together
   */
  static Map<String, Object> tree(Arguments arguments, String what, Path directory)
      throws Complaint {
    Map<String, Object> tree = new LinkedHashMap<>();
    List<String> problems = new ArrayList<>();
    Path base = directory;
    for (Field<?> field : ordered()) {
      List<String> given = given(arguments, field);
      if (given.isEmpty()) {
        continue;
      }
      boolean inService = field.path().startsWith("logs.");
      try {
        Object value = read(field, given, inService ? base : directory);
        SpecWriter.put(tree, field.path(), value);
        if (field.equals(Fields.DIRECTORY)) {
          base = Path.of(value.toString());
        }
      } catch (Unreadable e) {
        problems.add(problem(field, given, e));
      }
    }
    if (!problems.isEmpty()) {
      throw Complaint.usage(
          what,
          String.join("\n  and ", problems),
          "see 'reeve help " + arguments.usage().name() + "'");
    }
    return tree;
  }

  /** The working directory comes first: log files are relative to it. */
  private static List<Field<?>> ordered() {
    List<Field<?>> fields = new ArrayList<>(Fields.ALL);
    fields.remove(Fields.DIRECTORY);
    fields.addFirst(Fields.DIRECTORY);
    return fields;
  }

  private static List<String> given(Arguments arguments, Field<?> field) {
    for (Opt option : arguments.usage().options()) {
      if (option.name().equals(name(field))) {
        return arguments.values(option);
      }
    }
    return List.of();
  }

  private static <T> Object read(Field<T> field, List<String> given, Path base) throws Unreadable {
    FieldType<T> type = field.type();
    Object tree;
    if (type.repeatable()) {
      List<Object> items = new ArrayList<>();
      for (String text : given) {
        items.add(type.fromText(text));
      }
      tree = items;
    } else {
      tree = type.fromText(given.getLast());
    }
    if (field.equals(Fields.COMMAND)) {
      return tree; // with --shell a line stays a line; the daemon knows which it is
    }
    return type.write(type.read(tree, base));
  }

  private static String problem(Field<?> field, List<String> given, Unreadable e) {
    String reason = e.reason();
    String value = "'" + String.join("', '", given) + "'";
    // Some reasons name the value themselves, and some begin with the key inside of it.
    boolean named = reason.contains("'" + given.getLast() + "'");
    return Clean.line(name(field) + (named ? " " : " " + value + " ") + reason);
  }

  /** What is wrong with a whole service, in the words of the command line. */
  static String inOptions(Problem problem) {
    String message = problem.message();
    for (Field<?> field : Fields.ALL) {
      String quoted = "'" + field.path() + "'";
      if (field.path().equals(problem.path()) && message.startsWith(quoted)) {
        return name(field) + message.substring(quoted.length());
      }
    }
    return message;
  }
}
