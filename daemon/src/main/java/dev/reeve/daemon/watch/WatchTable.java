package dev.reeve.daemon.watch;

import dev.reeve.linux.Inotify;
import dev.reeve.linux.LinuxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who watches which folder. The kernel has one watch for each folder however often it is asked for,
 * so that services in the same folder share it; the last one to leave removes it.
 */
final class WatchTable {
  /**
   * One for all, as a second request for a folder replaces the mask of the first. A file counts
   * when its writer is done with it; that a name was made is told for the sake of folders and
   * links.
   */
  private static final int MASK =
      Inotify.CREATE
          | Inotify.CLOSE_WRITE
          | Inotify.DELETE
          | Inotify.MOVED_FROM
          | Inotify.MOVED_TO
          | Inotify.MOVE_SELF
          | Inotify.ONLYDIR
          | Inotify.EXCL_UNLINK;

  /** Someone who watches a folder, and the name it has for it. */
  private record Seat(FolderWatch watch, String folder) {}

  private final Inotify inotify;
  private final Map<Integer, List<Seat>> seats = new HashMap<>();

  WatchTable(Inotify inotify) {
    this.inotify = inotify;
  }

  /**
   * Watches a folder.
   *
   * @param follow whether the path may be a symbolic link to a folder
   */
  int enter(Path path, boolean follow, FolderWatch watch, String folder) throws LinuxException {
    int number = inotify.add(path, follow ? MASK : MASK | Inotify.DONT_FOLLOW);
    List<Seat> there = seats.computeIfAbsent(number, key -> new ArrayList<>());
    Seat seat = new Seat(watch, folder);
    if (!there.contains(seat)) {
      there.add(seat);
    }
    return number;
  }

  void leave(int number, FolderWatch watch, String folder) throws LinuxException {
    List<Seat> there = seats.get(number);
    if (there != null && there.remove(new Seat(watch, folder)) && there.isEmpty()) {
      seats.remove(number);
      inotify.remove(number);
    }
  }

  /** Passes on what happened; what is about a folder that nobody watches any more is dropped. */
  void tell(Inotify.Event.Change change) {
    for (Seat seat : List.copyOf(seats.getOrDefault(change.watch(), List.of()))) {
      seat.watch.changed(seat.folder, change);
    }
  }

  /** How many folders the kernel watches. */
  int size() {
    return seats.size();
  }
}
