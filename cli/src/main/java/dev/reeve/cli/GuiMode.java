package dev.reeve.cli;

import java.util.List;

/** What the keys are for. */
sealed interface GuiMode {
  /** The list and the log. */
  record Browse() implements GuiMode {}

  /** What is started is being typed. */
  record Starting(TextLine line) implements GuiMode {}

  /** A part of the names of services is being typed. */
  record Filtering(TextLine line) implements GuiMode {}

  /** Nothing is deleted before somebody agrees. */
  record Deleting(String service, String question) implements GuiMode {}

  /**
   * All of a service.
   *
   * @param lines empty until they are there
   */
  record Details(String name, List<String> lines, int top) implements GuiMode {}

  /** What the keys do. */
  record Help() implements GuiMode {}
}
