package dev.reeve.daemon.groups;

import dev.reeve.api.Home;
import dev.reeve.config.MasterGroup;
import dev.reeve.config.MasterGroups;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.linux.cgroup.Cgroup;
import dev.reeve.linux.cgroup.CgroupPlace;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
  private static final String LATER =
      "'root' and 'name' of 'daemon.cgroup' hold from the next daemon on that finds no service"
          + " running: 'reeve kill', then 'reeve resurrect'";
  private static final String ACTIONS = "admin_actions";
  private static final String OF_SERVICE = "resources.";
  private static final String ADVICE =
      "run the daemon as root or below a delegated group of cgroup v2 (systemd: Delegate=yes),"
          + " or remove cpu, memory, swap, pids and io_weight from 'resources'";
  private static final String OF_ALL =
      "run the daemon as root or below a delegated group of cgroup v2 (systemd: Delegate=yes),"
          + " or remove cpu, memory and swap from 'daemon.cgroup'";

  private final MasterPlace place;
  private final @Nullable Cgroup base;
  private final String name;
  private final String missing;
  private final List<Cgroup> leaving = new ArrayList<>();
  private final Optional<MasterGroup> begun;
  private volatile MasterGroup declared = MasterGroup.NONE;
  private volatile String trouble;
  private boolean broken;

  GroupTree(MasterPlace place, Optional<MasterGroup> begun) {
    this.place = place;
    this.begun = begun;
    this.base = place.base();
    this.name = place.name();
    this.missing = place.missing();
    this.trouble = String.join("; ", place.troubles());
  }

  /**
   * Looks where groups can be made. What an earlier daemon left stays where it is: as long as
   * something is in its group, that one counts.
   *
   * @param nested whether this daemon is a service of another one: then its groups stay below its
   *     own
   * @param wish what is declared; absent if that cannot be read
   * @param bootId of this boot
   */
  public static GroupTree find(
      Home home, boolean nested, Optional<MasterGroup> wish, String bootId) {
    MasterNote note = new MasterNote(home.run().resolve("cgroup"), bootId);
    boolean noted = note.read().isPresent();
    GroupTree tree = new GroupTree(MasterPlace.find(home, nested, wish, note), wish);
    // What somebody else may have written there stays, unless an earlier daemon had limits.
    wish.filter(its -> noted || its.place().isPresent()).ifPresent(tree::begin);
    return tree;
  }

  private void begin(MasterGroup wish) {
    try {
      govern(wish);
    } catch (NoLimits e) {
      declared = wish;
      trouble = told(List.of(e.reason() + "; " + e.advice()));
    }
  }

  private String told(List<String> more) {
    List<String> all = new ArrayList<>(place.troubles());
    all.addAll(more);
    return String.join("; ", all);
  }

  /** Its place is that with which the daemon began. */
  private void declare(MasterGroup wish) {
    declared = wish;
    boolean moved =
        begun
            .filter(its -> !its.root().equals(wish.root()) || !its.name().equals(wish.name()))
            .isPresent();
    trouble = told(moved ? List.of(LATER) : List.of());
  }

  /** What is not as it was declared, for people; empty if all is. */
  public String trouble() {
    return trouble;
  }

  /** What is declared of the group of all services. */
  public MasterGroup declared() {
    return declared;
  }

  /**
   * The group that holds those of services, which may not exist yet; absent where there is none.
   */
  public Optional<Cgroup> master() {
    return Optional.ofNullable(base).map(root -> root.child(name));
  }

  /**
   * Limits all services together, those that run as well. Their place does not change.
   *
   * @throws NoLimits if something cannot be set; then it may be that a part is
   */
  public void govern(MasterGroup wish) throws NoLimits {
    Cgroup root = base;
    if (root == null) {
      if (wish.isLimited() || (wish.isPlaced() && place.troubles().isEmpty())) {
        throw new NoLimits("all services together cannot be limited: " + missing, OF_ALL);
      }
      declare(wish);
      return;
    }
    String what = "all services together cannot be limited: ";
    try {
      Set<String> limiting = Limits.controllers(wish.limits());
      Set<String> handing = handed(wish);
      Cgroup master = root.child(name);
      checkControllers(limiting, what);
      if (!limiting.isEmpty() || !handing.isEmpty() || master.exists()) {
        enable(root, limiting);
        master.create();
        Limits.apply(wish.limits(), master, "daemon.cgroup.");
      }
      if (wish.place().isPresent()) {
        place.note().write(master.path());
      }
      declare(wish);
      checkControllers(handing, "'daemon.cgroup.subtree_control' cannot be kept: ");
      hand(root, master, handing);
    } catch (IOException e) {
      throw new NoLimits(what + reason(e), OF_ALL);
    }
  }

  /** One after the other: a kernel may refuse one of them for reasons of its own. */
  private void hand(Cgroup root, Cgroup master, Set<String> controllers) throws NoLimits {
    List<String> refused = new ArrayList<>();
    for (String controller : controllers) {
      try {
        enable(root, Set.of(controller));
        master.enable(Set.of(controller));
        for (Cgroup service : master.children()) {
          if (!service.name().equals(ACTIONS)) { // which has processes itself
            service.enable(Set.of(controller));
          }
        }
      } catch (IOException e) {
        refused.add(reason(e));
      }
    }
    if (!refused.isEmpty()) {
      throw new NoLimits(
          "'daemon.cgroup.subtree_control' cannot be kept: " + String.join("; ", refused),
          "leave out what the kernel refuses");
    }
  }

  /** The controllers that are switched on for services whatever these declare. */
  private Set<String> handed(MasterGroup wish) throws IOException {
    return switch (wish.handed()) {
      case MasterGroup.Handed.Needed() -> Set.of();
      case MasterGroup.Handed.All() -> available();
      case MasterGroup.Handed.Only(var controllers) -> controllers;
    };
  }

  /** The controllers there are: of the base, or of what it can have them from. */
  private Set<String> available() throws IOException {
    Cgroup root = Objects.requireNonNull(base);
    List<Cgroup> above = place.above();
    return (above.isEmpty() ? root : above.getFirst()).controllers();
  }

  static String reason(IOException e) {
    return e instanceof AccessDeniedException denied
        ? denied.getFile() + ": Permission denied"
        : String.valueOf(e.getMessage());
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
  private boolean make(Cgroup master, Cgroup group) throws IOException {
    if (group.exists()) {
      return false;
    }
    master.create();
    group.create();
    for (String controller : handed(declared)) {
      if (master.enabled().contains(controller)) {
        group.enable(Set.of(controller));
      }
    }
    return true;
  }

  private void limit(Cgroup root, Cgroup master, Cgroup group, ResourceSpec resources)
      throws IOException, NoLimits {
    if (!resources.needsGroup()) {
      if (!master.enabled().isEmpty()) {
        Limits.apply(resources, group, OF_SERVICE); // what an earlier spec may have left
      }
      return;
    }
    Set<String> needed = Limits.controllers(resources);
    check(needed);
    enable(root, needed);
    master.enable(needed);
    if (needed.contains("memory")) {
      group.enable(Set.of("memory"));
    }
    Limits.apply(resources, group, OF_SERVICE);
  }

  private void enable(Cgroup root, Set<String> needed) throws IOException {
    if (root.enabled().containsAll(needed)) {
      return;
    }
    for (Cgroup above : place.above()) {
      above.enable(needed);
    }
    boolean movable = !root.isRoot() && (!place.placed() || place.isOwn());
    // Whoever forks meanwhile leaves a child behind.
    for (int look = 0; look < LOOKS && movable && !root.pids().isEmpty(); look++) {
      Cgroup daemon = root.child(MasterGroups.OF_DAEMON);
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
      check(Limits.controllers(resources));
    } catch (IOException e) {
      throw new NoLimits("resources cannot be limited: " + e.getMessage(), ADVICE);
    }
  }

  /** Whether services may have limits that take these. */
  private void check(Set<String> needed) throws IOException, NoLimits {
    checkControllers(needed, "resources cannot be limited: ");
    if (declared.handed() instanceof MasterGroup.Handed.Only(var handed)) {
      for (String controller : needed) {
        if (!handed.contains(controller)) {
          throw new NoLimits(
              "resources cannot be limited: 'daemon.cgroup.subtree_control' does not hand down '%s'"
                  .formatted(controller),
              "add it there, or remove what needs it from 'resources'");
        }
      }
    }
  }

  private void checkControllers(Set<String> needed, String what) throws IOException, NoLimits {
    Set<String> available = needed.isEmpty() ? Set.of() : available();
    for (String controller : needed) {
      if (!available.contains(controller)) {
        throw new NoLimits(
            "%sthere is no controller '%s' in %s".formatted(what, controller, base),
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
    CgroupPlace tree = place.tree();
    if (tree == null || base == null) {
      return Optional.empty();
    }
    Path master = base.child(name).path();
    return tree.of(pid)
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
  static boolean removed(Cgroup leaf) {
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
