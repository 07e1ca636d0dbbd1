package dev.reeve.daemon.probe;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the text of a document as a tree. */
@FunctionalInterface
public interface DocumentReader {
  /**
   * Reads.
   *
   * @return a tree of maps, lists and scalars; null for nothing
   * @throws IOException saying in one line why the text is no such document
   */
  @Nullable Object read(String text) throws IOException;
}
