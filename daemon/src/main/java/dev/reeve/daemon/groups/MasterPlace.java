package dev.reeve.daemon.groups;

import dev.reeve.api.Home;
import dev.reeve.config.MasterGroup;
import dev.reeve.config.MasterGroups;
import dev.reeve.linux.cgroup.Cgroup;
import dev.reeve.linux.cgroup.CgroupPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the groups of a home are.
 *
 * @param tree the tree of version 2; null where there is none
 * @param base the group in which the one of the home is; null where none can be made
 * @param name the name of that
 * @param placed whether the base was declared, so that the daemon need not be in it
 * @param missing why there are no groups
 * @param troubles what is not as it was declared, and what to do
 * @param note where the place is kept for the next daemon
 */
record MasterPlace(
    @Nullable CgroupPlace tree,
    @Nullable Cgroup base,
    String name,
    boolean placed,
    String missing,
    List<String> troubles,
    MasterNote note) {
  private static final Path USUAL_MOUNT = Path.of("/sys/fs/cgroup");

  /** Groups that systemd divides: there is a better place further up. */
  private static final Set<String> OF_SYSTEMD = Set.of("system.slice", "user.slice", "init.scope");

  /**
   * Looks where groups can be made. Running services stay where they are: as long as one is in the
   * group of an earlier daemon, that one counts.
   *
   * @param nested whether this daemon is a service of another one: then its groups stay below its
   *     own
   * @param wish what is declared; absent if that cannot be read
   */
  static MasterPlace find(Home home, boolean nested, Optional<MasterGroup> wish, MasterNote note) {
    String usual = home.groupName();
    try {
      Optional<CgroupPlace> found = CgroupPlace.find();
      if (found.isEmpty()) {
        String missing = "this machine has no tree of cgroup v2 here";
        return new MasterPlace(null, null, usual, false, missing, List.of(), note);
      }
      return find(found.get(), usual, nested, wish, note);
    } catch (IOException e) {
      String missing = "cannot find the own group: " + e.getMessage();
      return new MasterPlace(null, null, usual, false, missing, List.of(), note);
    }
  }

  /** The same in a tree. */
  static MasterPlace find(
      CgroupPlace tree,
      String usualName,
      boolean nested,
      Optional<MasterGroup> wish,
      MasterNote note)
      throws IOException {
    List<String> troubles = new ArrayList<>();
    @Nullable Cgroup usualBase = base(tree, nested).orElse(null);
    @Nullable Cgroup usual = usualBase == null ? null : usualBase.child(usualName);
    @Nullable Cgroup noted = note.read().map(Cgroup::new).orElse(usual);
    @Nullable Cgroup wanted = usual;
    if (wish.isEmpty()) {
      wanted = noted; // a mistake in the file changes nothing
    } else if (wish.get().isPlaced()) {
      try {
        wanted = declared(tree, usualBase, usualName, wish.get(), noted);
      } catch (NoLimits e) {
        troubles.add(e.reason() + "; " + e.advice());
      }
    }
    if (noted != null && !noted.equals(wanted) && noted.exists()) {
      if (noted.isPopulated()) {
        troubles.add(
            "services still run in "
                + noted
                + ", which stays their group; "
                + (wanted == null ? "another one" : wanted)
                + " is used by the next daemon that finds none running: 'reeve kill', then"
                + " 'reeve resurrect'");
        wanted = noted;
      } else {
        GroupTree.removed(noted);
      }
    }
    boolean declared = wish.filter(its -> its.place().isPresent()).isPresent();
    if (wanted != null && (declared || !wanted.equals(usual))) {
      note.write(wanted.path());
    } else if (wish.isPresent()) {
      note.delete();
    }
    if (wanted == null) {
      String missing = tree.own() + " is not this user's to divide";
      return new MasterPlace(tree, null, usualName, false, missing, troubles, note);
    }
    boolean placed = !wanted.parent().equals(usualBase);
    return new MasterPlace(tree, wanted.parent(), wanted.name(), placed, "", troubles, note);
  }

  /**
   * Where systemd divides the tree, the highest group that may be written: it outlives the unit of
   * the daemon, into which systemd could start no other daemon while groups with controllers are in
   * it. Else the own group.
   */
  private static Optional<Cgroup> base(CgroupPlace place, boolean nested) {
    Path own = place.own();
    if (own.endsWith(MasterGroups.OF_DAEMON) && own.getParent() != null) {
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

  /** The declared group, which is nobody else's; the one in which it is to be is there. */
  private static Cgroup declared(
      CgroupPlace tree,
      @Nullable Cgroup usualBase,
      String usualName,
      MasterGroup wish,
      @Nullable Cgroup noted)
      throws NoLimits, IOException {
    @Nullable Cgroup base = usualBase;
    if (wish.root().isPresent()) {
      base = made(tree, wish.root().get());
    }
    if (base == null) {
      throw new NoLimits(
          "'daemon.cgroup' cannot be used: " + tree.own() + " is not this user's to divide",
          "name a group that is in 'daemon.cgroup.root', or have systemd start the daemon");
    }
    Cgroup master = base.child(wish.name().orElse(usualName));
    boolean ours = master.equals(noted) || master.name().equals(usualName);
    if (!ours && master.exists() && (master.isPopulated() || !master.children().isEmpty())) {
      throw new NoLimits(
          "'daemon.cgroup' cannot be used: there is a group " + master + " that is not this home's",
          "choose another 'name', or end what is in it");
    }
    return master;
  }

  private static Cgroup made(CgroupPlace tree, Path root) throws NoLimits {
    Path path = root.equals(USUAL_MOUNT) ? tree.mount() : root;
    if (!path.startsWith(tree.mount())) {
      throw new NoLimits(
          "'daemon.cgroup.root' cannot be used: " + root + " is not in the tree of cgroup v2",
          "name a group below " + tree.mount());
    }
    Cgroup group = new Cgroup(path);
    try {
      for (Cgroup each : chain(tree, group)) {
        each.create();
      }
    } catch (IOException e) {
      throw new NoLimits(
          "'daemon.cgroup.root' cannot be made: " + GroupTree.reason(e),
          "make the group " + path + " as root, and give it to the user of the daemon");
    }
    if (!isWritable(path)) {
      throw new NoLimits(
          "'daemon.cgroup.root' cannot be used: " + path + " is not this user's to divide",
          "run the daemon as root, or give it the group");
    }
    return group;
  }

  /** The groups from below the mount to this one. */
  static List<Cgroup> chain(CgroupPlace tree, Cgroup group) {
    List<Cgroup> chain = new ArrayList<>();
    for (Path path = group.path();
        path != null && path.startsWith(tree.mount()) && !path.equals(tree.mount());
        path = path.getParent()) {
      chain.addFirst(new Cgroup(path));
    }
    return chain;
  }

  /** The groups above the base whose controllers it gets. */
  List<Cgroup> above() {
    CgroupPlace its = tree;
    Cgroup group = base;
    if (!placed || its == null || group == null) {
      return List.of();
    }
    List<Cgroup> chain = chain(its, group);
    List<Cgroup> above = new ArrayList<>();
    if (!chain.isEmpty()) {
      above.add(new Cgroup(its.mount()));
      above.addAll(chain.subList(0, chain.size() - 1));
    }
    return above;
  }

  /** Whether the daemon is in the base, or in the group below it that is for the daemon. */
  boolean isOwn() {
    CgroupPlace its = tree;
    Cgroup group = base;
    return its != null
        && group != null
        && (its.own().equals(group.path())
            || its.own().equals(group.child(MasterGroups.OF_DAEMON).path()));
  }
}
