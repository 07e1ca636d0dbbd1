package dev.reeve.daemon.groups;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.config.MasterGroup;
import dev.reeve.config.Place;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.linux.cgroup.CgroupPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the groups of a home are and what limits them, in a tree of plain files. */
class MasterGroupTest {
  private static final String USUAL = "reeve-home";

  @TempDir Path folder;

  private Path mount;
  private MasterNote note;

  @BeforeEach
  void aTree() throws IOException {
    mount = Files.createDirectory(folder.resolve("cgroup"));
    note = new MasterNote(folder.resolve("note"), "boot");
    group("", "cpu io memory pids", false);
    group("own", "cpu memory", true);
  }

  /** A group as a kernel makes it. */
  private Path group(String name, String controllers, boolean populated) throws IOException {
    Path group = Files.createDirectories(mount.resolve(name));
    Files.writeString(group.resolve("cgroup.controllers"), controllers + "\n");
    Files.writeString(group.resolve("cgroup.subtree_control"), "");
    Files.writeString(group.resolve("cgroup.procs"), "");
    Files.writeString(
        group.resolve("cgroup.events"), "populated " + (populated ? 1 : 0) + "\nfrozen 0\n");
    for (String file : List.of("cpu.max", "memory.max", "memory.swap.max", "pids.max")) {
      Files.writeString(group.resolve(file), "max");
    }
    return group;
  }

  private static MasterGroup wish(
      String root, String name, long memory, MasterGroup.Handed handed) {
    return new MasterGroup(
        Optional.of(root).filter(text -> !text.isEmpty()).map(Path::of),
        Optional.of(name).filter(text -> !text.isEmpty()),
        ResourceSpec.MAX,
        memory,
        ResourceSpec.MAX,
        handed,
        Optional.of(new Place(Path.of("reeve.yaml"), 1, 1)));
  }

  private static MasterGroup placed(String root, String name) {
    return wish(root, name, ResourceSpec.MAX, new MasterGroup.Handed.Needed());
  }

  private static MasterGroup limited(long memory) {
    return wish("", "", memory, new MasterGroup.Handed.Needed());
  }

  private MasterPlace find(Optional<MasterGroup> wish) throws IOException {
    CgroupPlace tree = new CgroupPlace(mount, "/", mount.resolve("own"));
    return MasterPlace.find(tree, USUAL, false, wish, note);
  }

  private MasterPlace find(MasterGroup wish) throws IOException {
    return find(Optional.of(wish));
  }

  private GroupTree tree(MasterGroup wish) throws IOException {
    return new GroupTree(find(wish), Optional.of(wish));
  }

  private String said(String file) throws IOException {
    return Files.readString(mount.resolve(file)).strip();
  }

  @Test
  void whereNothingIsDeclaredItIsWhereTheDaemonIs() throws IOException {
    MasterPlace place = find(MasterGroup.NONE);
    assertThat(place.base().path()).isEqualTo(mount.resolve("own"));
    assertThat(place.name()).isEqualTo(USUAL);
    assertThat(place.placed()).isFalse();
    assertThat(place.troubles()).isEmpty();
    assertThat(note.file()).doesNotExist();
  }

  @Test
  void itIsWhereItIsDeclaredAndTheNextDaemonKnows() throws IOException {
    group("apps", "memory", false);
    MasterPlace place = find(placed(mount + "/apps", "mine"));
    assertThat(place.base().path()).isEqualTo(mount.resolve("apps"));
    assertThat(place.name()).isEqualTo("mine");
    assertThat(place.placed()).isTrue();
    assertThat(place.troubles()).isEmpty();
    assertThat(note.read()).contains(mount.resolve("apps/mine"));
    assertThat(new MasterNote(note.file(), "another boot").read()).isEmpty();
  }

  @Test
  void theUsualPathOfTheTreeMeansTheTreeWhereverItIs() throws IOException {
    MasterPlace place = find(placed("/sys/fs/cgroup", "mine"));
    assertThat(place.base().path()).isEqualTo(mount);
    assertThat(place.above()).isEmpty();
  }

