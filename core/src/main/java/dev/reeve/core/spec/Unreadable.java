package dev.reeve.core.spec;

/** A value that cannot be what it should be. The message completes "KEY …" or "VALUE …". */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  public Unreadable(String message) {
    super(message, null, false, false);
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
