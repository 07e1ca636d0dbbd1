package dev.reeve.linux;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds every process that belongs to an instance, whatever it did to get away: forked twice, made
 * a session of its own, lost its parent, or stopped itself.
 *
 * <p>A look at {@code /proc} is no snapshot: a process that forks meanwhile may be missed. Who
 * wants to end an instance looks again until nothing is found.
 */
public final class Kin {
  /** The variable whose value marks every process of an instance. */
  public static final String MARKER = "REEVE_INSTANCE";

  /**
   * Where to start looking.
   *
   * @param known processes known to belong, dead or alive: the mains, the oldest one among them,
   *     and what was found before. Each may have led a session, whose id is its pid. Empty when
   *     only the marker is known
   * @param marker the value of {@link #MARKER} in the environment of the instance
   * @param pipes the FIFOs its output goes to, by their real paths. Nothing but the instance has
   *     them open for both reading and writing, so whoever does and carries no marker belongs to it
   * @param inherited whether this process is the subreaper of all of the instance: then what lost
   *     its parent is a child of this process, and is not looked for elsewhere
   */
  public record Roots(
      Collection<ProcessIdentity> known,
      String marker,
      Collection<String> pipes,
      boolean inherited) {
    public Roots {
      known = List.copyOf(known);
      pipes = List.copyOf(pipes);
    }

    /** Without any pipes. */
    public Roots(Collection<ProcessIdentity> known, String marker) {
      this(known, marker, List.of(), true);
    }

    /** The same with more that is known. */
    Roots with(Collection<ProcessIdentity> nowKnown) {
      return new Roots(nowKnown, marker, pipes, inherited);
    }
  }

  /** A process that carries a marker. */
  public record Marked(ProcStat process, String marker) {}

  // Enough for a process that is loading a program, during which it shows no environment.
  private static final int PATIENCE = 100;

  private final int self = (int) Native.sys(Syscall.GETPID, 0);
  private final Map<Integer, ProcStat> table = new HashMap<>();
  private final Map<Integer, List<ProcStat>> byParent = new HashMap<>();
  private final Map<Integer, List<ProcStat>> bySession = new HashMap<>();
  private final Map<Integer, Optional<String>> markers = new HashMap<>();
  private final Set<Integer> accounted;
  private @Nullable Map<String, List<ProcStat>> byMarker;
  // Unmarked ones only, by the files they have open.
  private @Nullable Map<String, List<ProcStat>> orphansByFile;
  private @Nullable Map<String, List<ProcStat>> allByFile;

  private Kin(Set<Integer> accounted) throws LinuxException {
    this.accounted = Set.copyOf(accounted);
    for (ProcStat stat : ProcTable.all()) {
      table.put(stat.pid(), stat);
      byParent.computeIfAbsent(stat.ppid(), parent -> new ArrayList<>(2)).add(stat);
      bySession.computeIfAbsent(stat.session(), session -> new ArrayList<>(2)).add(stat);
    }
  }

  /** The living processes of one instance, looked up now; see {@link #members}. */
  public static List<ProcessIdentity> of(Roots roots) throws LinuxException {
    return look().members(roots);
  }

  /** One look at the process table, to be asked about many instances by one thread. */
  public static Kin look() throws LinuxException {
    return look(Set.of());
  }

  /**
   * The same for a caller who knows most of them.
   *
   * @param accounted mains that are known to live. What is in their sessions or descends from them
   *     is theirs, and its environment, which is costly to read, is not searched for other markers
   */
  public static Kin look(Set<Integer> accounted) throws LinuxException {
    return new Kin(accounted);
  }

