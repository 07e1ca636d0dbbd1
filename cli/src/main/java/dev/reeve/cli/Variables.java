package dev.reeve.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code -e KEY=VALUE}: variables of the environment on the command line. */
final class Variables {
  static final Opt OPTION =
      new Opt(
          "--env",
          'e',
          "KEY=VALUE",
          "a variable of the environment; may be repeated",
          "",
          true,
          false,
          false);

  private Variables() {}

  /** Those that are given. */
  static Map<String, String> of(Arguments arguments) throws Complaint {
    Map<String, String> variables = new LinkedHashMap<>();
    for (String text : arguments.values(OPTION)) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw arguments.complaint(
            "invalid env argument ("
                + (equals < 0 ? "expected KEY=VALUE" : "empty key")
                + "): "
                + Clean.line(text));
      }
      variables.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return variables;
  }
}
