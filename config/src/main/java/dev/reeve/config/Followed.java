package dev.reeve.config;

import dev.reeve.config.tree.Folders;
import java.nio.file.Path;
import java.util.List;

/**
 * Files whose change changes a configuration.
 *
 * @param folder absolute; it need not exist
 * @param patterns relative to the folder, with a slash in each: {@code *} and {@code ?} stand for
 *     characters of one name, {@code **} for any number of folders
 */
public record Followed(Path folder, List<String> patterns) {
  /** One file. */
  public static Followed file(Path file) {
    return inFolder(Folders.of(file), String.valueOf(file.getFileName()));
  }

  /** One file, or all that match a pattern of names in one folder. */
  static Followed inFolder(Path folder, String name) {
    Path parent = folder.getParent();
    Path last = folder.getFileName();
    return parent == null || last == null
        ? new Followed(folder, List.of(name))
        : new Followed(parent, List.of(last + "/" + name));
  }
}
