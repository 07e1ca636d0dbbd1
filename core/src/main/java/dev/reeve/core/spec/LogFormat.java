package dev.reeve.core.spec;

/** What a line of output looks like in its file. */
public enum LogFormat {
  /** {@code 2026-11-20T22:31:23.123Z text}. */
  TIMESTAMPED,
  /** The bytes as the program wrote them. */
  RAW,
  /** One JSON object a line: {@code {"at":…,"stream":"out","line":…}}. */
  JSON
}
