package dev.reeve.daemon.watch;

import dev.reeve.linux.Errno;
import dev.reeve.linux.Inotify;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A folder and those below it in which files may match. Folders are named by their path relative to
 * the base folder, the base folder by the empty text. Symbolic links are not followed, but for the
 * base folder itself.
 */
final class FolderWatch {
  // No relative path is like this.
  private static final String ANCHOR = "/";
  private static final int TRIES = 8;

  private final WatchTable table;
  private final Path base;
  private final Patterns patterns;
  private final Watches.Limits limits;

  private final TreeMap<String, Integer> folders = new TreeMap<>();

  /** Those in which a matching file has been seen. */
  private final Set<String> populated = new HashSet<>();

  /** While the base folder is missing: the nearest one above it, to see it come. */
  private @Nullable Anchor anchor;

  private final Set<String> changed = new LinkedHashSet<>();
  private boolean more;
  private boolean lost;
  private boolean troubled;
  private @Nullable String trouble;

  private record Anchor(int number, String awaited) {
    boolean concerns(Inotify.Event.Change change) {
      return change.name().isEmpty() || change.name().equals(awaited);
    }
  }

  FolderWatch(WatchTable table, Path base, Patterns patterns, Watches.Limits limits) {
    this.table = table;
    this.base = base.normalize();
    this.patterns = patterns;
    this.limits = limits;
  }

  /** Watches what is there; on failure, nothing. */
  void start() throws IOException {
    try {
      attach(false);
    } catch (IOException e) {
      detach();
      throw new IOException(cannot(e), e);
    }
  }

  /** Stops watching everything. */
  void detach() {
    drop("");
    Anchor old = anchor;
    anchor = null;
    if (old != null) {
      leave(old.number, ANCHOR);
    }
  }

  /** Events were dropped: what is watched is found anew, and anything may have changed. */
  void lost() {
    lost = true;
    reattach(false);
  }

  Optional<Changes> takeChanges() {
    if (changed.isEmpty() && !lost) {
      return Optional.empty();
    }
    Changes changes = new Changes(new ArrayList<>(changed), more, lost);
    changed.clear();
    more = false;
    lost = false;
    return Optional.of(changes);
  }

  /** The first one since everything went well. */
  Optional<String> takeTrouble() {
    Optional<String> taken = Optional.ofNullable(trouble);
    trouble = null;
    return taken;
  }

  /** Something happened in one of its folders. */
  void changed(String folder, Inotify.Event.Change change) {
    if (folder.equals(ANCHOR)) {
      Anchor now = anchor;
      if (now != null && now.number == change.watch() && now.concerns(change)) {
        reattach(true);
      }
    } else if (folders.getOrDefault(folder, -1) == change.watch()) {
      if (change.name().isEmpty()) {
        itself(folder, change.mask());
      } else {
        inside(folder, change);
      }
    }
  }

  private void itself(String folder, int mask) {
    if (folder.isEmpty() && (mask & (Inotify.IGNORED | Inotify.MOVE_SELF)) != 0) {
      if ((mask & Inotify.MOVE_SELF) != 0 && !populated.isEmpty()) {
        note(".");
      }
      reattach(true);
    } else if ((mask & Inotify.IGNORED) != 0) {
      drop(folder);
    }
  }

  private void inside(String folder, Inotify.Event.Change change) {
    String path = folder.isEmpty() ? change.name() : folder + "/" + change.name();
    int mask = change.mask();
    if ((mask & Inotify.ISDIR) != 0) {
      // Whatever had this name before is another folder.
      if (drop(path) && (mask & Inotify.MOVED_FROM) != 0) {
        note(path);
      }
      if ((mask & (Inotify.CREATE | Inotify.MOVED_TO)) != 0 && patterns.enters(path)) {
        try {
          enter(path, true);
        } catch (IOException e) {
          trouble(cannot(e));
        }
      }
    } else if (patterns.matches(path)) {
      populated.add(folder);
      if ((mask & Inotify.CREATE) == 0 || isLink(base.resolve(path))) {
        note(path);
      }
    }
  }

  /** A new name for what was written before; a new file is told of when its writer closes it. */
  private boolean isLink(Path path) {
    try {
      Map<String, Object> is =
          Files.readAttributes(path, "unix:nlink,isSymbolicLink", LinkOption.NOFOLLOW_LINKS);
      return Boolean.TRUE.equals(is.get("isSymbolicLink"))
          || (is.get("nlink") instanceof Integer links && links > 1);
    } catch (NoSuchFileException e) {
      return false;
    } catch (IOException e) {
      trouble(cannot(e));
      return false;
    }
  }

