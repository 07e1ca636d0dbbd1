package dev.reeve.config;

import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param file as it was given by the caller
 * @param line from 1
 * @param column from 1, in code points
 */
public record Place(Path file, int line, int column) {
  /** {@code FILE:LINE:COLUMN}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
