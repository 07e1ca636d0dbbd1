package dev.reeve.logs;

import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/** One output stream that the pump takes care of. Any thread may use it. */
public final class LogStream {
  private final StreamSpec spec;

  LogStream(StreamSpec spec) {
    this.spec = spec;
  }

  /** What it was attached with, or tuned to since. */
  public StreamSpec spec() {
    return spec;
  }

  /** The current log file. */
  public Path file() {
    return spec().file();
  }

  /**
   * What a child gets as its output: both ends of the FIFO, so that it never lacks a reader. If an
   * earlier run left an unfinished line, that one is ended first. The caller closes it after the
   * spawn.
   */
  public Fd openForChild() throws LinuxException {
    return dev.reeve.linux.Fifo.openReadWrite(spec.fifo());
  }

  /**
   * Waits until everything that was written to the pipe before this call is in the file. When no
   * writer is left, an unfinished line is ended too.
   *
   * @return false when the time was over, or the stream was detached
   */
  public boolean drained(Duration patience) throws InterruptedException {
    return false;
  }

  /** Empties the log file and deletes the ones put aside; returns when done. */
  public void flush() throws IOException {}

  /** Puts a line of Reeve's own into the log, as {@code [reeve] text}, between two lines. */
  public void addLine(String text) {}

  /** How many lines {@code on_full: drop} has cost since the stream was first attached. */
  public long linesDropped() {
    return 0;
  }

  /**
   * Takes in what waits in the pipe (bounded) and lets go of the stream; returns when done. FIFO
   * and what could not be written stay for the next {@link Pump#attach}.
   */
  public void detach() {}

  /** Detaches and deletes FIFO and spool: the service is gone. Log files stay. */
  public void remove() {}
}
