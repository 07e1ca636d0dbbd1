package dev.reeve.core.spec;

/** After which ends of a long-running process it is started again. */
public enum RestartPolicy {
  /** After any end. */
  ALWAYS,
  /** After a non-zero exit code, a signal, or an end nobody saw. */
  ON_FAILURE,
  /** Only after exit code 0. */
  ON_SUCCESS,
  /** After none. */
  NEVER
}
