package dev.reeve.core.spec;

import java.time.Duration;

/**
 * When a log file is put aside.
 *
 * @param size bytes after which a new file begins; 0 never
 * @param keep how many old files are kept; 0 keeps none
 * @param compress whether old files are compressed with gzip
 * @param every how often a new file begins
 * @param maxAge how long old files are kept; zero for ever
 */
public record Rotation(long size, int keep, boolean compress, Every every, Duration maxAge) {
  /** By size only. */
  public Rotation(long size, int keep, boolean compress) {
    this(size, keep, compress, Every.NEVER, Duration.ZERO);
  }

  /** Whether files are put aside at all. */
  public boolean rotates() {
    return size > 0 || every != Every.NEVER;
  }
}
