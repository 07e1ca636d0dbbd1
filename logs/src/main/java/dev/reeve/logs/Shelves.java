package dev.reeve.logs;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link Shelf} for each log, whoever writes or follows it. */
final class Shelves {
  private final Map<Path, Shelf> shelves = new ConcurrentHashMap<>();

  /**
   * The one of a file.
   *
   * @param file its {@link #canonical} path
   */
  Shelf of(Path file) throws IOException {
    Shelf known = shelves.get(file);
    if (known != null) {
      return known;
    }
    Shelf made = new Shelf(file);
    Shelf first = shelves.putIfAbsent(file, made);
    if (first != null) {
      return first;
    }
    try {
      made.mend();
    } catch (IOException e) {
      shelves.remove(file, made);
      throw Reason.wrap("clean up after", file, e);
    }
    return made;
  }

  /** The one way to write a path whose directory has several; the file itself may be a link. */
  static Path canonical(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    Path directory = absolute.getParent();
    Path name = absolute.getFileName();
    if (directory == null || name == null) {
      throw new IOException("cannot open " + file + ": is a directory");
    }
    try {
      return directory.toRealPath().resolve(name);
    } catch (NoSuchFileException notYet) {
      return absolute;
    }
  }
}
