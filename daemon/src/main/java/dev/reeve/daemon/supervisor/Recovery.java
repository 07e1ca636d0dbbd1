package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.groups.Group;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.daemon.state.Remembered;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcessIdentity;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds again what an earlier daemon of this home started: by the identities it wrote down, and by
 * the marker that every process carries, should it have been killed before it could write.
 */
final class Recovery {
  private static final System.Logger LOG = System.getLogger(Recovery.class.getName());

  private final Path home;
  private final Remembered remembered;
  private final Ledger ledger;
  private final Processes processes;
  private final Grouping grouping;
  private final Output output;
  private final Reports reports;
  private final Sockets sockets;
  private final Map<Integer, Memory.Kept> byId = new HashMap<>();
  private final Map<String, Memory.Kept> byName = new HashMap<>();
  private final Map<String, Integer> strangers = new HashMap<>();
  private final List<Memory.Found> found = new ArrayList<>();

  Recovery(
      Path home,
      Remembered remembered,
      Ledger ledger,
      Processes processes,
      Grouping grouping,
      Output output,
      Reports reports,
      Sockets sockets) {
    this.home = home;
    this.remembered = remembered;
    this.ledger = ledger;
    this.processes = processes;
    this.grouping = grouping;
    this.output = output;
    this.reports = reports;
    this.sockets = sockets;
    for (Memory.Kept kept : remembered.services()) {
      byId.put(kept.id(), kept);
      byName.put(kept.spec().name(), kept);
    }
  }

