package dev.reeve.core.simulation;

import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** Services as users might declare them, with short times so that much happens. */
final class RandomSpecs {
  static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f", "g");

  private final RandomGenerator random;

  RandomSpecs(RandomGenerator random) {
    this.random = random;
  }

  /** Depends mostly on services before it in the alphabet; now and then on any, to be refused. */
  ServiceSpec spec(String name) {
    boolean once = chance(25);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", List.of("/bin/" + name, Integer.toString(random.nextInt(3))));
    tree.put("instances", chance(30) ? 1 + random.nextInt(4) : 1);
    tree.put("once", once);
    tree.put("enabled", !chance(20));
    tree.put("description", pick("", "x", "y"));
    Map<String, Object> restart = new LinkedHashMap<>();
    if (once) {
      restart.put("policy", pick("never", "on-failure"));
    } else {
      restart.put(
          "policy", pick("always", "always", "always", "on-failure", "on-success", "never"));
    }
    restart.put("delay", pick("0", "0", "50ms", "1s", "5s"));
    restart.put("delay_success", pick("0", "1s"));
    restart.put("backoff", pick("1", "2"));
    restart.put("max_delay", "10s");
    restart.put("jitter", pick("0", "0.1"));
    restart.put("max", pick("0", "0", "1", "3"));
    restart.put("max_success", pick("0", "0", "2"));
    restart.put("min_uptime", pick("10ms", "1s", "5s"));
    if (chance(20)) {
      restart.put("limit", Map.of("max", 1 + random.nextInt(3), "within", pick("1s", "10s", "1m")));
    }
    if (chance(10)) {
      restart.put("except_codes", List.of(7));
    }
    if (chance(10)) {
      restart.put("exit_codes", List.of(0, 1, 7));
    }
    tree.put("restart", restart);
    Map<String, Object> stop = new LinkedHashMap<>();
    stop.put("signal", pick("SIGTERM", "SIGTERM", "SIGINT", "SIGHUP"));
    stop.put("grace", pick("0", "100ms", "2s", "5s"));
    if (chance(15)) {
      stop.put("command", List.of("/bin/stop"));
    }
    tree.put("stop", stop);
    if (chance(40)) {
      tree.put("reload", pick("SIGHUP", "/bin/reload", "restart"));
    }
    Map<String, String> dependencies = new LinkedHashMap<>();
    for (String other : NAMES) {
      boolean before = other.compareTo(name) < 0;
      if (chance(before ? 30 : 2)) {
        dependencies.put(other, pick("started", "started", "ready", "completed", "healthy"));
      }
    }
    if (chance(15)) {
      List<Object> needs = new ArrayList<>();
      dependencies.forEach((other, condition) -> needs.add(Map.of(other, condition)));
      needs.add(
          Map.of(
              "tcp",
              "localhost:1",
              "interval",
              pick("100ms", "1s"),
              "timeout",
              pick("0", "5s"),
              "retry",
              chance(85)));
      tree.put("depends_on", needs);
    } else {
      tree.put("depends_on", dependencies);
    }
    if (chance(30)) {
      tree.put(
          "rollout", Map.of("delay", pick("0", "1s"), "max_unavailable", 1 + random.nextInt(2)));
    }
    if (chance(20)) {
      tree.put("ready", Map.of("notify", true, "timeout", pick("0", "1s", "30s")));
    } else if (chance(20)) {
      tree.put("ready", Map.of("tcp", "localhost:2", "timeout", pick("1s", "30s")));
    }
    if (chance(35)) {
      tree.put(
          "health",
          Map.of(
              "tcp",
              "localhost:3",
              "interval",
              pick("200ms", "2s"),
              "failures",
              1 + random.nextInt(3),
              "start_period",
              pick("0", "1s"),
              "restart",
              chance(50)));
    }
    if (chance(35)) {
      tree.put("checks", checks());
    }
    tree.put("depends_timeout", pick("0", "500ms", "10s", "30s"));
    tree.put("on_timeout", pick("fail", "fail", "start"));
    SpecReader.Reading reading = SpecReader.read(name, tree, Path.of("/srv"));
    return reading
        .spec()
        .orElseThrow(() -> new AssertionError("the simulation declares badly: " + reading));
  }

  private List<Object> checks() {
    List<Object> checks = new ArrayList<>();
    for (int port = 10; port <= 10 + random.nextInt(3); port++) {
      Object start = Map.of("start", pick(NAMES.toArray(String[]::new)));
      checks.add(
          Map.of(
              "check",
              "tcp:localhost:" + port,
              "initial_delay",
              pick("0", "1s"),
              "interval",
              pick("200ms", "5s"),
              "failures",
              1 + random.nextInt(3),
              "on_fail",
              chance(40) ? start : pick("shutdown", "log", "restart", "restart")));
    }
    return checks;
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private String pick(String... values) {
    return values[random.nextInt(values.length)];
  }
}
