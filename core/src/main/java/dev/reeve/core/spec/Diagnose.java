package dev.reeve.core.spec;

/** When it is found out why a service cannot start. */
public enum Diagnose {
  /** After a start that failed. */
  REACTIVE,
  /** Also before each start: one that lacks something is refused. */
  PREFLIGHT,
  /** Never. */
  OFF
}
