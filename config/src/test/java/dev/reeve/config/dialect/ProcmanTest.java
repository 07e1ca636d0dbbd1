package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.spec.CheckSpec;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.OnTimeout;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcmanTest {
  private static final String STRICT = "set -e -u -o pipefail\n";

  @TempDir Path folder;

  private static Sketching.Result sketch(String text) {
    return Sketching.of(new Procman(), "procman.yaml", text);
  }

  @Test
  void theSmallestFileHasEveryDefault() {
    Loaded.Ok ok = Dialecting.ok("procman.yaml", "web: {run: python3 -m http.server 8000}\n");
    assertThat(ok.format()).isEqualTo("procman");
    assertThat(ok.warnings()).isEmpty();
    ServiceSpec spec = Dialecting.spec(ok, "web");
    assertThat(spec.command())
        .isEqualTo(new Command.ShellLine(STRICT + "python3 -m http.server 8000"));
    assertThat(spec.directory()).isEqualTo(Path.of("/conf"));
    assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.NEVER);
    assertThat(spec.stop().grace()).isEqualTo(Duration.ofSeconds(2));
    assertThat(spec.stop().signal()).isEqualTo("TERM");
    assertThat(spec.logs().format()).isEqualTo(LogFormat.RAW);
    assertThat(spec.once()).isFalse();
    assertThat(spec.enabled()).isTrue();
    assertThat(spec.environment().variables()).isEmpty();
    assertThat(sketch("web: {run: x}").fallbacks("web"))
        .isEqualTo("logs.format: raw\nrestart.policy: never\nstop.grace: 2s\n");
    assertThat(sketch("web: {run: x, depends: [path: /x]}").all("web"))
        .contains("depends_on[0]: {path: /x, interval: 1s, timeout: 1m, retry: true}\n")
        .contains("depends_timeout: 1m\n")
        .contains("on_timeout: fail\n");
    assertThat(sketch("web: {run: x, watch: [{check: {tcp: 'a:1'}}]}").declared("web"))
        .contains(
            "checks: [{name: web.watch-0, check: {tcp: a:1}, initial_delay: 0s, interval: 5s,"
                + " failures: 3, on_fail: shutdown}]\n");
  }

  private static final String RICH =
      """
      migrate: {run: 'db-migrate up; echo DB_URL=postgres://x >> "$PROCMAN_OUTPUT"', once: true}
      db:      {run: postgres -D data, depends: [{not_listening: "127.0.0.1:5432"}, {not_running: "postgres -D"}]}
      api:
        env: {PORT: "3000", NUMBER: 7}
        depends:
          - process_exited: migrate
          - {tcp: "127.0.0.1:5432", timeout_seconds: 90}
          - {url: "http://localhost:${PORT}/ready", code: 200, poll_interval: 0.5, timeout_seconds: 30, retry: true}
          - file_contains: {path: conf/app.yaml, format: yaml, key: "$.database.url", env: DATABASE_URL}
          - path: $HOME/ready.flag
          - not_exists: /tmp/$$/api.lock
        run: api --db ${{ migrate.DB_URL }} --port $PORT
        watch:
          - {name: health, check: {url: "http://localhost:3000/health", code: 200}, initial_delay: 5, poll_interval: 10, failure_threshold: 2, on_fail: {spawn: recovery}}
          - {name: disk, check: {path: /var/run/healthy}, on_fail: log}
      nodes:   {for_each: {glob: "nodes/*.yaml", as: NODE}, run: "agent --config $NODE", once: true}
      recovery: {run: ./recover.sh, autostart: false}
      """;

  @Test
  void everyFeatureIsRead() {
    Sketching.Result result = sketch(RICH);
    assertThat(result.problems()).isEmpty();
    assertThat(result.declared("migrate"))
        .isEqualTo(
            """
            command: set -e -u -o pipefail
            mkdir -p "${PROCMAN_OUTPUT%/*}"; : > "$PROCMAN_OUTPUT"
            db-migrate up; echo DB_URL=postgres://x >> "$PROCMAN_OUTPUT"
            env.PROCMAN_OUTPUT: /conf/procman-logs/migrate.output
            once: true
            shell: true
            """);
    assertThat(result.declared("db"))
        .isEqualTo(
            """
            command: set -e -u -o pipefail
            postgres -D data
            depends_on[0]: {not_listening: 127.0.0.1:5432, interval: 1s, timeout: 1m, retry: true}
            depends_on[1]: {not_running: postgres -D, interval: 1s, timeout: 1m, retry: true}
            shell: true
            """);
    assertThat(result.declared("api").replaceAll("(?s)command: .*?\n(?=depends)", ""))
        .isEqualTo(
            """
            checks: [{name: health, check: {http: http://localhost:3000/health, status: 200}, \
            initial_delay: 5s, interval: 10s, failures: 2, on_fail: {start: recovery}}, \
            {name: disk, check: {path: /var/run/healthy}, initial_delay: 0s, interval: 5s, \
            failures: 3, on_fail: log}]
            depends_on[0]: {migrate: completed}
            depends_on[1]: {tcp: 127.0.0.1:5432, interval: 1s, timeout: 1m30s, retry: true}
            depends_on[2]: {http: http://localhost:8080/ready, status: 200, interval: 500ms, \
            timeout: 30s, retry: true}
            depends_on[3]: {file_contains: conf/app.yaml, format: yaml, key: $.database.url, \
            interval: 1s, timeout: 1m, retry: true}
            depends_on[4]: {path: /home/me/ready.flag, interval: 1s, timeout: 1m, retry: true}
            depends_on[5]: {not_path: /tmp/$/api.lock, interval: 1s, timeout: 1m, retry: true}
            env.NUMBER: 7
            env.PORT: 3000
            shell: true
            """);
    assertThat(result.declared("api"))
        .contains(
            "\n"
                + "api --db $(procman_value '/conf/procman-logs/migrate.output' DB_URL) --port"
                + " $PORT\n");
    assertThat(result.fallbacks("api")).contains("depends_timeout: 1m30s\n");
    assertThat(result.declared("nodes"))
        .isEqualTo(
            """
            command: set -e -u -o pipefail
            agent --config $NODE
            for_each.as: NODE
            for_each.glob: nodes/*.yaml
            once: true
            shell: true
            """);
    assertThat(result.declared("recovery")).contains("enabled: false\n");
    assertThat(result.warnings())
        .containsExactly(
            "procman.yaml:9:81: service 'api': 'file_contains.env' has no equivalent: what is found"
                + " does not become a variable; ignored",
            "procman.yaml:17:31: service 'recovery': is not brought back at boot, but 'reeve start"
                + " FILE' starts it");
  }

  @Test
  void whatReeveHasAlreadyReachesTheSpec() {
    Loaded.Ok ok = Dialecting.ok("procman.yaml", RICH);
    ServiceSpec api = Dialecting.spec(ok, "api");
    assertThat(api.dependsOn()).isEqualTo(Map.of("migrate", Condition.COMPLETED));
    assertThat(Fields.DEPENDS_TIMEOUT.of().apply(api)).isEqualTo(Duration.ofSeconds(90));
    assertThat(Fields.ON_TIMEOUT.of().apply(api)).isEqualTo(OnTimeout.FAIL);
    assertThat(api.environment().variables()).isEqualTo(Map.of("PORT", "3000", "NUMBER", "7"));
    assertThat(Dialecting.spec(ok, "migrate").once()).isTrue();
    assertThat(Dialecting.spec(ok, "recovery").enabled()).isFalse();
    assertThat(api.checks())
        .containsExactly(
            new CheckSpec(
                "health",
                new Probe.Http(URI.create("http://localhost:3000/health"), Set.of(200)),
                Duration.ofSeconds(5),
                Duration.ofSeconds(10),
                2,
                new CheckSpec.OnFail.Start("recovery")),
            new CheckSpec(
                "disk",
                new Probe.Exists(Path.of("/var/run/healthy")),
                Duration.ZERO,
                Duration.ofSeconds(5),
                3,
                new CheckSpec.OnFail.Log()));
    assertThat(Dialecting.warnings(ok)).hasSize(3);
    assertThat(Dialecting.warnings(ok).get(1))
        .isEqualTo(
            "16:28: service 'nodes': 'nodes/*.yaml' matches no file, so there is no such service");
  }

  @Test
  void aWatchOfWhichNothingIsSaidHasTheDefaultsOfProcman() {
    Loaded.Ok ok = Dialecting.ok("procman.yaml", "web: {run: x, watch: [{check: {tcp: 'a:1'}}]}");
    assertThat(Dialecting.spec(ok, "web").checks())
        .containsExactly(
            new CheckSpec(
                "web.watch-0",
                new Probe.Tcp("a", 1),
                Duration.ZERO,
                Duration.ofSeconds(5),
                3,
                new CheckSpec.OnFail.Shutdown()));
    assertThat(Dialecting.warnings(ok)).isEmpty();
  }

  @Test
  void whatAWatchSpawnsIsCalledAsItIsInReeve() {
    Loaded.Ok ok =
        Dialecting.ok(
            "procman.yaml",
            "a: {run: x, watch: [{check: {path: /}, on_fail: {spawn: my job}}]}\n"
                + "my job: {run: y, autostart: false}");
    assertThat(Dialecting.spec(ok, "a").checks().getFirst().onFail())
        .isEqualTo(new CheckSpec.OnFail.Start("my-job"));
  }

  @Test
  void aProcessForEachFileHasItsPathInTheEnvironment() throws Exception {
    Files.createDirectories(folder.resolve("nodes"));
    Files.createFile(folder.resolve("nodes/b.yaml"));
    Files.createFile(folder.resolve("nodes/a b.yaml"));
    Path file =
        Files.writeString(
            folder.resolve("procman.yaml"),
            """
            nodes: {for_each: {glob: "nodes/*.yaml", as: NODE}, run: 'echo "<$NODE>" ${NODE}', once: true}
            last: {run: x, depends: [{process_exited: nodes}]}
            """);
    Loaded.Ok ok = Dialecting.ok(Loader.load(file, Dialecting.ENVIRONMENT));
    assertThat(ok.specs())
        .extracting(ServiceSpec::name)
        .containsExactly("nodes-a-b", "nodes-b", "last");
    assertThat(Dialecting.warnings(ok)).isEmpty();
    assertThat(Dialecting.spec(ok, "last").dependsOn())
        .isEqualTo(Map.of("nodes-a-b", Condition.COMPLETED, "nodes-b", Condition.COMPLETED));
    assertThat(run(ok, "nodes-b")).isEqualTo("0 <nodes/b.yaml> nodes/b.yaml\n");
    assertThat(run(ok, "nodes-a-b")).isEqualTo("0 <nodes/a b.yaml> nodes/a b.yaml\n");
  }

  @Test
  void valuesOfCompletedProcessesReachTheOthers() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("procman.yaml"),
            """
            first:
              once: true
              run: |
                echo KEY=old >> "$PROCMAN_OUTPUT"
                echo 'KEY=a b $HOME=1' >> "$PROCMAN_OUTPUT"
                printf 'LONG<<END\\none\\nKEY=two\\nEND\\n' >> "$PROCMAN_OUTPUT"
            second:
              depends: [{process_exited: first}]
              env:
                VALUE: "it's <${{ first.KEY }}>"
              run: |
                echo "$VALUE"; echo '[${{first.KEY}}]' "{${{ first.LONG }}}" ${{ first.KEY }}
            third:
              depends: [{process_exited: first}]
              run: "echo before; x=${{ first.NONE }}; echo after"
            """);
    Loaded.Ok ok = Dialecting.ok(Loader.load(file, Dialecting.ENVIRONMENT));
    assertThat(run(ok, "first")).isEqualTo("0 ");
    assertThat(run(ok, "second"))
        .isEqualTo("0 it's <a b $HOME=1>\n[a b $HOME=1] {one\nKEY=two} a b $HOME=1\n");
    assertThat(run(ok, "third"))
        .isEqualTo("1 before\nno NONE in the output of " + folder + "/procman-logs/first.output\n");
    assertThat(run(ok, "first")).isEqualTo("0 "); // the second run begins a new file
    assertThat(Files.readAllLines(folder.resolve("procman-logs/first.output"))).hasSize(6);
  }

  private static String run(Loaded.Ok ok, String name) throws IOException, InterruptedException {
    ServiceSpec spec = Dialecting.spec(ok, name);
    String line = ((Command.ShellLine) spec.command()).line();
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", line)
            .directory(spec.directory().toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(spec.environment().variables());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() + " " + output;
  }

  @Test
  void templatesNeedAProcessThatIsWaitedFor() {
    assertThat(
            sketch(
                    """
                    a: {run: "x ${{ none.K }}"}
                    b: {run: "x ${{ a.K }}"}
                    c: {run: x, once: true}
                    d: {run: "x ${{ c.K }}"}
                    e: {run: x, once: true, depends: [{process_exited: c}]}
                    f: {run: "x ${{ c.K }} ${{ not a template }}", depends: [{process_exited: e}]}
                    g: {run: x, env: {"a-b": "${{ c.K }}"}}
                    h: {run: "${{ h.K }}", once: true}
                    """)
                .problems())
        .containsExactly(
            "procman.yaml:1:10: service 'a': there is no process 'none' for ${{ none.K }}",
            "procman.yaml:2:10: service 'b': 'a' needs 'once: true' for ${{ a.K }}",
            "procman.yaml:4:10: service 'd': ${{ c.K }} needs {process_exited: c} in 'depends'",
            "procman.yaml:7:19: service 'g': 'a-b' cannot be a variable of a shell",
            "procman.yaml:8:10: service 'h': ${{ h.K }} needs {process_exited: h} in 'depends'");
  }

  @Test
  void namesThatReeveDoesNotHaveAreReplacedEverywhere() {
    Loaded.Ok ok =
        Dialecting.ok(
            "procman.yaml",
            "my job: {run: x, once: true}\nb: {run: y, depends: [process_exited: my job]}");
    assertThat(Dialecting.spec(ok, "b").dependsOn())
        .isEqualTo(Map.of("my-job", Condition.COMPLETED));
  }

  @Test
  void mistakesHaveTheirPlaces() {
    assertThat(
            sketch(
                    """
                    a: {run: "  "}
                    b: {once: yes, env: [A=1], depends: {x: 1}, run: x}
                    c:
                      run: x
                      depends:
                        - process_exited: none
                        - process_exited: a
                        - {url: "http://x"}
                        - {tcp: $NONE}
                        - {path: [1]}
                        - {file_contains: {path: x, format: toml}}
                        - {port: 1}
                        - text
                        - {path: x, timeout_seconds: soon}
                    d:
                      run: x
                      for_each: {glob: x}
                      watch:
                        - {name: w}
                        - {name: w, check: {path: x}}
                        - {name: w, check: {path: x}, on_fail: {spawn: none}}
                        - {check: {path: x}, on_fail: {spawn: c}}
                        - {check: {process_exited: a}}
                        - {check: {path: x}, on_fail: explode, poll_interval: x}
                        - 7
                    e: text
                    """)
                .problems())
        .containsExactly(
            "procman.yaml:1:1: service 'a': the process has no 'run'",
            "procman.yaml:2:11: service 'b': 'once' must be true or false, not 'yes'",
            "procman.yaml:2:21: service 'b': 'env' must be a map, not a list",
            "procman.yaml:2:37: service 'b': 'depends' must be a list, not a map",
            "procman.yaml:6:23: service 'c': depends on 'none', which does not exist",
            "procman.yaml:7:23: service 'c': waits until 'a' is completed, but it has no 'once:"
                + " true'",
            "procman.yaml:8:7: service 'c': 'url' needs a 'code' beside it",
            "procman.yaml:9:13: service 'c': 'tcp': variable 'NONE' is not set",
            "procman.yaml:10:14: service 'c': 'path' must be text, not a list",
            "procman.yaml:11:23: service 'c': 'file_contains' needs a 'key'",
            "procman.yaml:11:41: service 'c': 'format' must be json or yaml, not 'toml'",
            "procman.yaml:12:7: service 'c': expected one of url, tcp, path, file_contains,"
                + " process_exited, not_listening, not_exists, not_running",
            "procman.yaml:13:7: service 'c': expected one of url, tcp, path, file_contains,"
                + " process_exited, not_listening, not_exists, not_running",
            "procman.yaml:14:34: service 'c': 'timeout_seconds' must be a number of seconds, not"
                + " 'soon'",
            "procman.yaml:17:13: service 'd': 'for_each' must be {glob: PATTERN, as: VARIABLE}",
            "procman.yaml:19:7: service 'd': the watch has no 'check'",
            "procman.yaml:21:14: service 'd': there is a watch of this name already, in line 20",
            "procman.yaml:21:52: service 'd': there is no process 'none' to spawn",
            "procman.yaml:22:43: service 'd': 'c' is spawned, so it needs 'autostart: false'",
            "procman.yaml:23:16: service 'd': 'process_exited' can be waited for, but not be"
                + " watched",
            "procman.yaml:24:35: service 'd': 'on_fail' must be shutdown, debug, log or {spawn:"
                + " NAME}, not 'explode'",
            "procman.yaml:24:59: service 'd': 'poll_interval' must be a number of seconds, not 'x'",
            "procman.yaml:25:7: service 'd': a watch must be a map, not '7'",
            "procman.yaml:26:4: process 'e' must be a map, not 'text'");
    assertThat(Dialecting.problems("procman.yaml", ""))
        .containsExactly("1:1: a procman file must be a map of names to processes");
  }

  @Test
  void whatHasNoEquivalentIsAWarning() {
    assertThat(
            sketch(
                    """
                    a:
                      run: x
                      restart: always
                      for_each: {glob: x, as: y, sort: z}
                      depends: [{tcp: "a:1", poll_intervall: 1}, {file_contains: {path: x, format: json, key: $, retries: 1}}]
                      watch: [{check: {path: x, code: 1}, on_fail: debug, interval: 1}]
                    """)
                .warnings())
        .containsExactly(
            "procman.yaml:3:3: service 'a': unknown 'restart' is ignored",
            "procman.yaml:4:30: service 'a': unknown 'sort' is ignored",
            "procman.yaml:5:26: service 'a': unknown 'poll_intervall' is ignored; did you mean"
                + " 'poll_interval'?",
            "procman.yaml:5:94: service 'a': unknown 'retries' is ignored",
            "procman.yaml:6:29: service 'a': unknown 'code' is ignored",
            "procman.yaml:6:39: service 'a': 'on_fail: debug' has no equivalent: the failure is"
                + " logged",
            "procman.yaml:6:55: service 'a': unknown 'interval' is ignored");
  }

  @Test
  void itsFilesAreRecognised() {
    assertThat(Dialecting.dialect("procman.yaml", "")).isEqualTo("procman");
    assertThat(Dialecting.dialect("procman.yml", "services: {}")).isEqualTo("procman");
    assertThat(Dialecting.dialect("dev.yaml", "a: {run: x}\nb: {run: y, once: true}"))
        .isEqualTo("procman");
    assertThat(Dialecting.dialect("dev.yaml", "process: {run: x}")).isEqualTo("procman");
    assertThat(Dialecting.dialect("dev.yaml", "a: {run: x}\nb: {command: y}")).isEqualTo("native");
    assertThat(Dialecting.dialect("dev.yaml", "a: {run: [x]}")).isEqualTo("native");
    assertThat(Dialecting.dialect("reeve.yaml", "a: {run: x}")).isEqualTo("native");
    assertThat(Dialecting.dialect("dev.yaml", "{}")).isEqualTo("native");
  }

  @Test
  void secondsMayHaveDecimals() {
    assertThat(List.of("0.5", "2", "1.0005", "10.").stream().map(ProcmanProbe::seconds).toList())
        .extracting(seconds -> seconds.orElseThrow().toMillis())
        .containsExactly(500L, 2000L, 1001L, 10_000L);
    assertThat(ProcmanProbe.seconds("-1")).isEmpty();
    assertThat(ProcmanProbe.seconds("9".repeat(99))).isEmpty();
  }
}
