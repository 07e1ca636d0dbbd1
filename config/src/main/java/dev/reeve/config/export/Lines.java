package dev.reeve.config.export;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/** The command of a service as plain words. */
final class Lines {
  private Lines() {}

  /** With the interpreter before it, and a shell where it is a line for one. */
  static List<String> words(ServiceSpec spec) {
    List<String> words = new ArrayList<>();
    if (!spec.interpreter().isEmpty()) {
      words.add(spec.interpreter());
    }
    words.addAll(words(spec.command()));
    return words;
  }

  static List<String> words(Command command) {
    return switch (command) {
      case Command.Argv(List<String> words) -> words;
      case Command.ShellLine(String line) -> List.of("/bin/sh", "-c", line);
    };
  }
}
