package dev.reeve.logs;

import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import java.io.IOException;

/**
 * Brings the output of all services from their pipes to their files, with one thread. No line is
 * lost, cut, duplicated or reordered, whenever the process is killed.
 */
public final class Pump implements AutoCloseable {
  /**
   * A pump that does nothing yet.
   *
   * @param listener told of trouble
   */
  public Pump(PumpListener listener) throws IOException {}

  /** Starts the thread {@code reeve-pump}. */
  public void start() {}

  /**
   * Takes a stream into care: makes the FIFO if it is missing, and goes on exactly where an earlier
   * pump, killed or closed, left off.
   *
   * @throws IOException saying what is wrong with a path: {@code cannot open /x.log: is a symbolic
   *     link}; or that another attached stream has the same file
   */
  public LogStream attach(StreamSpec spec) throws IOException {
    return new LogStream(spec);
  }

  /** Changes rotation and policy of a living stream. */
  public void retune(LogStream stream, Rotation rotation, OnFull onFull) {}

  /** Takes in what waits in the pipes (bounded), detaches all streams and ends the thread. */
  @Override
  public void close() {}
}
