package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.daemon.groups.Group;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.Kin;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.ProcessIdentity;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One spawn of an instance and everything that came of it, as long as any of it lives. */
final class Instance {
  final Ledger.Key key;
  final long generation;
  final String marker;
  final ProcessRef process;

  /** Whether this daemon is its parent: then its orphans come to this daemon. */
  final boolean isChild;

  /** Its main process and others seen to belong to it; any of them may lead a session. */
  final Set<ProcessIdentity> known = new LinkedHashSet<>();

  InstanceId id;

  /** Null when its main process has ended. */
  @Nullable PidFd main;

  /** Its control group; null where there is none. */
  @Nullable Group group;

  /** Whether its processes were stopped by signals and are to stay so. */
  boolean isHalted;

  /** How many processes that it left behind are being watched. */
  int watched;

  Instance(
      Ledger.Key key,
      InstanceId id,
      long generation,
      String marker,
      ProcessRef process,
      PidFd main,
      boolean isChild) {
    this(key, id, generation, marker, process, main, main.identity(), isChild);
  }

  Instance(
      Ledger.Key key,
      InstanceId id,
      long generation,
      String marker,
      ProcessRef process,
      @Nullable PidFd main,
      ProcessIdentity identity,
      boolean isChild) {
    this.key = key;
    this.id = id;
    this.generation = generation;
    this.marker = marker;
    this.process = process;
    this.main = main;
    this.isChild = isChild;
    known.add(identity);
  }

  /**
   * Where to look for all of it.
   *
   * @param pipes the real path of the folder of the pipes
   */
  Kin.Roots roots(Path pipes) {
    return new Kin.Roots(known, marker, Output.pipes(pipes, key), isChild);
  }
}