  /** A marker taken apart: {@code HOME/SERVICE#N/GENERATION}. */
  private record Marker(String text, InstanceId id, long generation) {
    static Optional<Marker> parse(String text, Path home) {
      String prefix = home + "/";
      int slash = text.lastIndexOf('/');
      int hash = text.lastIndexOf('#', slash);
      if (!text.startsWith(prefix) || hash <= prefix.length()) {
        return Optional.empty();
      }
      try {
        InstanceId id =
            new InstanceId(
                text.substring(prefix.length(), hash),
                Integer.parseInt(text.substring(hash + 1, slash)));
        return Optional.of(new Marker(text, id, Long.parseLong(text.substring(slash + 1))));
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /**
   * Takes into care what lives, and tells what the engine must know.
   *
   * @param kin the processes of this machine, now
   */
  Memory recover(Kin kin, boolean freshBoot) throws LinuxException {
    Map<String, List<ProcStat>> marked =
        kin.marked(home + "/").stream()
            .collect(
                Collectors.groupingBy(
                    Kin.Marked::marker,
                    Collectors.mapping(Kin.Marked::process, Collectors.toList())));
    Set<String> known = new HashSet<>();
    for (Ledger.Entry entry : ledger.entries()) {
      known.add(entry.marker());
      take(entry, kin, marked.getOrDefault(entry.marker(), List.of()));
    }
    for (Map.Entry<String, List<ProcStat>> group : marked.entrySet()) {
      Optional<Marker> marker = Marker.parse(group.getKey(), home);
      if (!known.contains(group.getKey()) && marker.isPresent()) {
        Memory.Kept kept = byName.get(marker.get().id().service());
        int service = kept == null ? strangerId(marker.get().id().service()) : kept.id();
        Ledger.Key key = new Ledger.Key(service, marker.get().id().number());
        if (processes.instance(key).isEmpty()) {
          take(
              new Ledger.Entry(key, marker.get().generation(), group.getKey(), null),
              kin,
              group.getValue());
        }
      }
    }
    return new Memory(
        remembered.services().stream().map(this::withGenerations).toList(),
        found,
        remembered.nextId(),
        remembered.halted() && !freshBoot,
        freshBoot,
        ledger.highestGeneration());
  }

  /** Services that nobody knows must not be taken for one another; known ones have ids above 0. */
  private int strangerId(String name) {
    return strangers.computeIfAbsent(name, key -> -1 - strangers.size());
  }

  private Memory.Kept withGenerations(Memory.Kept kept) {
    List<Memory.KeptInstance> instances = new ArrayList<>();
    for (Memory.KeptInstance i : kept.instances()) {
      instances.add(i.withSpawn(ledger.lastGeneration(new Ledger.Key(kept.id(), i.number()))));
    }
    return new Memory.Kept(
        kept.id(),
        kept.spec(),
        kept.desired(),
        instances,
        kept.source(),
        kept.flags(),
        kept.rollout());
  }

  private void take(Ledger.Entry entry, Kin kin, List<ProcStat> marked) throws LinuxException {
    Memory.Kept kept = byId.get(entry.key().service());
    Optional<Marker> marker = Marker.parse(entry.marker(), home);
    if (kept == null && marker.isEmpty()) {
      return;
    }
    String service = kept == null ? marker.get().id().service() : kept.spec().name();
    InstanceId id = new InstanceId(service, entry.key().number());
    ProcessRef process = entry.process();
    ProcessIdentity identity =
        process == null
            ? oldest(marked)
            : new ProcessIdentity(process.pid(), process.startTicks(), process.bootId());
    if (identity == null) {
      forget(entry);
      return;
    }
    ProcessRef ref = process == null ? ref(identity) : process;
    Optional<PidFd> main = PidFd.open(identity);
    // The pid of a main process that is gone may be another's.
    int pid = main.isPresent() ? identity.pid() : 0;
    Group group = grouping.find(entry.key(), entry.generation(), pid);
    if (main.isPresent()) {
      add(entry, id, ref, main.get(), kept, group);
      found.add(new Memory.Found(id, entry.generation(), ref, null));
    } else if (grouping.isPopulated(group)
        || processes.isLeft(kin, entry.key(), entry.marker(), identity)) {
      processes.addLeftBehind(
          entry.key(), id, entry.generation(), entry.marker(), ref, identity, group);
      found.add(new Memory.Found(id, entry.generation(), ref, new Exit.Unknown()));
    } else {
      if (kept != null) {
        attach(entry.key(), id, kept.spec()); // the init system may have kept its last words
      }
      forget(entry);
    }
  }

  private void add(
      Ledger.Entry entry,
      InstanceId id,
      ProcessRef ref,
      PidFd main,
      Memory.@Nullable Kept kept,
      @Nullable Group group)
      throws LinuxException {
    try {
      ledger.intend(entry.key(), entry.generation(), entry.marker());
      ledger.started(entry.key(), entry.generation(), ref);
      if (kept != null) {
        attach(entry.key(), id, kept.spec());
        reports.adopt(entry.key(), id, entry.generation(), kept.spec());
        sockets.adopt(kept.id(), kept.spec(), main);
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot write down that " + id + " was found", e);
    }
    Instance instance =
        new Instance(entry.key(), id, entry.generation(), entry.marker(), ref, main, false);
    instance.group = group;
    processes.add(instance);
  }

  /** Its output waits in the pipes; it must flow again whatever else is wrong. */
  private void attach(Ledger.Key key, InstanceId id, ServiceSpec spec) {
    try {
      output.attach(key, id, spec);
    } catch (IOException e) {
      LOG.log(Level.ERROR, "cannot take up the output of " + id, e);
    }
  }

  /** Without a written identity the main process is the oldest that leads a session. */
  private static @Nullable ProcessIdentity oldest(List<ProcStat> marked) throws LinuxException {
    Optional<ProcStat> oldest =
        marked.stream()
            .min(
                Comparator.<ProcStat>comparingInt(p -> p.session() == p.pid() ? 0 : 1)
                    .thenComparingLong(ProcStat::startTicks));
    return oldest.isPresent() ? oldest.get().identity() : null;
  }

  private static ProcessRef ref(ProcessIdentity identity) throws LinuxException {
    long millis = identity.startTicks() * 1000 / ProcTable.ticksPerSecond();
    Instant startedAt = Instant.ofEpochMilli(ProcTable.bootTimeMillis() + millis);
    return new ProcessRef(identity.pid(), identity.startTicks(), identity.bootId(), startedAt);
  }

  private void forget(Ledger.Entry entry) {
    try {
      ledger.ended(entry.key(), entry.generation());
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot write the ledger", e);
    }
  }
}
