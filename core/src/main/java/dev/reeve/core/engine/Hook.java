package dev.reeve.core.engine;

/** Commands that are run for an instance besides its own. */
public enum Hook {
  /** {@code stop.command}. */
  STOP,
  /** {@code reload}, when it is a command. */
  RELOAD
}
