package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Loaded;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class AkalaPmTest {
  private static Sketching.Result sketch(String text) {
    return Sketching.of(new AkalaPm(), ".pm.config.json", text);
  }

  /** The example of the manual; it lacks a container {@code cache}. */
  private static final String MANUAL =
      """
      {
        "containers": {
          "my-app": {
            "path": "/path/to/commands.json",
            "type": "nodejs",
            "commandable": true,
            "stateless": false,
            "dependencies": ["database", "cache"]
          },
          "database": {
            "path": "/path/to/db/commands.json",
            "type": "nodejs",
            "commandable": true
          }%s
        },
        "mapping": {
          "my-app-prod": {
            "container": "my-app",
            "autostart": true,
            "cwd": "/var/app",
            "cli": ["--port", "8080"],
            "config": {
              "environment": "production"
            }
          }
        },
        "plugins": [],
        "setup": {
          "packages": ["@akala/my-service"]
        }
      }
      """;

  @Test
  void theExampleOfTheManualIsRead() {
    String text = MANUAL.formatted(",\n    \"cache\": {\"path\": \"cache.js\"}");
    Sketching.Result result = sketch(text);
    assertThat(result.problems()).isEmpty();
    assertThat(result.sketches().keySet()).containsExactly("database", "cache", "my-app-prod");
    assertThat(result.declared("my-app-prod"))
        .isEqualTo(
            """
            bus.commands: /path/to/commands.json
            command: [pm, run, /path/to/commands.json, --port, 8080, --name, my-app-prod]
            cwd: /var/app
            depends_on[0]: {database: ready}
            depends_on[1]: {cache: started}
            stateless: false
            """);
    assertThat(result.declared("database"))
        .isEqualTo(
            """
            bus.commands: /path/to/db/commands.json
            command: [pm, run, /path/to/db/commands.json, --name, database]
            """);
    assertThat(result.declared("cache")).isEqualTo("command: [node, cache.js]\n");
    assertThat(result.fallbacks("database"))
        .isEqualTo(
            """
            enabled: true
            logs.format: raw
            restart.policy: never
            stop.grace: 5s
            """);
    assertThat(result.warnings())
        .containsExactly(
            ".pm.config.json:4:7: service 'my-app-prod': '/path/to/commands.json' is run by akala's"
                + " own 'pm run', which must be in PATH",
            ".pm.config.json:11:7: service 'database': '/path/to/db/commands.json' is run by"
                + " akala's own 'pm run', which must be in PATH",
            ".pm.config.json:23:7: service 'my-app-prod': 'config' has no equivalent: settings"
                + " reach programs by arguments, 'env' or files; ignored",
            ".pm.config.json:29:3: 'setup' has no equivalent: install packages with npm; ignored");
    Loaded.Ok ok = Dialecting.ok(".pm.config.json", text);
    assertThat(ok.format()).isEqualTo("@akala/pm");
    ServiceSpec spec = Dialecting.spec(ok, "my-app-prod");
    assertThat(spec.command())
        .isEqualTo(
            new Command.Argv(
                List.of(
                    "pm",
                    "run",
                    "/path/to/commands.json",
                    "--port",
                    "8080",
                    "--name",
                    "my-app-prod")));
    assertThat(spec.directory()).isEqualTo(Path.of("/var/app"));
    assertThat(spec.enabled()).isTrue();
    assertThat(spec.dependsOn()).containsOnlyKeys("database", "cache");
    assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.NEVER);
    assertThat(spec.stop().grace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(spec.logs().format()).isEqualTo(LogFormat.RAW);
  }

  @Test
  void aDependencyThatIsNotThereIsAProblem() {
    assertThat(Dialecting.problems(".pm.config.json", MANUAL.formatted("")))
        .containsExactly("8:36: service 'my-app-prod': depends on 'cache', which does not exist");
    String circle =
        """
        {"containers": {"a": {"path": "a.js", "dependencies": ["b"]},
          "b": {"path": "b.js", "dependencies": ["a"]}}}
        """;
    assertThat(Dialecting.problems(".pm.config.json", circle))
        .containsExactly("2:42: service 'b': depends on itself: a -> b -> a");
  }

  @Test
  void theOtherExamplesOfTheManualAreRead() {
    Sketching.Result web =
        sketch(
            """
            {"containers": {
              "web-server": {"path": "./server/commands.json",
                "dependencies": ["database", "redis", "auth-service"]},
              "worker": {"path": "./worker.js", "stateless": true, "type": "worker"},
              "pm": {"path": "x", "commandable": true}
            }, "mapping": {"my-critical-service": {"container": "worker", "autostart": true},
              "pm": {"container": "pm", "connect": {}}},
              "plugins": ["@akala/server", "@akala/automate"]}
            """);
    assertThat(web.problems()).isEmpty();
    assertThat(web.sketches().keySet()).containsExactly("web-server", "my-critical-service");
    assertThat(web.declared("web-server"))
        .isEqualTo(
            """
            command: [pm, run, ./server/commands.json, --name, web-server]
            depends_on[0]: {database: started}
            depends_on[1]: {redis: started}
            depends_on[2]: {auth-service: started}
            enabled: false
            """);
    assertThat(web.declared("my-critical-service"))
        .isEqualTo(
            """
            command: [node, ./worker.js]
            runtime: worker
            stateless: true
            """);
    assertThat(web.warnings())
        .containsExactly(
            ".pm.config.json:2:3: service 'web-server': is not brought back at boot, but 'reeve"
                + " start FILE' starts it",
            ".pm.config.json:2:18: service 'web-server': './server/commands.json' is run by akala's"
                + " own 'pm run', which must be in PATH",
            ".pm.config.json:8:3: 'plugins' has no equivalent: they extend akala's own daemon;"
                + " ignored");
  }

  @Test
  void containersThatOthersNeedRunBesideTheirMappings() {
    Sketching.Result result =
        sketch(
            """
            {"containers": {"db": {"path": "db.js"}, "web": {"path": "web.js", "dependencies": ["db"]},
              "other": {"path": "o.js", "dependencies": ["db-2"]}},
             "mapping": {"db-2": {"container": "db", "cli": ["-2"]},
               "web": {"container": "web", "autostart": true},
               "o": {"container": "other", "autostart": false}}}
            """);
    assertThat(result.sketches().keySet()).containsExactly("db", "db-2", "web", "o");
    assertThat(result.fallbacks("db")).contains("enabled: true");
    assertThat(result.fallbacks("web")).contains("enabled: true");
    assertThat(result.declared("o")).contains("enabled: false");
    assertThat(result.declared("db-2")).contains("command: [node, db.js, -2]\nenabled: false\n");
  }

  @Test
  void scopedNamesAreReplacedEverywhere() {
    Loaded.Ok ok =
        Dialecting.ok(
            ".pm.config.json",
            """
            {"containers": {"@my/db": {"path": "db.js"},
              "@my/web": {"path": "web.js", "dependencies": ["@my/db"]}}}
            """);
    assertThat(Dialecting.spec(ok, "my-web").dependsOn()).containsOnlyKeys("my-db");
  }

  @Test
  void imagesRunInDocker() {
    Sketching.Result result =
        sketch(
            """
            {"containers": {"a": {"path": "redis:7", "type": "docker"},
              "b": {"path": "./docker-config.json", "type": "docker"}}}
            """);
    List<String> command =
        Sketch.isKnown("runtime")
            ? List.of("redis:7")
            : List.of("docker", "run", "--rm", "--name", "a", "redis:7");
    assertThat(result.declared("a"))
        .contains("command: " + command + "\n")
        .contains("runtime: docker\n");
    assertThat(result.problems())
        .containsExactly(
            ".pm.config.json:2:41: service 'b': 'type: docker' needs the name of an image in"
                + " 'path'; akala has no format for './docker-config.json'");
  }

  @Test
  void settingsMayStandBelowPm() {
    String text = "{\"other\": {}, \"pm\": {\"containers\": {\"a\": {\"path\": \"a.js\"}}}}";
    assertThat(Sketching.of(new AkalaPm(), ".akala.json", text).declared("a"))
        .isEqualTo("command: [node, a.js]\nenabled: false\n");
  }

  @Test
  void mistakesHaveTheirPlaces() {
    assertThat(
            sketch(
                    """
                    {"containers": {
                      "a": {"type": "nodejs"},
                      "b": {"path": "x", "type": "python"},
                      "c": {"path": "x", "dependencies": [["x"]]},
                      "d": 7
                    }, "mapping": {"m": {"container": "none"}, "n": {}}}
                    """)
                .problems())
        .containsExactly(
            ".pm.config.json:2:3: service 'a': the container has no 'path'",
            ".pm.config.json:3:30: service 'b': 'type' must be nodejs, worker or docker, not"
                + " 'python'",
            ".pm.config.json:4:39: service 'c': a dependency must be a name, not a list",
            ".pm.config.json:5:8: 'containers.d' must be a map, not '7'",
            ".pm.config.json:6:35: service 'm': there is no container 'none'",
            ".pm.config.json:6:49: service 'n': there is no container 'n'");
    assertThat(sketch("[]").problems())
        .containsExactly(".pm.config.json:1:1: a file of @akala/pm must be a map");
    assertThat(sketch("{\"containers\": []}").problems())
        .containsExactly(".pm.config.json:1:16: 'containers' must be a map, not a list");
    assertThat(Dialecting.problems(".akala.json", "{\"pm\": {}}"))
        .containsExactly("1:1: the @akala/pm file declares nothing to run");
  }

  @Test
  void whatHasNoEquivalentIsAWarning() {
    assertThat(
            sketch(
                    """
                    {"containers": {"a": {"path": "a.js", "comandable": true}},
                     "mapping": {"a": {"container": "a", "autostart": true, "connect": {}, "args": []}},
                     "plugin": []}
                    """)
                .warnings())
        .containsExactly(
            ".pm.config.json:1:39: service 'a': unknown 'comandable' is ignored; did you mean"
                + " 'commandable'?",
            ".pm.config.json:2:57: service 'a': 'connect' has no equivalent: programs listen where"
                + " they choose to; ignored",
            ".pm.config.json:2:72: service 'a': unknown 'args' is ignored",
            ".pm.config.json:3:2: unknown 'plugin' is ignored; did you mean 'plugins'?");
  }

  @Test
  void itsFilesAreRecognised() {
    assertThat(Dialecting.dialect(".pm.config.json", "")).isEqualTo("@akala/pm");
    assertThat(Dialecting.dialect(".akala.json", "{}")).isEqualTo("@akala/pm");
    assertThat(
            Dialecting.dialect(
                "pm.json", "{\"containers\": {\"a\": {\"path\": \"x\"}}, \"mapping\": {}}"))
        .isEqualTo("@akala/pm");
    assertThat(
            Dialecting.dialect("pm.json", "{\"pm\": {\"containers\": {\"a\": {\"path\": \"x\"}}}}"))
        .isEqualTo("@akala/pm");
    assertThat(Dialecting.dialect("pm.json", "{\"containers\": {}}")).isEqualTo("native");
    assertThat(Dialecting.dialect("pm.json", "{\"containers\": {\"a\": {\"image\": \"x\"}}}"))
        .isEqualTo("native");
    assertThat(Dialecting.dialect("reeve.json", "{\"containers\": {\"a\": {\"path\": \"x\"}}}"))
        .isEqualTo("native");
  }
}
