package dev.reeve.daemon.sampling;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.linux.Clock;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcUse;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Processor time and memory of instances, their descendants included. What it shows is what is kept
 * in the history: both come from the same looks.
 */
public final class Usage {
  private static final long FRESH_NANOS = 500_000_000L;

  /**
   * What an instance uses.
   *
   * @param cpuPercent of one core in the latest interval of sampling, or since its start at first
   * @param processes in the order of pids, the main process among them
   */
  public record Used(double cpuPercent, long memoryBytes, List<ProcStat> processes) {}

  /** Takes what was seen of one instance; {@code family} is null where no process lives. */
  interface Taker {
    void take(ServiceView service, InstanceView instance, @Nullable Family family);
  }

  private final Board board;
  private final Path home;
  private final int self = (int) ProcessHandle.current().pid();
  private final ProcUse use = new ProcUse();
  private final Map<InstanceId, Family> families = new HashMap<>();
  private Map<InstanceId, Used> shown = Map.of();
  private long shownAt = System.nanoTime() - FRESH_NANOS;
  private boolean hasNewcomers;

  /**
   * @param home which the markers of processes begin with
   */
  public Usage(Board board, Path home) {
    this.board = board;
    this.home = home;
  }

  /** What an instance uses, from a look that is at most half a second old. */
  public synchronized Map<InstanceId, Used> now() throws LinuxException {
    long now = System.nanoTime();
    if (now - shownAt >= FRESH_NANOS || isOutdated()) {
      Map<InstanceId, List<ProcStat>> members = scan();
      long boot = Clock.bootNanos();
      Map<InstanceId, Used> used = new HashMap<>();
      members.forEach((id, processes) -> {
        Family family = families.get(id);
        if (family != null) {
          used.put(id, new Used(family.percent(boot), family.memoryBytes(), processes));
        }
      });
      shown = used;
      shownAt = now;
    }
    return shown;
  }

  /** Whether a process has come since. */
  private boolean isOutdated() {
    for (ServiceView view : board.services()) {
      for (InstanceView instance : view.instances()) {
        Family seen = families.get(instance.id());
        boolean unseen =
            seen == null
                || seen.generation != instance.generation()
                || !shown.containsKey(instance.id());
        if (instance.process() != null && unseen) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether there are instances of which only the main process is known. */
  synchronized boolean hasNewcomers() {
    return hasNewcomers;
  }

  /** Looks at the processes that are known, ends an interval, and tells of each instance. */
  synchronized void look(Taker taker) throws LinuxException {
    long now = Clock.bootNanos();
    for (ServiceView view : board.services()) {
      for (InstanceView instance : view.instances()) {
        ProcessRef process = instance.process();
        Family family = null;
        if (process != null) {
          family = family(instance, process);
          family.look(use, now);
          family.point(now);
        } else {
          families.remove(instance.id());
        }
        taker.take(view, instance, family);
      }
    }
  }

  /**
   * Finds out anew which processes belong to whom.
   *
   * @param files whether their open files are counted
   */
  synchronized void rescan(boolean files) throws LinuxException {
    scan();
    if (files) {
      for (Family family : families.values()) {
        family.countFiles();
      }
    }
  }

  private Family family(InstanceView instance, ProcessRef process) {
    Family family = families.get(instance.id());
    if (family == null || family.generation != instance.generation()) {
      family = new Family(instance.generation(), process.pid(), process.startTicks());
      families.put(instance.id(), family);
      hasNewcomers = true;
    }
    return family;
  }

  private Map<InstanceId, List<ProcStat>> scan() throws LinuxException {
    Map<Integer, List<ProcStat>> byParent = new HashMap<>();
    Map<Integer, List<ProcStat>> bySession = new HashMap<>();
    Map<Integer, ProcStat> byPid = new HashMap<>();
    long now = Clock.bootNanos();
    for (ProcStat stat : ProcTable.all()) {
      byPid.put(stat.pid(), stat);
      byParent.computeIfAbsent(stat.ppid(), p -> new ArrayList<>(2)).add(stat);
      bySession.computeIfAbsent(stat.session(), s -> new ArrayList<>(2)).add(stat);
    }
    Map<InstanceId, ProcStat> mains = new HashMap<>();
    Map<Integer, ProcStat> known = new HashMap<>();
    for (ServiceView view : board.services()) {
      for (InstanceView instance : view.instances()) {
        ProcessRef process = instance.process();
        ProcStat main = process == null ? null : byPid.get(process.pid());
        if (process != null && main != null && main.startTicks() == process.startTicks()) {
          family(instance, process);
          mains.put(instance.id(), main);
          known.put(main.pid(), main);
        }
      }
    }
    Map<String, List<ProcStat>> byMarker = orphans(byParent, known);
    Map<InstanceId, List<ProcStat>> members = new HashMap<>();
    for (Map.Entry<InstanceId, ProcStat> entry : mains.entrySet()) {
      Family family = families.get(entry.getKey());
      if (family != null) {
        String marker = home + "/" + entry.getKey() + "/" + family.generation;
        List<ProcStat> strays = byMarker.getOrDefault(marker, List.of());
        List<ProcStat> processes = processes(entry.getValue(), byParent, bySession, strays);
        family.scanned(processes, now);
        members.put(entry.getKey(), processes);
      }
    }
    families.keySet().retainAll(mains.keySet());
    hasNewcomers = false;
    return members;
  }

  /**
   * Those that left their session and lost their parent: only their marker tells whose they are.
   */
  private Map<String, List<ProcStat>> orphans(
      Map<Integer, List<ProcStat>> byParent, Map<Integer, ProcStat> mains) throws LinuxException {
    Map<String, List<ProcStat>> byMarker = new HashMap<>();
    for (int parent : new int[] {1, self}) {
      for (ProcStat orphan : byParent.getOrDefault(parent, List.of())) {
        if (orphan.session() == orphan.pid() && !mains.containsKey(orphan.pid())) {
          ProcTable.environValue(orphan.pid(), Kin.MARKER)
              .ifPresent(m -> byMarker.computeIfAbsent(m, k -> new ArrayList<>(2)).add(orphan));
        }
      }
    }
    return byMarker;
  }

  private static List<ProcStat> processes(
      ProcStat main,
      Map<Integer, List<ProcStat>> byParent,
      Map<Integer, List<ProcStat>> bySession,
      List<ProcStat> strays) {
    Map<Integer, ProcStat> found = new HashMap<>();
    Deque<ProcStat> open = new ArrayDeque<>(bySession.getOrDefault(main.pid(), List.of()));
    open.add(main);
    open.addAll(strays);
    while (!open.isEmpty()) {
      ProcStat stat = open.remove();
      if (!stat.ended() && found.putIfAbsent(stat.pid(), stat) == null) {
        open.addAll(byParent.getOrDefault(stat.pid(), List.of()));
      }
    }
    List<ProcStat> processes = new ArrayList<>(found.values());
    processes.sort((a, b) -> Integer.compare(a.pid(), b.pid()));
    return processes;
  }
}