  @Test
  void whatIsNotInTheTreeIsRefusedAndTheUsualPlaceUsed() throws IOException {
    MasterPlace place = find(placed("/etc/apps", ""));
    assertThat(place.base().path()).isEqualTo(mount.resolve("own"));
    assertThat(place.troubles())
        .containsExactly(
            "'daemon.cgroup.root' cannot be used: /etc/apps is not in the tree of cgroup v2; name a"
                + " group below "
                + mount);
  }

  @Test
  void aGroupOfOthersIsLeftAlone() throws IOException {
    group("system.slice", "memory", true);
    MasterPlace place = find(placed(mount.toString(), "system.slice"));
    assertThat(place.name()).isEqualTo(USUAL);
    assertThat(place.troubles())
        .containsExactly(
            "'daemon.cgroup' cannot be used: there is a group "
                + mount
                + "/system.slice that is not this home's; choose another 'name', or end what is"
                + " in it");
    group("idle", "memory", false);
    group("idle/of-others", "memory", false);
    assertThat(find(placed(mount.toString(), "idle")).troubles()).hasSize(1);
    group("prepared", "memory", false);
    assertThat(find(placed(mount.toString(), "prepared")).troubles()).isEmpty();
  }

  @Test
  void servicesThatRunStayWhereTheyAre() throws IOException {
    group("own/" + USUAL, "memory", true);
    MasterPlace place = find(placed("", "mine"));
    assertThat(place.name()).isEqualTo(USUAL);
    assertThat(place.troubles())
        .containsExactly(
            "services still run in "
                + mount
                + "/own/reeve-home, which stays their group; "
                + mount
                + "/own/mine is used by the next daemon that finds none running: 'reeve kill',"
                + " then 'reeve resurrect'");
    assertThat(note.read()).contains(mount.resolve("own").resolve(USUAL));
    Files.writeString(mount.resolve("own/reeve-home/cgroup.events"), "populated 0\n");
    assertThat(find(placed("", "mine")).name()).isEqualTo("mine");
    assertThat(note.read()).contains(mount.resolve("own/mine"));
    group("own/mine", "memory", true);
    assertThat(find(MasterGroup.NONE).name()).as("the section is gone").isEqualTo("mine");
    Files.writeString(mount.resolve("own/mine/cgroup.events"), "populated 0\n");
    assertThat(find(MasterGroup.NONE).name()).isEqualTo(USUAL);
    assertThat(note.file()).doesNotExist();
  }

  @Test
  void aMistakeInTheFileMovesNothing() throws IOException {
    assertThat(find(placed("", "mine")).name()).isEqualTo("mine");
    assertThat(find(Optional.empty()).name()).isEqualTo("mine");
    assertThat(note.read()).contains(mount.resolve("own/mine"));
  }

  @Test
  void limitsAreThoseOfTheMasterAndChange() throws Exception {
    Path master = group("own/" + USUAL, "cpu memory", false);
    GroupTree tree = tree(limited(1 << 30));
    tree.govern(limited(1 << 30));
    assertThat(said("own/reeve-home/memory.max")).isEqualTo("1073741824");
    assertThat(said("own/cgroup.subtree_control")).isEqualTo("+memory");
    assertThat(said("own/reeve-home/cgroup.subtree_control")).as("for services").isEmpty();
    assertThat(said("own/memory.max")).as("of the daemon").isEqualTo("max");
    Files.writeString(master.resolve("memory.max"), ""); // a kernel takes each value as a whole
    tree.govern(limited(1 << 20));
    assertThat(said("own/reeve-home/memory.max")).isEqualTo("1048576");
    assertThat(tree.declared().memory()).isEqualTo(1 << 20);
    Files.writeString(master.resolve("memory.max"), "");
    tree.govern(MasterGroup.NONE);
    assertThat(said("own/reeve-home/memory.max")).isEqualTo("max");
    assertThat(tree.trouble()).isEmpty();
  }

