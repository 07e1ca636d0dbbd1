package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.groups.Group;
import dev.reeve.daemon.groups.GroupTree;
import dev.reeve.daemon.groups.NoLimits;
import dev.reeve.daemon.groups.ProcessLimits;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcessIdentity;
import dev.reeve.linux.cgroup.Cgroup;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of instances and what their services may use. Groups only add to what is known
 * otherwise: where there are none, or one cannot be read, everything else still holds. Used by the
 * loop only.
 */
final class Grouping {
  private static final System.Logger LOG = System.getLogger(Grouping.class.getName());

  private final GroupTree tree;
  private final ProcessLimits limits;
  private final Map<String, ResourceSpec> declared = new HashMap<>();

  Grouping(GroupTree tree, ProcessLimits limits) {
    this.tree = tree;
    this.limits = limits;
  }

  /**
   * Makes the group of a run.
   *
   * @return null where there are no groups
   * @throws Refusal if the declared limits cannot be set
   */
  @Nullable Group make(Ledger.Key key, InstanceId id, long generation, ServiceSpec spec)
      throws Refusal {
    try {
      return tree.make(id.service(), key.service(), key.number(), generation, spec.resources())
          .orElse(null);
    } catch (NoLimits e) {
      throw new Refusal(e.reason(), e.advice(), false);
    }
  }

  /** What is done with a process of an instance as soon as it exists. */
  Launcher.Birth birth(ServiceSpec spec, @Nullable Group group) {
    ResourceSpec resources = spec.resources();
    return new Launcher.Birth() {
      @Override
      public boolean isBefore() {
        return resources.isDeclared();
      }

      @Override
      public void of(int pid) throws Refusal {
        try {
          if (group != null) {
            group.leaf().add(pid);
          }
          if (resources.isDeclared()) {
            limits.begin(pid, resources);
          }
        } catch (NoLimits e) {
          throw new Refusal(e.reason(), e.advice(), false);
        } catch (IOException e) {
          if (resources.needsGroup()) {
            throw new Refusal(String.valueOf(e.getMessage()), "", true);
          }
          LOG.log(Level.DEBUG, "no group for process " + pid, e); // it may have ended already
        }
      }
    };
  }

  /**
   * The group of an instance that an earlier daemon started.
   *
   * @param pid its main process; 0 when it is gone
   */
  @Nullable Group find(Ledger.Key key, long generation, int pid) {
    try {
      Optional<Group> group = pid == 0 ? Optional.empty() : tree.of(pid);
      return group.isPresent()
          ? group.get()
          : tree.of(key.service(), key.number(), generation).orElse(null);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot look for the group of process " + pid, e);
      return null;
    }
  }

  /** What lives in the group of an instance; from now on it is known to belong to it. */
  List<ProcessIdentity> learn(Instance instance) {
    Group group = instance.group;
    List<ProcessIdentity> living = new ArrayList<>();
    try {
      if (group != null) {
        for (ProcStat stat : group.processes()) {
          living.add(stat.identity());
        }
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot look into " + group, e);
    }
    instance.known.addAll(living);
    return living;
  }

  /** Whether anything lives in the group of an instance. */
  boolean isPopulated(@Nullable Group group) {
    try {
      return group != null && group.isPopulated();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot look into " + group, e);
      return false;
    }
  }

  /** Kills everything in the group of an instance at once, where the kernel can. */
  void kill(Instance instance) {
    Group group = instance.group;
    try {
      if (group != null) {
        group.leaf().kill();
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot kill " + group, e);
    }
  }

  /**
   * Stops everything in the group of an instance where it is, or lets it go on.
   *
   * @return false when there is no group that can
   */
  boolean freeze(Instance instance, boolean frozen) {
    Group group = instance.group;
    try {
      return group != null && group.leaf().freeze(frozen);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot freeze " + group, e);
      return false;
    }
  }

  /** How a main process ended, if memory ran out; else as it seems. */
  Exit exit(Instance instance, Exit exit) {
    Group group = instance.group;
    try {
      if (group != null
          && exit instanceof Exit.Signalled(String signal, boolean core)
          && signal.equals("KILL")
          && group.outOfMemoryKills() > 0) {
        ResourceSpec resources = declared.getOrDefault(instance.id.service(), ResourceSpec.NONE);
        return new Exit.OutOfMemory(Math.max(0, resources.memory()));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot look into " + group, e);
    }
    return exit;
  }

  /** What is declared of a service now; what runs of it gets what has changed. */
  void published(ServiceSpec spec, Supplier<List<Instance>> instances, Trouble trouble) {
    ResourceSpec now = spec.resources();
    ResourceSpec before = declared.put(spec.name(), now);
    if (before == null || before.equals(now)) {
      return;
    }
    for (Instance instance : instances.get()) {
      try {
        change(instance, before, now);
      } catch (NoLimits e) {
        trouble.tell(instance.id, e.reason() + (e.advice().isEmpty() ? "" : "; " + e.advice()));
      }
    }
  }

  /** Told of what could not be done, for people. */
  interface Trouble {
    void tell(InstanceId id, String reason);
  }

  private void change(Instance instance, ResourceSpec before, ResourceSpec now) throws NoLimits {
    Group group = instance.group;
    if (group != null) {
      tree.change(group, now);
    } else {
      tree.check(now);
    }
    Set<ProcessIdentity> processes = new LinkedHashSet<>(instance.known);
    processes.addAll(learn(instance));
    @Nullable NoLimits refused = null;
    for (ProcessIdentity process : processes) {
      try {
        if (process.alive()) {
          limits.change(process.pid(), before, now);
        }
      } catch (NoLimits e) {
        refused = e;
      } catch (LinuxException e) {
        LOG.log(Level.WARNING, "cannot look at " + process, e);
      }
    }
    if (refused != null) {
      throw refused;
    }
  }

  void withdrawn(String service) {
    declared.remove(service);
  }

  void renamed(String from, String to) {
    ResourceSpec resources = declared.remove(from);
    if (resources != null) {
      declared.put(to, resources);
    }
  }

  /** Nothing is left of an instance. */
  void forget(Instance instance) {
    if (instance.group != null) {
      tree.leave(instance.group);
    }
  }

  /** Could not be started. */
  void forget(@Nullable Group group) {
    if (group != null) {
      tree.leave(group);
    }
  }

  /** Removes groups that are not needed any more. */
  void tidy() {
    tree.tidy();
  }

  /** Removes what an earlier daemon left empty; tells of groups that are not. */
  List<String> sweep(Set<Group> known) {
    try {
      return tree.sweep(known).stream().map(Cgroup::toString).toList();
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot look for old groups", e);
      return List.of();
    }
  }

  /** Everything has ended. */
  void close() {
    tree.close();
  }
}
