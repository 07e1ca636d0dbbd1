package dev.reeve.daemon.diagnosis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The files of a program that are read for what it imports: as many as are sensible, and none
 * outside of its folder.
 */
final class Sources {
  private static final int FILES = 64;
  private static final int LONGEST = 256 << 10;

  private final Path root;
  private final Deque<Path> waiting = new ArrayDeque<>();
  private final Set<Path> seen = new HashSet<>();

  private Sources(Path root) {
    this.root = root;
  }

  /** Those in the folder of a script; none are waiting yet. */
  static Optional<Sources> around(Path script) {
    return Optional.ofNullable(script.getParent()).map(Sources::new);
  }

  /** The folder. */
  Path root() {
    return root;
  }

  /** One more to read, if it is a file of this program; each is read once. */
  void add(Path file) {
    boolean ours = Files.isRegularFile(file) && Project.isInside(file, root);
    if (ours && seen.size() < FILES && seen.add(file)) {
      waiting.add(file);
    }
  }

  /** Reads all that wait, and what the reader adds meanwhile. */
  void read(BiConsumer<String, Path> reader) {
    while (!waiting.isEmpty()) {
      Path next = waiting.remove();
      SmallFile.read(next, LONGEST).ifPresent(text -> reader.accept(text, next));
    }
  }
}
