package dev.reeve.linux;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Tells what happens to files and folders, see inotify(7). One thread uses it. */
public final class Inotify implements AutoCloseable {
  /** A file that was open for writing has been closed. */
  public static final int CLOSE_WRITE = 0x8;

  /** A file was written to or cut. */
  public static final int MODIFY = 0x2;

  /** A name has left the folder by rename(2). */
  public static final int MOVED_FROM = 0x40;

  /** A name has come into the folder by rename(2). */
  public static final int MOVED_TO = 0x80;

  /** A file or folder was made, or got another name by link(2). */
  public static final int CREATE = 0x100;

  /** A name was removed. */
  public static final int DELETE = 0x200;

  /** What is watched was itself deleted. */
  public static final int DELETE_SELF = 0x400;

  /** What is watched was itself renamed; the watch goes along. */
  public static final int MOVE_SELF = 0x800;

  /** In an event: the file system was unmounted. */
  public static final int UNMOUNT = 0x2000;

  /** In an event: the watch is gone. */
  public static final int IGNORED = 0x8000;

  /** When adding: refuse with {@code ENOTDIR} what is no folder. */
  public static final int ONLYDIR = 0x1000000;

  /** When adding: do not follow a symbolic link. */
  public static final int DONT_FOLLOW = 0x2000000;

  /** When adding: nothing more of files once they are deleted. */
  public static final int EXCL_UNLINK = 0x4000000;

  /** In an event: its subject is a folder. */
  public static final int ISDIR = 0x40000000;

  /** What can be read. */
  public sealed interface Event {
    /**
     * Something happened.
     *
     * @param watch what {@link Inotify#add} returned
     * @param mask one or more of {@link Inotify#CREATE} and its kin
     * @param cookie not 0 and the same in both halves of a rename
     * @param name the file in the watched folder; empty when the event is about the watched itself
     */
    record Change(int watch, int mask, int cookie, String name) implements Event {}

    /** More happened than the kernel keeps ({@code max_queued_events}), and the rest is lost. */
    record Overflow() implements Event {}
  }

  private static final int CLOEXEC_NONBLOCK = 0x80800;
  private static final int Q_OVERFLOW = 0x4000;
  private static final int BUFFER = 65_536;
  private static final String LIMITS = "/proc/sys/fs/inotify/";

  // struct inotify_event: watch, mask, cookie, length of the name; then the name.
  private static final long HEADER = 16;

  private final Fd fd;
  private final MemorySegment buffer;

  /** Opens one that watches nothing. */
  public Inotify() throws LinuxException {
    long number = Native.sys(Syscall.INOTIFY_INIT1, CLOEXEC_NONBLOCK);
    if (number == -Errno.EMFILE) {
      throw limited("inotify_init()", "the limit of instances", "max_user_instances", number);
    }
    fd = new Fd((int) LinuxException.check(number, "inotify_init", null), "inotify");
    buffer = Arena.ofAuto().allocate(BUFFER, 8);
  }

  /**
   * Watches a file or folder, or changes for what it is watched.
   *
   * @param mask what to tell of, and {@link #ONLYDIR} and its kin
   * @return the watch; the same as before when the same file is watched already, by whatever name
   * @throws LinuxException {@code ENOSPC} when the user's limit of watches is reached, naming it
   */
  public int add(Path path, int mask) throws LinuxException {
    long address = Native.Scratch.ofThread().path(path.toString());
    long watch = Native.sys(Syscall.INOTIFY_ADD_WATCH, fd.number(), address, mask);
    if (watch == -Errno.ENOSPC) {
      throw limited(
          "inotify_add_watch(" + path + ")", "the limit of watches", "max_user_watches", watch);
    }
    return (int) LinuxException.check(watch, "inotify_add_watch", path);
  }

  /**
   * Stops watching. Events of before may still come, and one with {@link #IGNORED}. Does nothing
   * when the watch is gone already, as that of a deleted file is.
   */
  public void remove(int watch) throws LinuxException {
    long result = Native.sys(Syscall.INOTIFY_RM_WATCH, fd.number(), watch, 0);
    if (result != -Errno.EINVAL) {
      LinuxException.check(result, "inotify_rm_watch", watch);
    }
  }

  /** The descriptor to watch for {@link Epoll#IN}. */
  public Fd fd() {
    return fd;
  }

  /**
   * Reads up to 64 KiB of events, some hundreds, and tells of each.
   *
   * @return false when nothing waited
   */
  public boolean read(Consumer<Event> sink) throws LinuxException {
    long length = fd.read(buffer, 0, BUFFER);
    for (long at = 0; at < length; ) {
      int mask = buffer.get(ValueLayout.JAVA_INT, at + 4);
      int room = buffer.get(ValueLayout.JAVA_INT, at + 12);
      sink.accept(
          (mask & Q_OVERFLOW) != 0
              ? new Event.Overflow()
              : new Event.Change(
                  buffer.get(ValueLayout.JAVA_INT, at),
                  mask,
                  buffer.get(ValueLayout.JAVA_INT, at + 8),
                  room == 0 ? "" : buffer.getString(at + HEADER, StandardCharsets.UTF_8)));
      at += HEADER + room;
    }
    return length > 0;
  }

  @Override
  public void close() {
    fd.close();
  }

  private static LinuxException limited(String call, String what, String file, long result)
      throws LinuxException {
    String limit = LIMITS + file;
    // Not with java.nio: it begins with a read of one byte, and a number has no second read there.
    ProcFile value = ProcFile.read(limit);
    String number = value == null ? "unknown" : value.text().strip();
    int errno = (int) -result;
    return new LinuxException(
        call
            + ": "
            + what
            + " is reached, "
            + limit
            + " is "
            + number
            + " ("
            + Errno.name(errno)
            + ")",
        call,
        errno);
  }
}
