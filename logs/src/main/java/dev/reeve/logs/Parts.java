package dev.reeve.logs;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** All files of a log as they were at one moment, the oldest first. */
final class Parts implements Closeable {
  private static final int ATTEMPTS = 100;

  private final List<Part> parts;
  private final boolean withCurrent;

  private Parts(List<Part> parts, boolean withCurrent) {
    this.parts = parts;
    this.withCurrent = withCurrent;
  }

  /**
   * Opens them. Whoever does not hold the shelf's monitor may meet a rotation by another process:
   * then it is tried again.
   */
  static Parts open(Shelf shelf) throws IOException {
    for (int attempt = 1; ; attempt++) {
      Parts first = tryOpen(shelf);
      try (Parts second = tryOpen(shelf)) {
        if (first.sameFiles(second)) {
          return first;
        }
      } catch (IOException e) {
        first.close();
        throw e;
      }
      first.close();
      if (attempt == ATTEMPTS) {
        throw new IOException("cannot read " + shelf.file() + ": it is rotated too quickly");
      }
    }
  }

  private static Parts tryOpen(Shelf shelf) throws IOException {
    List<Part> parts = new ArrayList<>();
    boolean withCurrent = false;
    try {
      for (Shelf.Aside aside : shelf.asides().reversed()) {
        try {
          parts.add(Part.open(aside.path(), aside.compressed()));
        } catch (NoSuchFileException renamed) {
          // The comparison of two attempts will tell.
        }
      }
      try {
        parts.add(Part.open(shelf.file(), false));
        withCurrent = true;
      } catch (NoSuchFileException notYet) {
        // A log without a line.
      }
      return new Parts(parts, withCurrent);
    } catch (IOException e) {
      new Parts(parts, withCurrent).close();
      throw e;
    }
  }

  private boolean sameFiles(Parts other) {
    if (parts.size() != other.parts.size() || withCurrent != other.withCurrent) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!Objects.equals(parts.get(i).key(), other.parts.get(i).key())) {
        return false;
      }
    }
    return true;
  }

  List<Part> list() {
    return parts;
  }

  /** Whether the last one is the current file. */
  boolean withCurrent() {
    return withCurrent;
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.close();
    }
  }
}
