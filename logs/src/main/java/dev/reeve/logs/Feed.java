package dev.reeve.logs;

import dev.reeve.core.spec.OnFull;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One stream as the pump sees it: a FIFO to be watched, a {@link Conduit}, and what to do when that
 * is obstructed. Used by the pump's thread only.
 */
final class Feed {
  /** How long the beginning of a line is held back, and how long until a failure is tried again. */
  static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** The most that is taken from one stream before the others have their turn. */
  private static final int TURN = Desk.IN;

  /** How much is taken from a pipe when it is let go although somebody still writes. */
  private static final long FAREWELL = 4 * 1024 * 1024;

  private static final int BIG_PIPE = 1024 * 1024;
  private static final int READABLE = Epoll.IN;

  private enum State {
    FLOWING,
    BLOCKED,
    DROPPING
  }

  private final Pump pump;
  private final LogStream stream;
  private final Desk desk;
  private final Shelf shelf;
  private final Rotator rotator;
  private final List<CompletableFuture<Boolean>> drains = new ArrayList<>();
  private Fd fifo;
  private final SyslogWay syslog;
  // Null until there is something to be written.
  private @Nullable Conduit conduit;
  private int token;
  private int pipeSize;
  // There is a log, and maybe files put aside that nobody has looked after.
  private boolean untidy;
  private boolean armed;
  private boolean unwatchable;
  private State state = State.FLOWING;
  private boolean reported;
  private String trouble = "";
  private String dropReason = "write error";
  private long failedAt;

  private Feed(Pump pump, LogStream stream, Desk desk, Shelf shelf, Rotator rotator, Fd fifo) {
    this.pump = pump;
    this.stream = stream;
    this.desk = desk;
    this.syslog = new SyslogWay(pump.syslogs(), desk.ansi);
    this.shelf = shelf;
    this.rotator = rotator;
    this.fifo = fifo;
  }

  /**
   * Opens the FIFO of a stream; in any thread. Spool and log file are only looked at, as many a
   * service never says a word; but what an earlier pump left is taken up at once, and lines can be
   * counted without a log only if it was opened before.
   */
  static Feed open(Pump pump, LogStream stream, Shelf shelf, Desk desk, Compressor compressor)
      throws IOException {
    StreamSpec spec = stream.spec();
    Fd fifo = Inlet.open(spec.fifo());
    try {
      Rotator rotator =
          new Rotator(desk, shelf, spec.rotation(), compressor, pump::lookAt, stream::trouble);
      Feed feed = new Feed(pump, stream, desk, shelf, rotator, fifo);
      Optional<Spool> left = Spool.openLeft(spec.spool(), desk.record);
      if (left.isPresent() || spec.onFull() == OnFull.DROP) {
        feed.conduit = Conduit.open(desk, shelf, stream, rotator, left);
      } else {
        if (LogFile.check(shelf.file())) {
          shelf.mendOnce();
          feed.untidy = true;
        }
        stream.settled(true);
      }
      return feed;
    } catch (IOException e) {
      fifo.close();
      throw e;
    }
  }

  LogStream stream() {
    return stream;
  }

  /**
   * Goes on where an earlier pump left off, and begins to watch.
   *
   * @param newToken what epoll calls this
   */
  void begin(int newToken) {
    token = newToken;
    attempt(() -> {
      arm();
      if (untidy) {
        rotator.tidy();
      }
      retap();
      Conduit left = conduit;
      if (left != null) {
        // Whether a run has ended in the midst of a line, epoll does not tell.
        pump.lookSoon(this);
        resume(left);
      }
    });
    if (rotator.watchesTime()) {
      pump.lookAt(look());
    }
  }

  /** The way to the log, opened now if it was not. */
  private Conduit conduit() throws IOException {
    Conduit open = conduit;
    if (open == null) {
      open = Conduit.open(desk, shelf, stream, rotator, Optional.empty());
      open.tap(syslog.tap());
      conduit = open;
      resume(open);
    }
    return open;
  }

  private void resume(Conduit conduit) throws IOException {
    rotator.tidy();
    pipeSize = fifo.pipeSize();
    long givenUp = conduit.recover();
    if (givenUp > 0) {
      stream.trouble(
          "cannot restore " + givenUp + " bytes of output: the machine went down with them");
    }
    stream.linesDropped(conduit.position().droppedEver);
    if (conduit.position().dropped > 0) {
      conduit.announceDropped(dropReason);
    }
    conduit.work(false);
    stream.settled(conduit.settled());
  }

