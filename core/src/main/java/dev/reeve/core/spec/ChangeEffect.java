package dev.reeve.core.spec;

/** What it takes for a changed field to take effect on a running service. */
public enum ChangeEffect {
  /** Nothing: it holds from now on. */
  LIVE,
  /** Instances are added or removed; those that stay are not touched. */
  SCALE,
  /** The processes have to be started anew. */
  RESTART
}
