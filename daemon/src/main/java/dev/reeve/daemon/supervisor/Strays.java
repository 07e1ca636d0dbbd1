package dev.reeve.daemon.supervisor;

import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcessIdentity;
import dev.reeve.linux.Signals;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Orphans that nothing tells whose they are: no marker, no known session, none of the pipes. As
 * whatever descends from this daemon was started by some instance, such a one can be given to an
 * instance if no other one can have started it. Used by the loop only.
 */
final class Strays {
  private static final System.Logger LOG = System.getLogger(Strays.class.getName());

  // As process 1 the daemon also inherits what others brought into its namespace.
  private final boolean possible = ProcessHandle.current().pid() != 1;
  private final int self = (int) ProcessHandle.current().pid();
  private final Consumer<String> journal;
  private final Map<Ledger.Key, Long> ends = new HashMap<>();
  private final Set<ProcessIdentity> told = new HashSet<>();
  private long firstStart = Long.MAX_VALUE;

  /**
   * @param journal told once of each stray that cannot be given to anybody
   */
  Strays(Consumer<String> journal) {
    this.journal = journal;
  }

  /** A process was started for an instance. */
  void started(Instance instance) {
    firstStart = Math.min(firstStart, instance.process.startTicks());
  }

  /** Nothing that is known of an instance is left. */
  void ended(Instance instance) throws LinuxException {
    long millis = System.currentTimeMillis() - ProcTable.bootTimeMillis();
    ends.put(instance.key, millis * ProcTable.ticksPerSecond() / 1000 + 1);
  }

  /**
   * Looks for strays.
   *
   * @param known the processes started by this daemon, and those that are known of each instance
   * @param pipes of all instances
   */
  List<ProcStat> find(Set<Integer> known, Set<String> pipes) throws LinuxException {
    List<ProcStat> strays = new ArrayList<>();
    if (!possible) {
      return strays;
    }
    for (ProcStat orphan : Kin.orphansOf(self, known)) {
      if (orphan.startTicks() >= firstStart
          && !known.contains(orphan.session())
          && Kin.markerOf(orphan.pid()).isEmpty()
          && !Kin.holds(orphan.pid(), pipes)) {
        strays.add(orphan);
      }
    }
    return strays;
  }

  /** Gives to an instance what no other one can have started; tells of what may be several's. */
  void claim(List<ProcStat> strays, Instance instance, Collection<Instance> all)
      throws LinuxException {
    for (ProcStat stray : strays) {
      long start = stray.startTicks();
      if (!instance.isChild || start < instance.process.startTicks()) {
        continue;
      }
      boolean only = true;
      for (Instance other : all) {
        only &= other == instance || other.process.startTicks() > start;
      }
      for (Map.Entry<Ledger.Key, Long> end : ends.entrySet()) {
        only &= end.getKey().equals(instance.key) || end.getValue() < start;
      }
      if (only) {
        instance.known.add(stray.identity());
      } else if (told.add(stray.identity())) {
        journal.accept(
            "nothing tells which service started process "
                + stray.pid()
                + " ("
                + String.join(" ", ProcTable.cmdline(stray.pid()))
                + "); 'reeve kill' ends it");
      }
    }
  }

  /** Ends those that nobody was given. */
  static void kill(List<ProcStat> strays) {
    for (ProcStat stray : strays) {
      try (@Nullable PidFd process = PidFd.open(stray.identity()).orElse(null)) {
        if (process != null) {
          process.signal(Signals.KILL);
        }
      } catch (LinuxException e) {
        LOG.log(Level.WARNING, "cannot end process " + stray.pid(), e);
      }
    }
  }
}
