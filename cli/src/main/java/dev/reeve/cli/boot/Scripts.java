package dev.reeve.cli.boot;

import java.util.Map;

/** What the scripts of OpenRC and System V have in common. */
final class Scripts {
  private Scripts() {}

  /** A word for a shell. */
  static String word(String text) {
    return text.matches("[A-Za-z0-9_/.,:=@%+-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }

  /** A command line of the daemon's user, with the daemon's variables. */
  static String as(Registration registration, String program, String... words) {
    StringBuilder line = new StringBuilder("env");
    if (registration.account().isRoot()) {
      line.append(" HOME=/root");
    }
    for (Map.Entry<String, String> variable : registration.variables(false).entrySet()) {
      line.append(' ').append(word(variable.getKey() + "=" + variable.getValue()));
    }
    line.append(' ').append(word(registration.program(program).toString()));
    for (String each : words) {
      line.append(' ').append(each);
    }
    return registration.account().isRoot()
        ? line.toString()
        : "su -s /bin/sh -c " + word(line.toString()) + " " + word(registration.account().name());
  }
}
