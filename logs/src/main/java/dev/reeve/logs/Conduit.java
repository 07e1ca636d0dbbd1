package dev.reeve.logs;

import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way of one stream through its spool into its log file, without any policy: what fails is
 * thrown, nothing is changed by it, and the same can be tried again later.
 *
 * <p>Every step is a transaction: bytes are appended to the log, then the position that says so is
 * stored. Used by the pump's thread only.
 */
final class Conduit implements AutoCloseable {
  /** How much longer than its limit a log file gets to keep an endless line in one piece. */
  static final long OVERTIME = 1024 * 1024;

  /** A batch this small is not made smaller when the disk is full. */
  private static final int LEAST = 4096;

  private final LogStream stream;
  private final Desk desk;
  private final Shelf shelf;
  private final Spool spool;
  private final LogFile log;
  private final Encoder encoder;
  private final Rotator rotator;
  private final Deque<String> owns = new ArrayDeque<>();
  // The file ends in the midst of a line that is none of the stream's.
  private boolean strangeEnd;
  private boolean recovered;
  private int most = Batch.CAPACITY;
  private @Nullable SyslogTap tap;
  // So many pending bytes are known to contain no newline.
  private long scanned;

  private Conduit(
      LogStream stream,
      Desk desk,
      Shelf shelf,
      Spool spool,
      LogFile log,
      Encoder encoder,
      Rotator rotator) {
    this.stream = stream;
    this.desk = desk;
    this.shelf = shelf;
    this.spool = spool;
    this.log = log;
    this.encoder = encoder;
    this.rotator = rotator;
  }

  /**
   * Opens log file and spool, making them if need be.
   *
   * @param left the spool, if an earlier pump left one; closed if this fails
   */
  static Conduit open(
      Desk desk, Shelf shelf, LogStream stream, Rotator rotator, Optional<Spool> left)
      throws IOException {
    StreamSpec spec = stream.spec();
    Spool spool = left.isPresent() ? left.get() : Spool.open(spec.spool(), desk.record);
    try {
      LogFile log = LogFile.open(shelf);
      return new Conduit(stream, desk, shelf, spool, log, Encoder.of(spec, desk), rotator);
    } catch (IOException e) {
      spool.close();
      throw e;
    }
  }

  /** Gives what comes into the log to this as well; to none if null. */
  void tap(@Nullable SyslogTap newTap) {
    tap = newTap;
  }

  Position position() {
    return spool.position();
  }

  /** Whether the next byte begins a line of the log. */
  boolean settled() {
    Position position = position();
    return pending() == 0
        && !position.dropMidline
        && position.ansi == 0
        && !(position.midline && encoder.endsLines());
  }

  /** Bytes that were taken from the pipe and are not in the log. */
  long pending() {
    return spool.pending();
  }

  /** Takes bytes from a pipe, see {@link Spool#fill}. */
  long fill(Fd fifo, long most) throws LinuxException {
    return spool.fill(fifo, most);
  }

  /**
   * Brings spool and log to where they were before a kill; to be called before anything else.
   *
   * @return how many bytes had to be given up; not 0 only after the machine itself went down
   */
  long recover() throws IOException {
    if (recovered) {
      return 0;
    }
    Position position = position();
    long givenUp = 0;
    boolean sameFile = position.inode == log.inode();
    if (!spool.fresh() && spool.pending() > 0) {
      if (position.boot != Boot.ID) {
        // Memory and disk may tell of different moments; only if they agree can they be trusted.
        if (!sameFile || log.size() != position.logSize) {
          givenUp = spool.pending();
          spool.advance(givenUp);
        }
      } else if (sameFile && log.size() > position.logSize) {
        log.cut(position.logSize);
      }
    }
    position.boot = Boot.ID;
    adopt();
    recovered = true;
    return givenUp;
  }

  boolean recovered() {
    return recovered;
  }

