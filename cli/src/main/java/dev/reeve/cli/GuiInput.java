package dev.reeve.cli;

import dev.reeve.api.LogLine;
import dev.reeve.api.ServiceRow;
import java.util.List;

/** What comes to the full-screen interface. */
sealed interface GuiInput {
  /** A key. */
  record Typed(Key key) implements GuiInput {}

  /** The screen is so large. */
  record Sized(int columns, int rows) implements GuiInput {}

  /** The list of services. */
  record Services(List<ServiceRow> services) implements GuiInput {}

  /**
   * Who the daemon is.
   *
   * @param number counts the connections: with another one begins another stream of logs
   */
  record Connected(String version, int pid, long startedAt, int number) implements GuiInput {}

  /** The daemon does not answer, or refuses; why. */
  record Trouble(String text) implements GuiInput {}

  /**
   * What a service writes.
   *
   * @param stream of {@link GuiState#stream}: of an earlier one they are too late
   */
  record Logged(int stream, List<LogLine> lines) implements GuiInput {}

  /** What is to be seen of a service. */
  record Described(String name, List<String> lines) implements GuiInput {}

  /**
   * An order was carried out, or not.
   *
   * @param verb of the order
   */
  record Told(String verb, String text, boolean bad) implements GuiInput {}

  /** Time goes by, in milliseconds since 1970. */
  record Clock(long now) implements GuiInput {}
}
