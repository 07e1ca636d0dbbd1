package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The group of all services, as {@code daemon.cgroup} of the home's file declares it. */
@EndToEnd
class AllTogetherTest {
  private static Path config(Reeve reeve, String cgroup) throws IOException {
    Files.createDirectories(reeve.home());
    return Files.writeString(
        reeve.home().resolve("reeve.yaml"),
        "daemon: {cgroup: {"
            + cgroup
            + "}}\nservices: {web: {command: sleep 1000, startup_grace: 0}}\n");
  }

  @Test
  void itHasTheDeclaredNameAndServicesThatRunStayInIt(Reeve reeve) throws IOException {
    Path root = Cgroups.mount();
    String name = "reeve-e2e-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    Path file = config(reeve, "root: " + root + ", name: " + name);
    reeve.run("apply", file.toString()).ok();
    int web = reeve.pid("web");
    assertThat(Cgroups.of(web)).isEqualTo(root.resolve(name).resolve("web.1/1-1"));
    assertThat(reeve.run("status").ok().stdout())
        .contains("together    no limits")
        .contains(root.resolve(name).toString());

    Procs.kill(reeve.daemon());
    Until.holds(() -> assertThat(reeve.run("ping").exit()).isZero());
    assertThat(reeve.pid("web")).isEqualTo(web);

    config(reeve, "root: " + root + ", name: " + name + "-new");
    assertThat(reeve.run("apply", file.toString()).ok().stdout())
        .contains("hold from the next daemon on that finds no service running");
    Procs.kill(reeve.daemon());
    Until.holds(() -> assertThat(reeve.run("ping").exit()).isZero());
    assertThat(reeve.pid("web")).isEqualTo(web);
    reeve.run("restart", "web").ok();
    assertThat(Cgroups.of(reeve.pid("web"))).isEqualTo(root.resolve(name).resolve("web.1/1-2"));
    assertThat(reeve.run("status").ok().stdout())
        .contains("services still run in " + root.resolve(name));

    reeve.run("kill").ok();
    Until.holds(() -> assertThat(root.resolve(name)).doesNotExist());
    reeve.run("resurrect").ok();
    assertThat(Cgroups.of(reeve.pid("web")).getParent().getParent())
        .isEqualTo(root.resolve(name + "-new"));
    reeve.run("kill").ok();
    Until.holds(() -> assertThat(root.resolve(name + "-new")).doesNotExist());
  }

  @Test
  void aGroupOfOthersIsNotTaken(Reeve reeve) throws IOException {
    Path root = Cgroups.mount();
    Path others = root.resolve("reeve-others-" + System.nanoTime());
    Files.createDirectories(others.resolve("theirs"));
    try {
      config(reeve, "root: " + root + ", name: " + others.getFileName());
      reeve.run("start", reeve.home().resolve("reeve.yaml").toString()).ok();
      assertThat(Cgroups.of(reeve.pid("web")).startsWith(others)).isFalse();
      assertThat(reeve.run("status").ok().stdout())
          .contains("there is a group " + others + " that is not this home's");
      assertThat(reeve.run("events").ok().stdout()).contains("choose another 'name'");
    } finally {
      Files.delete(others.resolve("theirs"));
      Files.delete(others);
    }
  }

  @Test
  void limitsThatThisMachineCannotSetAreRefusedWithAdvice(Reeve reeve) throws IOException {
    Path tree = Cgroups.mount();
    assumeTrue(
        !Files.readString(tree.resolve("cgroup.controllers")).contains("memory"),
        "this tree has all controllers");
    Path file = config(reeve, "");
    reeve.run("apply", file.toString()).ok();
    int web = reeve.pid("web");
    String refused =
        "all services together cannot be limited: there is no controller 'memory' in " + tree;
    config(reeve, "memory: 1G");
    reeve
        .run("apply", file.toString())
        .exits(1)
        .says(refused, "→ have it delegated to this group, or boot with cgroup v2 alone");
    assertThat(reeve.run("status").ok().stdout()).contains("together    no limits");

    reeve.run("reboot").ok();
    assertThat(reeve.pid("web")).isEqualTo(web);
    assertThat(reeve.run("events").ok().stdout()).contains(refused);
    assertThat(reeve.run("status").ok().stdout()).contains(refused);
    assertThat(reeve.run("doctor").stdout()).contains("'daemon.cgroup' is not as it is declared");
  }
}