  /** Puts the file aside if its time has come though nothing is written. */
  void turn() throws IOException {
    if (!recovered || !rotator.byTime()) {
      return;
    }
    if (log.changed()) {
      adopt();
    }
    if (rotator.due(log, position().midline) && rotator.rotate(log)) {
      stream.rotated();
      strangeEnd = false;
      adopt();
    }
  }

  /** Takes the log file as it is now found. */
  private void adopt() throws LinuxException {
    Position position = position();
    boolean asLeft = position.inode == log.inode() && position.logSize == log.size();
    if (!asLeft) {
      boolean open = log.endsMidline(desk.nativeIn);
      strangeEnd = open && !position.midline;
      // In an empty file the line goes on that began in the one before.
      position.midline &= open || log.size() == 0;
      position.inode = log.inode();
      position.logSize = log.size();
    }
    spool.store();
    shelf.grown(log.size());
  }

  /**
   * Writes what is pending to the log.
   *
   * @param whole whether the beginning of a line is written too where the format holds it back
   */
  void work(boolean whole) throws IOException {
    spool.storeIfDue();
    if (!whole && stillNoNewline()) {
      return;
    }
    scanned = 0;
    desk.stamp();
    boolean moving = true;
    while (moving && spool.pending() > 0) {
      int got = spool.read(desk.nativeIn, 0, Desk.IN);
      desk.takeIn(got);
      boolean all = whole && got == spool.pending();
      int from = skipDropped(got);
      moving = from > 0;
      int used = 1;
      while (from < got && used > 0) {
        used = batch(from, got, all);
        from += used;
        moving |= used > 0;
      }
    }
    spool.storeIfDue();
    spool.tidy(desk.nativeIn);
    scanned = spool.pending();
  }

  /** Saves reading a long beginning of a line again for every byte that is added to it. */
  private boolean stillNoNewline() throws LinuxException {
    long pending = spool.pending();
    if (scanned == 0 || pending > JsonEncoder.PIECE) {
      return false;
    }
    int count = spool.read(desk.nativeIn, scanned, Desk.IN);
    desk.takeIn(count);
    if (Newline.first(desk.in, 0, count) >= 0) {
      return false;
    }
    scanned = pending;
    spool.tidy(desk.nativeIn);
    return true;
  }

  private int skipDropped(int got) {
    Position position = position();
    if (!position.dropMidline) {
      return 0;
    }
    int newline = Newline.first(desk.in, 0, got);
    int count = newline < 0 ? got : newline + 1;
    position.dropMidline = newline < 0;
    spool.advance(count);
    return count;
  }

  private int batch(int from, int to, boolean whole) throws IOException {
    int until = to;
    if (!owns.isEmpty()) {
      if (!position().midline) {
        writeOwns();
      } else {
        int newline = Newline.first(desk.in, from, to);
        until = newline < 0 ? to : newline + 1;
      }
    }
    while (true) {
      begin();
      int next = encoder.encode(desk.in, from, until, desk.out, whole);
      if (next > from) {
        try {
          append();
        } catch (LinuxException e) {
          if (most == LEAST) {
            throw e;
          }
          // Where there is no room for much there may be some for little.
          most = Math.max(LEAST, desk.out.length / 4);
          continue;
        }
        most = Math.min(Batch.CAPACITY, 2 * most);
        settle(next - from);
        if (tap != null) {
          tap.take(desk.in, from, next, desk.out.stamp);
        }
      }
      return next - from;
    }
  }

  /** Begins a batch for the log file as it is, or for a new one if its time has come. */
  private void begin() throws IOException {
    Position position = position();
    if (log.changed()) {
      adopt();
    }
    if (rotator.due(log, position.midline)) {
      if (rotator.rotate(log)) {
        stream.rotated();
        strangeEnd = false;
        adopt();
      } else if (log.changed()) {
        adopt();
      }
    }
    long lineRoom = Math.min(most, rotator.room(log));
    // A record is never cut.
    long room = encoder.cuts() ? Math.min(most, rotator.roomWithOvertime(log)) : Batch.CAPACITY;
    desk.out.begin(position.midline, position.ansi, lineRoom, room);
    if (strangeEnd && encoder.endsLines()) {
      desk.out.put((byte) '\n');
    }
  }

