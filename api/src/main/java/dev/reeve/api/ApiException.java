package dev.reeve.api;

/** A request that could not be carried out, with all that a person needs to go on. */
public final class ApiException extends Exception {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final String hint;

  /**
   * @param code its kind
   * @param message what and why, a clause that can follow "cannot VERB OBJECT: "
   * @param hint what to do next; may be empty
   */
  public ApiException(ErrorCode code, String message, String hint) {
    super(message);
    this.code = code;
    this.hint = hint;
  }

  /** Its kind. */
  public ErrorCode code() {
    return code;
  }

  /** What and why. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What to do next; may be empty. */
  public String hint() {
    return hint;
  }
}
