package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.api.ApiException;
import dev.reeve.cli.boot.Account;
import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.OpenRc;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.SocketUnit;
import dev.reeve.cli.boot.SysV;
import dev.reeve.cli.boot.Systemd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Units and scripts, word for word, and how the init systems are told of them. */
class InitSystemsTest {
  private static final Account DEPLOY = new Account("deploy", 1001, 1001, Path.of("/home/deploy"));
  private static final Registration SYSTEM =
      new Registration(Account.ROOT, Path.of("/opt/reeve"), "");
  private static final Registration OF_A_USER = new Registration(DEPLOY, Path.of("/opt/reeve"), "");
  private static final Registration STRANGE =
      new Registration(DEPLOY, Path.of("/opt/50% off/it's $HOME"), "/srv/a \"b\"");

  @TempDir Path root;
  private final FakeTools tools = new FakeTools();

  @Test
  void aUnitSaysWhatTheDaemonNeeds() throws IOException {
    Snapshot.matches("unit-system", new Systemd(root, tools).text(SYSTEM));
    Snapshot.matches("unit-user", new Systemd(root, tools).text(OF_A_USER));
  }

  @Test
  void aSocketUnitSaysWhereTheDaemonListens() throws IOException {
    SocketUnit unit = new Systemd(root, tools).sockets().orElseThrow();
    Snapshot.matches("unit-socket-system", unit.text(SYSTEM));
    Snapshot.matches("unit-socket-user", unit.text(OF_A_USER));
    Account root = Account.ROOT;
    assertThat(unit.text(new Registration(root, Path.of("/opt/reeve"), "/srv/50% off")))
        .contains("ListenStream=/srv/50%% off/run/reeve.sock\n");
    assertThat(unit.text(STRANGE))
        .contains("ListenStream=/run/reeve-deploy/reeve.sock\n")
        .contains("ExecStartPre=/bin/mkdir -p -m 0700 \"/srv/a \\\"b\\\"/run\"\n")
        .contains(
            "ExecStartPre=/bin/ln -sfn /run/reeve-deploy/reeve.sock"
                + " \"/srv/a \\\"b\\\"/run/reeve.sock\"\n");
  }

  @Test
  void theFolderOfAUsersSocketGoesWithTheUnitUnlessSomethingIsInIt() throws IOException {
    SocketUnit unit = new Systemd(root, tools).sockets().orElseThrow();
    Path ofSystem = Files.createDirectories(root.resolve("run/reeve"));
    Path ofDeploy = Files.createDirectories(root.resolve("run/reeve-deploy"));
    Path ofOther = Files.createDirectories(root.resolve("run/reeve-other/things"));
    for (String service : List.of("reeve", "reeve-deploy", "reeve-other")) {
      unit.remove(service);
    }
    assertThat(ofSystem).isDirectory();
    assertThat(ofDeploy).doesNotExist();
    assertThat(ofOther).isDirectory();
  }

  @Test
  void whetherItHoldsTheSocketCanBeSeen() throws IOException {
    SocketUnit unit = new Systemd(root, tools).sockets().orElseThrow();
    assertThat(unit.isThere("reeve")).isFalse();
    Path wants = root.resolve("etc/systemd/system/sockets.target.wants");
    Files.createDirectories(wants);
    Files.writeString(unit.file("reeve"), "[Socket]\n");
    assertThat(unit.isThere("reeve")).isTrue();
    assertThat(unit.isOurs("reeve")).isFalse();
    assertThat(unit.isEnabled("reeve")).isFalse();
    Files.createSymbolicLink(wants.resolve("reeve.socket"), unit.file("reeve"));
    assertThat(unit.isEnabled("reeve")).isTrue();
    Files.writeString(unit.file("reeve"), unit.text(SYSTEM));
    assertThat(unit.isOurs("reeve")).isTrue();
    assertThat(new OpenRc(root, tools).sockets()).isEmpty();
    assertThat(tools.called).as("anybody may ask").isEmpty();
  }

  @Test
  void aUnitHoldsForStrangePlaces() {
    assertThat(new Systemd(root, tools).text(STRANGE))
        .contains("ExecStart=\"/opt/50%% off/it's $$HOME/bin/reeved\"\n")
        .contains("Environment=\"REEVE_HOME=/srv/a \\\"b\\\"\"\n");
  }

