package dev.reeve.cli;

/** What the full-screen interface wants to be done. */
sealed interface GuiOrder {
  /**
   * A command of Reeve with one target.
   *
   * @param verb such as {@code stop}
   */
  record Act(String verb, String target) implements GuiOrder {}

  /** What was typed is to be started. */
  record Start(String text) implements GuiOrder {}

  /** The screen was disturbed. */
  record Repaint() implements GuiOrder {}

  /** It ends. */
  record Quit() implements GuiOrder {}
}
