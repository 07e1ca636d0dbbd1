package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.config.MasterGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which files of processmaster belong together, and how they are recognised. */
class ProcessmasterFoldersTest {

  @TempDir Path folder;

  @Test
  void aMasterFileNamesWhereTheServicesAre() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            """
            cgroup:
              root: /sys/fs/cgroup
              name: processmaster
              memory_max: 2GB
              cpu_max: 150000 100000
            unix_socket: {path: /tmp/processmaster.sock, owner: root, mode: 0660}
            global:
              config_directory: ./config.d
              auto_service_directory: ./auto_services
              default_service_user: svc
              default_service_group: svcs
            web_console: {enabled: true, bind: 0.0.0.0, port: 9001}
            admin_actions: {update-pm: {label: "Update", command: [/bin/sh]}}
            """);
    Path definitions = Files.createDirectories(folder.resolve("config.d"));
    Files.writeString(definitions.resolve("sleeper.yaml"), "process: {working_directory: ./s}\n");
    Files.writeString(
        definitions.resolve("other.YML"), "application: named\nprocess: {working_directory: /o}\n");
    Files.writeString(definitions.resolve("notes.txt"), "not a definition");
    Path autos = folder.resolve("auto_services");
    for (String name : List.of("test2", "edited", "old", "off.disabled", ".git", "anew")) {
      Files.createDirectories(autos.resolve(name));
    }
    Files.writeString(autos.resolve("file"), "");
    Files.writeString(
        autos.resolve("edited/service.yml"), "process: {stop_grace_period_ms: 1500}\n");
    Files.writeString(autos.resolve("edited/service.yaml"), "nonsense: [");
    Files.writeString(autos.resolve("old/service.yaml"), "process: {user: me}\n");
    Files.writeString(autos.resolve("anew/service.yml"), "process: {user: me}\n");
    Files.writeString(autos.resolve("anew/.regen_pm_config"), "");
    Sketching.Result result = Sketching.of(new Processmaster(), config);
    assertThat(result.problems()).isEmpty();
    assertThat(result.sketches().keySet())
        .containsExactly("named", "sleeper", "anew", "edited", "old", "test2");
    assertThat(result.declared("test2")).isEqualTo("group: svcs\nuser: svc\n");
    assertThat(result.fallbacks("test2")).contains("command: ./run.sh\ncwd: " + autos + "/test2\n");
    assertThat(result.declared("edited")).isEqualTo("stop.grace: 1s500ms\n");
    assertThat(result.declared("old")).isEqualTo("user: me\n");
    assertThat(result.declared("anew")).isEqualTo("group: svcs\nuser: svc\n");
    assertThat(result.declared("sleeper")).isEqualTo("cwd: " + definitions + "/s\n");
    assertThat(result.warnings())
        .containsExactly(
            "config.yaml:6:1: 'unix_socket' is ignored: Reeve's socket belongs to its user;"
                + " 'daemon.allow_group' lets others in",
            "config.yaml:9:27: 'anew' is run with defaults only: its folder has a"
                + " .regen_pm_config",
            "config.yaml:12:1: 'web_console' is ignored: 'daemon.console' of a reeve.yaml has the"
                + " same");
    Loaded.Ok ok = Dialecting.ok(Loader.load(config, Dialecting.ENVIRONMENT));
    MasterGroup group = ok.daemon().cgroup();
    assertThat(group.root()).contains(Path.of("/sys/fs/cgroup"));
    assertThat(group.name()).contains("processmaster");
    assertThat(group.cpu()).isEqualTo(1500);
    assertThat(group.memory()).isEqualTo(2_000_000_000L);
    assertThat(ok.daemon().adminActions()).hasSize(1);
    assertThat(ok.daemon().adminActions().getFirst().id()).isEqualTo("update-pm");
    assertThat(ok.daemon().adminActions().getFirst().label()).isEqualTo("Update");
    assertThat(ok.daemon().adminActions().getFirst().command()).containsExactly("/bin/sh");
    assertThat(ok.files()).contains(config, definitions.resolve("sleeper.yaml"));
    assertThat(Dialecting.spec(ok, "sleeper").directory()).isEqualTo(definitions.resolve("s"));
    assertThat(Files.exists(autos.resolve("anew/.regen_pm_config"))).isTrue();
  }

  @Test
  void whatIsInTwoFoldersIsAProblem() throws IOException {
    Path config =
        Files.writeString(
            folder.resolve("config.yaml"),
            "global: {config_directory: c, auto_service_directory: a}\n");
    Files.createDirectories(folder.resolve("a/x"));
    Path definition =
        Files.writeString(
            Files.createDirectories(folder.resolve("c")).resolve("x.yml"),
            "process: {working_directory: /x}\n");
    assertThat(Sketching.of(new Processmaster(), config).problems())
        .containsExactly(
            "config.yaml:1:55: service 'x' is declared twice; the first one is at "
                + definition
                + ":1:1");
    Files.writeString(folder.resolve("c/broken.yml"), "process: [");
    Files.writeString(folder.resolve("c/list.yml"), "[]");
    Files.writeString(config, "global: {config_directory: c, auto_service_directory: none}\n");
    assertThat(Sketching.of(new Processmaster(), config).problems())
        .hasSize(3)
        .contains(
            "config.yaml:1:55: 'auto_service_directory': there is no folder " + folder + "/none",
            "list.yml:1:1: a definition of processmaster must be a map");
  }

  @Test
  void anAutoServiceCanBeLoadedAlone() throws IOException {
    Path own = Files.createDirectories(folder.resolve("my app"));
    Path file = Files.writeString(own.resolve("service.yml"), "process: {stop_signal: SIGINT}\n");
    Loaded.Ok ok = Dialecting.ok(Loader.load(file, Dialecting.ENVIRONMENT));
    assertThat(Dialecting.spec(ok, "my-app").directory()).isEqualTo(own);
    assertThat(Dialecting.spec(ok, "my-app").stop().signal()).isEqualTo("INT");
  }

  @Test
  void valuesCanBeFiles() throws IOException {
    Files.writeString(folder.resolve("secret"), "s3cret\n");
    Files.createSymbolicLink(folder.resolve("link"), folder.resolve("secret"));
    Path file =
        Files.writeString(
            folder.resolve("x.yaml"),
            """
            process:
              working_directory: /x
              environment:
                - {name: A, value: "@file://secret"}
                - {name: B, value: "@file://link"}
                - {name: C, value: "@file://none"}
                - {name: D, value: "@hex://xyz"}
                - {name: E, value: "@base64://%%"}
                - {name: F, value: "@hex://ff"}
                - {name: G, value: "@hex://00"}
                - {name: H=1, value: x}
                - {value: x}
                - x
            """);
    Sketching.Result result = Sketching.of(new Processmaster(), file);
    assertThat(result.declared("x")).contains("env.A: s3cret\n");
    assertThat(result.problems())
        .containsExactly(
            "x.yaml:5:24: service 'x': 'B': cannot read "
                + folder
                + "/link: it is not a regular file",
            "x.yaml:6:24: service 'x': 'C': cannot read "
                + folder
                + "/none: it is not a regular file",
            "x.yaml:7:24: service 'x': 'D': what follows '://' is not encoded like that",
            "x.yaml:8:24: service 'x': 'E': what follows '://' is not encoded like that",
            "x.yaml:9:24: service 'x': 'F': what it encodes is not UTF-8",
            "x.yaml:10:24: service 'x': 'G': a variable cannot contain a zero byte",
            "x.yaml:11:14: service 'x': the name of a variable has no '='",
            "x.yaml:12:7: service 'x': 'environment' has an item without 'name'",
            "x.yaml:13:7: service 'x': 'environment' has an item without 'name'");
  }

  @Test
  void itsFilesAreRecognised() {
    assertThat(Dialecting.dialect("config.yaml", "global: {config_directory: x}"))
        .isEqualTo("processmaster");
    assertThat(Dialecting.dialect("a.yml", "global: {auto_service_directory: x}"))
        .isEqualTo("processmaster");
    assertThat(Dialecting.dialect("a.yml", "process: {schedule: '* * * * *'}"))
        .isEqualTo("processmaster");
    assertThat(Dialecting.dialect("a.json", "{\"process\": {\"start_command\": [\"x\"]}}"))
        .isEqualTo("processmaster");
    assertThat(Dialecting.dialect("a.yml", "process: {run: x}")).isNotEqualTo("processmaster");
    assertThat(Dialecting.dialect("a.yml", "global: {x: 1}")).isEqualTo("native");
    assertThat(Dialecting.dialect("a.yml", "services: {}\nprocess: {start_command: x}"))
        .isEqualTo("native");
    assertThat(Dialecting.dialect("reeve.yaml", "process: {start_command: x}")).isEqualTo("native");
  }
}
