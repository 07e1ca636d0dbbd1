package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ResourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands below {@code daemon.cgroup}. */
class MasterGroupTest {
  private static final String ALL =
      """
      daemon:
        cgroup: {root: "/sys/fs/cgroup/${PORT}", name: apps, cpu: 1.5, memory: 2G, swap: 0,
                 subtree_control: [cpu, memory]}
      """;

  @TempDir Path folder;

  private static MasterGroup group(String text) {
    return Fixtures.ok(Fixtures.parse(text)).daemon().cgroup();
  }

  private static String broken(String cgroup) {
    return String.join("; ", Fixtures.messages("daemon: {cgroup: " + cgroup + "}\n"));
  }

  private static MasterGroup.Handed handed(String value) {
    return group("daemon: {cgroup: {subtree_control: " + value + "}}\n").handed();
  }

  @Test
  void itHasAPlaceANameAndLimits() {
    MasterGroup group = group(ALL);
    assertThat(group.root()).contains(Path.of("/sys/fs/cgroup/8080"));
    assertThat(group.name()).contains("apps");
    assertThat(group.cpu()).isEqualTo(1500);
    assertThat(group.memory()).isEqualTo(2L << 30);
    assertThat(group.swap()).isZero();
    assertThat(group.handed()).isEqualTo(new MasterGroup.Handed.Only(Set.of("memory", "cpu")));
    assertThat(group.place().orElseThrow().line()).isEqualTo(2);
    assertThat(group.isLimited()).isTrue();
    assertThat(group.isPlaced()).isTrue();
    assertThat(group.limits().memory()).isEqualTo(2L << 30);
    assertThat(group.limits().pids()).isEqualTo(ResourceSpec.MAX);
  }

  @Test
  void whatIsNotDeclaredIsNotLimited() {
    assertThat(group("services: {a: {command: x}}\n")).isEqualTo(MasterGroup.NONE);
    MasterGroup empty = group("daemon: {cgroup: {memory: max}}\n");
    assertThat(empty.isLimited()).isFalse();
    assertThat(empty.isPlaced()).isFalse();
    assertThat(empty.handed()).isEqualTo(new MasterGroup.Handed.Needed());
  }

  @Test
  void controllersAreAllNoneOrSome() {
    assertThat(handed("true")).isEqualTo(new MasterGroup.Handed.All());
    assertThat(handed("false")).isEqualTo(new MasterGroup.Handed.Only(Set.of()));
    assertThat(handed("[]")).isEqualTo(new MasterGroup.Handed.Only(Set.of()));
    assertThat(handed("memory")).isEqualTo(new MasterGroup.Handed.Only(Set.of("memory")));
    assertThat(broken("{subtree_control: [cpu, memori]}"))
        .isEqualTo(
            "'daemon.cgroup.subtree_control' must be true, false, or a list of controllers (cpu,"
                + " memory, io, pids, cpuset, hugetlb, rdma, misc, dmem), not 'memori'");
  }

  @Test
  void mistakesAreTold() {
    assertThat(broken("yes"))
        .isEqualTo(
            "'daemon.cgroup' must be a map with root, name, cpu, memory, swap, subtree_control,"
                + " not 'yes'");
    assertThat(broken("{memroy: 1G}"))
        .isEqualTo("unknown key 'memroy' in 'daemon.cgroup'; did you mean 'memory'?");
    assertThat(broken("{memory: lots}")).startsWith("'daemon.cgroup.memory' ");
    assertThat(broken("{memory: }")).isEqualTo("'daemon.cgroup.memory' has no value");
    assertThat(broken("{cpu: none}"))
        .isEqualTo(
            "'daemon.cgroup.cpu' is not a number of cores: write it like 2, 0.5, 100m or max");
    String path = "'daemon.cgroup.root' must be an absolute path, such as /sys/fs/cgroup/apps";
    assertThat(broken("{root: apps}")).isEqualTo(path);
    assertThat(broken("{root: /}")).isEqualTo(path);
    assertThat(broken("{root: /sys/fs/cgroup/../../etc}")).isEqualTo(path);
    assertThat(broken("{root: [a]}")).isEqualTo(path + ", not a list");
    String name = "'daemon.cgroup.name' must be up to 64 letters, digits and . _ -";
    assertThat(broken("{name: a/b}")).isEqualTo(name);
    assertThat(broken("{name: ..}")).isEqualTo(name);
    assertThat(broken("{name: memory.max}"))
        .isEqualTo(name + ", not 'memory.max', which means something else");
    assertThat(broken("{name: reeve-daemon}")).contains("which means something else");
    assertThat(broken("{root: \"${NONE}\"}")).contains("variable 'NONE' is not set");
  }

  @Test
  void aMistakeIsShownWhereItIs() {
    Loaded.Broken broken =
        (Loaded.Broken) Fixtures.parse("daemon:\n  cgroup:\n    memory: 2X\n    cpu: 1\n");
    assertThat(broken.problems().getFirst().text())
        .startsWith("/conf/reeve.yaml:3:13: 'daemon.cgroup.memory' ")
        .contains("    memory: 2X\n              ^");
  }

  @Test
  void aDaemonReadsItWhateverElseIsWrong() throws IOException {
    Path file = folder.resolve("reeve.yaml");
    Files.writeString(file, ALL + "services: {a: {comand: x, depends_on: [none]}}\n");
    assertThat(Loader.masterGroup(file, Fixtures.ENVIRONMENT).orElseThrow().name())
        .contains("apps");
    Files.writeString(file, "daemon: {cgroup: {memory: lots}}\n");
    assertThat(Loader.masterGroup(file, Fixtures.ENVIRONMENT)).isEmpty();
    Files.writeString(file, "daemon: {cgroup: {memory: 1G}\n");
    assertThat(Loader.masterGroup(file, Fixtures.ENVIRONMENT)).isEmpty();
    Files.writeString(file, "services: {a: {command: x}}\n");
    assertThat(Loader.masterGroup(file, Fixtures.ENVIRONMENT)).contains(MasterGroup.NONE);
    assertThat(Loader.masterGroup(folder.resolve("none"), Fixtures.ENVIRONMENT)).isEmpty();
  }

  @Test
  void itIsWrittenAsItIsRead() {
    for (String text :
        new String[] {
          ALL,
          "daemon: {cgroup: {memory: 1500M, subtree_control: true}}\n",
          "daemon: {cgroup: {cpu: 250m, subtree_control: false}}\n",
          """
          daemon:
            admin_actions: {renew: {label: Renew, command: [echo, $$HOME, ""]}, b: {command: [x]}}
            allow_group: {name: ops, role: viewer}
            telemetry:
              telegraf: {udp: "10.0.0.1:8094", measurement: m}
              prometheus: {listen: 9464, token: abcdefgh, file: /var/x.prom, interval: 30s}
          """
        }) {
      Loaded.Ok first = Fixtures.ok(Fixtures.parse(text + "services: {a: {command: x}}\n"));
      String written =
          Export.write(Export.Format.NATIVE, first.specs(), false, first.daemon())
              .files()
              .get("reeve.yaml");
      Loaded.Ok second = Fixtures.ok(Fixtures.parse(written));
      assertThat(placeless(second)).isEqualTo(placeless(first));
      assertThat(second.specs()).isEqualTo(first.specs());
    }
  }

  private static String placeless(Loaded.Ok ok) {
    return ok.daemon().toString().replaceAll("/conf/reeve.yaml:[0-9]+:[0-9]+", "");
  }
}
