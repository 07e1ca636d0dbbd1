package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.api.ApiException;
import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Methods;
import dev.reeve.cli.boot.Account;
import dev.reeve.cli.boot.OpenRc;
import dev.reeve.cli.boot.OwnFile;
import dev.reeve.cli.boot.Ownership;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.Systemd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Installing and its undoing, in a file system and with a systemd of the test's own. */
class AtBootTest {
  @TempDir Path root;
  private final FakeTools tools = new FakeTools();
  private final List<String> said = new ArrayList<>();
  private AtBoot atBoot;
  private Path unit;

  @BeforeEach
  void place() throws IOException {
    Path install = root.resolve("opt/reeve");
    Files.createDirectories(install.resolve("bin"));
    Files.createFile(install.resolve("bin/reeve"));
    Systemd systemd = new Systemd(root, tools);
    Registration registration =
        new Registration(Account.ROOT, install, root.resolve("h").toString());
    atBoot = new AtBoot(registration, systemd, root.resolve("usr/local/bin/reeve"), said::add);
    unit = systemd.file("reeve");
    tools.on("systemctl --quiet is-active reeve.service", 3, "");
  }

  private static DaemonStatus status() {
    return new DaemonStatus(
        4711000, "0.1.0", "/h", "", 0, 2, Map.of(), 0, 1, false, "", "", "", "", "keep", null,
        null);
  }

  private static void endsWhenAsked(FakeDaemon daemon) {
    daemon.on(
        Methods.SHUTDOWN,
        (departure, items) -> {
          daemon.gives(Methods.HELLO, FakeDaemon.hello(1, "0.1.0"));
          return status();
        });
  }

  private FakeDaemon daemon() throws IOException {
    return new FakeDaemon(atBoot.home().socket());
  }

