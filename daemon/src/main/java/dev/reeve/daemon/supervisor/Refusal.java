package dev.reeve.daemon.supervisor;

/** A program that cannot be started as it is declared. */
final class Refusal extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;
  private final boolean passing;

  /**
   * @param reason what and where, a clause that completes "cannot start api: "
   * @param hint what to do next
   * @param passing whether it may go away by itself
   */
  Refusal(String reason, String hint, boolean passing) {
    super(reason);
    this.hint = hint;
    this.passing = passing;
  }

  String reason() {
    return String.valueOf(getMessage());
  }

  String hint() {
    return hint;
  }

  boolean passing() {
    return passing;
  }
}
