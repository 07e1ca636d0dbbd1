package dev.reeve.linux.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a process is in the tree of control groups of version 2.
 *
 * @param mount where the tree is mounted
 * @param root the path of the group that is seen at the mount
 * @param own the group of the process, at or below the mount
 */
public record CgroupPlace(Path mount, String root, Path own) {
  private static final String VERSION_2 = "0::";

  /** The place of this process; absent where no tree of version 2 is mounted that holds it. */
  public static Optional<CgroupPlace> find() throws IOException {
    return parse(
        Files.readString(Path.of("/proc/self/cgroup")),
        Files.readString(Path.of("/proc/self/mountinfo")));
  }

  /** The group of a process; absent when it is gone, or outside of the mount. */
  public Optional<Path> of(int pid) throws IOException {
    Path file = Path.of("/proc/" + pid + "/cgroup");
    String text;
    try {
      text = Files.readString(file);
    } catch (IOException e) {
      if (Files.exists(file)) {
        throw e;
      }
      return Optional.empty();
    }
    return path(text).flatMap(path -> below(mount, root, path));
  }

  /**
   * Reads what the kernel says.
   *
   * @param cgroup the content of {@code /proc/PID/cgroup}
   * @param mountinfo the content of {@code /proc/PID/mountinfo}, see proc_pid_mountinfo(5)
   */
  static Optional<CgroupPlace> parse(String cgroup, String mountinfo) {
    Optional<String> path = path(cgroup);
    if (path.isEmpty()) {
      return Optional.empty();
    }
    Optional<CgroupPlace> found = Optional.empty();
    for (String line : mountinfo.split("\n", -1)) {
      String[] words = line.split(" ", -1);
      int dash = java.util.Arrays.asList(words).indexOf("-");
      if (dash < 6 || dash + 1 >= words.length || !words[dash + 1].equals("cgroup2")) {
        continue;
      }
      Path mount = Path.of(unescaped(words[4]));
      Optional<Path> own = below(mount, unescaped(words[3]), path.get());
      if (own.isPresent()) {
        found = Optional.of(new CgroupPlace(mount, unescaped(words[3]), own.get()));
      }
    }
    return found;
  }

  private static Optional<String> path(String cgroup) {
    for (String line : cgroup.split("\n", -1)) {
      if (line.startsWith(VERSION_2)) {
        String path = line.substring(VERSION_2.length());
        // A group that was removed while processes were in it has this at its end.
        return path.endsWith(" (deleted)") ? Optional.empty() : Optional.of(path);
      }
    }
    return Optional.empty();
  }

  /** The file of a group, if the mount shows it: a mount may begin further down, or elsewhere. */
  private static Optional<Path> below(Path mount, String root, String path) {
    Path from = Path.of(root);
    Path to = Path.of(path);
    boolean outside = root.contains("..") || path.contains("..") || !to.startsWith(from);
    return outside ? Optional.empty() : Optional.of(mount.resolve(from.relativize(to)).normalize());
  }

  /** Blanks and the like stand as octal numbers. */
  private static String unescaped(String text) {
    return text.replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\");
  }
}
