package dev.reeve.logs;

import dev.reeve.core.spec.OnFull;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.SyslogSpec;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.EventFd;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Brings the output of all services from their pipes to their files, with one thread that sleeps
 * when nothing is written. No line is lost, cut, duplicated or reordered, whenever the process is
 * killed: see {@link Spool}.
 */
public final class Pump implements AutoCloseable {
  private static final int WAKE = 0;
  // Elsewhere there is room again: not asked more often than this.
  private static final long EARLY_RETRY_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long LONGEST_WAIT_MILLIS = TimeUnit.HOURS.toMillis(1);

  // Less than this in a round is little, and the next round this soon is often.
  private static final long LITTLE = 16 * 1024;
  private static final long OFTEN_NANOS = TimeUnit.MICROSECONDS.toNanos(200);
  private static final long GATHER_NANOS = TimeUnit.MICROSECONDS.toNanos(100);

  private final PumpListener listener;
  private final Desk desk;
  private final Epoll epoll = new Epoll();
  private final EventFd wake = new EventFd();
  private final Compressor compressor = new Compressor();
  private final Thread thread = new Thread(this::run, "reeve-pump");
  private final Commands commands = new Commands(wake::wake);
  private final Shelves shelves = new Shelves();
  private final Syslogs syslogs;
  private final Map<Path, LogStream> taken = new ConcurrentHashMap<>();

  // The rest belongs to the thread.
  private final List<@Nullable Feed> feeds = new ArrayList<>();
  private final Deque<Integer> freeTokens = new ArrayDeque<>();
  private final Map<LogStream, Integer> tokens = new HashMap<>();
  private final Map<Feed, Long> holding = new LinkedHashMap<>();
  private final Deque<Feed> unseen = new ArrayDeque<>();
  private final Set<Feed> troubled = new LinkedHashSet<>();
  // When to look after log files though nothing is written, in milliseconds since 1970.
  private long lookAt = Calendar.NEVER;
  private long retriedAt;
  private boolean roomElsewhere;
  private long takenInRound;
  private long lastRound;
  private boolean closing;

  /**
   * A pump that does nothing yet. Times in logs are those of the system's time zone.
   *
   * @param listener told of trouble
   */
  public Pump(PumpListener listener) throws IOException {
    this(listener, ZoneId.systemDefault());
  }

  /**
   * A pump that does nothing yet.
   *
   * @param zone of the times in the logs
   */
  public Pump(PumpListener listener, ZoneId zone) throws IOException {
    this(listener, zone, InstantSource.system());
  }

  /** The same with a clock of its own. */
  Pump(PumpListener listener, ZoneId zone, InstantSource clock) throws IOException {
    this.listener = listener;
    this.syslogs = new Syslogs(listener);
    this.desk = new Desk(zone, clock);
    feeds.add(null);
    epoll.add(wake.fd(), Epoll.IN, WAKE);
  }

  /** Starts the thread {@code reeve-pump}. */
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Takes a stream into care: makes the FIFO if it is missing, and goes on exactly where an earlier
   * pump, killed or closed, left off.
   *
   * @throws IOException saying what is wrong with a path: {@code cannot open /x.log: is a symbolic
   *     link}; or that another attached stream has the same FIFO or file
   */
  public LogStream attach(StreamSpec spec) throws IOException {
    Path file = shelves.canonicalMade(spec.file());
    Path fifo = shelves.canonical(spec.fifo());
    LogStream stream = new LogStream(this, spec);
    take(file, stream);
    try {
      take(fifo, stream);
      Feed feed = Feed.open(this, stream, shelves.of(file), desk, compressor);
      if (!commands.add(() -> begin(feed), feed::abandon)) {
        throw new IOException("cannot attach " + spec + ": the pump is closed");
      }
      return stream;
    } catch (IOException e) {
      release(stream);
      throw e;
    }
  }

  private void take(Path path, LogStream stream) throws IOException {
    LogStream other = taken.putIfAbsent(path, stream);
    if (other != null) {
      throw new IOException(
          "cannot write " + path + " for " + stream + ": it belongs to " + other + " already");
    }
  }

  private void release(LogStream stream) {
    taken.values().removeIf(owner -> owner == stream);
  }

  /**
   * Changes rotation, policy and syslog of a living stream, soon: what is written at this moment
   * may still be treated as before.
   */
  public void retune(LogStream stream, Rotation rotation, OnFull onFull, SyslogSpec syslog) {
    stream.spec(stream.spec().with(rotation, onFull, syslog));
    with(stream, Feed::tune, () -> {});
  }

  /** Takes in what waits in the pipes (bounded), detaches all streams and ends the thread. */
  @Override
  public void close() {
    compressor.close();
    commands.add(() -> closing = true, () -> {});
    if (thread.getState() == Thread.State.NEW) {
      end();
      return;
    }
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** The log of a file, for whoever wants to follow it. */
  Shelf shelf(Path file) throws IOException {
    Shelf shelf = shelves.of(shelves.canonical(file));
    shelf.mendOnce();
    return shelf;
  }

  Syslogs syslogs() {
    return syslogs;
  }

  PumpListener listener() {
    return listener;
  }

  Epoll epoll() {
    return epoll;
  }

  /**
   * Does something with a stream in the pump's thread.
   *
   * @param absent done, in any thread, when the stream is detached
   */
  void with(LogStream stream, Consumer<Feed> action, Runnable absent) {
    Runnable command =
        () -> {
          Integer token = tokens.get(stream);
          Feed feed = token == null ? null : feeds.get(token);
          if (feed == null) {
            absent.run();
          } else {
            action.accept(feed);
          }
        };
    if (!commands.add(command, absent)) {
      absent.run();
    }
  }

  void detach(LogStream stream) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    with(
        stream,
        feed -> {
          forget(feed);
          feed.end();
          done.complete(null);
        },
        () -> done.complete(null));
    done.join();
    release(stream);
  }

