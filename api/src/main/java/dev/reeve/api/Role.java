package dev.reeve.api;

/** What a peer may do; each role may do all that the ones before it may. */
public enum Role {
  /** Nothing but learn that it may do nothing. */
  NONE,
  /** Look. */
  VIEWER,
  /** Start, stop and signal. */
  OPERATOR,
  /** Create, change and delete, and end the daemon. */
  ADMIN;

  /** Whether this role may do what the other may. */
  public boolean includes(Role other) {
    return compareTo(other) >= 0;
  }
}