  private void commit(int used) throws LinuxException {
    append();
    settle(used);
  }

  private void append() throws LinuxException {
    log.append(desk.out(), desk.out.length);
    stream.logged(desk.out.length);
    log.written(desk.millis());
  }

  private void settle(int used) throws LinuxException {
    Position position = position();
    position.midline = desk.out.midline;
    position.ansi = desk.out.ansi;
    position.logSize = log.size();
    strangeEnd = false;
    spool.advance(used);
    spool.store();
    shelf.grown(log.size());
  }

  /** The run is over: the next bytes are no rest of a dropped line, nor of an escape sequence. */
  void endDroppedLine() throws LinuxException {
    if (position().dropMidline || position().ansi != 0) {
      position().dropMidline = false;
      position().ansi = 0;
      spool.store();
    }
  }

  /** Ends an unfinished line: the run that wrote it is over. */
  void endLine() throws IOException {
    endDroppedLine();
    if (tap != null) {
      tap.end(desk.out.stamp);
    }
    if (position().midline && encoder.endsLines()) {
      begin();
      if (position().midline) {
        desk.out.put((byte) '\n');
        desk.out.midline = false;
        commit(0);
      }
    }
    writeOwns();
  }

  /** Writes a line of Reeve's own before the next line of the stream. */
  void own(String text) throws IOException {
    owns.add(text);
    if (!position().midline) {
      writeOwns();
    }
  }

  private void writeOwns() throws IOException {
    String text;
    while ((text = owns.peek()) != null) {
      encodeOwn(text);
      append();
      owns.remove();
      settle(0);
    }
  }

  private void encodeOwn(String text) throws IOException {
    desk.stamp();
    begin();
    // Raw lines are ended here too: Reeve's words must not look like the program's.
    if (position().midline || (strangeEnd && desk.out.length == 0)) {
      desk.out.put((byte) '\n');
    }
    encoder.own(text, desk.out);
    desk.out.midline = false;
  }

  /** Gives up what is pending, counting its lines. */
  void drop() throws LinuxException {
    scanned = 0;
    while (spool.pending() > 0) {
      int got = spool.read(desk.nativeIn, 0, Desk.IN);
      countDropped(got);
      spool.advance(got);
    }
    spool.storeIfDue();
    spool.tidy(desk.nativeIn);
  }

  /** Takes bytes from a pipe and gives them up; returns as {@link #fill}. */
  long discard(Fd fifo) throws LinuxException {
    long count = fifo.read(desk.nativeIn, 0, Desk.IN);
    if (count > 0) {
      countDropped((int) count);
      spool.store();
    }
    return count;
  }

  private void countDropped(int count) {
    Position position = position();
    position.ansi = 0;
    desk.takeIn(count);
    int at = 0;
    while (at < count) {
      if (!position.dropMidline) {
        position.dropped++;
        position.droppedEver++;
      }
      int newline = Newline.first(desk.in, at, count);
      position.dropMidline = newline < 0;
      at = newline < 0 ? count : newline + 1;
    }
  }

  /** Says in the log how many lines were dropped, and begins to count anew. */
  void announceDropped(String reason) throws IOException {
    Position position = position();
    if (position.dropped > 0) {
      String lines = position.dropped == 1 ? " line" : " lines";
      encodeOwn(position.dropped + lines + " dropped: " + reason);
      append();
      position.dropped = 0;
      settle(0);
    }
  }

  /** Empties the log: the current file and the ones put aside. */
  void clear() throws IOException {
    if (log.changed()) {
      adopt();
    }
    synchronized (shelf) {
      shelf.trim(0);
      log.cut(0);
      shelf.cleared();
    }
    position().midline = false;
    position().logSize = 0;
    strangeEnd = false;
    spool.store();
    shelf.grown(log.size());
  }

  @Override
  public void close() {
    spool.close();
    log.close();
  }
}
