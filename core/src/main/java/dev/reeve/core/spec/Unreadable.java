package dev.reeve.core.spec;

/** A value that cannot be what it should be. The message completes "KEY …" or "VALUE …". */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String key;

  public Unreadable(String message) {
    this("", message);
  }

  private Unreadable(String key, String message) {
    super(message, null, false, false);
    this.key = key;
  }

  /** The same trouble, below a key of the value. */
  Unreadable below(String above) {
    return new Unreadable(key.isEmpty() ? above : above + "." + key, reason());
  }

  /** The key inside the value that has the trouble; empty for the value itself. */
  public String key() {
    return key;
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