  @Test
  void controllersAreHandedDownAsDeclared() throws Exception {
    group("own/" + USUAL, "cpu memory", false);
    Path web = group("own/reeve-home/web.1", "cpu memory", true);
    group("own/reeve-home/admin_actions", "cpu memory", true);
    MasterGroup wish =
        wish("", "", ResourceSpec.MAX, new MasterGroup.Handed.Only(Set.of("memory")));
    GroupTree tree = tree(wish);
    tree.govern(wish);
    assertThat(said("own/cgroup.subtree_control")).isEqualTo("+memory");
    assertThat(said("own/reeve-home/cgroup.subtree_control")).isEqualTo("+memory");
    assertThat(Files.readString(web.resolve("cgroup.subtree_control"))).isEqualTo("+memory");
    assertThat(said("own/reeve-home/admin_actions/cgroup.subtree_control"))
        .as("it has processes itself")
        .isEmpty();
    ResourceSpec cpu = new ResourceSpec(500, -1, -1, -1, 100, 0, 0, 0, ResourceSpec.OnOom.RESTART);
    assertThatThrownBy(() -> tree.check(cpu))
        .isInstanceOf(NoLimits.class)
        .hasMessage(
            "resources cannot be limited: 'daemon.cgroup.subtree_control' does not hand down"
                + " 'cpu'");
  }

  @Test
  void whatCannotBeLimitedIsToldWithAdvice() throws Exception {
    Files.writeString(mount.resolve("own/cgroup.controllers"), "cpu\n");
    GroupTree tree = tree(MasterGroup.NONE);
    assertThatThrownBy(() -> tree.govern(limited(1 << 30)))
        .isInstanceOfSatisfying(
            NoLimits.class,
            e -> {
              assertThat(e.reason())
                  .isEqualTo(
                      "all services together cannot be limited: there is no controller 'memory' in "
                          + mount
                          + "/own");
              assertThat(e.advice()).contains("systemd.unified_cgroup_hierarchy=1");
            });
    assertThat(tree.declared()).isEqualTo(MasterGroup.NONE);
    MasterGroup io = wish("", "", -1, new MasterGroup.Handed.Only(Set.of("io")));
    group("own/" + USUAL, "cpu", false);
    assertThatThrownBy(() -> tree.govern(io))
        .hasMessage(
            "'daemon.cgroup.subtree_control' cannot be kept: there is no controller 'io' in "
                + mount
                + "/own");
  }

  @Test
  void anotherPlaceHoldsFromTheNextDaemonOn() throws Exception {
    GroupTree tree = tree(limited(-1));
    tree.govern(placed("", "other"));
    assertThat(tree.trouble())
        .isEqualTo(
            "'root' and 'name' of 'daemon.cgroup' hold from the next daemon on that finds no"
                + " service running: 'reeve kill', then 'reeve resurrect'");
    tree.govern(limited(-1));
    assertThat(tree.trouble()).isEmpty();
  }

  @Test
  void withoutATreeALimitIsToldOf() {
    MasterPlace nowhere =
        new MasterPlace(
            null,
            null,
            USUAL,
            false,
            "this machine has no tree of cgroup v2 here",
            List.of(),
            note);
    GroupTree tree = new GroupTree(nowhere, Optional.of(MasterGroup.NONE));
    assertThatThrownBy(() -> tree.govern(limited(1 << 30)))
        .isInstanceOfSatisfying(
            NoLimits.class,
            e -> {
              assertThat(e.reason())
                  .isEqualTo(
                      "all services together cannot be limited: this machine has no tree of cgroup"
                          + " v2 here");
              assertThat(e.advice())
                  .isEqualTo(
                      "run the daemon as root or below a delegated group of cgroup v2 (systemd:"
                          + " Delegate=yes), or remove cpu, memory and swap from"
                          + " 'daemon.cgroup'");
            });
  }
}
