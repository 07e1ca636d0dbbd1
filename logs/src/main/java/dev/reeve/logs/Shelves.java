package dev.reeve.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** One {@link Shelf} for each log, whoever writes or follows it. */
final class Shelves {
  /**
   * A directory.
   *
   * @param key what tells it from all other directories
   */
  private record Real(Path path, Object key) {}

  private final Map<Path, Shelf> shelves = new ConcurrentHashMap<>();
  private final Map<Path, Real> directories = new ConcurrentHashMap<>();

  /**
   * The one of a file.
   *
   * @param file its {@link #canonical} path
   */
  Shelf of(Path file) {
    return shelves.computeIfAbsent(file, Shelf::new);
  }

  /** The one way to write a path whose directory has several; the file itself may be a link. */
  Path canonical(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    Path directory = absolute.getParent();
    Path name = absolute.getFileName();
    if (directory == null || name == null) {
      throw new IOException("cannot open " + file + ": is a directory");
    }
    try {
      return real(directory).resolve(name);
    } catch (NoSuchFileException notYet) {
      return absolute;
    }
  }

  /** Asked for each stream, most of which share a directory; one system call if so. */
  private Path real(Path directory) throws IOException {
    Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
    Real known = directories.get(directory);
    if (known == null || !known.key.equals(key)) {
      known = new Real(directory.toRealPath(), Objects.requireNonNull(key));
      directories.put(directory, known);
    }
    return known.path;
  }
}
