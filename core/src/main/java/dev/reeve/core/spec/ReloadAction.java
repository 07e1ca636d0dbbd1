package dev.reeve.core.spec;

/** How a running service is told to read its configuration again. */
public sealed interface ReloadAction {
  /** Not at all: a reload is a restart. */
  record Restart() implements ReloadAction {}

  /** By a signal to its main process, by name without {@code SIG}. */
  record Signal(String name) implements ReloadAction {}

  /** By a command, with {@code MAINPID} in its environment. */
  record Run(Command command) implements ReloadAction {}
}
