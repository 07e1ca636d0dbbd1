package dev.reeve.core.spec;

import java.util.Collection;

/** A value that cannot be what it should be. The message completes "KEY …" or "VALUE …". */
public final class Unreadable extends Exception {
  private static final long serialVersionUID = 1L;

  /** So many known keys can be told in a line. */
  private static final int FEW = 12;

  private final String key;
  private final String unknown;
  private final String hint;

  public Unreadable(String message) {
    this("", message, "", "");
  }

  private Unreadable(String key, String message, String unknown, String hint) {
    super(message, null, false, false);
    this.key = key;
    this.unknown = unknown;
    this.hint = hint;
  }

  /** A key inside the value that means nothing there. */
  static Unreadable unknownKey(String key, Collection<String> known) {
    String near = Names.didYouMean(key, known);
    String hint =
        near.isEmpty() && known.size() <= FEW ? "; known: " + String.join(", ", known) : near;
    return new Unreadable(key, "has the unknown key '" + key + "'" + hint, key, hint);
  }

  /** The same trouble, below a key of the value. */
  Unreadable below(String above) {
    return new Unreadable(key.isEmpty() ? above : above + "." + key, reason(), unknown, hint);
  }

  /** The key inside the value that has the trouble; empty for the value itself. */
  public String key() {
    return key;
  }

  /** The message; never null. */
  public String reason() {
    return String.valueOf(getMessage());
  }

  /** The trouble as one of a field whose value this is. */
  public Problem problem(String field) {
    String path = key.isEmpty() ? field : field + "." + key;
    if (unknown.isEmpty()) {
      return new Problem(path, "'" + path + "' " + reason(), false);
    }
    String above = path.substring(0, path.length() - unknown.length() - 1);
    return new Problem(path, "unknown field '" + unknown + "' in '" + above + "'" + hint, true);
  }
}
