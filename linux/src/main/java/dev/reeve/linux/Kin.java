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
   */
  public record Roots(Collection<ProcessIdentity> known, String marker) {
    public Roots {
      known = List.copyOf(known);
    }
  }

  // Enough for a process that is loading a program, during which it shows no environment.
  private static final int PATIENCE = 100;

  private final int self = (int) Native.sys(Syscall.GETPID, 0);
  private final Map<Integer, ProcStat> table = new HashMap<>();
  private final Map<Integer, List<ProcStat>> byParent = new HashMap<>();
  private final Map<Integer, Optional<String>> markers = new HashMap<>();

  private Kin() throws LinuxException {
    for (ProcStat stat : ProcTable.all()) {
      table.put(stat.pid(), stat);
      byParent.computeIfAbsent(stat.ppid(), parent -> new ArrayList<>()).add(stat);
    }
  }

  /** The living processes of one instance, looked up now; see {@link #members}. */
  public static List<ProcessIdentity> of(Roots roots) throws LinuxException {
    return look().members(roots);
  }

  /** One look at the process table, to be asked about many instances by one thread. */
  public static Kin look() throws LinuxException {
    return new Kin();
  }

  /**
   * The living processes of an instance: the known ones, the sessions they lead or led, those that
   * carry the marker, and the descendants of all these. Never pid 1 and never this process. Those
   * that have ended and wait to be reaped are not told.
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
    for (ProcStat stat : table.values()) {
      if (sessions.contains(stat.session())
          || isKnown(stat, roots)
          || (stat.startTicks() >= since && isMarked(stat, roots))) {
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
    for (ProcStat stat : table.values()) {
      if (stat.session() == leader.pid() && stat.startTicks() >= leader.startTicks()) {
        boolean ours = isMarked(stat, roots) || (marker(stat).isEmpty() && descendsFromSelf(stat));
        if (ours) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isKnown(ProcStat stat, Roots roots) throws LinuxException {
    for (ProcessIdentity known : roots.known()) {
      if (known.names(stat)) {
        return true;
      }
    }
    return false;
  }

  private boolean isMarked(ProcStat stat, Roots roots) throws LinuxException {
    return marker(stat).filter(roots.marker()::equals).isPresent();
  }

  private Optional<String> marker(ProcStat stat) throws LinuxException {
    Optional<String> marker = markers.get(stat.pid());
    if (marker == null) {
      boolean kernelThread = stat.session() == 0 && stat.pgrp() == 0;
      int attempts = kernelThread || stat.ended() ? 1 : PATIENCE;
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
