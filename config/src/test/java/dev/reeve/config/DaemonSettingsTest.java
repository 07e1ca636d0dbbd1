package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stands below {@code daemon} beside {@code defaults}, and folders of services. */
class DaemonSettingsTest {
  @TempDir Path top;

  private Path folder;

  @BeforeEach
  void real() throws IOException {
    folder = top.toRealPath();
  }

  private Loaded load(String text) throws IOException {
    return Loader.load(write("reeve.yaml", text), Fixtures.ENVIRONMENT);
  }

  private Loaded.Ok ok(String text) throws IOException {
    return Fixtures.ok(load(text));
  }

  private String broken(String text) throws IOException {
    return Fixtures.broken(load(text)).replace(folder + "/", "");
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  private static Map<String, ServiceSpec> specs(Loaded.Ok ok) {
    return ok.specs().stream().collect(Collectors.toMap(ServiceSpec::name, spec -> spec));
  }

  @Test
  void aGroupIsLetInAsOperatorsUnlessTheFileSaysOtherwise() throws IOException {
    AllowGroup ops = ok("daemon: {allow_group: ops}\n").daemon().allowGroup().orElseThrow();
    assertThat(ops.group() + " " + ops.role()).isEqualTo("ops operator");
    assertThat(ops.place().line()).isEqualTo(1);
    AllowGroup all =
        ok("daemon: {allow_group: {name: ops, role: admin}}\n").daemon().allowGroup().orElseThrow();
    assertThat(all.group() + " " + all.role()).isEqualTo("ops admin");
    assertThat(ok("services: {a: {command: x}}\n").daemon().allowGroup()).isEmpty();
    assertThat(broken("daemon: {allow_group: 7}\n"))
        .startsWith("reeve.yaml:1:23: 'daemon.allow_group' must be the name of a group, not ");
    assertThat(broken("daemon: {allow_group: {role: boss}}\n"))
        .contains(
            "'daemon.allow_group.role' must be one of viewer, operator, admin",
            "'daemon.allow_group' has no 'name'");
    assertThat(broken("daemon: {allow_group: {nam: ops}}\n"))
        .contains("unknown key 'nam' in 'daemon.allow_group'; did you mean 'name'?");
  }

  @Test
  void adminActionsAreReadWithTheirWords() throws IOException {
    Loaded.Ok ok =
        ok(
            """
            daemon:
              admin_actions:
                renew: {label: Renew certificates, command: [certbot, renew, --quiet]}
                b.1: {command: ["/bin/echo", "$$HOME", 7]}
            """);
    assertThat(ok.daemon().adminActions())
        .extracting(AdminAction::id)
        .containsExactly("renew", "b.1");
    AdminAction renew = ok.daemon().adminActions().getFirst();
    assertThat(renew.label()).isEqualTo("Renew certificates");
    assertThat(renew.command()).containsExactly("certbot", "renew", "--quiet");
    assertThat(renew.place().line()).isEqualTo(3);
    assertThat(ok.daemon().adminActions().getLast().label()).isEqualTo("b.1");
    assertThat(ok.daemon().adminActions().getLast().command())
        .containsExactly("/bin/echo", "$HOME", "7");
    assertThat(ok("services: {a: {command: x}}\n").daemon().adminActions()).isEmpty();
  }

  @Test
  void mistakesInAdminActionsAreTold() throws IOException {
    assertThat(broken("daemon: {admin_actions: [x]}\n"))
        .contains("'daemon.admin_actions' must be a map of actions, not a list");
    assertThat(broken("daemon: {admin_actions: {\"a/b\": {command: [x]}}}\n"))
        .contains("'a/b' cannot be the name of an action");
    assertThat(broken("daemon: {admin_actions: {\"a\\eb\": {command: [x]}}}\n"))
        .doesNotContain("\033");
    assertThat(broken("daemon: {admin_actions: {a: systemctl restart x}}\n"))
        .contains("'daemon.admin_actions.a' must be a map with 'command'");
    assertThat(broken("daemon: {admin_actions: {a: {comand: [x]}}}\n"))
        .contains(
            "unknown key 'comand' in 'daemon.admin_actions.a'; did you mean 'command'?",
            "'daemon.admin_actions.a' has no 'command'");
    assertThat(broken("daemon: {admin_actions: {a: {command: systemctl restart x}}}\n"))
        .contains(
            "must be a list of words, such as [systemctl, restart, nginx]: there is no shell");
    assertThat(broken("daemon: {admin_actions: {a: {command: []}}}\n")).contains("list of words");
    assertThat(broken("daemon: {admin_actions: {a: {command: [x, [y]]}}}\n"))
        .contains("a word of 'daemon.admin_actions.a.command' must be a text, not a list");
    assertThat(broken("daemon: {admin_actions: {a: {label: \"a\\eb\", command: [x]}}}\n"))
        .contains("'daemon.admin_actions.a.label' must be a text of up to 100 characters");
    assertThat(broken("daemon: {admin_actions: {a: {command: [\"${NO_SUCH}\"]}}}\n"))
        .contains("variable 'NO_SUCH' is not set");
  }

  @Test
  void aFileIsNotFollowedUnlessItSaysSo() throws IOException {
    String services = "services: {a: {command: x}}\n";
    assertThat(ok(services).autoReload()).isFalse();
    assertThat(ok("daemon: {auto_reload: false}\n" + services).autoReload()).isFalse();
    assertThat(ok("daemon: {auto_reload: true}\n" + services).autoReload()).isTrue();
    assertThat(broken("daemon: {auto_reload: 'on'}\n" + services))
        .startsWith("reeve.yaml:1:23: 'daemon.auto_reload' must be true or false");
  }

  @Test
  void whatIsFollowedIsEachFileAndEachFolder() throws IOException {
    write("conf.d/a.yaml", "services: {a: {command: x}}\n");
    write("more/b.yml", "services: {b: {command: x}}\n");
    write("auto/c/run.sh", "");
    Loaded.Ok ok =
        ok(
            """
            include: [conf.d/*.yaml]
            daemon: {auto_services: auto, config_dirs: [more]}
            """);
    assertThat(specs(ok)).containsOnlyKeys("a", "b", "c");
    assertThat(ok.followed())
        .contains(
            new Followed(folder.getParent(), List.of(folder.getFileName() + "/reeve.yaml")),
            new Followed(folder, List.of("conf.d/a.yaml")),
            new Followed(folder, List.of("conf.d/*")),
            new Followed(folder, List.of("more/*")),
            new Followed(folder, List.of("auto/*/run.sh")),
            new Followed(folder, List.of("auto/*/service.yml")));
  }

  @Test
  void foldersOfServicesHaveTheDefaultsOfProcessmaster() throws IOException {
    write("auto/web/run.sh", "");
    write("auto/job/service.yml", "process: {start_command: [sleep, '9'], stop_signal: SIGINT}\n");
    write("auto/off.disabled/run.sh", "");
    write("auto/.git/run.sh", "");
    write("auto/empty/readme", "");
    Loaded.Ok ok = ok("daemon: {auto_services: ./auto}\n");
    assertThat(specs(ok)).containsOnlyKeys("web", "job");
    ServiceSpec web = specs(ok).get("web");
    assertThat(web.command().text()).isEqualTo("./run.sh");
    assertThat(web.directory()).isEqualTo(folder.resolve("auto/web"));
    assertThat(web.logs().stdout())
        .isEqualTo(new LogTarget.File(folder.resolve("auto/web/logs/stdout.log")));
    assertThat(specs(ok).get("job").stop().signal()).isEqualTo("INT");
  }

  @Test
  void aFolderOfServicesMayBeEmptyButMustBeThere() throws IOException {
    Files.createDirectory(folder.resolve("auto"));
    assertThat(ok("daemon: {auto_services: auto}\n").specs()).isEmpty();
    assertThat(broken("daemon: {auto_services: none}\n"))
        .startsWith("reeve.yaml:1:25: 'daemon.auto_services': there is no folder ");
    assertThat(broken("daemon: {auto_services: reeve.yaml}\n"))
        .contains("reeve.yaml:1:25: 'daemon.auto_services': ")
        .contains("reeve.yaml is not a folder");
    assertThat(broken("daemon: {auto_services: [a]}\n"))
        .startsWith("reeve.yaml:1:25: 'daemon.auto_services' must be a folder, not a list");
    assertThat(broken("daemon: {config_dirs: [none]}\n"))
        .startsWith("reeve.yaml:1:24: 'daemon.config_dirs': there is no folder ");
  }

  @Test
  void oneNameIsOneService() throws IOException {
    write("auto/web/run.sh", "");
    assertThat(broken("services: {web: {command: x}}\ndaemon: {auto_services: auto}\n"))
        .startsWith(
            "reeve.yaml:2:25: service 'web' of auto is declared twice; the other one is at ")
        .contains("reeve.yaml:1:12");
  }

  @Test
  void aMistakeInAFolderHasItsOwnPlace() throws IOException {
    write("auto/web/service.yml", "process:\n  start_command: [x]\n  user: [y]\n");
    assertThat(broken("daemon: {auto_services: auto}\n"))
        .startsWith("auto/web/service.yml:3:9: service 'web': 'user' must be a text, not a list");
  }

  @Test
  void logsHoldForServicesThatSayNothing() throws IOException {
    Loaded.Ok ok =
        ok(
            """
            daemon:
              logs: {directory: out, max_size: 1M, max_files: 7}
              defaults: {logs: {format: raw}}
            services:
              a: {command: x, cwd: /srv}
              b: {command: x, logs: {stdout: own.log, rotate: {size: 2M}}, cwd: /srv}
            """);
    ServiceSpec a = specs(ok).get("a");
    ServiceSpec b = specs(ok).get("b");
    assertThat(a.logs().stdout()).isEqualTo(new LogTarget.File(folder.resolve("out/a-out.log")));
    assertThat(a.logs().stderr()).isEqualTo(new LogTarget.File(folder.resolve("out/a-err.log")));
    assertThat(a.logs().rotation().size()).isEqualTo(1 << 20);
    assertThat(a.logs().rotation().keep()).isEqualTo(7);
    assertThat(a.logs().format()).hasToString("RAW");
    assertThat(b.logs().stdout()).isEqualTo(new LogTarget.File(Path.of("/srv/own.log")));
    assertThat(b.logs().stderr()).isEqualTo(new LogTarget.File(folder.resolve("out/b-err.log")));
    assertThat(b.logs().rotation().size()).isEqualTo(2 << 20);
    assertThat(b.logs().rotation().keep()).isEqualTo(7);
    assertThat(
            broken("daemon: {logs: {max_size: big, max_file: 1}}\nservices: {a: {command: x}}\n"))
        .contains(
            "reeve.yaml:1:27: 'daemon.logs.max_size' ",
            "reeve.yaml:1:32: unknown key 'max_file' in 'daemon.logs'; did you mean 'max_files'?");
  }

  @Test
  void settingsStandInTheFileThatIsLoaded() throws IOException {
    write("other.yaml", "daemon: {auto_reload: true, defaults: {once: true}}\n");
    assertThat(broken("include: other.yaml\nservices: {a: {command: x}}\n"))
        .startsWith(
            "other.yaml:1:10: 'daemon.auto_reload' belongs into the file that is loaded, not into"
                + " one that it includes");
  }

  @Test
  void aFolderCanBeLoadedWithoutAnyFile() throws IOException {
    write("auto/web/run.sh", "");
    write("auto/job/run.sh", "");
    Loaded.Ok all = Fixtures.ok(Loader.load(folder.resolve("auto"), Fixtures.ENVIRONMENT));
    assertThat(specs(all)).containsOnlyKeys("web", "job");
    assertThat(all.format()).isEqualTo("auto-service");
    Loaded.Ok one = Fixtures.ok(Loader.load(folder.resolve("auto/web"), Fixtures.ENVIRONMENT));
    assertThat(specs(one)).containsOnlyKeys("web");
    assertThat(Loader.isFolderOfServices(folder)).isFalse();
    write("auto/reeve.yaml", "services: {x: {command: x}}\n");
    assertThat(specs(Fixtures.ok(Loader.load(folder.resolve("auto"), Fixtures.ENVIRONMENT))))
        .containsOnlyKeys("x");
  }
}
