package dev.reeve.core.spec;

/**
 * When a log file is put aside.
 *
 * @param size bytes after which a new file begins; 0 never
 * @param keep how many old files are kept; 0 keeps none
 * @param compress whether old files are compressed with gzip
 */
public record Rotation(long size, int keep, boolean compress) {}
