package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RoundTripTest {
  private static final Path BASE = Path.of("/srv/app");

  private static ServiceSpec read(Map<?, ?> tree, Path base) {
    SpecReader.Reading reading = SpecReader.read("x", tree, base);
    assertThat(reading.problems()).as("%s", tree).isEmpty();
    return reading.spec().orElseThrow();
  }

  private static void assertRoundTrip(ServiceSpec spec) {
    // Everything is absolute by now: another base changes nothing.
    assertThat(read(SpecWriter.declared(spec), Path.of("/elsewhere"))).isEqualTo(spec);
    assertThat(read(SpecWriter.full(spec), Path.of("/elsewhere"))).isEqualTo(spec);
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    assertRoundTrip(read(Map.of("command", "true"), BASE));
    assertRoundTrip(read(Map.of("command", "a | b", "shell", true), BASE));
    assertRoundTrip(read(Map.of("command", "true", "once", true), BASE));
    assertRoundTrip(read(Map.of("command", List.of("SIGHUP"), "reload", List.of("SIGHUP")), BASE));
  }

  @Test
  void onlyWhatDiffersFromTheDefaultsIsDeclared() {
    ServiceSpec spec =
        read(Map.of("command", "true", "restart", Map.of("delay", "1s", "max", 3)), BASE);
    assertThat(SpecWriter.declared(spec))
        .isEqualTo(
            Map.of("command", List.of("true"), "cwd", "/srv/app", "restart", Map.of("max", 3)));
  }

  @Test
  void everythingThatHasAValueIsInTheFullTree() {
    Map<String, Object> full = SpecWriter.full(read(Map.of("command", "true"), BASE));
    List<String> missing = new ArrayList<>();
    for (Field<?> field : Fields.ALL) {
      Object at = full;
      for (String key : field.path().split("\\.", -1)) {
        at = at instanceof Map<?, ?> map ? map.get(key) : null;
      }
      if (at == null) {
        missing.add(field.path());
      }
    }
    assertThat(missing).containsExactly("restart.limit", "stop.command");
  }

  @Test
  void randomSpecsSurviveTheWayToTheTreeAndBack() {
    for (long seed = 1; seed <= 2000; seed++) {
      ServiceSpec spec = read(new RandomTree(seed).service(), BASE);
      assertThat(read(SpecWriter.declared(spec), Path.of("/elsewhere")))
          .as("seed %s", seed)
          .isEqualTo(spec);
      assertThat(read(SpecWriter.full(spec), Path.of("/elsewhere")))
          .as("seed %s", seed)
          .isEqualTo(spec);
      assertThat(spec.named("y").named("x")).isEqualTo(spec);
    }
  }

  /** Trees that are right, with values of all kinds. */
  private static final class RandomTree {
    private final SplittableRandom random;

    RandomTree(long seed) {
      random = new SplittableRandom(seed);
    }

    Map<String, Object> service() {
      Map<String, Object> tree = new LinkedHashMap<>();
      boolean shell = random.nextBoolean();
      tree.put("command", shell ? "x " + text() + " y" : words());
      if (shell) {
        tree.put("shell", true);
      }
      boolean once = random.nextBoolean();
      maybe(tree, "once", once);
      for (Field<?> field : Fields.ALL) {
        if (random.nextInt(3) == 0) {
          Object value = value(field, once && tree.containsKey("once"));
          if (value != null) {
            SpecWriter.put(tree, field.path(), value);
          }
        }
      }
      if (tree.containsKey("schedule") && tree.get("restart") instanceof Map<?, ?> restart) {
        restart.remove("policy");
      }
      if (tree.containsKey("on_crash")) {
        SpecWriter.put(tree, "on_crash.url", "https://h/x");
      }
      if (tree.containsKey("statsd")) {
        SpecWriter.put(tree, "statsd.host", "h:1");
      }
      if (tree.containsKey("schedule") || tree.containsKey("ready")) {
        tree.remove("sockets");
      }
      if (tree.containsKey("group")) {
        tree.put("user", "u");
      }
      return tree;
    }

    private void maybe(Map<String, Object> tree, String key, Object value) {
      if (random.nextBoolean()) {
        tree.put(key, value);
      }
    }

    private @org.jspecify.annotations.Nullable Object value(Field<?> field, boolean once) {
      return switch (field.path()) {
        case "command", "shell", "once" -> null;
        case "restart.policy" -> once ? pick("never", "on-failure") : pick("never", "always");
        case "env", "labels" -> Map.of("K" + random.nextInt(9), text(), "L", random.nextInt());
        case "env_file" -> List.of("a", "/b/../c", "~/d");
        case "cwd" -> pick("rel", "/abs", "../up", "~");
        case "restart.limit" -> Map.of("max", 1 + random.nextInt(9), "within", duration());
        case "restart.exit_codes", "restart.except_codes" ->
            List.of(random.nextInt(256), random.nextInt(256));
        case "restart.backoff" -> 1 + random.nextInt(990) / 10.0;
        case "restart.jitter" -> random.nextDouble();
        case "stop.signal" -> SignalNames.ALL.get(random.nextInt(SignalNames.ALL.size()));
        case "stop.command" -> words();
        case "reload" -> random.nextBoolean() ? words() : pick("restart", "SIGUSR1");
        case "depends_on" ->
            random.nextBoolean()
                ? Map.of("a", pick("started", "completed", "ready", "healthy"), "b.c", "started")
                : List.of("d", Map.of("e", "ready"), probe(random.nextInt(8)));
        case "ready" ->
            switch (random.nextInt(5)) {
              case 0 -> "notify";
              case 1 -> Map.of("fd", 3 + random.nextInt(7), "timeout", duration());
              case 2 -> Map.of("log", "a.*b", "interval", duration());
              case 3 -> Map.of("exec", words(), "timeout", "0s");
              default -> "tcp:[::1]:80";
            };
        case "checks" ->
            List.of(
                Map.of("check", Map.of("exec", words()), "on_fail", pick("log", "restart")),
                Map.of("check", probe(3 + random.nextInt(5)), "on_fail", Map.of("start", "y")),
                Map.of(
                    "name",
                    "a b",
                    "check",
                    "tcp::80",
                    "initial_delay",
                    duration(),
                    "interval",
                    duration(),
                    "failures",
                    1 + random.nextInt(9)));
        case "schedule" ->
            switch (random.nextInt(3)) {
              case 0 -> "*/5 * * * *";
              case 1 ->
                  Map.of("cron", "@daily", "timezone", "Europe/Berlin", "not_after", "2027-01-01");
              default ->
                  Map.of(
                      "cron", "0 3 * * mon", "overlap", "queue", "jitter", "5m", "catch_up", true);
            };
        case "watch" ->
            random.nextBoolean()
                ? List.of("src/**", "*.js")
                : Map.of(
                    "paths", "*.x", "ignore", List.of("a*"), "action", pick("reload", "SIGHUP"));
        case "provision" ->
            List.of(
                Map.of("path", "data/" + random.nextInt(9), "ownership", "u:g", "mode", "0750"),
                Map.of(
                    "path",
                    ".",
                    "ownership",
                    Map.of("group", "g", "recursive", random.nextBoolean()),
                    "add_net_bind_capability",
                    random.nextBoolean()));
        case "rollout" ->
            random.nextBoolean()
                ? pick("all", "rolling")
                : Map.of("delay", duration(), "max_unavailable", 1 + random.nextInt(9));
        case "health" ->
            switch (random.nextInt(3)) {
              case 0 -> "push";
              case 1 -> Map.of("http", "https://x/y?z", "status", List.of(204, 200), "failures", 9);
              default -> Map.of("exec", words(), "restart", true, "start_period", duration());
            };
        case "resources.cpu" -> random.nextBoolean() ? pick("max", "100m") : 1 + random.nextInt(9);
        case "resources.memory", "resources.swap" -> pick("max", "64M", "1G", "123");
        case "resources.pids" -> random.nextBoolean() ? "max" : 1 + random.nextInt(999);
        case "resources.nice" -> random.nextInt(-20, 20);
        case "resources.oom" -> pick("restart", "stop");
        case "statsd.host" -> pick("h", "h:1", "[::1]:8125");
        case "statsd.prefix" -> pick("a", "a.b-c_d");
        case "statsd.interval" -> pick("1s", "1h");
        case "on_crash.url" -> pick("http://h/", "https://u:p@h:1/x?y=z");
        case "on_crash.method" -> pick("post", "GET");
        case "on_crash.debounce" -> pick("5s", "1h");
        case "on_crash.log_source" -> pick("err", "out");
        case "sockets" ->
            random.nextBoolean()
                ? List.of("a=:80", "b=unix:x.sock", "c=udp:[::1]:53")
                : Map.of("a", Map.of("listen", "unix:/x", "mode", "0600"));
        case "umask" -> pick("022", "0o27", "7");
        case "sandbox.capabilities" ->
            random.nextBoolean() ? pick("all", "none", "CAP_KILL") : List.of("chown", "cap_BPF");
        case "sandbox.read_only_paths" -> List.of("/etc", "rel", "~/d");
        case "on_timeout" -> pick("fail", "start");
        case "diagnose" -> pick("reactive", "preflight", "off");
        case "logs.stdout", "logs.stderr" -> pick("null", "standard", "x.log", "/y.log");
        case "logs.time_format" -> pick("%H:%M", "%F %T", "ç3-%d.%m.");
        case "logs.prefix" -> pick("[{name}]", "{instance} ", "it's ");
        case "logs.rotate.every" -> pick("hourly", "daily", "weekly");
        case "logs.syslog" -> pick("udp://h:514", "unix:///dev/log");
        case "logs.syslog_tag" -> pick("tag", "a.b");
        case "logs.hints" -> List.of("a.log", "/b.log");
        case "logs.format" -> pick("timestamped", "raw", "json");
        case "logs.on_full" -> pick("block", "drop");
        case "logs.rotate.size" -> random.nextLong(1L << 40);
        default ->
            switch (field.fallback()) {
              case Boolean b -> random.nextBoolean();
              case Integer n -> 1 + random.nextInt(1000);
              case java.time.Duration d -> duration();
              case String s -> text();
              default -> throw new AssertionError("no values for " + field.path());
            };
      };
    }

    private Map<String, Object> probe(int kind) {
      return switch (kind) {
        case 0 -> Map.of("http", "http://127.0.0.1:80/", "interval", duration());
        case 1 -> Map.of("tcp", "db:5432", "timeout", duration());
        case 2 -> Map.of("path", "rel", "retry", false);
        case 3 -> Map.of("not_path", "/abs");
        case 4 -> Map.of("file_contains", "x.json", "format", "json", "key", "$.a");
        case 5 -> Map.of("not_listening", "127.0.0.1:1");
        case 6 -> Map.of("not_running", "nginx");
        default -> Map.of("log", "ready$");
      };
    }

    private String duration() {
      return (1 + random.nextInt(100_000)) + pick("ms", "s", "m");
    }

    private List<String> words() {
      return List.of("/bin/x", text(), "restart");
    }

    private String text() {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(12); i > 0; i--) {
        text.append(pick("a", "Z", " ", "'", "\"", "\\", "$", "ü", "\n", "=", ":", "#", "~", "0"));
      }
      return text.toString();
    }

    private String pick(String... values) {
      return values[random.nextInt(values.length)];
    }
  }
}
