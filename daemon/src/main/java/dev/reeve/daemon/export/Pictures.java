package dev.reeve.daemon.export;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.sampling.Look;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.logs.LogStream;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes a picture of the newest look, once for all who want it. */
final class Pictures {
  private static final System.Logger LOG = System.getLogger(Pictures.class.getName());
  private static final Comparator<Look.Seen> ORDER =
      Comparator.<Look.Seen>comparingInt(seen -> seen.service().id())
          .thenComparingInt(seen -> seen.instance().id().number());

  private final Sources sources;
  private final Tally tally;
  private final long startedAt = System.currentTimeMillis();
  private final int self = (int) ProcessHandle.current().pid();
  private volatile @Nullable Look newest;
  private volatile Map<InstanceId, Integer> listeners = Map.of();

  // Guarded by this object's monitor.
  private @Nullable Look shown;
  private @Nullable Picture picture;

  Pictures(Sources sources, Tally tally) {
    this.sources = sources;
    this.tally = tally;
  }

  /** There is a new look. */
  void looked(Look look) {
    newest = look;
  }

  /** So many sockets each instance listens on. */
  void listening(Map<InstanceId, Integer> counts) {
    listeners = counts;
  }

  /** The newest one; empty before the first look. */
  @SuppressWarnings("ReferenceEquality") // all values were compared else
  synchronized Optional<Picture> picture() {
    Look look = newest;
    if (look != null && look != shown) {
      shown = look;
      picture = of(look);
    }
    return Optional.ofNullable(picture);
  }

  private Picture of(Look look) {
    List<Picture.Item> items = new ArrayList<>(look.seen().size());
    look.seen().stream().sorted(ORDER).forEach(seen -> items.add(item(seen)));
    return new Picture(look.atMillis(), items, daemon());
  }

  private Picture.Item item(Look.Seen seen) {
    ServiceView service = seen.service();
    InstanceId id = seen.instance().id();
    long bytes = 0;
    long rotations = 0;
    long lost = 0;
    Optional<Output.Streams> streams = sources.output().of(service.id(), id.number());
    if (streams.isPresent()) {
      for (LogStream stream : streams.get().all()) {
        bytes += stream.bytesLogged();
        rotations += stream.rotations();
        lost += stream.linesDropped();
      }
    }
    return new Picture.Item(
        seen,
        service.instances().size() > 1,
        tally.of(id),
        bytes,
        rotations,
        lost,
        listeners.getOrDefault(id, 0));
  }

  private Picture.Daemon daemon() {
    Optional<ProcStat> own = Optional.empty();
    try {
      own = ProcTable.stat(self);
    } catch (LinuxException e) {
      LOG.log(Level.DEBUG, "cannot look at the daemon itself", e);
    }
    long ticks = own.map(stat -> stat.userTicks() + stat.systemTicks()).orElse(0L);
    return new Picture.Daemon(
        sources.host(),
        startedAt,
        sources.calls().get(),
        sources.failedCalls().getAsLong(),
        sources.keeper().saves(),
        sources.keeper().failures(),
        tally.oddities(),
        sources.sampler().state(),
        (double) ticks / ProcTable.ticksPerSecond(),
        own.map(ProcStat::rssBytes).orElse(0L));
  }
}
