package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kubernetes, Nomad, APM and processmaster: what is written, and what of it is read again. */
class ExportElsewhereTest {
  private static final Environment NOTHING = new Environment(Map.of());

  private static final String HOSTILE =
      """
      services:
        odd:
          command:
            - /bin/echo
            - "a b"
            - ""
            - '"quoted"'
            - "it's"
            - "$HOME ${HOME} $(HOME) $$"
            - "%{if true} %{ 100%"
            - "back\\\\slash"
            - "line\\nbreak\\ttab"
            - "semi; colon, comma { brace } # hash // slash"
          env:
            QUOTE: 'say "yes" and $${no} %{or}'
            LINES: "one\\ntwo"
            EMPTY: ''
            COMMAS: 'a, b; c'
      """;

  @TempDir Path folder;

  private static List<ServiceSpec> specs(String yaml) {
    return specs(Loader.parse(Path.of("/srv/reeve.yaml"), yaml, NOTHING, Set.of()));
  }

  private static List<ServiceSpec> specs(Loaded loaded) {
    return switch (loaded) {
      case Loaded.Ok ok -> ok.specs();
      case Loaded.Broken broken -> throw new AssertionError(broken.text());
    };
  }

  private static Export.Written written(Export.Format format, String yaml) {
    return Export.write(format, specs(yaml), false);
  }

