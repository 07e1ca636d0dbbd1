package dev.reeve.core.spec;

import java.util.List;

/** What is run. */
public sealed interface Command {
  /** What stands for a command that is not declared. */
  static Command none() {
    return new Argv(List.of());
  }

  /** A program and its arguments, started as they are, without a shell. */
  record Argv(List<String> words) implements Command {
    public Argv {
      words = List.copyOf(words);
    }
  }

  /** A line for {@code bash -c}, or {@code sh -c} where there is no bash. */
  record ShellLine(String line) implements Command {}

  /** Whether there is nothing to run. */
  default boolean isNone() {
    return this instanceof Argv(List<String> words) && words.isEmpty();
  }

  /** As a person would type it; arguments that need it are quoted. */
  default String text() {
    return switch (this) {
      case Argv(List<String> words) -> Words.join(words);
      case ShellLine(String line) -> line;
    };
  }
}
