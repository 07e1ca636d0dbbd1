package dev.reeve.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

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
    Path absolute = absolute(file);
    Path directory = real(Objects.requireNonNull(absolute.getParent()));
    return directory == null ? absolute : directory.resolve(absolute.getFileName());
  }

  /** The same for a file that is to be written, whose directory is made if it is missing. */
  Path canonicalMade(Path file) throws IOException {
    Path absolute = absolute(file);
    Path directory = Objects.requireNonNull(absolute.getParent());
    Path real = real(directory);
    if (real == null) {
      try {
        Directories.make(directory);
        real = directory.toRealPath();
      } catch (IOException e) {
        throw Reason.wrap("open", file, e);
      }
    }
    return real.resolve(absolute.getFileName());
  }

  private static Path absolute(Path file) throws IOException {
    Path absolute = file.toAbsolutePath().normalize();
    if (absolute.getFileName() == null) {
      throw new IOException("cannot open " + file + ": is a directory");
    }
    return absolute;
  }

  /** Null when it is missing. Most streams share a directory: one system call for each then. */
  private @Nullable Path real(Path directory) throws IOException {
    try {
      Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
      Real known = directories.get(directory);
      if (known == null || !known.key.equals(key)) {
        known = new Real(directory.toRealPath(), Objects.requireNonNull(key));
        directories.put(directory, known);
      }
      return known.path;
    } catch (NoSuchFileException missing) {
      return null;
    }
  }
}
