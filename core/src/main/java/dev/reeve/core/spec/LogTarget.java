package dev.reeve.core.spec;

import java.nio.file.Path;

/** Where one output stream of a service goes. */
public sealed interface LogTarget {
  /** {@code NAME-out.log} or {@code NAME-err.log} in the log directory. */
  record Standard() implements LogTarget {}

  /** Thrown away. */
  record Discard() implements LogTarget {}

  /** This file; relative ones are resolved against the working directory of the service. */
  record File(Path path) implements LogTarget {}
}
