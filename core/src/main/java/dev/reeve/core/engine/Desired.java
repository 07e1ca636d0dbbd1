package dev.reeve.core.engine;

/** What the user asked for, as against what is observed. */
public enum Desired {
  UP,
  DOWN
}
