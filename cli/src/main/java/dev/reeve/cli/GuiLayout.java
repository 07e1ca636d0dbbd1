package dev.reeve.cli;

/**
 * Where things are on the screen: a line about the daemon, the list with its titles, the log with
 * its title, a line with keys. The log takes half of what the list can do without.
 */
final class GuiLayout {
  /** With less there is no log. */
  private static final int LEAST = 12;

  private final GuiState state;

  GuiLayout(GuiState state) {
    this.state = state;
  }

  /** Between the first line and the last. */
  int body() {
    return Math.max(0, state.rows() - 2);
  }

  /** Lines of the log with the one above it; 0 if it is not seen. */
  int logRows() {
    if (!state.logsShown() || state.rows() < LEAST) {
      return 0;
    }
    int half = body() / 2;
    int free = body() - 1 - state.shown().size();
    return Math.clamp(free, half, Math.max(half, body() - 5));
  }

  /** Instances that are seen at a time. */
  int listRows() {
    return Math.max(1, body() - 1 - logRows());
  }
}
