package dev.reeve.logs;

/** Which of the two output streams of a program. */
public enum Std {
  /** Standard output, descriptor 1. */
  OUT,
  /** Standard error, descriptor 2. */
  ERR;

  /** {@code out} or {@code err}, as in JSON records and file names. */
  public String word() {
    return this == OUT ? "out" : "err";
  }
}
