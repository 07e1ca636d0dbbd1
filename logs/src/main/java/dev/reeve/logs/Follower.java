package dev.reeve.logs;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads logs and goes on while the pump of this process writes them, across rotation. It is woken
 * by the pump and asks for nothing while nothing is written. Used by one thread; {@link #close} by
 * any.
 */
public final class Follower implements AutoCloseable {
  /** How long a line may take to end before its beginning is given. */
  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final List<Shelf> shelves = new ArrayList<>();
  private final List<TailFeed> feeds = new ArrayList<>();
  private final Runnable waker = this::wake;
  private final Merge merge;
  private long skip;
  private long lastNews = System.nanoTime();

  // Guarded by this object's monitor.
  private boolean woken;
  private boolean closed;

  /**
   * Opens the logs. They need not exist yet.
   *
   * @param pump who writes the logs
   * @param query which of the lines that exist already are given first
   */
  public Follower(Pump pump, List<LogSource> sources, LogQuery query) throws IOException {
    List<LogSource> asked = LogReader.asked(sources, query);
    List<SourceReader> readers = new ArrayList<>();
    try {
      for (LogSource source : asked) {
        Shelf shelf = pump.shelf(source.file());
        // First watched, then opened: nothing comes unnoticed in between.
        shelf.watch(waker);
        shelves.add(shelf);
        TailFeed feed = TailFeed.open(shelf, source, query);
        feeds.add(feed);
        readers.add(new SourceReader(source, feed, query.since()));
      }
      List<Parts> past = feeds.stream().map(TailFeed::past).toList();
      skip = LogReader.surplus(asked, past, query, false);
    } catch (IOException e) {
      close();
      throw e;
    }
    merge = new Merge(readers, false);
  }

  /**
   * The next line, waiting for it if need be. A line that does not end for half a second is given
   * as far as it has come, as an unfinished one.
   *
   * @return null when none came in this time, or the follower was closed
   */
  public @Nullable Line next(Duration patience) throws IOException, InterruptedException {
    try {
      return nextOrClosed(patience);
    } catch (ClosedChannelException e) {
      // Closed by another thread in the midst of reading.
      return null;
    }
  }

  private @Nullable Line nextOrClosed(Duration patience) throws IOException, InterruptedException {
    long started = System.nanoTime();
    while (true) {
      if (!sleepless()) {
        return null;
      }
      Line line = read();
      if (line != null) {
        return line;
      }
      long now = System.nanoTime();
      boolean rests = merge.hasRests();
      if (rests && now - lastNews >= REST_NANOS) {
        merge.releaseRests();
        continue;
      }
      long rest = patience.toNanos() - (now - started);
      if (rest <= 0) {
        return null;
      }
      await(rests ? Math.min(rest, REST_NANOS - (now - lastNews)) : rest);
    }
  }

  /** How many files were deleted by rotation before this could read them; 0 as a rule. */
  public long filesMissed() {
    return feeds.stream().mapToLong(TailFeed::missed).sum();
  }

  private @Nullable Line read() throws IOException {
    Line line;
    while ((line = merge.next()) != null) {
      if (skip == 0) {
        lastNews = System.nanoTime();
        return line;
      }
      skip -= line.continued() ? 0 : 1;
    }
    return null;
  }

  /** From here on the pump's calls are counted; false when closed. */
  private synchronized boolean sleepless() {
    if (woken) {
      lastNews = System.nanoTime();
    }
    woken = false;
    return !closed;
  }

  private synchronized void await(long nanos) throws InterruptedException {
    long until = System.nanoTime() + nanos;
    long rest = nanos;
    while (!woken && !closed && rest > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, rest);
      rest = until - System.nanoTime();
    }
  }

  private synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Ends a {@link #next} that waits in another thread, and closes the files. */
  @Override
  public void close() throws IOException {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    shelves.forEach(shelf -> shelf.unwatch(waker));
    for (TailFeed feed : feeds) {
      feed.close();
    }
  }
}