  private void begin(Feed feed) {
    Integer free = freeTokens.poll();
    int token = free == null ? feeds.size() : free;
    if (free == null) {
      feeds.add(feed);
    } else {
      feeds.set(token, feed);
    }
    tokens.put(feed.stream(), token);
    feed.begin(token);
  }

  private void forget(Feed feed) {
    Integer token = tokens.remove(feed.stream());
    if (token != null) {
      feeds.set(token, null);
      freeTokens.add(token);
    }
    holding.remove(feed);
    troubled.remove(feed);
  }

  /**
   * A stream has come through to its log.
   *
   * @param count how many bytes were taken from its pipe
   * @param holds whether the beginning of a line is held back
   */
  void written(Feed feed, long count, boolean holds) {
    holding.remove(feed);
    takenInRound += count;
    if (holds) {
      holding.put(feed, System.nanoTime());
    }
    roomElsewhere = !troubled.isEmpty();
  }

  void troubled(Feed feed) {
    if (troubled.isEmpty()) {
      retriedAt = System.nanoTime();
    }
    troubled.add(feed);
    holding.remove(feed);
  }

  void untroubled(Feed feed) {
    troubled.remove(feed);
  }

  private void run() {
    try {
      while (!closing) {
        epoll.await(patience(), this::ready);
        commands.run();
        lookAtNew();
        releaseHeld();
        retryTroubled();
        lookAfterFiles();
        letGather();
      }
    } catch (LinuxException e) {
      throw new IllegalStateException("epoll can wait for what it was given", e);
    } finally {
      end();
    }
  }

  /**
   * Leaves bytes that come little by little, but often, to gather for a moment: waking this thread
   * costs the program that writes more than its write. Halves the processor time of a flood of
   * single lines, and nothing is ever later by more than this moment.
   */
  private void letGather() {
    long now = System.nanoTime();
    if (takenInRound > 0 && takenInRound < LITTLE && now - lastRound < OFTEN_NANOS) {
      LockSupport.parkNanos(GATHER_NANOS);
      now = System.nanoTime();
    }
    takenInRound = 0;
    lastRound = now;
  }

  /** Has the FIFO of a stream looked at once everything is done that was asked for before. */
  void lookSoon(Feed feed) {
    unseen.add(feed);
  }

  private void lookAtNew() {
    Feed feed;
    while ((feed = unseen.poll()) != null) {
      commands.run();
      if (tokens.containsKey(feed.stream())) {
        feed.ready(false);
      }
    }
  }

  private void ready(long token, int events) {
    if (token == WAKE) {
      wake.drain();
      return;
    }
    // First what was asked for before these bytes were written.
    commands.run();
    Feed feed = feeds.get((int) token);
    if (feed != null) {
      feed.ready((events & Epoll.HUP) != 0);
    }
  }

  /** Milliseconds until something is to be done unasked; -1 for never. */
  private long patience() {
    if (holding.isEmpty() && troubled.isEmpty() && lookAt == Calendar.NEVER) {
      return -1;
    }
    long now = System.nanoTime();
    long rest = Long.MAX_VALUE;
    if (!holding.isEmpty()) {
      rest = holding.values().iterator().next() + Feed.PATIENCE_NANOS - now;
    }
    if (!troubled.isEmpty()) {
      rest = Math.min(rest, retriedAt + retryAfter() - now);
    }
    if (lookAt != Calendar.NEVER) {
      // Not longer than this: somebody may set the clock.
      long millis = Math.min(lookAt - desk.millis(), LONGEST_WAIT_MILLIS);
      rest = Math.min(rest, TimeUnit.MILLISECONDS.toNanos(millis));
    }
    return Math.max(0, TimeUnit.NANOSECONDS.toMillis(rest) + 1);
  }

  /** Has log files looked after at this time at the latest, in milliseconds since 1970. */
  void lookAt(long millis) {
    lookAt = Math.min(lookAt, millis);
  }

  private void lookAfterFiles() {
    if (desk.millis() < lookAt) {
      return;
    }
    lookAt = Calendar.NEVER;
    for (Feed feed : new ArrayList<>(feeds)) {
      if (feed != null) {
        lookAt(feed.look());
      }
    }
  }

  private long retryAfter() {
    return roomElsewhere ? EARLY_RETRY_NANOS : Feed.PATIENCE_NANOS;
  }

  private void releaseHeld() {
    while (!holding.isEmpty()) {
      Map.Entry<Feed, Long> oldest = holding.entrySet().iterator().next();
      if (System.nanoTime() - oldest.getValue() < Feed.PATIENCE_NANOS) {
        return;
      }
      holding.remove(oldest.getKey());
      oldest.getKey().holdingEnds();
    }
  }

  private void retryTroubled() {
    if (troubled.isEmpty() || System.nanoTime() - retriedAt < retryAfter()) {
      return;
    }
    roomElsewhere = false;
    for (Feed feed : List.copyOf(troubled)) {
      feed.retry();
    }
    retriedAt = System.nanoTime();
  }

  private void end() {
    commands.close();
    for (Feed feed : feeds) {
      if (feed != null) {
        feed.end();
      }
    }
    feeds.clear();
    taken.clear();
    syslogs.close();
    epoll.close();
    wake.close();
  }
}
