package dev.reeve.daemon.groups;

/** What a service may use cannot be limited as it is declared. */
public final class NoLimits extends Exception {
  private static final long serialVersionUID = 1L;

  private final String advice;

  NoLimits(String reason, String advice) {
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
