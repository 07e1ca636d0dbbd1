package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Whatever stands in a file of APM, processmaster, procman or akala: services or problems with
 * places, never an exception, and in bounded time. Seeds are fixed, so a failure can be had again.
 */
@Timeout(300)
class SketchFuzzTest {
  private static final int MUTANTS = 6_000;
  private static final int MANY = 500_000;

  static final Map<String, String> SEEDS = new LinkedHashMap<>();

  static {
    SEEDS.put(
        "apm.conf",
        """
        # comment
        daemon { gui_port 6789; }
        telemetry false;
        include none/*.conf;
        worker api {
          name: my-api; exec node; params "server.js", --port, `80`; // more
          path /srv/$HOME/${PORT}; instances 4; env A=1, B="x, y"; env J={"a":1};
          restart true; restart_err true; err_delay 500; restart_on_exit_codes 3, 4;
          depends_on db, cache; depends_timeout 30000;
          health_check on; health_check_interval 5000; memory_limit 256M;
          log out.log; prefix ç51-api-serverçR-; log_max_size 10M;
          server http://0.0.0.0:3000, :80; tls true; tls_cert c; keep_alive 120000;
          watch *.js,
                src/*; watch_delay 200; rolling; session_persist true; session_wait 1;
          on_crash { url http://x; debounce 100; secret s; }
          statsd { host localhost:8125; interval 1; }
          vanguard { allow_ip 10.0.0.0/8; rate_limit 5; log off; ban_path *.php, /.git*; }
          dashboard { cols 6; module { type led; id 1; color #ff5a5a; x 0; } module { id 1; } }
        }
        worker { exec db; }
        worker { exec cache; }
        """);
    SEEDS.put(
        "service.yml",
        """
        application: sleeper
        process:
          working_directory: /tmp/sleeper
          start_command: ["/bin/sleep", "10"]
          stop_command: ["./stop.sh"]
          stop_grace_period_ms: 5000
          environment:
            - {name: FOO, value: "@base64://aGVsbG8="}
            - {name: BAR, value: "@hex://6869"}
          user: u
          group: g
          schedule: "*/15 8-18 1,2 * 2-6/2"
          not_before: 2026-01-31
          not_after: 2026-12-31_23:59:00
          max_time_per_run: 1.5m
        logs: {stdout: o, rotation_mode: time, rotation_frequency: hourly, rotation_size: 10m,
          rotation_max_age_ms: 1000, hints: [a, b]}
        resources: {max_cpu: 100m, max_memory: 64MiB, max_swap: 0, io_bandwidth: []}
        global: {enabled: false}
        provisioning: [{path: ., ownership: {owner: me}, mode: "0770"}]
        """);
    SEEDS.put(
        "config.d.yaml",
        """
        process:
          working_directory: &a x
          inherit_environment: true
        restart_policy: {policy: always, restart_backoff_ms: 1000,
          tolerance: {max_restarts: 3, duration: 1m}}
        logs: {rotation_size: 5g, rotation_backups: 3, stop_command_stdout: *a}
        """);
    SEEDS.put(
        "config.yaml",
        """
        global: {config_directory: /none/config.d, auto_service_directory: none,
          default_service_user: u}
        cgroup: {name: pm}
        """);
    SEEDS.put(
        "procman.yaml",
        """
        migrate: {run: 'up; echo A=b >> "$PROCMAN_OUTPUT"', once: true}
        api:
          env: {PORT: "3000", T: "x ${{ migrate.A }}"}
          depends:
            - process_exited: migrate
            - {tcp: "127.0.0.1:5432", timeout_seconds: 30}
            - {url: "http://x:${PORT}/", code: 200, poll_interval: 0.5, retry: true}
            - file_contains: {path: $HOME/a, format: yaml, key: "$.a", env: X}
            - not_exists: /tmp/$$
            - {not_running: x}
          run: |
            api --db '${{ migrate.A }}' "${{ migrate.B }}" --port $PORT
          watch:
            - &w {name: health, check: {path: /x}, initial_delay: 5, failure_threshold: 3,
              on_fail: {spawn: recovery}}
            - {check: {tcp: "a:1"}, on_fail: debug, poll_interval: 1.5}
        nodes: {for_each: {glob: "*", as: N}, run: "a $N", once: true}
        recovery: {run: r, autostart: false}
        """);
    SEEDS.put(
        ".pm.config.json",
        """
        {"containers": {
          "my-app": {"path": "/x/commands.json", "type": "nodejs", "commandable": true,
            "stateless": false, "dependencies": ["@my/db", "cache"]},
          "@my/db": {"path": "db.js", "type": "worker"},
          "cache": {"path": "redis:7", "type": "docker"}, "pm": {"path": "x"}},
         "mapping": {"prod": {"container": "my-app", "autostart": true, "cwd": "/v",
           "cli": ["--port", 8080], "config": {"a": 1}, "connect": {}}},
         "plugins": ["x"], "setup": {"packages": []}}
        """);
    SEEDS.put(
        ".akala.json",
        "{\"pm\": {\"containers\": {\"a\": {\"path\": \"a.js\"}}, \"mapping\": {}}}");
  }

  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ";",
          ":",
          ",",
          "=",
          "\"",
          "'",
          "`",
          "#",
          "//",
          "\n",
          "\t",
          " ",
          "- ",
          "&a ",
          "*a",
          "${{ migrate.A }}",
          "${{",
          "}}",
          "$",
          "${",
          "$$",
          "@file://",
          "@hex://",
          "worker {",
          "module {",
          "include ",
          "include apm.conf;",
          "exec x;",
          "server",
          "tls",
          "process",
          "schedule",
          "null",
          "true",
          "-1",
          "1e999999999",
          "9".repeat(30),
          "*/0",
          "8-2",
          "\\",
          "\u0000",
          "\ufeff",
          "\ud800",
          "🚀",
          "\r",
          "\u2028",
          "..",
          "all",
          "pm",
          "run",
          "once",
          "depends",
          "name",
          "[".repeat(20),
          "{".repeat(20));

  private static void check(String name, String text, String origin) {
    Loaded loaded;
    try {
      loaded = Loader.parse(Path.of("/none/conf/" + name), text, Dialecting.ENVIRONMENT, Set.of());
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError(
          origin + ":\n" + text.substring(0, Math.min(2000, text.length())), e);
    }
    switch (loaded) {
      case Loaded.Ok ok -> assertThat(ok.specs()).as(origin).isNotEmpty();
      case Loaded.Broken broken -> {
        assertThat(broken.problems()).as(origin).isNotEmpty();
        for (ConfigProblem problem : broken.problems()) {
          assertThat(problem.message()).as(origin).isNotBlank();
        }
      }
    }
  }

  private static String mutant(Random random, String seed) {
    StringBuilder text = new StringBuilder(seed);
    int changes = 1 + random.nextInt(5);
    for (int i = 0; i < changes && !text.isEmpty(); i++) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(25));
      switch (random.nextInt(6)) {
        case 0 -> text.delete(at, to);
        case 1 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
        case 2 -> text.setCharAt(at, (char) random.nextInt(random.nextBoolean() ? 128 : 0x10000));
        case 3 -> {
          if (random.nextInt(4) == 0) {
            text.setLength(at);
          }
        }
        default -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
      }
    }
    return text.toString();
  }

  @Test
  void anyMutantIsLoadedOrHasProblems() {
    SEEDS.forEach((name, seed) -> {
      long begin = System.nanoTime();
      for (int i = 0; i < MUTANTS; i++) {
        check(name, mutant(new Random(i), seed), name + " mutant " + i);
      }
      Duration took = Duration.ofNanos(System.nanoTime() - begin);
      System.out.println(
          "sketch fuzz: " + MUTANTS + " mutants of " + name + " in " + took.toMillis() + " ms");
    });
  }

  @Test
  void aFileCutAnywhereIsLoadedOrHasProblems() {
    SEEDS.forEach((name, seed) -> {
      for (int i = 0; i <= seed.length(); i++) {
        check(name, seed.substring(0, i), name + " cut at " + i);
      }
    });
  }

  @Test
  void hugeAndDeepTreesEndInProblemsOrServices() {
    String bomb =
        "a: &a {run: [x,x,x,x,x,x]}\n" + "b: &a [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n".repeat(30);
    for (String name : List.of("procman.yaml", "p.yaml", ".pm.config.json", ".akala.json")) {
      List<String> texts =
          List.of(
              "[".repeat(MANY),
              "{\"pm\":".repeat(MANY / 10),
              "\"".repeat(MANY),
              "process: {start_command: [" + "x,".repeat(MANY / 10) + "]}",
              "process: {working_directory: " + "x/".repeat(MANY / 10) + "}",
              "process: {schedule: '" + "1,".repeat(MANY / 10) + " * * * 1'}",
              "process: {schedule: '* * * * " + "1,".repeat(MANY / 10) + "'}",
              "process: {schedule: x, max_time_per_run: " + "9".repeat(MANY) + "s}",
              "process: {working_directory: x, environment: [{name: a, value: '@hex://"
                  + "6".repeat(MANY)
                  + "'}]}",
              "a: {run: '" + "${{ a.K }}".repeat(MANY / 50) + "', once: true}",
              "a: {run: '" + "${{ ".repeat(MANY / 10) + "'}",
              "a: {run: '" + "${{ " + "a.".repeat(MANY / 10) + "'}",
              "a: {run: x, env: {A: '" + "${{a.b}}".repeat(MANY / 50) + "'}}",
              "a: {run: x, depends: [" + "{process_exited: a},".repeat(10_000) + "]}",
              "a: {run: x, depends: [" + "{path: $HOME},".repeat(10_000) + "]}",
              "a: {run: x, watch: [" + "{check: {path: x}},".repeat(10_000) + "]}",
              chain(20_000),
              "{\"containers\": {" + "\"a\": {\"path\": \"x\"},".repeat(20_000) + "}}",
              "{\"containers\": {\"a\": {\"path\": \"x\", \"dependencies\": ["
                  + "\"b\",".repeat(20_000)
                  + "]}}}",
              bomb,
              "a: &a {run: x, watch: [*a]}");
      for (int i = 0; i < texts.size(); i++) {
        check(name, texts.get(i), name + " input " + i);
      }
    }
  }

  /** Each waits for the one before, and uses a value of the first one. */
  private static String chain(int length) {
    StringBuilder text = new StringBuilder("j0: {run: x, once: true}\n");
    for (int i = 1; i < length; i++) {
      text.append(
          "j%d: {run: x, once: true, depends: [process_exited: j%d]}\n".formatted(i, i - 1));
    }
    return text.append(
            "z: {run: '${{ j0.K }}', depends: [process_exited: j%d]}".formatted(length - 1))
        .toString();
  }

  @Test
  void hugeAndDeepFilesOfApmEndInProblemsOrServices() {
    List<String> texts =
        List.of(
            "worker { ".repeat(MANY / 10),
            "worker {".repeat(MANY / 10),
            "}".repeat(MANY),
            ";".repeat(MANY),
            "\"".repeat(MANY),
            "a ".repeat(MANY),
            "a,".repeat(MANY),
            "{".repeat(MANY),
            "#".repeat(MANY),
            "/".repeat(MANY),
            "\n".repeat(MANY),
            "x\n".repeat(MANY),
            "name\n".repeat(MANY / 5),
            "worker { exec x; env " + "A=1,".repeat(MANY / 10) + "; }",
            "worker { exec x; params " + "y ".repeat(MANY / 10) + "; }",
            "worker { exec x; " + "watch *.js; ".repeat(5_000) + "}",
            "worker { exec x; " + "nonsense y; ".repeat(20_000) + "}",
            "worker { exec x; path " + "$HOME/".repeat(MANY / 10) + "; }",
            "worker { exec x; kill_timeout " + "9".repeat(MANY) + "; }",
            "worker { exec " + "x".repeat(MANY) + "; }",
            "worker { exec x; dashboard { " + "module { id 1; } ".repeat(5_000) + "} }",
            "worker { exec x; J " + "{\"a\":".repeat(MANY / 10) + "; }",
            "worker { exec x; }\n".repeat(20_000),
            "worker { exec x; color " + "#ff".repeat(MANY / 10) + "; }",
            "include x.conf;".repeat(20_000));
    for (int i = 0; i < texts.size(); i++) {
      check("apm.conf", texts.get(i), "apm input " + i);
      check("x.conf", texts.get(i), "conf input " + i);
    }
  }
}