  @Test
  void aDaemonThatRunsAlreadyIsReplacedUnderItsServices() throws Exception {
    try (FakeDaemon daemon = daemon()) {
      daemon.on(
          Methods.SHUTDOWN,
          (departure, items) -> {
            daemon.gives(Methods.HELLO, FakeDaemon.hello(4712, "0.1.0"));
            return status();
          });
      assertThat(atBoot.install(false).pid()).isEqualTo(4712);
      assertThat(daemon.last(Methods.SHUTDOWN)).contains("\"keep_services\":true");
    }
    assertThat(tools.called)
        .containsExactly(
            "systemctl daemon-reload",
            "systemctl --quiet enable reeve.service",
            "systemctl --quiet is-active reeve.service",
            "systemctl reset-failed reeve.service",
            "systemctl start reeve.service");
    assertThat(unit).content().contains("ExecStart=" + root + "/opt/reeve/bin/reeved\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unit)))
        .isEqualTo("rw-r--r--");
    assertThat(Files.readSymbolicLink(root.resolve("usr/local/bin/reeve")))
        .isEqualTo(root.resolve("opt/reeve/bin/reeve"));
    assertThat(said).contains("wrote " + unit, "ended the daemon (pid 4711000)");
  }

  @Test
  void installOnceMoreRestartsTheUnit() throws Exception {
    tools.on("systemctl --quiet is-active reeve.service", 0, "");
    try (FakeDaemon daemon = daemon()) {
      atBoot.install(false);
      assertThat(daemon.calls).noneMatch(call -> call.startsWith("daemon.shutdown"));
    }
    assertThat(tools.called).endsWith("systemctl restart reeve.service");
  }

  @Test
  void aDaemonThatDoesNotAnswerIsSaidWithWhereToLook() {
    assertThatThrownBy(() -> atBoot.install(false))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("systemd has started it, but it does not answer")
        .satisfies(e ->
            assertThat(((ApiException) e).hint())
                .isEqualTo("look at journalctl -u reeve and " + root + "/h/logs/reeved.log"));
  }

  @Test
  void uninstallEndsServicesAndRemovesWhatInstallMade() throws Exception {
    tools.on("systemctl --quiet is-active reeve.service", 0, "");
    try (FakeDaemon daemon = daemon()) {
      atBoot.install(false);
      endsWhenAsked(daemon);
      tools.called.clear();
      atBoot.uninstall(false);
      assertThat(daemon.last(Methods.SHUTDOWN)).contains("\"keep_services\":false");
    }
    assertThat(tools.called)
        .containsExactly(
            "systemctl stop reeve.service",
            "systemctl --quiet disable reeve.service",
            "systemctl daemon-reload",
            "systemctl reset-failed reeve.service");
    assertThat(unit).doesNotExist();
    assertThat(root.resolve("usr/local/bin/reeve")).doesNotExist();
    assertThatThrownBy(() -> atBoot.needInstalled())
        .hasMessageContaining("systemd does not know it: there is no " + unit);
  }

  @Test
  void theCommandStaysAsLongAsSomebodyHasADaemon() throws Exception {
    Path link = root.resolve("usr/local/bin/reeve");
    tools.on("systemctl --quiet is-active reeve.service", 0, "");
    tools.on("systemctl --quiet is-active reeve-joe.service", 0, "");
    Registration ours = atBoot.registration();
    Account joe = new Account("joe", 1000, 1000, root.resolve("home/joe"));
    Registration his = new Registration(joe, ours.install(), root.resolve("j").toString());
    AtBoot atJoes = new AtBoot(his, atBoot.init(), link, said::add);
    try (FakeDaemon first = daemon();
        FakeDaemon second = new FakeDaemon(atJoes.home().socket())) {
      atBoot.install(false);
      atJoes.install(false);
      assertThat(first.calls).isNotEmpty();
      assertThat(second.calls).isNotEmpty();
    }
    atJoes.uninstall(false);
    assertThat(link).isSymbolicLink();
    assertThat(said).contains("left " + link + " to those who have reeve");
    atBoot.uninstall(false);
    assertThat(link).doesNotExist();
  }

  @Test
  void theSocketIsHandedToSystemdWhileNoDaemonOfTheUnitRuns() throws Exception {
    tools.on("systemctl --quiet is-active reeve.service", 0, "");
    Path socket = unit.resolveSibling("reeve.socket");
    try (FakeDaemon daemon = daemon()) {
      atBoot.install(true);
      assertThat(daemon.calls).noneMatch(call -> call.startsWith("daemon.shutdown"));
      assertThat(tools.called)
          .containsExactly(
              "systemctl daemon-reload",
              "systemctl --quiet enable reeve.service",
              "systemctl --quiet enable reeve.socket",
              "systemctl --quiet is-active reeve.service",
              "systemctl stop reeve.socket",
              "systemctl stop reeve.service",
              "systemctl reset-failed reeve.socket",
              "systemctl start reeve.socket",
              "systemctl reset-failed reeve.service",
              "systemctl start reeve.service");
      assertThat(said).contains("wrote " + socket);
      assertThat(socket).content().contains("ListenStream=" + root + "/h/run/reeve.sock\n");
      Files.writeString(socket, "# Written by 'reeve install --socket' of long ago\n");
      atBoot.install(false);
      assertThat(socket).as("renewed").content().contains("ListenStream=");
    }
  }

  @Test
  void whoeverEndsTheDaemonTakesTheSocketFromSystemdFirst() throws Exception {
    tools.on("systemctl --quiet is-active reeve.service", 0, "");
    Path socket = unit.resolveSibling("reeve.socket");
    try (FakeDaemon daemon = daemon()) {
      atBoot.install(true);
      daemon.on(
          Methods.SHUTDOWN,
          (departure, items) -> {
            tools.called.add("shutdown");
            daemon.gives(Methods.HELLO, FakeDaemon.hello(1, "0.1.0"));
            return status();
          });
      tools.called.clear();
      atBoot.suspend();
      assertThat(tools.called)
          .containsExactly(
              "systemctl --quiet disable reeve.service",
              "systemctl --quiet disable reeve.socket",
              "systemctl stop reeve.socket",
              "shutdown",
              "systemctl stop reeve.socket",
              "systemctl stop reeve.service");
      tools.called.clear();
      atBoot.unsuspend();
      assertThat(tools.called)
          .startsWith(
              "systemctl --quiet enable reeve.service", "systemctl --quiet enable reeve.socket")
          .contains("systemctl start reeve.socket");
      tools.called.clear();
      atBoot.uninstall(false);
      assertThat(tools.called)
          .containsExactly(
              "systemctl stop reeve.socket",
              "shutdown",
              "systemctl stop reeve.socket",
              "systemctl stop reeve.service",
              "systemctl --quiet disable reeve.socket",
              "systemctl --quiet disable reeve.service",
              "systemctl daemon-reload",
              "systemctl reset-failed reeve.service");
    }
    assertThat(socket).doesNotExist();
    assertThat(unit).doesNotExist();
    assertThat(said).contains("removed " + socket);
  }

  @Test
  void aSocketUnitOfSomebodyElsesIsUsedAndNotRemoved() throws Exception {
    tools.on("systemctl --quiet is-active reeve.service", 0, "");
    Path socket = unit.resolveSibling("reeve.socket");
    Files.createDirectories(socket.getParent());
    Files.writeString(socket, "[Socket]\nListenStream=/mine\n");
    try (FakeDaemon daemon = daemon()) {
      atBoot.install(false);
      assertThat(tools.called).contains("systemctl start reeve.socket");
      endsWhenAsked(daemon);
      atBoot.uninstall(true);
    }
    assertThat(socket).hasContent("[Socket]\nListenStream=/mine\n");
    assertThat(tools.called).contains("systemctl --quiet disable reeve.socket");
    assertThat(said).contains("left " + socket + ": 'reeve install' has not written it");
  }

  @Test
  void onlySystemdHoldsSockets() {
    AtBoot openRc =
        new AtBoot(atBoot.registration(), new OpenRc(root, tools), root.resolve("x"), said::add);
    assertThatThrownBy(() -> openRc.install(true))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("OpenRC holds no sockets for services; only systemd does");
    assertThat(openRc.init().file("reeve")).doesNotExist();
    assertThat(tools.called).isEmpty();
  }

  @Test
  void somethingElseInThePlaceOfTheCommandIsLeftAlone() throws Exception {
    Path link = root.resolve("usr/local/bin/reeve");
    Files.createDirectories(link.getParent());
    Files.writeString(link, "mine");
    try (FakeDaemon daemon = daemon()) {
      tools.on("systemctl --quiet is-active reeve.service", 0, "");
      atBoot.install(false);
      assertThat(daemon.calls).isNotEmpty();
    }
    assertThat(link).hasContent("mine");
    assertThat(said).contains("left " + link + " alone: it is something else");
  }

  @Test
  void aLinkInThePlaceOfAFileIsReplacedAndNotFollowed() throws IOException {
    Path other = Files.writeString(root.resolve("other"), "precious");
    Path file = root.resolve("unit");
    Files.createSymbolicLink(file, other);
    OwnFile.write(file, "new", 0755);
    assertThat(other).hasContent("precious");
    assertThat(Files.isSymbolicLink(file)).isFalse();
    assertThat(file).hasContent("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rwxr-xr-x");
    try (var files = Files.list(root)) {
      assertThat(files.filter(each -> each.toString().endsWith(".new"))).isEmpty();
    }
  }

  @Test
  void aProgramThatOthersMayChangeIsFound() throws IOException {
    Path program = root.resolve("opt/reeve/bin/reeve");
    Account owner =
        new Account("me", (Integer) Files.getAttribute(program, "unix:uid"), 0, Path.of("/"));
    Files.setPosixFilePermissions(
        root.resolve("opt"), PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(Ownership.changeableByOthers(program, owner))
        .contains(root.toRealPath().resolve("opt"));
    Files.setPosixFilePermissions(
        root.resolve("opt"), PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(Ownership.changeableByOthers(program, owner))
        .as("the way to a folder of the test is root's and its own")
        .isEmpty();
  }
}
