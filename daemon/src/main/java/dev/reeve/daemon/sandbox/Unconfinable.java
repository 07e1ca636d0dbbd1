package dev.reeve.daemon.sandbox;

/** A service cannot be kept from the rest of the machine as it declares. */
public final class Unconfinable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String advice;

  Unconfinable(String reason, String advice) {
    super(reason);
    this.advice = advice;
  }

  /** What cannot be done and why, a clause. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What to do next. */
  public String advice() {
    return advice;
  }
}
