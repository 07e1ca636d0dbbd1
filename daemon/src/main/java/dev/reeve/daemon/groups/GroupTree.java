package dev.reeve.daemon.groups;

import dev.reeve.api.Home;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.linux.cgroup.Cgroup;
import dev.reeve.linux.cgroup.CgroupPlace;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The control groups of one home, {@code BASE/reeve-HOME/SERVICE.ID/NUMBER-GENERATION}: one for all
 * of it, one for each service, which has the limits, and a leaf for each run of an instance. Where
 * there is no tree of version 2 that may be written, there are no groups. Used by the loop only.
 *
 * <p>Controllers are switched on when the first service needs them. As a group with controllers may
 * hold no processes itself, what is in the base then moves to {@code BASE/reeve-daemon}.
 */
public final class GroupTree {
  private static final System.Logger LOG = System.getLogger(GroupTree.class.getName());
  private static final int LOOKS = 10;
  private static final String DAEMON = "reeve-daemon";
  private static final String ACTIONS = "admin_actions";
  private static final String ADVICE =
      "run the daemon as root or below a delegated group of cgroup v2 (systemd: Delegate=yes),"
          + " or remove cpu, memory, swap, pids and io_weight from 'resources'";

  /** Groups that systemd divides: there is a better place further up. */
  private static final Set<String> OF_SYSTEMD = Set.of("system.slice", "user.slice", "init.scope");

  private final @Nullable CgroupPlace place;
  private final @Nullable Cgroup base;
  private final String name;
  private final String missing;
  private final List<Cgroup> leaving = new ArrayList<>();
  private boolean broken;

  private GroupTree(
      @Nullable CgroupPlace place, @Nullable Cgroup base, String name, String missing) {
    this.place = place;
    this.base = base;
    this.name = name;
    this.missing = missing;
  }

  /**
   * Looks where groups can be made.
   *
   * @param nested whether this daemon is a service of another one: then its groups stay below its
   *     own
   */
  public static GroupTree find(Home home, boolean nested) {
    String name = home.groupName();
    try {
      Optional<CgroupPlace> place = CgroupPlace.find();
      if (place.isEmpty()) {
        return new GroupTree(null, null, name, "this machine has no tree of cgroup v2 here");
      }
      Optional<Cgroup> base = base(place.get(), nested);
      return base.isEmpty()
          ? new GroupTree(
              place.get(), null, name, place.get().own() + " is not this user's to divide")
          : new GroupTree(place.get(), base.get(), name, "");
    } catch (IOException e) {
      return new GroupTree(null, null, name, "cannot find the own group: " + e.getMessage());
    }
  }

  /**
   * Where systemd divides the tree, the highest group that may be written: it outlives the unit of
   * the daemon, into which systemd could start no other daemon while groups with controllers are in
   * it. Else the own group.
   */
  private static Optional<Cgroup> base(CgroupPlace place, boolean nested) {
    Path own = place.own();
    if (own.endsWith(DAEMON) && own.getParent() != null) {
      own = own.getParent();
    }
    if (!isWritable(own)) {
      return Optional.empty();
    }
    Path below = place.mount().relativize(own);
    if (!nested && OF_SYSTEMD.contains(below.getName(0).toString())) {
      for (Path up = own.getParent();
          up != null && up.startsWith(place.mount()) && isWritable(up);
          up = up.getParent()) {
        own = up;
      }
    }
    return Optional.of(new Cgroup(own));
  }

  private static boolean isWritable(Path group) {
    return Files.isWritable(group) && Files.isWritable(group.resolve("cgroup.procs"));
  }

  /** Whether there are groups. */
  public boolean isThere() {
    return base != null;
  }

  /**
   * Makes the group of a run, with the limits of its service.
   *
   * @return absent where there are none and none is needed
   * @throws NoLimits if limits are declared that cannot be set
   */
  public Optional<Group> make(
      String service, int id, int number, long generation, ResourceSpec resources) throws NoLimits {
    Cgroup root = base;
    if (root == null) {
      if (resources.needsGroup()) {
        throw new NoLimits("resources cannot be limited: " + missing, ADVICE);
      }
      return Optional.empty();
    }
    try {
      Cgroup master = root.child(name);
      Cgroup group = master.child(service + "." + id);
      Cgroup leaf = group.child(number + "-" + generation);
      boolean fresh = make(master, group);
      leaf.create();
      try {
        if (!fresh || resources.needsGroup()) {
          limit(root, master, group, resources);
        }
      } catch (IOException | NoLimits e) {
        leaving.add(leaf);
        throw e;
      }
      if (leaf.has("memory.oom.group")) {
        leaf.set("memory.oom.group", "1"); // half an instance is none
      }
      return Optional.of(new Group(leaf));
    } catch (IOException e) {
      if (resources.needsGroup()) {
        throw new NoLimits("resources cannot be limited: " + e.getMessage(), ADVICE);
      }
      if (!broken) {
        broken = true;
        LOG.log(Level.WARNING, "cannot make control groups: {0}", e.getMessage());
      }
      return Optional.empty();
    }
  }

  /** Whether the group of the service was not there: then nothing is limited. */
  private static boolean make(Cgroup master, Cgroup group) throws IOException {
    if (group.exists()) {
      return false;
    }
    master.create();
    group.create();
    return true;
  }

  private void limit(Cgroup root, Cgroup master, Cgroup group, ResourceSpec resources)
      throws IOException, NoLimits {
    if (!resources.needsGroup()) {
      if (!master.enabled().isEmpty()) {
        Limits.apply(resources, group); // what an earlier spec may have left
      }
      return;
    }
    Set<String> needed = Limits.controllers(resources);
    checkControllers(root, needed);
    enable(root, needed);
    master.enable(needed);
    if (needed.contains("memory")) {
      group.enable(Set.of("memory"));
    }
    Limits.apply(resources, group);
  }

