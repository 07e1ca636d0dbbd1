package dev.reeve.logs;

import dev.reeve.linux.Fd;
import dev.reeve.linux.Fifo;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/** One output stream that the pump takes care of. Any thread may use it. */
public final class LogStream {
  private static final Duration BETWEEN_RUNS = Duration.ofMillis(200);

  private final Pump pump;
  private volatile StreamSpec spec;
  private volatile long linesDropped;
  private volatile boolean blocked;
  // Written by the pump's thread alone.
  private volatile long bytesLogged;
  private volatile long rotations;
  private final AtomicLong troubles = new AtomicLong();
  // What was taken from the pipe is in the log, and ends with a newline.
  private volatile boolean settled;

  LogStream(Pump pump, StreamSpec spec) {
    this.pump = pump;
    this.spec = spec;
  }

  /**
   * What can be said of a stream from which nothing comes.
   *
   * @param trouble why the log cannot be written, empty if it can
   * @param inPipe bytes that wait in the pipe
   * @param midline whether the last line has no newline yet
   * @param moved whether the file that is written has lost its name
   */
  public record Condition(String trouble, int inPipe, boolean midline, boolean moved) {}

  /**
   * How it is.
   *
   * @return empty when the stream is detached, or the pump does not answer in this time
   */
  public Optional<Condition> condition(Duration patience) throws InterruptedException {
    CompletableFuture<Optional<Condition>> found = new CompletableFuture<>();
    pump.with(
        this,
        feed -> found.complete(Optional.of(feed.condition())),
        () -> found.complete(Optional.empty()));
    try {
      return found.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /** What it was attached with, or tuned to since. */
  public StreamSpec spec() {
    return spec;
  }

  /** The current log file. It is made when the first byte comes. */
  public Path file() {
    return spec.file();
  }

  /**
   * What a child gets as its output: both ends of the FIFO, so that it never lacks a reader. If an
   * earlier run left an unfinished line, that one is ended first, for which this waits a moment; if
   * it takes longer, two lines stand together. The caller closes it after the spawn.
   */
  public Fd openForChild() throws LinuxException {
    return openForChild(BETWEEN_RUNS);
  }

  /**
   * The same for who has more time.
   *
   * @param patience how long to wait for the end of an unfinished line
   */
  Fd openForChild(Duration patience) throws LinuxException {
    Fd both = Fifo.openReadWrite(spec.fifo());
    try {
      // The pipe first: the pump says that it is unsettled before it takes bytes from there.
      if (blocked || (both.available() == 0 && settled)) {
        return both;
      }
    } catch (LinuxException e) {
      both.close();
      throw e;
    }
    // A line is ended when nobody can write to it any more.
    both.close();
    try {
      drained(patience);
    } catch (InterruptedException e) {
      // The caller sees the interruption at its next wait.
      Thread.currentThread().interrupt();
    }
    return Fifo.openReadWrite(spec.fifo());
  }

  /**
   * Waits until everything that was written to the pipe before this call is in the file. When no
   * writer is left, an unfinished line is ended too.
   *
   * @return false when the time was over, or the stream was detached
   */
  public boolean drained(Duration patience) throws InterruptedException {
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    pump.with(this, feed -> feed.drain(done), () -> done.complete(false));
    try {
      return done.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    }
  }

  /**
   * Empties the log file and deletes the ones put aside; returns when done.
   *
   * @throws IOException {@code cannot clear /x.log: reason}
   */
  public void flush() throws IOException {
    CompletableFuture<String> done = new CompletableFuture<>();
    pump.with(
        this,
        feed -> {
          try {
            feed.clear();
            done.complete("");
          } catch (IOException e) {
            done.complete(Reason.of(e));
          }
        },
        () -> done.complete("the stream is detached"));
    String reason = done.join();
    if (!reason.isEmpty()) {
      throw new IOException("cannot clear " + file() + ": " + reason);
    }
  }

  /** Puts a line of Reeve's own into the log, as {@code [reeve] text}, between two lines. */
  public void addLine(String text) {
    pump.with(this, feed -> feed.own(text), () -> {});
  }

  /** How many lines {@code on_full: drop} has cost since the stream was first attached. */
  public long linesDropped() {
    return linesDropped;
  }

  /** How many bytes were written to the log since the stream was attached. */
  public long bytesLogged() {
    return bytesLogged;
  }

  /** How often the log was put aside since the stream was attached. */
  public long rotations() {
    return rotations;
  }

  /** How often the stream has met with trouble, as told to {@link PumpListener#trouble}. */
  public long troubles() {
    return troubles.get();
  }

  /** True while the log cannot be written and the service waits. */
  public boolean blocked() {
    return blocked;
  }

  /**
   * Takes in what waits in the pipe (bounded) and lets go of the stream; returns when done. FIFO
   * and what could not be written stay for the next {@link Pump#attach}.
   */
  public void detach() {
    pump.detach(this);
  }

  /**
   * Detaches and deletes FIFO and spool: the service is gone. Log files stay.
   *
   * @throws IOException when they cannot be deleted
   */
  public void remove() throws IOException {
    detach();
    Files.deleteIfExists(spec.fifo());
    Files.deleteIfExists(spec.spool());
  }

  void spec(StreamSpec newSpec) {
    spec = newSpec;
  }

  void linesDropped(long count) {
    linesDropped = count;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the pump's thread writes it
  void logged(int bytes) {
    bytesLogged += bytes;
  }

  @SuppressWarnings("NonAtomicVolatileUpdate") // only the pump's thread writes it
  void rotated() {
    rotations++;
  }

  void blocked(boolean now) {
    blocked = now;
  }

  void settled(boolean now) {
    settled = now;
  }

  void trouble(String reason) {
    troubles.incrementAndGet();
    pump.listener().trouble(this, reason);
  }

  void recovered() {
    pump.listener().recovered(this);
  }

  @Override
  public String toString() {
    return spec.toString();
  }
}
