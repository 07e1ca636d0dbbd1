package dev.reeve.logs;

import dev.reeve.linux.Errno;
import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFlags;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file between a pipe and its log: what makes the way of the bytes exact although the daemon
 * may be killed at any moment.
 *
 * <p>splice(2) consumes from the pipe exactly what it appends here, signal or not, so a byte is
 * always in the pipe or here until the log has it. The {@link Position} says which bytes the log
 * has and how long that makes the log. Whoever comes after a kill cuts the log to that length and
 * writes the bytes that are not done again.
 *
 * <p>Layout: the position; two places for bytes that are held back (the beginning of a line that
 * has not ended), used in turn so that one is whole while the other is written; from {@link #DATA}
 * on what came from the pipe. A file that ends before {@link Position#done} was emptied by a killed
 * daemon that came no further: nothing is pending in it.
 */
final class Spool implements AutoCloseable {
  /** The most bytes that can be held back for long. */
  static final int HELD = 64 * 1024 + 4096;

  private static final long SLOT_1 = 4096;
  private static final long SLOT_2 = SLOT_1 + HELD;

  /** Where the bytes of the pipe begin. */
  static final long DATA = SLOT_2 + HELD;

  /** The file is emptied when it has more than this and all is done. */
  private static final long EMPTY_ABOVE = 64 * 1024;

  /** Bytes that are held back are moved when they lie behind so many done ones. */
  private static final long MOVE_ABOVE = 512 * 1024;

  private static final int FLAGS = OpenFlags.O_RDWR | OpenFlags.O_NOFOLLOW;
  private static final int MODE = 0600;

  private final Fd fd;
  private final Position position = new Position();
  private final MemorySegment record;
  private final boolean fresh;
  private long end;
  private boolean stored = true;

  private Spool(Fd fd, MemorySegment record) throws LinuxException {
    this.fd = fd;
    this.record = record;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment found = arena.allocate(Position.SIZE, Position.SIZE);
      boolean whole = fd.pread(found, 0, Position.SIZE, 0) == Position.SIZE;
      this.fresh = !(whole && position.read(found));
    }
    long size = fd.size();
    if (fresh || size < position.done) {
      if (size > DATA) {
        fd.truncate(DATA);
      }
      position.done = DATA;
    }
    this.end = Math.max(size, position.done);
    if (fresh) {
      this.end = DATA;
    }
  }

  /**
   * Opens the spool of a stream, making it and its directory if need be.
   *
   * @param record memory for a position, used by the pump's thread
   */
  static Spool open(Path path, MemorySegment record) throws IOException {
    try {
      return of(Fd.open(path, FLAGS | OpenFlags.O_CREAT, MODE), record);
    } catch (LinuxException e) {
      if (!e.is(Errno.ENOENT)) {
        throw e;
      }
      Directories.makeFor(path);
      return of(Fd.open(path, FLAGS | OpenFlags.O_CREAT, MODE), record);
    }
  }

  /** Opens the spool that an earlier pump left, if there is one. */
  static Optional<Spool> openLeft(Path path, MemorySegment record) throws LinuxException {
    Optional<Fd> fd = Fd.openIfThere(path, FLAGS);
    return fd.isEmpty() ? Optional.empty() : Optional.of(of(fd.get(), record));
  }

  private static Spool of(Fd fd, MemorySegment record) throws LinuxException {
    try {
      return new Spool(fd, record);
    } catch (LinuxException e) {
      fd.close();
      throw e;
    }
  }

  /** Where the stream is; to be changed by the owner and then {@link #store}d. */
  Position position() {
    return position;
  }

  /** True when no pump has used it before. */
  boolean fresh() {
    return fresh;
  }

  /** How many bytes are not in the log file yet. */
  long pending() {
    return position.heldLength + (end - position.done);
  }

  /**
   * Moves bytes from a pipe to the end of the spool.
   *
   * @return how many; 0 when the pipe is empty and has no writer, -1 when it is empty
   */
  long fill(Fd fifo, long most) throws LinuxException {
    storeIfDue();
    long count = fifo.spliceTo(fd, end, most);
    end += Math.max(count, 0);
    return count;
  }

  /**
   * Reads pending bytes.
   *
   * @param skip how many of them to leave out
   */
  int read(MemorySegment to, long skip, int most) throws LinuxException {
    int wanted = (int) Math.min(most, pending() - skip);
    int got = 0;
    while (got < wanted) {
      long at = skip + got;
      long held = position.heldLength - at;
      long place = held > 0 ? position.heldAt + at : position.done - held;
      long count = fd.pread(to, got, held > 0 ? Math.min(held, wanted - got) : wanted - got, place);
      if (count <= 0) {
        throw new LinuxException("read of the spool " + fd, Errno.EIO);
      }
      got += (int) count;
    }
    return got;
  }

  /** Counts pending bytes as done; true on disk once {@link #store}d. */
  void advance(long count) {
    int fromHeld = (int) Math.min(count, position.heldLength);
    position.heldAt += fromHeld;
    position.heldLength -= fromHeld;
    position.done += count - fromHeld;
    stored = false;
  }

  /** Writes the position. */
  void store() throws LinuxException {
    stored = false;
    position.write(record);
    // The page exists after the first time, so this is the last thing to fail on a full disk.
    fd.pwrite(record, 0, Position.SIZE, 0);
    stored = true;
  }

  /** Writes the position if it has changed. */
  void storeIfDue() throws LinuxException {
    if (!stored) {
      store();
    }
  }

  /** Empties the file once it has grown and what it holds is done or small. */
  void tidy(MemorySegment scratch) throws LinuxException {
    if (!stored) {
      return;
    }
    long pending = pending();
    if (pending == 0) {
      if (end - DATA > EMPTY_ABOVE) {
        empty();
      }
    } else if (end - DATA > MOVE_ABOVE && pending <= HELD) {
      int count = read(scratch, 0, (int) pending);
      long slot = position.heldLength > 0 && position.heldAt < SLOT_2 ? SLOT_2 : SLOT_1;
      if (fd.pwrite(scratch, 0, count, slot) == count) {
        position.heldAt = slot;
        position.heldLength = count;
        position.done = end;
        store();
        empty();
      }
    }
  }

  private void empty() throws LinuxException {
    fd.truncate(DATA);
    end = DATA;
    position.done = DATA;
    store();
  }

  @Override
  public void close() {
    fd.close();
  }
}
