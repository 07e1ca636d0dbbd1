package dev.reeve.daemon.export;

import dev.reeve.api.EventItem;
import dev.reeve.config.Telemetry;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.HostPort;
import dev.reeve.daemon.sampling.Look;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.linux.LinuxException;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells others what services use, out of the looks of the sampler. Whoever does not listen, is slow
 * or unknown hinders nobody: one thread sends, and never waits. There is none before somebody is to
 * be told.
 */
public final class Exports implements Look.Follower, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Exports.class.getName());
  private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

  /** A receiver that no service names any more is let go after this time. */
  private static final long UNUSED = 70 * MINUTE; // the longest interval is an hour

  private final Tally tally = new Tally();
  private final Addresses addresses = new Addresses();
  private final Statsd statsd = new Statsd();
  private final Trouble.Note note;
  private final Map<HostPort, UdpTarget> targets = new HashMap<>();
  private final Map<HostPort, Long> used = new HashMap<>();

  private Telemetry telemetry = Telemetry.NONE;
  private @Nullable Pictures pictures;
  private @Nullable Usage usage;
  private @Nullable MetricsDoor door;
  private @Nullable TextFile file;
  private volatile @Nullable Thread thread;
  private volatile boolean fresh;
  private volatile boolean closed;
  private long listenersAt;
  private long fileAt;

  // Guarded by this object's monitor.
  private @Nullable Picture shown;
  private final Map<MetricText.Format, byte[]> pages = new HashMap<>();

  /**
   * Tells nobody yet.
   *
   * @param note takes what people should know: an event and its reason
   */
  public Exports(BiConsumer<String, String> note) {
    this.note = note::accept;
  }

  /** These records are in the journal now. Returns at once. */
  public void written(List<EventItem> events) {
    tally.written(events);
  }

  /** Tells those that are declared, from the next look on. */
  public void begin(Telemetry declared, Sources sources, Usage processes) {
    telemetry = declared;
    pictures = new Pictures(sources, tally);
    usage = processes;
    declared
        .prometheus()
        .ifPresent(prometheus -> {
          prometheus.file().ifPresent(path -> file = new TextFile(path, note));
          prometheus
              .listen()
              .ifPresent(where -> {
                door = new MetricsDoor(where, prometheus.token(), this::page, note);
                door.open();
              });
        });
    sources.sampler().follow(this);
  }

  @Override
  public boolean wants(ServiceView service) {
    return telemetry.isDeclared() || service.spec().statsd().isDeclared();
  }

  @Override
  public boolean wantsFiles() {
    return telemetry.prometheus().isPresent();
  }

  @Override
  public void looked(Look look) {
    Pictures known = pictures;
    if (known == null) {
      return;
    }
    known.looked(look);
    boolean sends = telemetry.telegraf().isPresent() || file != null;
    boolean any = sends || hasStatsd(look);
    Thread sender = thread;
    if (sender == null && any && !closed) {
      sender = new Thread(null, this::tellOnAndOn, "reeve-export", 256 * 1024);
      sender.setDaemon(true);
      thread = sender;
      fresh = true;
      sender.start();
    } else if (sender != null) {
      fresh = true;
      LockSupport.unpark(sender);
    }
  }

  private static boolean hasStatsd(Look look) {
    return look.seen().stream().anyMatch(seen -> seen.service().spec().statsd().isDeclared());
  }

  private void tellOnAndOn() {
    while (!closed) {
      long now = System.nanoTime();
      boolean isNew = fresh;
      fresh = false;
      long wait = MINUTE;
      try {
        Optional<Picture> picture = pictures == null ? Optional.empty() : pictures.picture();
        if (picture.isPresent()) {
          wait = tell(picture.get(), isNew, now);
        }
      } catch (RuntimeException e) {
        // A defect here must not end what tells others of everything else.
        LOG.log(Level.ERROR, "cannot tell of the metrics", e);
      }
      if (!fresh && !closed) {
        LockSupport.parkNanos(this, wait);
      }
    }
  }

  /** Returns how long there is nothing to do, unless there is a new look. */
  private long tell(Picture picture, boolean isNew, long now) {
    if (isNew && telemetry.telegraf().isPresent()) {
      Telemetry.Telegraf telegraf = telemetry.telegraf().get();
      lookForListeners(now);
      send(telegraf.udp(), new Telegraf(telegraf.measurement()).lines(picture), now);
    }
    TextFile written = file;
    if (isNew && written != null && (fileAt == 0 || now - fileAt >= fileInterval())) {
      fileAt = now;
      page(MetricText.Format.PROMETHEUS).ifPresent(written::write);
    }
    statsd.due(picture, now).forEach((where, lines) -> send(where, lines, now));
    if (isNew) {
      letGo(now);
    }
    return Math.min(MINUTE, statsd.nextIn(System.nanoTime()));
  }

  /** Looks come in time, but not to the nanosecond. */
  private long fileInterval() {
    long whole = telemetry.prometheus().map(p -> p.interval().toNanos()).orElse(MINUTE);
    return whole - TimeUnit.MILLISECONDS.toNanos(500);
  }

  private void send(HostPort where, List<String> lines, long now) {
    UdpTarget target = targets.computeIfAbsent(where, each -> new UdpTarget(each, addresses, note));
    used.put(where, now);
    target.send(Packets.of(lines, target.mostBytes()));
  }

  private void letGo(long now) {
    used.entrySet()
        .removeIf(entry -> {
          boolean old = now - entry.getValue() > UNUSED;
          UdpTarget target = old ? targets.remove(entry.getKey()) : null;
          if (target != null) {
            target.close();
          }
          return old;
        });
  }

  private void lookForListeners(long now) {
    Usage processes = usage;
    Pictures known = pictures;
    if (processes == null || known == null || (listenersAt != 0 && now - listenersAt < MINUTE)) {
      return;
    }
    listenersAt = now;
    try {
      known.listening(Listeners.of(processes.now()));
    } catch (LinuxException e) {
      LOG.log(Level.DEBUG, "cannot look for listeners", e);
    }
  }

  /** The newest picture as a page; made once for all who ask between two looks. */
  @SuppressWarnings("ReferenceEquality") // all values were compared else
  private synchronized Optional<byte[]> page(MetricText.Format format) {
    Optional<Picture> picture = pictures == null ? Optional.empty() : pictures.picture();
    if (picture.isEmpty()) {
      return Optional.empty();
    }
    if (picture.get() != shown) {
      shown = picture.get();
      pages.clear();
    }
    return Optional.of(
        pages.computeIfAbsent(
            format, each -> MetricsPage.of(picture.get(), each).getBytes(StandardCharsets.UTF_8)));
  }

  /** Tells nobody any more; what is on its way gets a second. */
  @Override
  public void close() {
    closed = true;
    if (door != null) {
      door.close();
    }
    Thread sender = thread;
    if (sender != null) {
      LockSupport.unpark(sender);
      try {
        sender.join(1000);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    addresses.close();
    if (sender == null || !sender.isAlive()) {
      targets.values().forEach(UdpTarget::close);
    }
  }
}
