package dev.reeve.daemon.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** The folders in which a service's manifests may be. */
final class Project {
  /** Manifest of half a megabyte are machine-made lists at the most. */
  static final int LONGEST_MANIFEST = 1 << 20;

  private static final int ABOVE = 4;

  private Project() {}

  /** The nearest folder that has a file: of the script, above it, or the working directory. */
  static Optional<Path> folderWith(Scene scene, Entry entry, String file) {
    Set<Path> folders = new LinkedHashSet<>();
    Path folder = entry.folder(scene);
    for (int i = 0; i <= ABOVE && folder != null; i++) {
      folders.add(folder);
      folder = folder.getParent();
    }
    folders.add(scene.directory());
    return folders.stream()
        .filter(each -> Files.isRegularFile(each.resolve(file), LinkOption.NOFOLLOW_LINKS))
        .findFirst();
  }

  /** The text of a manifest; nothing if it is none, or too long for one. */
  static Optional<String> manifest(Path folder, String file) {
    return SmallFile.read(folder.resolve(file), LONGEST_MANIFEST);
  }

  /** Whether a file is below a folder, also when the links in its path are followed. */
  static boolean isInside(Path file, Path folder) {
    try {
      return file.startsWith(folder) && file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false;
    }
  }
}
