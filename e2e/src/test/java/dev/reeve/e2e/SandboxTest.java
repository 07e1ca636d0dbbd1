package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a service is kept from, as the kernel sees it. */
@EndToEnd
class SandboxTest {
  private static final String KEPT = "0000000000000420"; // kill is 5, net_bind_service 10

  @BeforeEach
  void asRoot() {
    Root.needed("confine services");
  }

  private static Map<String, String> status(int pid) throws IOException {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      return lines
          .map(line -> line.split(":\t", 2))
          .filter(pair -> pair[0].startsWith("Cap") || pair[0].equals("NoNewPrivs"))
          .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }
  }

  private static Path tmpOf(int pid) {
    return Path.of("/proc/" + pid + "/root/tmp");
  }

  @Test
  void aServiceKeepsTheCapabilitiesItNamesWhoeverItRunsAs(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          root:
            command: sleep 1000
            sandbox: { capabilities: [CAP_KILL, net_bind_service], no_new_privileges: true }
          other:
            command: sleep 1000
            user: nobody
            cwd: /
            sandbox: { capabilities: [CAP_KILL, net_bind_service], no_new_privileges: true }
            resources: { nofile: 100 }
          none:
            command: sleep 1000
            sandbox: { capabilities: [] }
          plain: { command: sleep 1000 }
        """);
    reeve.run("apply").ok();
    for (String service : List.of("root", "other")) {
      assertThat(status(reeve.pid(service)))
          .as(service)
          .containsAllEntriesOf(
              Map.of(
                  "CapEff",
                  KEPT,
                  "CapPrm",
                  KEPT,
                  "CapBnd",
                  KEPT,
                  "CapAmb",
                  KEPT,
                  "NoNewPrivs",
                  "1"));
    }
    assertThat(status(reeve.pid("none")).get("CapBnd")).isEqualTo("0".repeat(16));
    assertThat(status(reeve.pid("none")).get("CapEff")).isEqualTo("0".repeat(16));
    assertThat(status(reeve.pid("plain"))).isEqualTo(status(reeve.daemon()));
  }

  @Test
  void whatIsReadOnlyCannotBeWrittenByTheServiceAndItsCommands(Reeve reeve) throws Exception {
    Path folder = Files.createDirectory(reeve.folder().resolve("-it's \"a\" $(dir)"));
    Path file = Files.writeString(folder.resolve("file"), "before\n");
    Files.createSymbolicLink(reeve.folder().resolve("link"), folder);
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: ["sh", "-c", 'exec 2>&1; echo bad > "$1/file"; touch "$1/new"; cat "$1/file"; exec sleep 1000', "sh", "%s"]
            reload: ["sh", "-c", 'echo reload > "$1/file" || touch tried', "sh", "%s"]
            sandbox: { read_only_paths: [link] }
        """
            .formatted(
                folder.toString().replace("\"", "\\\""), folder.toString().replace("\"", "\\\"")));
    reeve.run("apply").ok();
    Until.holds(
        () -> assertThat(reeve.logged("api")).contains("before").contains("Read-only file system"));
    reeve.run("reload", "api").ok();
    Until.holds(() -> assertThat(reeve.folder().resolve("tried")).exists());
    assertThat(file).hasContent("before");
    assertThat(folder.resolve("new")).doesNotExist();
    Files.writeString(file, "everybody else can\n");
  }

  @Test
  void temporaryFoldersArePrivateAndGoneWithTheInstance(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: sh -c 'ls -A /tmp /var/tmp; echo secret > /tmp/own; exec sleep 1000'
            cwd: /
            instances: 2
            stop: { command: "cp /tmp/own %s" }
            sandbox: { private_tmp: true }
        """
            .formatted(reeve.folder().resolve("logs-are-elsewhere")));
    reeve.run("apply").ok();
    int pid = reeve.pid("api");
    Until.holds(() -> assertThat(tmpOf(pid).resolve("own")).hasContent("secret"));
    assertThat(Path.of("/tmp/own")).doesNotExist();
    assertThat(reeve.logged("api")).doesNotContain("reeve").contains("/tmp:").contains("/var/tmp:");
    reeve.run("restart", "api").ok();
    assertThat(reeve.pid("api")).isNotEqualTo(pid);
    Until.holds(() -> assertThat(tmpOf(reeve.pid("api")).resolve("own")).hasContent("secret"));
    int last = reeve.pid("api");
    reeve.run("stop", "api").ok();
    assertThat(tmpOf(last)).doesNotExist();
    assertThat(mountsOfTheMachine()).doesNotContain("/tmp tmpfs rw,nosuid,nodev,relatime");
  }

  private static String mountsOfTheMachine() throws IOException {
    return Files.readString(Path.of("/proc/self/mounts"));
  }

  @Test
  void aKilledDaemonLeavesTheSandboxAsItIsAndTheNextOneKeepsIt(Reeve reeve) throws Exception {
    reeve
        .run(
            "start",
            "--name",
            "api",
            "--private-tmp",
            "--cwd",
            "/",
            "--reload",
            "cat /tmp/own",
            "--",
            "sh",
            "-c",
            "echo mine > /tmp/own; exec sleep 1000")
        .ok();
    int pid = reeve.pid("api");
    Until.holds(() -> assertThat(tmpOf(pid).resolve("own")).hasContent("mine"));
    Procs.kill(reeve.daemon());
    reeve.awaitState("api", "running");
    assertThat(reeve.pid("api")).isEqualTo(pid);
    assertThat(reeve.logged("api")).isEmpty();
    reeve.run("reload", "api").ok();
    Until.holds(() -> assertThat(reeve.logged("api")).contains("mine"));
    reeve.run("delete", "api").ok();
    assertThat(Procs.lives(pid)).isFalse();
    assertThat(tmpOf(pid)).doesNotExist();
  }

  @Test
  void theUmaskIsThatOfItsFiles(Reeve reeve) throws Exception {
    reeve
        .run(
            "start",
            "--name",
            "api",
            "--umask",
            "027",
            "--once",
            "--",
            "sh",
            "-c",
            "umask > mask; mkdir made")
        .ok();
    assertThat(reeve.folder().resolve("mask")).hasContent("0027");
    assertThat((int) Files.getAttribute(reeve.folder().resolve("made"), "unix:mode") & 0777)
        .isEqualTo(0750);
  }

  @Test
  void whatCannotBeIsRefusedWithTheReason(Reeve reeve) {
    reeve
        .run("start", "--name", "x", "--private-tmp", "--cwd", "/tmp/x", "--", "sleep", "1000")
        .exits(1)
        .says("'sandbox' of 'x': cwd /tmp/x is hidden by private_tmp: /tmp is empty for it")
        .says("keep it elsewhere, or leave 'private_tmp' out");
    reeve
        .run("start", "--name", "y", "--read-only-path", "/no such", "--", "sleep", "1000")
        .exits(1)
        .says("cannot start y: cannot make /no such read-only: No such file or directory")
        .says("check 'sandbox' of service 'y'");
    reeve
        .run("start", "--name", "z", "--capability", "net_bnd_service", "--", "sleep", "1000")
        .exits(2)
        .says("has no capability 'net_bnd_service'; did you mean 'net_bind_service'?");
  }

  @Test
  void anUnprivilegedDaemonRefusesWhatItCannotDo(Reeve reeve) throws Exception {
    Files.setPosixFilePermissions(
        reeve.home().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Reeve other = Root.asNobody(reeve).in(Path.of("/"));
    other
        .run("start", "--name", "a", "--private-tmp", "--cwd", "/", "--", "sleep", "1000")
        .exits(1)
        .says("'sandbox' of 'a': private_tmp needs the capability sys_admin, which this daemon has")
        .says("run the daemon as root");
    other
        .run("start", "--name", "b", "--capability", "none", "--", "sleep", "1000")
        .exits(1)
        .says("capabilities can be taken away only by root")
        .says("'no_new_privileges' works for every user");
    other
        .run("start", "--name", "c", "--no-new-privileges", "--umask", "077", "--", "sleep", "1000")
        .ok();
    assertThat(status(other.pid("c"))).containsEntry("NoNewPrivs", "1");
  }
}
