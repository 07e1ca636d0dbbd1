package dev.reeve.core.spec;

/** What a service waits for in another. */
public enum Condition {
  /** Every instance runs. */
  STARTED,
  /** The one-shot has ended well. */
  COMPLETED
}