  private static Object plain(Node node) {
    return switch (node) {
      case Node.Text text -> text.text();
      case Node.Items list -> list.items().stream().map(ExportElsewhereTest::plain).toList();
      case Node.Entries map -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.entries().forEach(entry -> entries.put(entry.key(), plain(entry.value())));
        yield entries;
      }
    };
  }

  private static List<Map<?, ?>> objects(Export.Written written) throws Unloadable {
    List<Map<?, ?>> objects = new ArrayList<>();
    for (String document : written.files().get("kubernetes.yaml").split("^---\n|\n---\n", -1)) {
      Problems problems = new Problems();
      Node root = YamlReader.read(new Source(Path.of("k8s"), document), problems).orElseThrow();
      assertThat(problems.isEmpty()).isTrue();
      objects.add((Map<?, ?>) plain(root));
    }
    return objects;
  }

  private static Object at(Object tree, Object... keys) {
    Object here = tree;
    for (Object key : keys) {
      here =
          key instanceof Integer index ? ((List<?>) here).get(index) : ((Map<?, ?>) here).get(key);
      assertThat(here).as("%s of %s", key, tree).isNotNull();
    }
    return here;
  }

  @Test
  void aServiceBecomesADeploymentWithProbesAndItsTimeToEnd() throws Exception {
    Export.Written written =
        written(
            Export.Format.KUBERNETES,
            """
            services:
              My_Web:
                command: node server.js
                instances: 3
                env: { PORT: 8080 }
                labels: { team: blue, note: 'not a label!' }
                group_name: front
                description: the shop
                stop: { grace: 1500ms }
                ready: { http: "http://localhost:8080/ready?x=1", interval: 2s, timeout: 30s }
                health: { tcp: "db.internal:8080", interval: 7s, failures: 4, restart: true }
                user: '1000'
                restart: { policy: on-failure, max: 3 }
            """);
    Map<?, ?> object = objects(written).getFirst();
    assertThat(at(object, "apiVersion")).isEqualTo("apps/v1");
    assertThat(at(object, "kind")).isEqualTo("Deployment");
    assertThat(at(object, "metadata", "name")).isEqualTo("my-web");
    assertThat(at(object, "metadata", "labels", "team")).isEqualTo("blue");
    assertThat(at(object, "metadata", "annotations", "kubernetes.io/description"))
        .isEqualTo("the shop");
    assertThat(at(object, "spec", "replicas")).isEqualTo("3");
    assertThat(at(object, "spec", "selector", "matchLabels"))
        .isEqualTo(at(object, "spec", "template", "metadata", "labels"));
    Object pod = at(object, "spec", "template", "spec");
    assertThat(at(pod, "terminationGracePeriodSeconds")).isEqualTo("2");
    Object container = at(pod, "containers", 0);
    assertThat(at(container, "image")).isEqualTo("example.invalid/my-web:replace-me");
    assertThat(at(container, "command")).isEqualTo(List.of("node", "server.js"));
    assertThat(at(container, "workingDir")).isEqualTo("/srv");
    assertThat(at(container, "env", 0)).isEqualTo(Map.of("name", "PORT", "value", "8080"));
    assertThat(at(container, "securityContext", "runAsUser")).isEqualTo("1000");
    assertThat(at(container, "startupProbe"))
        .isEqualTo(
            Map.of(
                "httpGet", Map.of("path", "/ready?x=1", "port", "8080"),
                "periodSeconds", "2",
                "failureThreshold", "15"));
    assertThat(at(container, "livenessProbe", "tcpSocket"))
        .isEqualTo(Map.of("host", "db.internal", "port", "8080"));
    assertThat(at(container, "readinessProbe", "failureThreshold")).isEqualTo("4");
    assertThat(written.warnings())
        .containsExactlyInAnyOrder(
            "service 'My_Web': it is called 'my-web' there, as names have no other characters",
            "service 'My_Web': label 'note' cannot be one of Kubernetes; left out",
            "service 'My_Web': a Deployment is always started again, whatever 'restart.policy'"
                + " says",
            "service 'My_Web': its probe asks at the address of the pod: let it listen there, not"
                + " on localhost",
            "service 'My_Web': Kubernetes has no equivalent of 'restart.max'; left out",
            "Kubernetes runs containers: replace each image 'example.invalid/…' by one that has the"
                + " program and its files");
  }

  @Test
  void whatEndsIsAJobAndWhatHasAScheduleACronJob() throws Exception {
    List<Map<?, ?>> objects =
        objects(
            written(
                Export.Format.KUBERNETES,
                """
                services:
                  migrate: { command: ./migrate, once: true }
                  nightly:
                    command: ./backup
                    once: true
                    schedule: { cron: "0 3 * * *", timezone: Europe/Berlin, max_time_per_run: 1h }
                """));
    assertThat(at(objects.getFirst(), "kind")).isEqualTo("Job");
    assertThat(at(objects.getFirst(), "spec", "backoffLimit")).isEqualTo("0");
    assertThat(at(objects.getFirst(), "spec", "template", "spec", "restartPolicy"))
        .isEqualTo("Never");
    Map<?, ?> cron = objects.get(1);
    assertThat(at(cron, "kind")).isEqualTo("CronJob");
    assertThat(at(cron, "spec", "schedule")).isEqualTo("0 3 * * *");
    assertThat(at(cron, "spec", "timeZone")).isEqualTo("Europe/Berlin");
    assertThat(at(cron, "spec", "concurrencyPolicy")).isEqualTo("Forbid");
    assertThat(at(cron, "spec", "jobTemplate", "spec", "activeDeadlineSeconds")).isEqualTo("3600");
  }

  @Test
  void kubernetesReplacesNothingInCommandsAndVariables() throws Exception {
    Object container =
        at(
            objects(written(Export.Format.KUBERNETES, HOSTILE)).getFirst(),
            "spec",
            "template",
            "spec",
            "containers",
            0);
    ServiceSpec odd = specs(HOSTILE).getFirst();
    List<?> command = (List<?>) at(container, "command");
    assertThat(command.stream().map(word -> word.toString().replace("$$", "$")).toList())
        .isEqualTo(((dev.reeve.core.spec.Command.Argv) odd.command()).words());
    assertThat(command.get(5)).isEqualTo("$$HOME $${HOME} $$(HOME) $$$$");
    assertThat(at(container, "env", 1, "value")).isEqualTo("one\ntwo");
  }

  @Test
  void whatOthersWouldTakeForANumberOrABooleanIsInQuotes() {
    String yaml =
        "services: { a: { command: [/bin/sleep, '1000', '0x1f', yes, 1.5, '12:30', 10s, x1],"
            + " env: { ON: 'no', PORT: 8080, DAY: 2026-01-01, NAME: web, 'y': '~' } } }";
    for (Export.Format format :
        List.of(Export.Format.KUBERNETES, Export.Format.PROCESSMASTER, Export.Format.COMPOSE)) {
      String text = String.join("\n", written(format, yaml).files().values());
      assertThat(text)
          .containsPattern("\\s- \"1000\"\\s+- \"0x1f\"\\s+- \"yes\"\\s+- \"1.5\"\\s+- \"12:30\"")
          .containsPattern("\\s- 10s\\s+- x1\\s")
          .contains(": \"no\"\n", ": \"8080\"\n", ": \"2026-01-01\"\n", ": \"~\"\n", ": web\n");
    }
  }

  @Test
  void aJobOfNomadRunsTheProgramInItsFolder() {
    Export.Written written =
        written(
            Export.Format.NOMAD,
            """
            services:
              web:
                command: node server.js
                instances: 2
                env: { PORT: 8080 }
                stop: { signal: INT, grace: 40s }
                restart: { limit: 4/2m, delay: 3s }
                health: { http: "http://127.0.0.1:8080/up", interval: 7s, restart: true }
              batch: { command: ./run, once: true, schedule: { cron: "*/5 * * * *" } }
            """);
    assertThat(written.files().get("web.nomad.hcl"))
        .isEqualTo(
            """
            job "web" {
              type = "service"
              group "web" {
                count = 2
                restart {
                  delay = "3s"
                  attempts = 4
                  interval = "2m"
                  mode = "fail"
                }
                network {
                  port "health" {
                    static = 8080
                  }
                }
                task "web" {
                  driver = "raw_exec"
                  config {
                    command = "/usr/bin/env"
                    args = ["-C", "/srv", "node", "server.js"]
                  }
                  env = {
                    "PORT" = "8080"
                  }
                  kill_signal = "SIGINT"
                  kill_timeout = "40s"
                  service {
                    name = "web"
                    provider = "nomad"
                    port = "health"
                    check {
                      type = "http"
                      path = "/up"
                      interval = "7s"
                      timeout = "3s"
                      check_restart {
                        limit = 3
                        grace = "0s"
                      }
                    }
                  }
                }
              }
            }
            """);
    assertThat(written.files().get("batch.nomad.hcl"))
        .contains("type = \"batch\"\n  periodic {\n    crons = [\"*/5 * * * *\"]\n");
    assertThat(written.warnings())
        .contains(
            "service 'web': Nomad waits 30s at most, unless its client sets 'max_kill_timeout'")
        .last()
        .asString()
        .startsWith("Nomad starts programs of its machine only where 'raw_exec' is enabled");
  }

  @Test
  void hclHasEveryTextAsItIs() {
    String job = written(Export.Format.NOMAD, HOSTILE).files().get("odd.nomad.hcl");
    assertThat(job)
        .contains(
            "\"a b\", \"\", \"\\\"quoted\\\"\", \"it's\", \"$HOME $${HOME} $(HOME) $$\","
                + " \"%%{if true} %%{ 100%\", \"back\\\\slash\", \"line\\nbreak\\ttab\"",
            "\"QUOTE\" = \"say \\\"yes\\\" and $${no} %%{or}\"\n", "\"LINES\" = \"one\\ntwo\"\n");
    // No line of it is broken by a text: each ends in what ends a line of HCL.
    assertThat(job.lines().map(String::strip))
        .allMatch(line -> line.matches(".*[{}\\]\"]|.* = \\d+|.* = (true|false)"));
    assertThat(written(Export.Format.NOMAD, HOSTILE).warnings())
        .contains(
            "service 'odd': Nomad replaces '${…}' in 'command' where it knows the name",
            "service 'odd': Nomad replaces '${…}' in 'env.QUOTE' where it knows the name");
  }

  @Test
  void workersOfApmLoadAgainToTheSameServices() {
    String yaml =
        """
        services:
          db: { command: /bin/sleep 1000, restart: { backoff: 1, jitter: 0, max_delay: 1d } }
          api:
            command: node server.js
            instances: 2
            env: { A: 'b c', B: '' }
            restart:
              { policy: on-failure, delay: 700ms, delay_success: 300ms, max: 4, backoff: 1, jitter: 0 }
            stop: { grace: 3s }
            startup_grace: 1s
            depends_on: { db: started }
            depends_timeout: 20s
            on_timeout: start
            health: { http: "http://127.0.0.1:80/x", interval: 4s, failures: 2 }
            watch: { paths: ['**/*.js'], ignore: [tmp], delay: 1s }
            rollout: { rolling: true, delay: 3s }
            logs: { stdout: /var/log/o.log, stderr: /var/log/e.log, rotate: { keep: 7, size: 1M, compress: false } }
        """;
    Export.Written written = written(Export.Format.APM, yaml);
    assertThat(written.warnings()).isEmpty();
    List<ServiceSpec> again =
        specs(
            Loader.parse(
                Path.of("/srv/apm.conf"), written.files().get("apm.conf"), NOTHING, Set.of()));
    ServiceSpec before = specs(yaml).get(1);
    assertThat(again.get(1)).isEqualTo(before);
    assertThat(again.getFirst().command()).isEqualTo(specs(yaml).getFirst().command());
  }

  @Test
  void whatApmCannotQuoteIsLeftOutAndSaid() {
    String three = "services: { a: { command: [x], env: { ALL: \"'\\\"`\", SOME: \"'\\\"\" } } }";
    Export.Written written = written(Export.Format.APM, three);
    assertThat(written.files().get("apm.conf")).contains("env SOME=`'\"`;").doesNotContain("ALL");
    assertThat(written.warnings())
        .contains("service 'a': 'env ALL' has all quotes that APM knows in its text; left out");
    List<ServiceSpec> odd =
        specs(
            Loader.parse(
                Path.of("/srv/apm.conf"),
                written(Export.Format.APM, HOSTILE).files().get("apm.conf"),
                NOTHING,
                Set.of()));
    assertThat(odd.getFirst().command()).isEqualTo(specs(HOSTILE).getFirst().command());
    assertThat(odd.getFirst().environment().variables())
        .isEqualTo(specs(HOSTILE).getFirst().environment().variables());
  }

  @Test
  void definitionsOfProcessmasterLoadAgainToTheSameServices() throws IOException {
    String yaml =
        """
        services:
          api:
            command: [node, server.js, "a b"]
            cwd: /
            env: { A: 'b c', SECRET: '@base64://QGZpbGU6Ly8vZXRjL3Bhc3N3ZA==' }
            inherit_env: false
            stop: { signal: INT, grace: 3s }
            restart: { limit: 4/2m, delay: 700ms, delay_success: 700ms, backoff: 1, jitter: 0, max_delay: 1d }
            logs: { format: raw, stdout: o.log, stderr: /var/log/e.log, rotate: { keep: 7, size: 1M } }
            enabled: false
          job:
            command: ./run
            cwd: /
            schedule: { cron: "5 4 * * 1-5/2,7", not_before: "2026-01-01 10:00:00", max_time_per_run: 90s }
        """;
    Export.Written written = written(Export.Format.PROCESSMASTER, yaml);
    assertThat(written.files().get("config.d/job.yaml"))
        .contains("schedule: 5 4 * * 2-6/2,1\n", "max_time_per_run: 90000ms\n");
    assertThat(written.files().get("config.d/api.yaml"))
        .contains("@base64://")
        .doesNotContain("@file");
    for (Map.Entry<String, String> file : written.files().entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    List<ServiceSpec> again = specs(Loader.load(folder.resolve("config.yaml"), NOTHING));
    ServiceSpec api = specs(yaml).getFirst();
    ServiceSpec found = again.getFirst();
    assertThat(found.name()).isEqualTo("api");
    assertThat(found.command()).isEqualTo(api.command());
    assertThat(found.environment()).isEqualTo(api.environment());
    assertThat(found.stop()).isEqualTo(api.stop());
    assertThat(found.restart()).isEqualTo(api.restart());
    assertThat(found.logs()).isEqualTo(api.logs());
    assertThat(found.enabled()).isFalse();
    assertThat(again.get(1).schedule().orElseThrow().maxTimePerRun())
        .isEqualTo(specs(yaml).get(1).schedule().orElseThrow().maxTimePerRun());
    assertThat(again.get(1).schedule().orElseThrow().notBefore())
        .isEqualTo(specs(yaml).get(1).schedule().orElseThrow().notBefore());
  }
}
