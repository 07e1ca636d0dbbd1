package dev.reeve.config.tree;

import java.nio.file.Path;

/** Where files are, and where the relative paths in them start. */
public final class Folders {
  private Folders() {}

  /** The absolute, normal path of a file. */
  public static Path absolute(Path file) {
    return file.toAbsolutePath().normalize();
  }

  /** The folder of a file, absolute and normal. */
  public static Path of(Path file) {
    Path absolute = absolute(file);
    Path folder = absolute.getParent();
    return folder == null ? absolute : folder;
  }
}