  private void note(String path) {
    if (changed.size() < Changes.MOST) {
      changed.add(path);
    } else {
      more |= !changed.contains(path);
    }
  }

  private void reattach(boolean report) {
    detach();
    troubled = false;
    try {
      attach(report);
    } catch (IOException e) {
      trouble(cannot(e));
      waitForAnother();
    }
  }

  /** What has the name of the base folder cannot be watched; another may come in its place. */
  private void waitForAnother() {
    try {
      if (folders.isEmpty()) {
        anchored();
      }
    } catch (IOException e) {
      trouble(cannot(e));
    }
  }

  /** The base folder or, while it is missing, the nearest one above it. */
  private void attach(boolean report) throws IOException {
    // A folder may come or go between two looks.
    for (int tries = 0; tries < TRIES; tries++) {
      enter("", report);
      if (!folders.isEmpty() || anchored()) {
        return;
      }
    }
    throw new IOException("it comes and goes");
  }

  /** False when a folder has come meanwhile, so that it is worth looking again. */
  private boolean anchored() throws IOException {
    for (Path above = base.getParent(); above != null; above = above.getParent()) {
      String awaited = base.getName(above.getNameCount()).toString();
      try {
        int number = table.enter(above, true, this, ANCHOR);
        anchor = new Anchor(number, awaited);
        if (!Files.isDirectory(above.resolve(awaited))) {
          return true;
        }
        anchor = null;
        leave(number, ANCHOR);
        return false;
      } catch (LinuxException e) {
        if (!isGone(e)) {
          throw e;
        }
      }
    }
    return false;
  }

  /** Watches a folder and those below it. */
  private void enter(String folder, boolean report) throws IOException {
    Deque<String> open = new ArrayDeque<>(List.of(folder));
    while (!open.isEmpty()) {
      String next = open.pop();
      try {
        if (watched(next)) {
          // After the watch is there, so that nothing is missed in between.
          list(next, report, open);
        }
      } catch (NoSuchFileException | NotDirectoryException e) {
        drop(next);
      } catch (LinuxException e) {
        if (next.isEmpty() || !e.is(Errno.EACCES)) {
          throw e;
        }
        trouble(cannot(e));
      }
    }
  }

  private boolean watched(String folder) throws IOException {
    if (folder.chars().filter(c -> c == '/').count() >= limits.depth()) {
      throw new IOException(
          "folders in it are nested more than " + limits.depth() + " deep: " + folder);
    }
    if (folders.size() >= limits.folders()) {
      throw new IOException(
          "it has more than "
              + limits.folders()
              + " folders; watch fewer with 'paths' or leave some out with 'ignore'");
    }
    try {
      folders.put(folder, table.enter(base.resolve(folder), folder.isEmpty(), this, folder));
      return true;
    } catch (LinuxException e) {
      if (isGone(e) && !(folder.isEmpty() && Files.exists(base))) {
        return false;
      }
      throw e;
    }
  }

  private void list(String folder, boolean report, Deque<String> open) throws IOException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(base.resolve(folder))) {
      for (Path entry : entries) {
        String name = String.valueOf(entry.getFileName());
        String path = folder.isEmpty() ? name : folder + "/" + name;
        if (Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS)) {
          if (patterns.enters(path)) {
            open.push(path);
          }
        } else if (patterns.matches(path)) {
          populated.add(folder);
          if (report) {
            note(path);
          }
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /** Forgets a folder and those below; returns whether there was a matching file in one of them. */
  private boolean drop(String folder) {
    // '0' comes next after '/'.
    Map<String, Integer> below =
        folder.isEmpty() ? folders : folders.subMap(folder + "/", folder + "0");
    boolean any = false;
    for (var entry : List.copyOf(below.entrySet())) {
      folders.remove(entry.getKey());
      any |= populated.remove(entry.getKey());
      leave(entry.getValue(), entry.getKey());
    }
    Integer number = folders.remove(folder);
    if (number != null) {
      any |= populated.remove(folder);
      leave(number, folder);
    }
    return any;
  }

  private void leave(int number, String folder) {
    try {
      table.leave(number, this, folder);
    } catch (LinuxException e) {
      trouble(cannot(e));
    }
  }

  private void trouble(String message) {
    if (!troubled) {
      troubled = true;
      trouble = message;
    }
  }

  private String cannot(IOException reason) {
    return "cannot watch " + base + ": " + reason.getMessage();
  }

  private static boolean isGone(LinuxException e) {
    // A symbolic link in place of a folder is ENOTDIR, too.
    return e.is(Errno.ENOENT) || e.is(Errno.ENOTDIR) || e.is(Errno.ELOOP);
  }
}
