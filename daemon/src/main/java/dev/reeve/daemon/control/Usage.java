package dev.reeve.daemon.control;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Processor time and memory of instances, their descendants included. Looks at {@code /proc} only
 * when somebody asks, and at most twice a second.
 */
final class Usage {
  private static final long FRESH_NANOS = 500_000_000L;

  /**
   * What an instance uses.
   *
   * @param ticks processor time of all living processes so far
   * @param cpuPercent of one core since the last look, or since its start at the first
   * @param processes in the order of pids, the main process among them
   */
  record Used(long ticks, double cpuPercent, long memoryBytes, List<ProcStat> processes) {}

  private record Sample(long at, Map<InstanceId, Used> used, Map<InstanceId, Long> generations) {}

  private final Board board;
  private final Path home;
  private final int self = (int) ProcessHandle.current().pid();
  private Sample last = new Sample(System.nanoTime() - FRESH_NANOS, Map.of(), Map.of());

  /**
   * @param home which the markers of processes begin with
   */
  Usage(Board board, Path home) {
    this.board = board;
    this.home = home;
  }

  /** What an instance uses, from a look that is at most half a second old. */
  synchronized Map<InstanceId, Used> now() throws LinuxException {
    long now = System.nanoTime();
    if (now - last.at >= FRESH_NANOS || isOutdated()) {
      last = look(now);
    }
    return last.used;
  }

  /** Whether a process has come since. */
  private boolean isOutdated() {
    for (ServiceView view : board.services()) {
      for (InstanceView instance : view.instances()) {
        Long seen = last.generations.get(instance.id());
        if (instance.process() != null && (seen == null || seen != instance.generation())) {
          return true;
        }
      }
    }
    return false;
  }

  private Sample look(long now) throws LinuxException {
    Map<Integer, List<ProcStat>> byParent = new HashMap<>();
    Map<Integer, List<ProcStat>> bySession = new HashMap<>();
    Map<Integer, ProcStat> byPid = new HashMap<>();
    Map<String, List<ProcStat>> byMarker = new HashMap<>();
    for (ProcStat stat : ProcTable.all()) {
      byPid.put(stat.pid(), stat);
      byParent.computeIfAbsent(stat.ppid(), p -> new ArrayList<>(2)).add(stat);
      bySession.computeIfAbsent(stat.session(), s -> new ArrayList<>(2)).add(stat);
    }
    for (int parent : List.of(1, self)) {
      for (ProcStat orphan : byParent.getOrDefault(parent, List.of())) {
        // A process that left its session and lost its parent: only its marker tells whose it is.
        if (orphan.session() == orphan.pid()) {
          ProcTable.environValue(orphan.pid(), Kin.MARKER)
              .ifPresent(m -> byMarker.computeIfAbsent(m, k -> new ArrayList<>(2)).add(orphan));
        }
      }
    }
    Map<InstanceId, Used> used = new HashMap<>();
    Map<InstanceId, Long> generations = new HashMap<>();
    for (ServiceView view : board.services()) {
      for (InstanceView instance : view.instances()) {
        ProcessRef process = instance.process();
        ProcStat main = process == null ? null : byPid.get(process.pid());
        if (process != null && main != null && main.startTicks() == process.startTicks()) {
          List<ProcStat> family = family(main, byParent, bySession, marked(byMarker, instance));
          used.put(instance.id(), used(instance.id(), family, now));
          generations.put(instance.id(), instance.generation());
        }
      }
    }
    return new Sample(now, used, generations);
  }

  private List<ProcStat> marked(Map<String, List<ProcStat>> byMarker, InstanceView instance) {
    String marker = home + "/" + instance.id() + "/" + instance.generation();
    return byMarker.getOrDefault(marker, List.of());
  }

  private static List<ProcStat> family(
      ProcStat main,
      Map<Integer, List<ProcStat>> byParent,
      Map<Integer, List<ProcStat>> bySession,
      List<ProcStat> strays) {
    Map<Integer, ProcStat> family = new HashMap<>();
    Deque<ProcStat> found = new ArrayDeque<>(bySession.getOrDefault(main.pid(), List.of()));
    found.add(main);
    found.addAll(strays);
    while (!found.isEmpty()) {
      ProcStat stat = found.remove();
      if (!stat.ended() && family.putIfAbsent(stat.pid(), stat) == null) {
        found.addAll(byParent.getOrDefault(stat.pid(), List.of()));
      }
    }
    return family.values().stream().sorted((a, b) -> Integer.compare(a.pid(), b.pid())).toList();
  }

  private Used used(InstanceId id, List<ProcStat> family, long now) {
    long ticks = 0;
    long memory = 0;
    long started = Long.MAX_VALUE;
    for (ProcStat stat : family) {
      ticks += stat.userTicks() + stat.systemTicks();
      memory += stat.rssBytes();
      started = Math.min(started, stat.startTicks());
    }
    Used before = last.used.get(id);
    double hertz = ProcTable.ticksPerSecond();
    double percent;
    if (before != null && ticks >= before.ticks) {
      percent = 100 * (ticks - before.ticks) / hertz / ((now - last.at) / 1e9);
    } else {
      // System.nanoTime() is CLOCK_MONOTONIC; start times count from boot, which is close enough
      // for
      // the average of a whole life.
      double lived = Math.max(0.01, now / 1e9 - started / hertz);
      percent = 100 * ticks / hertz / lived;
    }
    return new Used(ticks, percent, memory, family);
  }
}
