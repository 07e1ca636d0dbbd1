package dev.reeve.core.engine;

import java.util.Locale;

/** Whether a running instance does its work, as far as is known. */
public enum Health {
  /** Nothing is declared, or nothing has been seen yet. */
  UNKNOWN,
  /** The latest attempt or report said yes. */
  HEALTHY,
  /** So many attempts in a row failed as {@code health.failures} says. */
  UNHEALTHY;

  /** In lower case, as it is shown and written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