  private static void enable(Cgroup root, Set<String> needed) throws IOException {
    if (root.enabled().containsAll(needed)) {
      return;
    }
    // Whoever forks meanwhile leaves a child behind.
    for (int look = 0; look < LOOKS && !root.isRoot() && !root.pids().isEmpty(); look++) {
      Cgroup daemon = root.child(DAEMON);
      daemon.create();
      for (int pid : root.pids()) {
        daemon.add(pid);
      }
    }
    root.enable(needed);
  }

  /**
   * Sets other limits for a service that runs.
   *
   * @throws NoLimits if they cannot be set
   */
  public void change(Group group, ResourceSpec resources) throws NoLimits {
    Cgroup root = base;
    try {
      if (root != null) {
        limit(root, root.child(name), group.service(), resources);
      }
    } catch (IOException e) {
      throw new NoLimits("resources cannot be limited: " + e.getMessage(), ADVICE);
    }
  }

  /**
   * Says why limits cannot be set, without setting any.
   *
   * @throws NoLimits if it is so
   */
  public void check(ResourceSpec resources) throws NoLimits {
    if (!resources.needsGroup()) {
      return;
    }
    Cgroup root = base;
    if (root == null) {
      throw new NoLimits("resources cannot be limited: " + missing, ADVICE);
    }
    try {
      checkControllers(root, Limits.controllers(resources));
    } catch (IOException e) {
      throw new NoLimits("resources cannot be limited: " + e.getMessage(), ADVICE);
    }
  }

  private static void checkControllers(Cgroup root, Set<String> needed)
      throws IOException, NoLimits {
    Set<String> available = root.controllers();
    for (String controller : needed) {
      if (!available.contains(controller)) {
        throw new NoLimits(
            "resources cannot be limited: there is no controller '%s' in %s"
                .formatted(controller, root),
            "have it delegated to this group, or boot with cgroup v2 alone"
                + " (systemd.unified_cgroup_hierarchy=1)");
      }
    }
  }

  /**
   * The group of what admins have the daemon run, beside those of services.
   *
   * @return absent where there are no groups
   */
  public Optional<Cgroup> actions() throws IOException {
    if (base == null) {
      return Optional.empty();
    }
    Cgroup master = base.child(name);
    master.create();
    Cgroup actions = master.child(ACTIONS);
    actions.create();
    return Optional.of(actions);
  }

  /** The same without making it. */
  public Optional<Cgroup> actionsIfThere() {
    return Optional.ofNullable(base)
        .map(root -> root.child(name).child(ACTIONS))
        .filter(Cgroup::exists);
  }

  /** The group a process is in, if it is the leaf of a run of this home, or below one. */
  public Optional<Group> of(int pid) throws IOException {
    if (place == null || base == null) {
      return Optional.empty();
    }
    Path master = base.child(name).path();
    return place
        .of(pid)
        .filter(path -> path.startsWith(master) && path.getNameCount() >= master.getNameCount() + 2)
        .map(path -> master.resolve(master.relativize(path).subpath(0, 2)))
        .map(leaf -> new Group(new Cgroup(leaf)));
  }

  /** The group of a run whose main process may be gone. */
  public Optional<Group> of(int id, int number, long generation) throws IOException {
    if (base == null) {
      return Optional.empty();
    }
    for (Cgroup service : base.child(name).children()) {
      Cgroup leaf = service.child(number + "-" + generation);
      if (service.name().endsWith("." + id) && leaf.exists()) {
        return Optional.of(new Group(leaf));
      }
    }
    return Optional.empty();
  }

  /** Nothing is left of a run: its group is removed, at the next {@link #tidy} or a later one. */
  public void leave(Group group) {
    leaving.add(group.leaf());
  }

  /** Removes groups that are not needed any more, as far as the kernel lets go of them. */
  public void tidy() {
    leaving.removeIf(leaf -> {
      boolean gone = removed(leaf);
      if (gone) {
        removeAlone(leaf.parent());
      }
      return gone;
    });
  }

  /**
   * Removes what an earlier daemon left empty.
   *
   * @return groups that are of no known instance and not empty
   */
  public List<Cgroup> sweep(Set<Group> known) throws IOException {
    List<Cgroup> strange = new ArrayList<>();
    if (base != null) {
      for (Cgroup service : base.child(name).children()) {
        if (service.name().equals(ACTIONS)) {
          removed(service);
          continue;
        }
        for (Cgroup leaf : service.children()) {
          if (!known.contains(new Group(leaf)) && !removed(leaf)) {
            strange.add(leaf);
          }
        }
        removeAlone(service);
      }
    }
    return strange;
  }

  /** Nothing is to be kept: the group of all of it goes, unless something is in it. */
  public void close() {
    tidy();
    for (int look = 0; look < LOOKS && !leaving.isEmpty(); look++) {
      LockSupport.parkNanos(1_000_000); // what was killed last is still being buried
      tidy();
    }
    if (base != null) {
      actionsIfThere().ifPresent(GroupTree::removed);
      removeAlone(base.child(name));
    }
  }

  /** With what is below it, if nothing is in it. */
  private static boolean removed(Cgroup leaf) {
    try {
      return !leaf.isPopulated() && leaf.remove();
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot remove {0}: {1}", leaf, e.getMessage());
      return false;
    }
  }

  /** Not while there are groups below it: who ended in one may still be asked how. */
  private static void removeAlone(Cgroup group) {
    try {
      if (group.children().isEmpty()) {
        removed(group);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot remove {0}: {1}", group, e.getMessage());
    }
  }
}
