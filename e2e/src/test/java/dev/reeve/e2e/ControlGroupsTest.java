package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What control groups add, where there is a tree of version 2 that root may write. */
@EndToEnd
class ControlGroupsTest {
  /** Processes that gave up everything by which one could know them. */
  private static final String ESCAPE =
      """
      until grep -q /reeve- /proc/self/cgroup; do :; done # it is put into its group just after its start
      setsid env -i /bin/sh -c 'exec </dev/null >/dev/null 2>&1; (setsid sleep 1000 & setsid sleep 1000 &)' &
      exec sleep 1000
      """;

  private static List<String> pids(Path group) {
    try {
      return Files.readAllLines(group.resolve("cgroup.procs"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void eachRunHasAGroupOfItsOwnThatIsGoneAfterwards(Reeve reeve) {
    Cgroups.mount();
    reeve.sleeper("web", "--instances", "2");
    Path one = Cgroups.of(reeve.pid("web"));
    assertThat(one.getFileName()).hasToString("1-1");
    assertThat(one.getParent().getFileName()).hasToString("web.1");
    assertThat(one.getParent().resolve("2-1")).isDirectory();
    reeve.run("restart", "web#1").ok();
    assertThat(Cgroups.of(reeve.pid("web")).getFileName()).hasToString("1-2");
    Until.holds(() -> assertThat(one).doesNotExist());
    Path home = one.getParent().getParent();
    reeve.run("kill").ok();
    Until.holds(() -> assertThat(home).doesNotExist());
  }

  @Test
  void stopEndsWhatOnlyItsGroupKnows(Reeve reeve) {
    Cgroups.mount();
    // Two of them, so that nothing but the group tells whose a process is.
    for (String name : List.of("one", "other")) {
      reeve.run("start", "--name", name, reeve.script(name + ".sh", ESCAPE).toString()).ok();
    }
    Path group = Cgroups.of(reeve.pid("one"));
    Path other = Cgroups.of(reeve.pid("other"));
    Until.holds(() -> assertThat(pids(group)).hasSize(3));
    Until.holds(() -> assertThat(pids(other)).hasSize(3));
    List<String> pids = pids(group);
    reeve.run("stop", "one").ok();
    assertThat(pids).noneMatch(pid -> Procs.lives(Integer.parseInt(pid)));
    assertThat(pids(other)).hasSize(3);
  }

  @Test
  void theNextDaemonKnowsTheGroupsAgain(Reeve reeve) {
    Cgroups.mount();
    reeve.run("start", "--name", "web", reeve.script("web.sh", ESCAPE).toString()).ok();
    int main = reeve.pid("web");
    Path group = Cgroups.of(main);
    Until.holds(() -> assertThat(pids(group)).hasSize(3));
    List<String> pids = pids(group);
    Procs.kill(reeve.daemon());
    Until.holds(() -> assertThat(reeve.run("ping").exit()).isZero());
    assertThat(reeve.pid("web")).isEqualTo(main);
    reeve.run("stop", "web").ok();
    assertThat(pids).noneMatch(pid -> Procs.lives(Integer.parseInt(pid)));
    Until.holds(() -> assertThat(group.getParent()).doesNotExist());
  }

  @Test
  void whatIsPausedStandsStillAndGoesOn(Reeve reeve) throws IOException {
    Cgroups.mount();
    reeve
        .run("start", "--name", "tick", "--shell", "--", "while :; do date +%N; sleep 0.01; done")
        .ok();
    Path group = Cgroups.of(reeve.pid("tick"));
    assertThat(reeve.run("pause", "tick").ok().stdout()).contains("tick paused");
    assertThat(Files.readString(group.resolve("cgroup.freeze"))).isEqualTo("1\n");
    assertThat(reeve.state("tick")).isEqualTo("paused");
    assertThat(reeve.run("status", "tick").ok().stdout()).contains("tick is paused: paused by ");
    Procs.kill(reeve.daemon());
    Until.holds(() -> assertThat(reeve.run("ping").exit()).isZero());
    assertThat(reeve.state("tick")).as("after the daemon was killed").isEqualTo("paused");
    reeve.run("resume", "tick").ok();
    assertThat(reeve.state("tick")).isEqualTo("running");
    assertThat(Files.readString(group.resolve("cgroup.freeze"))).isEqualTo("0\n");
    reeve.run("pause", "tick").ok();
    reeve.run("stop", "tick").ok();
    assertThat(reeve.reasons("tick", "killed")).as("it heard that it was to end").isEmpty();
  }

  @Test
  void limitsThatThisMachineCannotSetAreRefusedWithAdvice(Reeve reeve) throws IOException {
    Path tree = Cgroups.mount();
    assumeTrue(
        !Files.readString(tree.resolve("cgroup.controllers")).contains("memory"),
        "this tree has all controllers");
    Result refused = reeve.run("start", "--name", "web", "--memory", "64M", "--", "sleep", "1000");
    assertThat(refused.exit()).isEqualTo(1);
    assertThat(refused.stderr())
        .contains(
            "'resources' of 'web': resources cannot be limited: there is no"
                + " controller 'memory' in "
                + tree)
        .contains("boot with cgroup v2 alone (systemd.unified_cgroup_hierarchy=1)");
    assertThat(reeve.run("list", "--json").ok().stdout().strip()).isEqualTo("[]");
  }

  @Test
  void withoutAGroupAPauseIsASignalAndSaysSo(Reeve reeve) throws IOException {
    Root.needed("become another user");
    Files.setPosixFilePermissions(
        reeve.home().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Reeve nobody = Root.asNobody(reeve).in(Path.of("/"));
    nobody.sleeper("web");
    nobody.run("pause", "web").ok();
    int pid = nobody.pid("web");
    assertThat(Procs.find(pid).orElseThrow().state()).isEqualTo('T');
    assertThat(nobody.reasons("web", "warning"))
        .containsExactly("paused by SIGSTOP, which its processes can see: it has no control group");
    nobody.run("signal", "USR2", "web").ok();
    assertThat(Procs.find(pid).orElseThrow().state()).as("it hears it later").isEqualTo('T');
    nobody.run("resume", "web").ok();
    Until.holds(() -> assertThat(nobody.reasons("web", "exited")).isNotEmpty());
    nobody
        .run("update", "web", "--memory", "64M")
        .exits(1)
        .says("resources cannot be limited: ", "→ run the daemon as root");
  }

  @Test
  void aTreeOfItsOwnIsDividedFromItsRoot(Reeve reeve) {
    Path tree = Cgroups.mount();
    Path script =
        reeve.script(
            "inside.sh",
            """
            set -e
            program=$1
            reeve() { "$program" "$@"; }
            reeve start --name web %s >/dev/null
            for look in $(seq 600); do
              # Three that live; one that has ended and is not reaped by its parent may be among them.
              [ "$(cat /sys/fs/cgroup/reeve-*/web.1/1-1/cgroup.procs | wc -l)" -ge 3 ] && break
              sleep 0.1
            done
            reeve stop web
            reeve kill >/dev/null
            echo "left: $(ls -d /sys/fs/cgroup/reeve-* 2>/dev/null || echo nothing)"
            """
                .formatted(reeve.script("web.sh", ESCAPE)));
    Path box = Path.of("machine/box").toAbsolutePath();
    Result result = reeve.through(box.toString(), script.toString()).run("version");
    assertThat(result.ok().stdout()).contains("web stopped").contains("left: nothing");
    assertThat(tree).isDirectory();
  }
}