  /**
   * The FIFO is readable.
   *
   * @param noWriter whether the last writer is gone, so that the FIFO stays readable for ever
   */
  void ready(boolean noWriter) {
    if (state == State.BLOCKED) {
      return;
    }
    attempt(() -> {
      if (conduit == null && fifo.available() == 0) {
        if (noWriter) {
          reopen();
        }
      } else if (state == State.DROPPING && !dropEnds()) {
        if (discard() == 0) {
          conduit().endDroppedLine();
          if (noWriter) {
            reopen();
          }
        }
      } else if (take() == 0) {
        endOfRun(noWriter);
      }
    });
  }

  /** Takes one turn's bytes and brings them to the log; returns as {@link Spool#fill}. */
  private long take() throws IOException {
    if (conduit == null && fifo.available() == 0) {
      return -1;
    }
    Conduit conduit = conduit();
    stream.settled(false);
    long count = conduit.fill(fifo, TURN);
    if (count > 0) {
      if (count >= pipeSize && pipeSize < BIG_PIPE) {
        // Refused for the user's sake or the system's, it is not asked for again.
        fifo.pipeSize(BIG_PIPE);
        pipeSize = BIG_PIPE;
      }
      conduit.work(false);
      pump.written(this, count, conduit.pending() > 0);
    }
    stream.settled(conduit.settled());
    return count;
  }

  private long discard() throws IOException {
    Conduit conduit = conduit();
    stream.settled(false);
    long count = conduit.discard(fifo);
    stream.linesDropped(conduit.position().droppedEver);
    stream.settled(conduit.settled());
    return count;
  }

  /** No writer is left, as far as one can see. */
  private void endOfRun(boolean noWriter) throws IOException {
    Conduit conduit = conduit();
    long count;
    do {
      conduit.work(true);
      conduit.endLine();
      if (noWriter) {
        reopen();
      }
      count = take();
    } while (count > 0);
    pump.written(this, 0, conduit.pending() > 0);
  }

  /**
   * Gets a descriptor that is not readable until the next writer comes. The old one is closed after
   * that, so that the pipe and what may be in it live on.
   */
  private void reopen() throws LinuxException {
    Path same = Path.of("/proc/self/fd/" + fifo.number());
    Fd fresh;
    try {
      fresh = Fd.open(same, OpenFlags.O_RDONLY | OpenFlags.O_NONBLOCK, 0);
    } catch (LinuxException e) {
      // Watched any longer it would keep the pump busy with nothing.
      disarm();
      unwatchable = true;
      throw e;
    }
    boolean wasArmed = armed;
    disarm();
    fifo.close();
    fifo = fresh;
    if (wasArmed) {
      arm();
    }
  }

  /** The beginning of a line was held back long enough. */
  void holdingEnds() {
    attempt(() -> {
      Conduit conduit = conduit();
      conduit.work(true);
      stream.settled(conduit.settled());
      pump.written(this, 0, false);
    });
  }

  /** Tries again what failed. */
  void retry() {
    if (state == State.DROPPING) {
      attempt(this::dropEnds);
    } else if (state == State.BLOCKED) {
      attempt(() -> {
        resume(conduit());
        if (take() == 0) {
          endOfRun(false);
        }
        arm();
        flowing();
      });
    }
  }

  private boolean dropEnds() {
    if (System.nanoTime() - failedAt < PATIENCE_NANOS) {
      return false;
    }
    try {
      conduit().announceDropped(dropReason);
    } catch (IOException e) {
      failedAt = System.nanoTime();
      return false;
    }
    flowing();
    return true;
  }

  private void flowing() {
    state = State.FLOWING;
    stream.blocked(false);
    pump.untroubled(this);
    if (reported) {
      reported = false;
      stream.recovered();
    }
    List<CompletableFuture<Boolean>> waiting = List.copyOf(drains);
    drains.clear();
    waiting.forEach(this::drain);
  }

  private interface Step {
    void run() throws IOException;
  }

