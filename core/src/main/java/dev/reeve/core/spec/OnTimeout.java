package dev.reeve.core.spec;

/** What happens to a service whose dependencies were not there in time. */
public enum OnTimeout {
  /** It fails, and says which dependency was missing. */
  FAIL,
  /** It starts all the same, with a warning. */
  START
}
