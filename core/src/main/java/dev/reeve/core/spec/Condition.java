package dev.reeve.core.spec;

/** What a service waits for in another. */
public enum Condition {
  /** Every instance runs. */
  STARTED,
  /** Every instance is ready. */
  READY,
  /** Every instance is healthy. */
  HEALTHY,
  /** The one-shot has ended well. */
  COMPLETED
}
