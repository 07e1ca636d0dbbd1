package dev.reeve.daemon.provision;

/** A service whose files cannot be made as they are declared. */
public final class Unprovisionable extends Exception {
  private static final long serialVersionUID = 1L;

  private final String hint;

  Unprovisionable(String path, String reason, String hint) {
    super("cannot provision " + path + ": " + reason);
    this.hint = hint;
  }

  /** What and why: {@code cannot provision PATH: reason}. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** What to do next; may be empty. */
  public String hint() {
    return hint;
  }
}