  private void attempt(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      failed(e);
    } catch (RuntimeException e) {
      // A fault of this program must not stop the other streams.
      failed(new IOException("internal error: " + e, e));
    }
  }

  private void failed(IOException e) {
    failedAt = System.nanoTime();
    if (!reported) {
      reported = true;
      trouble = Reason.sentence(e, stream.spec());
      stream.trouble(trouble);
    }
    pump.troubled(this);
    Conduit open = conduit;
    if (stream.spec().onFull() == OnFull.DROP && !unwatchable && open != null && open.recovered()) {
      drop(open, e);
    } else {
      unwatchable = false;
      state = State.BLOCKED;
      stream.blocked(true);
      disarm();
    }
  }

  private void drop(Conduit conduit, IOException reason) {
    dropReason = Reason.full(reason) ? "disk full" : Reason.of(reason);
    state = State.DROPPING;
    stream.blocked(false);
    try {
      conduit.drop();
      arm();
    } catch (LinuxException again) {
      // The count is right in memory, and storing it is tried again with the next bytes.
      failedAt = System.nanoTime();
    }
    stream.linesDropped(conduit.position().droppedEver);
  }

  /** Brings everything that is in the pipe now to the log, and then completes this. */
  void drain(CompletableFuture<Boolean> done) {
    attempt(() -> {
      long rest = state == State.BLOCKED ? 0 : fifo.available();
      long count = 1;
      while (rest > 0 && count > 0 && state == State.FLOWING) {
        count = take();
        rest -= count;
      }
      if (state == State.FLOWING && rest <= 0 && count > 0) {
        count = take();
      }
      if (state == State.FLOWING && count == 0) {
        endOfRun(false);
      }
      while (state == State.DROPPING && discard() > 0 && rest > 0) {
        rest -= Desk.IN;
      }
    });
    if (state == State.BLOCKED) {
      drains.add(done);
    } else {
      done.complete(true);
    }
  }

  /** Goes by the rules of the stream as they are now. */
  void tune() {
    rotator.tune(stream.spec().rotation());
    retap();
    if (rotator.watchesTime()) {
      pump.lookAt(look());
    }
    if (stream.spec().onFull() == OnFull.DROP) {
      attempt(this::conduit);
    }
  }

  LogStream.Condition condition() {
    int inPipe = 0;
    try {
      inPipe = fifo.available();
    } catch (LinuxException e) {
      trouble = Reason.of(e);
    }
    boolean midline = conduit != null && conduit.position().midline;
    boolean moved = conduit != null && !shelf.isCurrent();
    return new LogStream.Condition(reported ? trouble : "", inPipe, midline, moved);
  }

  private void retap() {
    syslog.follow(stream.spec());
    if (conduit != null) {
      conduit.tap(syslog.tap());
    }
  }

  void own(String text) {
    attempt(() -> conduit().own(text));
  }

  /**
   * Looks after the log files though nothing is written.
   *
   * @return when to look again, in milliseconds since 1970
   */
  long look() {
    attempt(() -> {
      rotator.trimOld();
      if (state == State.FLOWING && (conduit != null || rotator.isOverAtRest())) {
        conduit().turn();
      }
    });
    return rotator.wanted();
  }

  /** Empties the log files. */
  void clear() throws IOException {
    if (conduit == null && Files.notExists(shelf.file(), LinkOption.NOFOLLOW_LINKS)) {
      shelf.trim(0);
      return;
    }
    Conduit conduit = conduit();
    if (state == State.FLOWING) {
      conduit.work(false);
    }
    conduit.clear();
    if (state == State.BLOCKED) {
      retry();
    }
  }

  /** Takes what is in the pipe, and lets go of everything. */
  void end() {
    long taken = 0;
    try {
      long count = 1;
      while (state == State.FLOWING && count > 0 && taken < FAREWELL) {
        count = take();
        taken += count;
      }
      if (state == State.FLOWING && count == 0) {
        endOfRun(false);
      }
    } catch (IOException e) {
      // What is not in the log is in the spool or the pipe, for whoever comes next.
      stream.trouble("cannot write " + stream.file() + ": " + Reason.of(e));
    }
    disarm();
    abandon();
    drains.forEach(waiting -> waiting.complete(false));
    drains.clear();
  }

  /** Lets go of what was opened and never begun. */
  void abandon() {
    fifo.close();
    if (conduit != null) {
      conduit.close();
    }
    syslog.end();
  }

  private void arm() throws LinuxException {
    if (!armed) {
      pump.epoll().add(fifo, READABLE, token);
      armed = true;
    }
  }

  private void disarm() {
    if (armed) {
      armed = false;
      try {
        pump.epoll().remove(fifo);
      } catch (LinuxException e) {
        throw new IllegalStateException("an open descriptor that was added can be removed", e);
      }
    }
  }
}