  @Test
  void scriptsSayHowTheDaemonIsStarted() throws IOException {
    Snapshot.matches("openrc-user", new OpenRc(root, tools).text(OF_A_USER));
    Snapshot.matches("sysv-system", new SysV(root, tools).text(SYSTEM));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sysv", "openrc"})
  void scriptsAreGoodForAShellEvenInStrangePlaces(String kind) throws Exception {
    InitSystem init = kind.equals("sysv") ? new SysV(root, tools) : new OpenRc(root, tools);
    Path script = Files.writeString(root.resolve("script"), init.text(STRANGE));
    Process shell = new ProcessBuilder("sh", "-n", script.toString()).inheritIO().start();
    assertThat(shell.waitFor()).isZero();
  }

  @Test
  void theOneThatRunsIsFound() throws IOException {
    assertThat(InitSystem.of(root, tools)).as("a container").isEmpty();
    Files.createDirectories(root.resolve("etc/init.d"));
    Files.createDirectories(root.resolve("proc/1"));
    Files.writeString(root.resolve("proc/1/comm"), "sleep\n");
    assertThat(InitSystem.of(root, tools)).as("a container of Debian").isEmpty();
    Files.writeString(root.resolve("proc/1/comm"), "init\n");
    assertThat(InitSystem.of(root, tools)).get().isInstanceOf(SysV.class);
    Files.createDirectories(root.resolve("run/openrc"));
    Files.createFile(root.resolve("run/openrc/softlevel"));
    assertThat(InitSystem.of(root, tools)).get().isInstanceOf(OpenRc.class);
    Files.createDirectories(root.resolve("run/systemd/system"));
    assertThat(InitSystem.of(root, tools)).get().isInstanceOf(Systemd.class);
  }

  @Test
  void whetherItIsStartedCanBeSeen() throws IOException {
    Systemd systemd = new Systemd(root, tools);
    assertThat(systemd.state("reeve")).isEqualTo(InitSystem.State.ABSENT);
    Files.createDirectories(root.resolve("etc/systemd/system/multi-user.target.wants"));
    Files.createFile(systemd.file("reeve"));
    assertThat(systemd.state("reeve")).isEqualTo(InitSystem.State.DISABLED);
    Files.createSymbolicLink(
        root.resolve("etc/systemd/system/multi-user.target.wants/reeve.service"),
        Path.of("/etc/systemd/system/reeve.service"));
    assertThat(systemd.state("reeve")).isEqualTo(InitSystem.State.ENABLED);

    SysV sysv = new SysV(root, tools);
    Files.createDirectories(root.resolve("etc/init.d"));
    Files.createFile(sysv.file("reeve"));
    assertThat(sysv.state("reeve")).isEqualTo(InitSystem.State.DISABLED);
    Files.createDirectories(root.resolve("etc/rc2.d"));
    Files.createFile(root.resolve("etc/rc2.d/S95reeve"));
    assertThat(sysv.state("reeve")).isEqualTo(InitSystem.State.ENABLED);
    assertThat(tools.called).as("anybody may ask").isEmpty();
  }

  @Test
  void systemdIsToldInTheRightOrder() throws Exception {
    Systemd systemd = new Systemd(root, tools);
    Files.createDirectories(systemd.file("reeve").getParent());
    Files.createFile(systemd.file("reeve"));
    systemd.forget("reeve");
    assertThat(tools.called)
        .containsExactly(
            "systemctl --quiet disable reeve.service",
            "systemctl daemon-reload",
            "systemctl reset-failed reeve.service");
    assertThat(systemd.file("reeve")).doesNotExist();
  }

  @Test
  void sysVTriesTheToolsOfBothFamilies() throws Exception {
    SysV sysv = new SysV(root, tools);
    tools.on("update-rc.d reeve defaults", 127, "");
    sysv.enable("reeve");
    assertThat(tools.called)
        .isEqualTo(
            List.of("update-rc.d reeve defaults", "chkconfig --add reeve", "chkconfig reeve on"));
    tools.on("chkconfig --add reeve", 127, "");
    assertThatThrownBy(() -> sysv.enable("reeve"))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("neither update-rc.d nor chkconfig could do it");
  }

  @Test
  void whatAProgramSaysWhenItFailsIsPassedOn() {
    tools.on("systemctl daemon-reload", 1, "Failed to connect to bus\n");
    assertThatThrownBy(() -> new Systemd(root, tools).reread())
        .hasMessageContaining(
            "'systemctl daemon-reload' ended with exit code 1: Failed to connect to bus");
    tools.on("systemctl daemon-reload", 127, "");
    assertThatThrownBy(() -> new Systemd(root, tools).reread())
        .hasMessageContaining("'systemctl daemon-reload' is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody-of-this-name", "", "-x", "a:b", "a\nb"})
  void aUserThatThereIsNotIsNamed(String name) {
    tools.on("getent passwd " + name, 2, "");
    assertThatThrownBy(() -> Account.find(name, tools))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("no such user: " + name);
  }

  @Test
  void aUserIsLookedUp() throws Exception {
    tools.on("getent passwd deploy", 0, "deploy:x:1001:1002:Deploys:/home/deploy:/bin/bash\n");
    assertThat(Account.find("deploy", tools))
        .isEqualTo(new Account("deploy", 1001, 1002, Path.of("/home/deploy")));
  }
}
