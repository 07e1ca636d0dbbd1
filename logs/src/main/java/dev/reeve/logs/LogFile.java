package dev.reeve.logs;

import dev.reeve.linux.Errno;
import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFlags;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.AccessMode;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.Optional;

/**
 * The current file of a log. Others may cut it, move it away or delete it at any time: that is seen
 * before the next write, which always goes to the end ({@code O_APPEND}), so that no hole comes
 * about.
 */
final class LogFile implements AutoCloseable {
  private static final int FLAGS =
      OpenFlags.O_RDWR
          | OpenFlags.O_CREAT
          | OpenFlags.O_APPEND
          | OpenFlags.O_NOFOLLOW
          // Whatever it turns out to be, opening must not wait.
          | OpenFlags.O_NONBLOCK;
  private static final int MODE = 0640;

  private final Shelf shelf;
  private final Path path;
  private Fd fd;
  private Object key;
  private long inode;
  private long size;
  // When the last byte came, in milliseconds since 1970.
  private long written;
  private boolean cutFirst;

  private LogFile(Shelf shelf, Fd fd) throws IOException {
    this.shelf = shelf;
    this.path = shelf.file();
    this.fd = fd;
    BasicFileAttributes attributes = regular(fd, path);
    this.key = Objects.requireNonNull(attributes.fileKey());
    this.size = attributes.size();
    this.written = attributes.lastModifiedTime().toMillis();
    this.inode = fd.identity().inode();
    shelf.current(key);
  }

  /**
   * Opens the file, making it (0640) and its directories (0750) if need be.
   *
   * @throws IOException {@code cannot open /x.log: is a symbolic link}
   */
  static LogFile open(Shelf shelf) throws IOException {
    shelf.mendOnce();
    Fd fd = openFd(shelf.file());
    try {
      return new LogFile(shelf, fd);
    } catch (IOException e) {
      fd.close();
      throw e;
    }
  }

  /**
   * Finds out what would keep a file from being opened, without making it.
   *
   * @param path in a directory that exists
   * @return whether it exists
   * @throws IOException as {@link #open}
   */
  static boolean check(Path path) throws IOException {
    Optional<Fd> opened;
    try {
      opened = Fd.openIfThere(path, FLAGS & ~OpenFlags.O_CREAT);
    } catch (LinuxException e) {
      throw refused(path, e);
    }
    if (opened.isPresent()) {
      try (Fd fd = opened.get()) {
        regular(fd, path);
      }
      return true;
    }
    Path directory = Objects.requireNonNull(path.getParent());
    try {
      directory.getFileSystem().provider().checkAccess(directory, AccessMode.WRITE);
      return false;
    } catch (IOException e) {
      throw Reason.wrap("open", path, e);
    }
  }

  private static Fd openFd(Path path) throws IOException {
    try {
      try {
        return Fd.open(path, FLAGS, MODE);
      } catch (LinuxException e) {
        if (!e.is(Errno.ENOENT)) {
          throw e;
        }
        Directories.makeFor(path);
        return Fd.open(path, FLAGS, MODE);
      }
    } catch (LinuxException e) {
      throw refused(path, e);
    } catch (IOException e) {
      throw Reason.wrap("open", path, e);
    }
  }

  private static IOException refused(Path path, LinuxException e) {
    return e.is(Errno.ELOOP) ? refused(path, "is a symbolic link") : Reason.wrap("open", path, e);
  }

  private static BasicFileAttributes regular(Fd fd, Path path) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(Path.of("/proc/self/fd/" + fd.number()), BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw refused(path, "is not a regular file");
    }
    return attributes;
  }

  private static IOException refused(Path path, String reason) {
    return new IOException("cannot open " + path + ": " + reason);
  }

  long size() {
    return size;
  }

  long inode() {
    return inode;
  }

  /** When it was last written, in milliseconds since 1970. */
  long written() {
    return written;
  }

  /** It was written now. */
  void written(long millis) {
    written = millis;
  }

  /**
   * Looks whether the file is still the one that was written last, and as long.
   *
   * @return true when it is not: it was cut, lengthened, or there is another one now
   */
  boolean changed() throws IOException {
    if (cutFirst) {
      fd.truncate(size);
      cutFirst = false;
    }
    try {
      BasicFileAttributes now =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (key.equals(now.fileKey())) {
        boolean same = now.size() == size;
        if (now.size() < size) {
          shelf.cleared();
        }
        size = now.size();
        return !same;
      }
    } catch (NoSuchFileException deleted) {
      // As for another file: open anew.
    }
    reopen();
    return true;
  }

  private void reopen() throws IOException {
    Fd fresh = openFd(path);
    try {
      BasicFileAttributes attributes = regular(fresh, path);
      inode = fresh.identity().inode();
      key = Objects.requireNonNull(attributes.fileKey());
      size = attributes.size();
      written = attributes.lastModifiedTime().toMillis();
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    fd.close();
    fd = fresh;
    shelf.current(key);
  }

  /** Appends all bytes or none. */
  void append(MemorySegment bytes, int length) throws LinuxException {
    int done = 0;
    try {
      while (done < length) {
        done += (int) Math.max(fd.write(bytes, done, length - done), 0);
      }
    } catch (LinuxException e) {
      if (done > 0) {
        cutFirst = true;
        fd.truncate(size);
        cutFirst = false;
      }
      throw e;
    }
    size += length;
  }

  /** True when there are bytes and the last one is no newline. */
  boolean endsMidline(MemorySegment scratch) throws LinuxException {
    return size > 0
        && fd.pread(scratch, 0, 1, size - 1) == 1
        && scratch.get(ValueLayout.JAVA_BYTE, 0) != '\n';
  }

  /** Cuts the file. */
  void cut(long newSize) throws LinuxException {
    fd.truncate(newSize);
    size = newSize;
  }

  /** Puts this file aside and begins a new one. */
  void rotate(int keep) throws IOException {
    synchronized (shelf) {
      shelf.putAside(keep);
      reopen();
    }
  }

  @Override
  public void close() {
    fd.close();
  }
}
