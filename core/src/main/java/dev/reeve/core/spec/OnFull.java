package dev.reeve.core.spec;

/** What happens to output that cannot be written because the disk is full. */
public enum OnFull {
  /** The program waits in its write until there is room. No line is lost. */
  BLOCK,
  /** Lines are dropped and counted; the program goes on. */
  DROP
}
