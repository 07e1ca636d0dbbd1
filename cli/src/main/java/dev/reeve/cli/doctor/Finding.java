package dev.reeve.cli.doctor;

/**
 * One thing that was looked at, and how it is.
 *
 * @param area what it is about, a word or two: {@code control groups}
 * @param check its stable name for programs: {@code cgroup.controllers}
 * @param text how it is, half a sentence
 * @param advice a command or sentence of what to do; empty only if all is fine
 */
public record Finding(String area, String check, Level level, String text, String advice) {
  /** How bad it is. */
  public enum Level {
    /** Nothing is to be done. */
    FINE,
    /** Reeve works, but not everything, or not for long. */
    WARNING,
    /** Something does not work. */
    BROKEN
  }

  /** What is bad says what to do. */
  public Finding {
    if (level != Level.FINE && advice.isEmpty()) {
      throw new IllegalArgumentException(check + " gives no advice");
    }
  }
}
