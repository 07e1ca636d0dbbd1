package dev.reeve.logs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The names of a log: {@code x.log}, and the files put aside as {@code x.log.1} (the newest),
 * {@code x.log.2.gz} and so on. Read in the order of their age they are the unbroken output.
 *
 * <p>Names are changed under this object's monitor only, by the pump and by the compressor. A kill
 * in the midst of a change leaves a number unused or a file in both forms, both of which are
 * understood.
 */
final class Shelf {
  /** A file put aside. */
  record Aside(int number, boolean compressed, Path path) {}

  private static final String COMPRESSED = ".gz";
  // A kill in the midst of a shift leaves one hole.
  private static final int HOLES = 2;

  private final Path file;
  private final List<Runnable> watchers = new CopyOnWriteArrayList<>();
  private volatile boolean watched;
  private boolean mended;
  private long generation;
  private long clearings;
  private @Nullable Object currentKey;
  private long size = Long.MAX_VALUE;

  Shelf(Path file) {
    this.file = file;
  }

  /** The current file. */
  Path file() {
    return file;
  }

  /** How many times the current file was replaced by a new one. Read under the monitor. */
  long generation() {
    return generation;
  }

  /** How many bytes of the current file will not be taken back. Read under the monitor. */
  long size() {
    return size;
  }

  /**
   * Says which file is the current one.
   *
   * @param key what tells it from all other files
   */
  synchronized void current(Object key) {
    if (currentKey != null && !currentKey.equals(key)) {
      generation++;
      size = 0;
    }
    currentKey = key;
  }

  /** Whether the file that is written is the one that has its name. */
  synchronized boolean isCurrent() {
    try {
      Object now =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
              .fileKey();
      return currentKey == null || currentKey.equals(now);
    } catch (IOException gone) {
      return false;
    }
  }

  /** How many times the current file was emptied. Read under the monitor. */
  long clearings() {
    return clearings;
  }

  /** The current file is empty now. */
  synchronized void cleared() {
    clearings++;
    size = 0;
  }

  /** Runs this, on the pump's thread, when the log has grown or changed, until it is unwatched. */
  void watch(Runnable watcher) {
    watchers.add(watcher);
    watched = true;
  }

  void unwatch(Runnable watcher) {
    watchers.remove(watcher);
    watched = !watchers.isEmpty();
  }

  /** The current file has this size now; wakes the watchers. */
  void grown(long newSize) {
    synchronized (this) {
      size = newSize;
    }
    if (watched) {
      watchers.forEach(Runnable::run);
    }
  }

  /** The files put aside, the newest first. */
  synchronized List<Aside> asides() {
    List<Aside> found = new ArrayList<>();
    int missing = 0;
    for (int number = 1; missing <= HOLES; number++) {
      Path plain = plain(number);
      Path compressed = compressed(number);
      // With both there, the compressed one is whole: it got its name last.
      if (exists(compressed)) {
        found.add(new Aside(number, true, compressed));
      } else if (exists(plain)) {
        found.add(new Aside(number, false, plain));
      } else {
        missing++;
        continue;
      }
      missing = 0;
    }
    return found;
  }

  /** Puts the current file aside; there is none afterwards. */
  synchronized void putAside(int keep) throws IOException {
    trim(keep);
    if (keep == 0) {
      Files.deleteIfExists(file);
      return;
    }
    int free = 1;
    while (free < keep && taken(free)) {
      free++;
    }
    delete(free);
    for (int number = free - 1; number >= 1; number--) {
      move(plain(number), plain(number + 1));
      move(compressed(number), compressed(number + 1));
    }
    move(file, plain(1));
  }

  /** Deletes what is more than to be kept. */
  synchronized void trim(int keep) throws IOException {
    for (Aside aside : asides()) {
      if (aside.number() > keep) {
        delete(aside.number());
      }
    }
  }

  /**
   * Deletes files put aside that were written last before some moment.
   *
   * @param millis since 1970
   * @return when the oldest one left was written; {@link Long#MAX_VALUE} if none is left
   */
  synchronized long trimOlder(long millis) throws IOException {
    long oldest = Long.MAX_VALUE;
    for (Aside aside : asides()) {
      long written = Files.getLastModifiedTime(aside.path(), LinkOption.NOFOLLOW_LINKS).toMillis();
      if (written < millis) {
        delete(aside.number());
      } else {
        oldest = Math.min(oldest, written);
      }
    }
    return oldest;
  }

  /**
   * Removes what a kill in the midst of compressing left behind, when first called.
   *
   * @throws IOException {@code cannot clean up after /x.log: reason}
   */
  synchronized void mendOnce() throws IOException {
    if (mended) {
      return;
    }
    try {
      Files.deleteIfExists(halfCompressed());
      for (Aside aside : asides()) {
        if (aside.compressed()) {
          Files.deleteIfExists(plain(aside.number()));
        }
      }
    } catch (IOException e) {
      throw Reason.wrap("clean up after", file, e);
    }
    mended = true;
  }

  /** Where a file is while it is being compressed. */
  Path halfCompressed() {
    return name(COMPRESSED + ".tmp");
  }

  Path plain(int number) {
    return name("." + number);
  }

  Path compressed(int number) {
    return name("." + number + COMPRESSED);
  }

  private Path name(String suffix) {
    return file.resolveSibling(file.getFileName() + suffix);
  }

  private boolean taken(int number) {
    return exists(plain(number)) || exists(compressed(number));
  }

  private void delete(int number) throws IOException {
    Files.deleteIfExists(plain(number));
    Files.deleteIfExists(compressed(number));
  }

  private static boolean exists(Path path) {
    return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
  }

  private static void move(Path from, Path to) throws IOException {
    if (exists(from)) {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
