package dev.reeve.logs;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads logs and goes on while they are written, across rotation. Used by one thread. */
public final class Follower implements AutoCloseable {
  /**
   * Opens the logs.
   *
   * @param pump who writes the logs
   * @param query which of the lines that exist already are given first
   */
  public Follower(Pump pump, List<LogSource> sources, LogQuery query) throws IOException {}

  /**
   * The next line, waiting for it if need be.
   *
   * @return null when none came in this time
   */
  public @Nullable Line next(Duration patience) throws IOException, InterruptedException {
    return null;
  }

  @Override
  public void close() {}
}
