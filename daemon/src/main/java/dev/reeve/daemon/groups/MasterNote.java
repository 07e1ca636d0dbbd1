package dev.reeve.daemon.groups;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;

/**
 * Which group held those of all services of a home when it was not the usual one, or had limits, so
 * that the next daemon finds it again. It counts for one boot, as groups do.
 *
 * @param file where it is kept
 * @param bootId of this boot
 */
record MasterNote(Path file, String bootId) {
  private static final System.Logger LOG = System.getLogger(MasterNote.class.getName());

  /** The group; absent if an earlier daemon of this boot noted none. */
  Optional<Path> read() {
    try {
      List<String> lines = Files.readAllLines(file);
      if (lines.size() == 2 && lines.getFirst().equals(bootId)) {
        Path path = Path.of(lines.getLast());
        return Optional.of(path).filter(Path::isAbsolute);
      }
    } catch (IOException | InvalidPathException e) {
      LOG.log(Level.DEBUG, "no note of a group: {0}", e.getMessage());
    }
    return Optional.empty();
  }

  /**
   * Without it services are found by their processes alone: that is no reason to have no groups.
   */
  void write(Path group) {
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(beside, bootId + "\n" + group + "\n");
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot note the group of all services", e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot forget the group of all services", e);
    }
  }
}
