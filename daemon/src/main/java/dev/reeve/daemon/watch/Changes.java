package dev.reeve.daemon.watch;

import java.util.List;

/**
 * What changed since the last report of a watch.
 *
 * @param paths relative to the base folder, in the order in which they changed first, each once; at
 *     most {@link #MOST}. A folder that was moved away stands for its files, {@code .} for the base
 *     folder
 * @param more whether other paths changed, too
 * @param lost whether the kernel dropped events, so that any file may have changed
 */
public record Changes(List<String> paths, boolean more, boolean lost) {
  /** How many paths are named. */
  public static final int MOST = 10;

  public Changes {
    paths = List.copyOf(paths);
  }

  /** For people, such as {@code a.js, lib/b.js and more}. */
  public String text() {
    if (paths.isEmpty()) {
      return "something (more changed at once than the kernel reports)";
    }
    return String.join(", ", paths) + (more || lost ? " and more" : "");
  }
}
