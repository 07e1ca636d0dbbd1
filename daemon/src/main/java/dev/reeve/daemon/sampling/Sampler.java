package dev.reeve.daemon.sampling;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.supervisor.Reasons;
import dev.reeve.linux.Clock;
import dev.reeve.linux.LinuxException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at all instances again and again, on a thread of its own, and keeps what it sees. It never
 * stands in the way of anything: a history that cannot be kept is told of and gone without.
 */
public final class Sampler implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Sampler.class.getName());
  private static final long SECOND = 1_000_000_000L;
  private static final long WANTED = 2 * SECOND;

  /** Who belongs to a family is asked this often, and sooner when there is a new one. */
  private static final long RESCAN = 60 * SECOND;

  private static final long RESCAN_NEW = 10 * SECOND;

  /** Of the time between two scans, a scan may take this part at most: 0.1 % of a core. */
  private static final long RESCAN_SHARE = 1000;

  private final Usage usage;
  private final Path path;
  private final Consumer<String> warn;
  private final Pace pace = new Pace(WANTED);
  private final Thread thread;
  private final Map<InstanceId, Integer> slots = new HashMap<>();
  private final Usage.Taker taker = this::take;

  private volatile @Nullable SampleFile file;
  private volatile String trouble = "";
  private volatile boolean closed;
  private volatile Look.@Nullable Follower follower;
  private final List<Look.Seen> seen = new ArrayList<>();
  private long bootNanos;
  private volatile State state = new State(WANTED / 1_000_000, 0, false, "", 0);
  private long wall;
  private int taken;
  private boolean failed;
  private long scannedAt;
  private long scanCost;

  /**
   * How the sampling goes.
   *
   * @param intervalMillis between two looks
   * @param cpuPercent what it costs, of one core
   * @param stretched whether it looks more seldom than it should, because it costs too much
   * @param trouble why no history is kept; empty if it is
   * @param fileBytes of the history
   */
  public record State(
      long intervalMillis, double cpuPercent, boolean stretched, String trouble, long fileBytes) {}

  /**
   * Does nothing before {@link #start}.
   *
   * @param path of the file that holds the history
   * @param warn told what people should know, each once
   */
  public Sampler(Usage usage, Path path, Consumer<String> warn) {
    this.usage = usage;
    this.path = path;
    this.warn = warn;
    // Little stack: nothing here goes deep.
    this.thread = new Thread(null, this::lookOnAndOn, "reeve-sampler", 128 * 1024);
    thread.setDaemon(true);
  }

  /** Begins to look. */
  public void start() {
    thread.start();
  }

  /** Has somebody told of each look from now on. */
  public void follow(Look.Follower newFollower) {
    follower = newFollower;
  }

  /** How it goes. */
  public State state() {
    return state;
  }

  private void lookOnAndOn() {
    open();
    long next = System.nanoTime();
    while (!closed) {
      long interval = WANTED;
      try {
        interval = pace.after(look());
      } catch (LinuxException e) {
        hasTrouble("cannot look at the processes: " + e.getMessage());
      }
      SampleFile history = file;
      state =
          new State(
              interval / 1_000_000,
              pace.percent(),
              pace.isStretched(),
              trouble,
              history == null ? 0 : history.size());
      next = Math.max(next + interval, System.nanoTime() + interval / 2);
      while (!closed && System.nanoTime() < next) {
        LockSupport.parkNanos(this, next - System.nanoTime());
      }
    }
  }

  private void open() {
    try {
      SampleFile opened = SampleFile.open(path);
      if (!opened.complaint().isEmpty()) {
        warn.accept(opened.complaint());
      }
      file = opened;
    } catch (IOException e) {
      hasTrouble("cannot keep a history in " + path + ": " + Reasons.of(e));
    }
  }

  /** One look; returns what it has cost in nanoseconds. */
  private long look() throws LinuxException {
    long begin = Clock.threadNanos();
    SampleFile history = file;
    wall = System.currentTimeMillis();
    taken = 0;
    failed = false;
    bootNanos = Clock.bootNanos();
    try {
      if (history != null) {
        history.begin(wall);
      }
      usage.look(taker);
      tell();
      if (history != null) {
        history.commit();
        forgetTheGone();
        if (!failed && !trouble.isEmpty()) {
          trouble = "";
          LOG.log(Level.INFO, "the history is kept again");
        }
      }
    } catch (LinuxException e) {
      throw e;
    } catch (IOException e) {
      hasTrouble("cannot write the history " + path + ": " + Reasons.of(e));
    }
    long cost = Clock.threadNanos() - begin;
    rescan();
    return cost;
  }

  private void tell() {
    Look.Follower told = follower;
    if (told != null) {
      told.looked(new Look(wall, seen));
      seen.clear();
    }
  }

  private void take(ServiceView service, InstanceView instance, @Nullable Family family) {
    Look.Follower told = follower;
    if (told != null && told.wants(service)) {
      seen.add(new Look.Seen(service, instance, family == null ? null : family.figures(bootNanos)));
    }
    SampleFile history = file;
    if (history == null) {
      return;
    }
    taken++;
    try {
      int slot = slot(history, service, instance.id());
      var process = instance.process();
      history.put(
          slot,
          family == null ? 0 : (int) Math.round(10 * family.percentOfPoint()),
          family == null ? 0 : family.memoryBytes(),
          process == null ? 0 : Math.max(1, (wall - process.startedAt().toEpochMilli()) / 1000),
          instance.restarts(),
          instance.state());
    } catch (IOException e) {
      hasTrouble("cannot write the history " + path + ": " + Reasons.of(e));
    }
  }

  private int slot(SampleFile history, ServiceView service, InstanceId id) throws IOException {
    Integer known = slots.get(id);
    if (known != null && history.isOf(known, service.id(), id.number())) {
      return known;
    }
    int slot = history.slot(service.id(), id.number(), id.service());
    slots.put(id, slot);
    return slot;
  }

  /** Names that were changed or deleted. */
  private void forgetTheGone() {
    if (slots.size() > 2 * taken + 64) {
      slots.clear();
    }
  }

  private void rescan() throws LinuxException {
    long now = System.nanoTime();
    long due = usage.hasNewcomers() ? RESCAN_NEW : RESCAN;
    if (scannedAt == 0) {
      scannedAt = now - RESCAN_NEW / 2; // the first one soon, but not while everything begins
    } else if (now - scannedAt > Math.max(due, scanCost * RESCAN_SHARE)) {
      long begin = Clock.threadNanos();
      Look.Follower told = follower;
      usage.rescan(told != null && told.wantsFiles());
      scanCost = Clock.threadNanos() - begin;
      scannedAt = now;
    }
  }

  private void hasTrouble(String what) {
    failed = true;
    if (!what.equals(trouble)) {
      trouble = what;
      LOG.log(Level.WARNING, "{0}", what);
      warn.accept(what);
    }
  }

  /**
   * What is known of an instance, in the order of time; nothing if no history is kept.
   *
   * @param service the id of the service
   * @param spanMillis how far back; up to a quarter of an hour every two seconds, beyond it every
   *     minute
   * @throws IOException if the history cannot be read
   */
  public List<Point> history(int service, int number, long spanMillis) throws IOException {
    SampleFile history = file;
    if (history == null) {
      return List.of();
    }
    long to = System.currentTimeMillis();
    Ring ring = ring(spanMillis);
    return history.read(service, number, ring, to - spanMillis, to);
  }

  /** The time of a point when it is asked for so much. */
  public static long stepMillis(long spanMillis) {
    return ring(spanMillis).stepMillis();
  }

  private static Ring ring(long spanMillis) {
    return spanMillis <= Ring.FINE.spanMillis() ? Ring.FINE : Ring.COARSE;
  }

  /** Ends it; what was seen is on its way to the disk. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(1000);
      SampleFile history = file;
      if (history != null && !thread.isAlive()) {
        history.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot close the history", e);
    }
  }
}
