package dev.reeve.cli;

/**
 * Colours and signs, of the sixteen that every palette makes readable on its own background.
 *
 * @param colour whether any are used
 * @param frames whether tables have borders
 */
record Style(boolean colour, boolean frames) {
  static final String BOLD = "1";
  static final String DIM = "2";
  static final String RED = "31";
  static final String GREEN = "32";
  static final String YELLOW = "33";
  static final String CYAN = "36";
  static final String NONE = "";

  /** Told apart in logs and tables; none of them means something by itself. */
  private static final String[] SERVICES = {CYAN, "35", "34", GREEN, YELLOW, "96", "95", "94"};

  /** For files and pipes. */
  static final Style PLAIN = new Style(false, false);

  /**
   * The style that fits.
   *
   * @param screen whether a person looks at it
   */
  static Style of(Invocation invocation, boolean screen, boolean plain) {
    if (!screen || plain || invocation.variable("TERM").equals("dumb")) {
      return PLAIN;
    }
    return new Style(invocation.variable("NO_COLOR").isEmpty(), true);
  }

  /** The text with the numbers of an SGR sequence (ECMA-48 8.3.117). */
  String paint(String text, String sgr) {
    return !colour || sgr.isEmpty() || text.isEmpty()
        ? text
        : "\033[" + sgr + "m" + text + "\033[0m";
  }

  String bold(String text) {
    return paint(text, BOLD);
  }

  String dim(String text) {
    return paint(text, DIM);
  }

  String red(String text) {
    return paint(text, RED);
  }

  /** The colour of a state. */
  static String colour(String state) {
    return switch (state) {
      case "running", "healthy" -> GREEN;
      case "failed", "unhealthy" -> RED;
      case "starting", "stopping", "waiting", "backoff", "paused" -> YELLOW;
      case "completed" -> CYAN;
      default -> DIM;
    };
  }

  /** A state with the sign that stands for it; only the word where there are no frames. */
  String signed(String state) {
    return frames ? sign(state) + " " + state : state;
  }

  private static String sign(String state) {
    return switch (state) {
      case "running", "failed" -> "●";
      case "starting", "stopping", "waiting", "backoff", "paused" -> "◐";
      case "completed" -> "✔";
      default -> "○";
    };
  }

  /** Always the same colour for the same instance; instances of a service have different ones. */
  static String ofInstance(String name, int instance) {
    return SERVICES[Math.floorMod(name.hashCode() + Math.max(0, instance - 1), SERVICES.length)];
  }
}
