package dev.reeve.core.spec;

/** How often a new log file begins, whatever its size; at these times of the daemon's time zone. */
public enum Every {
  /** By size only. */
  NEVER,
  /** At each full hour. */
  HOURLY,
  /** At midnight. */
  DAILY,
  /** At midnight before Monday. */
  WEEKLY
}
