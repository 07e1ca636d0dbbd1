package dev.reeve.config.tree;

/** A text whose variables or formats mean nothing, and the index in it where the trouble begins. */
public final class BadText extends Exception {
  private static final long serialVersionUID = 1L;
  private final int index;

  /**
   * Without a stack, as it is about what somebody wrote.
   *
   * @param index from 0
   * @param reason for people
   */
  public BadText(int index, String reason) {
    super(reason, null, false, false);
    this.index = index;
  }

  /** Where the trouble begins, from 0. */
  public int index() {
    return index;
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
