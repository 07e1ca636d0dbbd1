package dev.reeve.core.engine;

/** What an instance says of itself. */
public sealed interface Report {
  /** It is ready: {@code READY=1}, or a line on its descriptor. */
  record Ready() implements Report {}

  /** It lives: {@code WATCHDOG=1}. */
  record Alive() implements Report {}

  /**
   * It was asked for its health by nobody, and told it.
   *
   * @param detail what it said besides, for people; may be empty
   */
  record Healthy(boolean ok, String detail) implements Report {}
}
