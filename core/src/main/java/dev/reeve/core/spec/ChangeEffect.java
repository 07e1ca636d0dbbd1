package dev.reeve.core.spec;

/** What it takes for a changed field to take effect on a running service. */
public enum ChangeEffect {
  /** Nothing: it holds from now on. */
  LIVE,
  /** Instances are added or removed; those that stay are not touched. */
  SCALE,
  /** The processes have to be started anew, a few instances at a time while the others go on. */
  ROLLING,
  /** The processes have to be started anew. */
  RESTART;

  /** Whether running processes are replaced. */
  public boolean renews() {
    return this == ROLLING || this == RESTART;
  }
}
