package dev.reeve.core.engine;

/** What the user asked for, as against what is observed. */
public enum Desired {
  /** It runs. */
  UP,
  /** It is there but does not run. */
  DOWN,
  /** It is deleted, or surplus: as soon as nothing of it runs it is forgotten. */
  GONE
}
