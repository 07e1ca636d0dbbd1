package dev.reeve.core.schedule;

/** What happens when a run is due and the run before has not ended. */
public enum Overlap {
  /** The new run is left out, and that is said. */
  SKIP,
  /** It starts when the run before has ended; at most one waits, however many were due. */
  QUEUE,
  /** The run before is stopped, then the new one starts. */
  KILL
}
