package dev.reeve.daemon.watch;

import dev.reeve.linux.Fd;
import dev.reeve.linux.Inotify;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Tells services of changes to their files. One inotify instance serves all of them, as the kernel
 * allows a user few (128 by default). Has no thread: the caller waits for {@link #fd} and calls
 * {@link #ready}. One thread uses it.
 */
public final class Watches implements AutoCloseable {
  /** Told during {@link Watches#ready} and {@link Watches#watch}; may call both's kin. */
  public interface Listener {
    /** Files of a watch changed; comes once for all that was waiting to be read. */
    void changed(String key, Changes changes);

    /**
     * From now on a watch sees only a part.
     *
     * @param message {@code cannot watch FOLDER: reason}
     */
    void trouble(String key, String message);
  }

  /**
   * What a watch may take.
   *
   * @param folders how many it watches at most
   * @param depth how many folders deep it goes below the base folder
   */
  public record Limits(int folders, int depth) {
    /** 8,192 folders, 64 deep. */
    public static final Limits DEFAULT = new Limits(8192, 64);
  }

  // Others of the caller's loop want their turn, too; what is left makes the descriptor ready
  // again.
  private static final int ROUNDS = 64;

  private final Listener listener;
  private final Limits limits;
  private final Inotify inotify;
  private final WatchTable table;
  private final Map<String, FolderWatch> watches = new TreeMap<>();

  /** Watches nothing yet. */
  public Watches(Listener listener) throws LinuxException {
    this(listener, Limits.DEFAULT);
  }

  /** With other limits than usual. */
  public Watches(Listener listener, Limits limits) throws LinuxException {
    this.listener = listener;
    this.limits = limits;
    inotify = new Inotify();
    table = new WatchTable(inotify);
  }

  /** The descriptor to watch for {@link dev.reeve.linux.Epoll#IN}. */
  public Fd fd() {
    return inotify.fd();
  }

  /**
   * Begins to watch, instead of what the key stood for so far. A base folder that does not exist is
   * waited for; what is in it when it appears counts as changed.
   *
   * @param base absolute
   * @throws IOException {@code cannot watch BASE: reason}: it is no folder, may not be read, or
   *     needs more watches than allowed; the key then stands for nothing
   */
  public void watch(String key, Path base, Patterns patterns) throws IOException {
    unwatch(key);
    FolderWatch watch = new FolderWatch(table, base, patterns, limits);
    watch.start();
    watches.put(key, watch);
    report(key, watch);
  }

  /** Stops watching; does nothing for an unknown key. */
  public void unwatch(String key) {
    FolderWatch old = watches.remove(key);
    if (old != null) {
      old.detach();
    }
  }

  /** Reads what happened and tells the listener. */
  public void ready() throws LinuxException {
    int rounds = 0;
    while (inotify.read(this::tell) && ++rounds < ROUNDS) {}
    List<String> keys = new ArrayList<>(watches.keySet());
    for (String key : keys) {
      FolderWatch watch = watches.get(key);
      // The listener may have ended it.
      if (watch != null) {
        report(key, watch);
      }
    }
  }

  private void tell(Inotify.Event event) {
    switch (event) {
      case Inotify.Event.Change change -> table.tell(change);
      case Inotify.Event.Overflow overflow -> watches.values().forEach(FolderWatch::lost);
    }
  }

  private void report(String key, FolderWatch watch) {
    Optional<String> trouble = watch.takeTrouble();
    Optional<Changes> changes = watch.takeChanges();
    trouble.ifPresent(message -> listener.trouble(key, message));
    changes.ifPresent(files -> listener.changed(key, files));
  }

  /** How many folders the kernel watches for all keys together. */
  public int folders() {
    return table.size();
  }

  @Override
  public void close() {
    inotify.close();
  }
}
