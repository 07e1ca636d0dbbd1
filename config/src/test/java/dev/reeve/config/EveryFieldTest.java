package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EveryFieldTest {
  private final Path folder = Fixtures.folder("good");

  private List<ServiceSpec> load(String file) {
    return Fixtures.ok(Loader.load(folder.resolve(file), Fixtures.ENVIRONMENT, Set.of("elsewhere")))
        .specs();
  }

  @Test
  void everyFieldIsReadFromYaml() {
    List<ServiceSpec> specs = load("every-field.yaml");
    Map<String, Object> read = new HashMap<>();
    for (Field<?> field : Fields.ALL) {
      int where = field.equals(Fields.SHELL) ? 1 : field.equals(Fields.SCHEDULE) ? 2 : 0;
      ServiceSpec spec = specs.get(where);
      assertThat(field.isDeclared(spec)).as("%s is in the fixture", field.path()).isTrue();
      read.put(field.path(), field.tree(spec));
    }
    assertThat(read).isEqualTo(expected());
  }

  private Map<String, Object> expected() {
    Map<String, Object> all = new HashMap<>();
    all.put("command", List.of("node", "server.js", "--title", "a b"));
    all.put("shell", true);
    all.put("interpreter", "/usr/bin/node");
    all.put("cwd", folder + "/app");
    all.put("user", "www-data");
    all.put("group", "www");
    all.put("instances", 4);
    Map<String, String> env = new LinkedHashMap<>();
    env.put("MODE", "0644");
    env.put("RATIO", "1.50");
    env.put("BIG", "1e3");
    env.put("YES", "True");
    env.put("PORT", "8080");
    env.put("HOST", "localhost");
    env.put("FALLBACK", "8080");
    env.put("PRICE", "5$");
    env.put("DOLLARS", "${PORT} $5");
    all.put("env", env);
    all.put("env_file", List.of(folder + "/common.env", "/home/me/secret.env"));
    all.put("instance_env", "INDEX");
    all.put("inherit_env", false);
    all.put("group_name", "web");
    all.put("description", "The front door");
    all.put("enabled", false);
    all.put("labels", Map.of("team", "blue", "tier", "1"));
    all.put("once", true);
    all.put("essential", true);
    all.put("restart.policy", "on-failure");
    all.put("restart.delay", "500ms");
    all.put("restart.delay_success", "1m30s");
    all.put("restart.backoff", 1.5);
    all.put("restart.max_delay", "2h");
    all.put("restart.jitter", 0.25);
    all.put("restart.max", 7);
    all.put("restart.max_success", 8);
    all.put("restart.min_uptime", "7d");
    all.put("restart.limit", Map.of("max", 3, "within", "1m"));
    all.put("restart.exit_codes", List.of(1, 2));
    all.put("restart.except_codes", List.of(3));
    all.put("stop.signal", "SIGINT");
    all.put("stop.command", List.of("./stop.sh", "now"));
    all.put("stop.grace", "0s");
    all.put("reload", "SIGHUP");
    all.put("startup_grace", "3s");
    all.put("diagnose", "preflight");
    all.put("depends_on", Map.of("line", "started", "elsewhere", "completed"));
    all.put("depends_timeout", "10s");
    all.put("on_timeout", "start");
    all.put("ready", Map.of("log", "up on [0-9]+", "interval", "1s", "timeout", "9s"));
    all.put(
        "health",
        Map.of("http", "http://127.0.0.1:8080/", "status", List.of(204), "restart", true));
    all.put("watchdog", "20s");
    all.put(
        "checks",
        List.of(
            Map.of("name", "disk", "check", Map.of("path", "/"), "on_fail", "log"),
            Map.of("check", Map.of("tcp", "127.0.0.1:1"), "on_fail", Map.of("start", "line"))));
    all.put(
        "watch",
        Map.of(
            "paths",
            List.of("src/**"),
            "ignore",
            List.of("*.tmp"),
            "delay",
            "1s",
            "action",
            "reload"));
    all.put(
        "rollout", Map.of("rolling", true, "delay", "2s", "max_unavailable", 2, "wait", "healthy"));
    all.put("on_crash.url", "https://h/x");
    all.put("on_crash.method", "get");
    all.put("on_crash.debounce", "10s");
    all.put("on_crash.log_lines", 20);
    all.put("on_crash.log_source", "out");
    all.put("on_crash.secret", "$1");
    all.put("statsd.host", "127.0.0.1:8125");
    all.put("statsd.prefix", "my.every");
    all.put("statsd.interval", "5s");
    all.put(
        "provision",
        List.of(
            Map.of("path", "data", "ownership", "www-data:www", "mode", "0750"),
            Map.of(
                "path",
                "bin/every",
                "ownership",
                Map.of("owner", "root", "recursive", true),
                "mode",
                "0755",
                "add_net_bind_capability",
                true)));
    all.put(
        "schedule", Map.of("cron", "0 3 * * *", "timezone", "Europe/Berlin", "overlap", "queue"));
    all.put("resources.cpu", "1500m");
    all.put("resources.memory", "64M");
    all.put("resources.swap", "0");
    all.put("resources.pids", 100L);
    all.put("resources.io_weight", 50);
    all.put("resources.nofile", 4096);
    all.put("resources.nice", 5);
    all.put("resources.oom_score", -500);
    all.put("resources.oom", "stop");
    all.put(
        "sockets",
        Map.of(
            "http",
            "0.0.0.0:8080",
            "admin",
            Map.of("listen", "unix:" + folder + "/run/x.sock", "mode", "0600")));
    all.put("umask", "0027");
    all.put("sandbox.no_new_privileges", true);
    all.put("sandbox.capabilities", List.of("kill", "net_bind_service"));
    all.put("sandbox.private_tmp", true);
    all.put("sandbox.read_only_paths", List.of("/etc", folder + "/app/bin"));
    all.put("logs.stdout", folder + "/app/out/every.log");
    all.put("logs.stderr", "null");
    all.put("logs.format", "json");
    all.put("logs.rotate.size", "64M");
    all.put("logs.rotate.keep", 9);
    all.put("logs.rotate.compress", false);
    all.put("logs.time_format", "ç214-%d.%m.%Y %T.%fçR-");
    all.put("logs.prefix", "{name}#{instance}:");
    all.put("logs.strip_ansi", true);
    all.put("logs.rotate.every", "daily");
    all.put("logs.rotate.max_age", "14d");
    all.put("logs.on_full", "drop");
    all.put("logs.syslog", "tcp://logs.example.com:514");
    all.put("logs.syslog_tag", "every");
    all.put("logs.hints", List.of(folder + "/app/own.log", "/home/me/other.log"));
    return all;
  }

  @Test
  void theSameInJsonGivesTheSameSpecs() {
    assertThat(load("every-field.json")).isEqualTo(load("every-field.yaml"));
  }

  @Test
  void aLineForTheShellKeepsItsLines() {
    assertThat(load("every-field.yaml").get(1).command().text())
        .isEqualTo("set -e\nexec sleep \"$SECONDS\"\n");
  }

  @Test
  void allPathsKnowTheHomeFolder() {
    Set<String> paths = new java.util.HashSet<>();
    for (Field<?> field : Fields.ALL) {
      if (field.type().label().startsWith("path")) {
        paths.add(field.path());
      }
    }
    assertThat(FieldTree.PATHS).isEqualTo(paths);
  }

  @Test
  void shortFormsMeanTheSameAsLongOnes() {
    List<ServiceSpec> specs = load("short-forms.yaml");
    ServiceSpec web = specs.getFirst();
    assertThat(web.command().text()).isEqualTo("node 'server one.js' 'a\"b'");
    assertThat(web.environment().variables()).isEqualTo(Map.of("PORT", "8080", "EMPTY", ""));
    assertThat(web.environment().files()).containsExactly(folder.resolve(".env"));
    assertThat(web.restart().policy()).hasToString("NEVER");
    assertThat(web.stop().grace()).hasMinutes(1);
    assertThat(web.logs().rotation().keep()).isZero();
    assertThat(web.dependsOn()).containsOnlyKeys("db");
    assertThat(Fields.RELOAD.tree(web)).isEqualTo(List.of("kill", "-HUP", "$MAINPID"));
    assertThat(specs.get(1)).isEqualTo(web.named("copy"));
    assertThat(specs).extracting(ServiceSpec::name).containsExactly("web", "copy", "db", "migrate");
  }
}