  /** The living processes whose marker begins with a text. */
  public List<Marked> marked(String prefix) throws LinuxException {
    List<Marked> marked = new ArrayList<>();
    for (Map.Entry<String, List<ProcStat>> entry : byMarker().entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        for (ProcStat stat : entry.getValue()) {
          if (!stat.ended() && stat.pid() != self) {
            marked.add(new Marked(stat, entry.getKey()));
          }
        }
      }
    }
    return marked;
  }

  /**
   * The living processes of an instance: the known ones, the sessions they lead or led, those that
   * carry the marker, those without any marker that hold one of its pipes, and the descendants of
   * all these. Never pid 1 and never this process. Those that have ended and wait to be reaped are
   * not told.
   *
   * <p>Session ids are used again. A session counts when its leader is a known process, dead or
   * alive; when the leader is gone, only if a process in it carries the marker, or is a descendant
   * of this process without any marker.
   *
   * @return in the order of pids
   */
  public List<ProcessIdentity> members(Roots roots) throws LinuxException {
    // Nothing of the instance can be older than the first known process of it in this boot.
    String boot = ProcTable.bootId();
    long since =
        roots.known().stream()
            .filter(known -> known.bootId().equals(boot))
            .mapToLong(ProcessIdentity::startTicks)
            .min()
            .orElse(0);
    Set<Integer> sessions = ownSessions(roots);
    Deque<ProcStat> found = new ArrayDeque<>();
    for (int session : sessions) {
      found.addAll(bySession.getOrDefault(session, List.of()));
    }
    for (ProcessIdentity known : roots.known()) {
      ProcStat stat = table.get(known.pid());
      if (stat != null && known.names(stat)) {
        found.add(stat);
      }
    }
    for (ProcStat stat : byMarker().getOrDefault(roots.marker(), List.of())) {
      if (stat.startTicks() >= since) {
        found.add(stat);
      }
    }
    for (ProcStat stat : holders(roots)) {
      if (stat.startTicks() >= since) {
        found.add(stat);
      }
    }
    Set<ProcStat> members = new HashSet<>();
    while (!found.isEmpty()) {
      ProcStat stat = found.remove();
      if (stat.pid() != self && stat.pid() > 1 && members.add(stat)) {
        found.addAll(byParent.getOrDefault(stat.pid(), List.of()));
      }
    }
    List<ProcessIdentity> living = new ArrayList<>();
    for (ProcStat stat : members) {
      if (!stat.ended()) {
        living.add(stat.identity());
      }
    }
    living.sort(Comparator.comparingInt(ProcessIdentity::pid));
    return living;
  }

  /**
   * The living children of a subreaper that are no mains: what is left of a service whose main
   * died. Cheap, as it looks at the children of one process only; {@link ProcStat#session} and
   * {@link ProcTable#environValue} tell whose they are.
   */
  public static List<ProcStat> orphansOf(int subreaperPid, Set<Integer> knownMains)
      throws LinuxException {
    List<ProcStat> orphans = new ArrayList<>();
    for (int pid : ProcTable.childrenOfFirstThread(subreaperPid)) {
      if (!knownMains.contains(pid)) {
        ProcTable.stat(pid)
            .filter(stat -> !stat.ended() && stat.ppid() == subreaperPid)
            .ifPresent(orphans::add);
      }
    }
    return orphans;
  }

  /**
   * Whether a process has one of these FIFOs open as children of Reeve have it: for both reading
   * and writing. Somebody who only looks into it, or writes to it by its name, does not.
   */
  public static boolean holds(int pid, Collection<String> pipes) throws LinuxException {
    if (pipes.isEmpty()) {
      return false;
    }
    for (Map.Entry<Integer, String> file : ProcTable.openFiles(pid).entrySet()) {
      if (pipes.contains(file.getValue()) && ProcTable.isReadWrite(pid, file.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** Those without any marker that hold a pipe of an instance. */
  private List<ProcStat> holders(Roots roots) throws LinuxException {
    List<ProcStat> holders = new ArrayList<>();
    for (String pipe : roots.pipes()) {
      for (ProcStat stat : byFile(roots.inherited()).getOrDefault(pipe, List.of())) {
        if (holds(stat.pid(), roots.pipes())) {
          holders.add(stat);
        }
      }
    }
    return holders;
  }

  private Map<String, List<ProcStat>> byFile(boolean orphansOnly) throws LinuxException {
    Map<String, List<ProcStat>> index = orphansOnly ? orphansByFile : allByFile;
    if (index == null) {
      index = new HashMap<>();
      for (ProcStat stat : orphansOnly ? byParent.getOrDefault(self, List.of()) : table.values()) {
        if (stat.pid() > 1
            && stat.pid() != self
            && !stat.ended()
            && !isKernelThread(stat)
            && !isAccounted(stat)
            && marker(stat).isEmpty()) {
          for (String file : Set.copyOf(ProcTable.openFiles(stat.pid()).values())) {
            index.computeIfAbsent(file, name -> new ArrayList<>(2)).add(stat);
          }
        }
      }
      if (orphansOnly) {
        orphansByFile = index;
      } else {
        allByFile = index;
      }
    }
    return index;
  }

  private static boolean isKernelThread(ProcStat stat) {
    return stat.session() == 0 && stat.pgrp() == 0;
  }

  /** The marker a process carries, if any; waits out the moment while it loads a program. */
  public static Optional<String> markerOf(int pid) throws LinuxException {
    return ProcTable.environValue(pid, MARKER, PATIENCE);
  }

  /** The ids of known sessions that have not passed to strangers. */
  private Set<Integer> ownSessions(Roots roots) throws LinuxException {
    Set<Integer> own = new HashSet<>();
    for (ProcessIdentity known : roots.known()) {
      ProcStat leader = table.get(known.pid());
      boolean ours = leader == null ? hasWitness(known, roots) : known.names(leader);
      if (ours) {
        own.add(known.pid());
      }
    }
    return own;
  }

  /**
   * Tells whether a session without its leader is still the instance's. As long as a process is in
   * it the kernel does not give its number away, so one member that is surely ours speaks for all.
   */
  private boolean hasWitness(ProcessIdentity leader, Roots roots) throws LinuxException {
    if (!leader.bootId().equals(ProcTable.bootId())) {
      return false;
    }
    for (ProcStat stat : bySession.getOrDefault(leader.pid(), List.of())) {
      if (stat.startTicks() >= leader.startTicks()) {
        boolean ours = isMarked(stat, roots) || (marker(stat).isEmpty() && descendsFromSelf(stat));
        if (ours) {
          return true;
        }
      }
    }
    return false;
  }

  /** Those whose owner only their marker can tell. */
  private Map<String, List<ProcStat>> byMarker() throws LinuxException {
    Map<String, List<ProcStat>> index = byMarker;
    if (index == null) {
      index = new HashMap<>();
      for (ProcStat stat : table.values()) {
        Optional<String> marker = isAccounted(stat) ? Optional.empty() : marker(stat);
        if (marker.isPresent()) {
          index.computeIfAbsent(marker.get(), text -> new ArrayList<>(2)).add(stat);
        }
      }
      byMarker = index;
    }
    return index;
  }

  private boolean isAccounted(ProcStat stat) {
    ProcStat at = stat;
    // Parents may have changed while the table was read, so a loop is possible.
    for (int steps = 0; at != null && steps < 64 && !accounted.isEmpty(); steps++) {
      if (accounted.contains(at.session()) || accounted.contains(at.pid())) {
        return true;
      }
      at = table.get(at.ppid());
    }
    return false;
  }

  private boolean isMarked(ProcStat stat, Roots roots) throws LinuxException {
    return marker(stat).filter(roots.marker()::equals).isPresent();
  }

  private Optional<String> marker(ProcStat stat) throws LinuxException {
    Optional<String> marker = markers.get(stat.pid());
    if (marker == null) {
      int attempts = isKernelThread(stat) || stat.ended() ? 1 : PATIENCE;
      marker = ProcTable.environValue(stat.pid(), MARKER, attempts);
      markers.put(stat.pid(), marker);
    }
    return marker;
  }

  private boolean descendsFromSelf(ProcStat stat) {
    int ancestor = stat.ppid();
    // Parents may have changed while the table was read, so a loop is possible; no real line is
    // that long.
    for (int steps = 0; steps < table.size() && ancestor > 1; steps++) {
      if (ancestor == self) {
        return true;
      }
      ProcStat parent = table.get(ancestor);
      if (parent == null) {
        return false;
      }
      ancestor = parent.ppid();
    }
    return false;
  }
}
