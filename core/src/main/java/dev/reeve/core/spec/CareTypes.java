package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The types of {@code ready} and {@code health}. */
final class CareTypes {
  private static final List<String> READY_KINDS = List.of("http", "tcp", "path", "exec", "log");
  private static final List<String> HEALTH_KINDS = List.of("http", "tcp", "exec");
  private static final String INTERVAL = "interval";
  private static final String TIMEOUT = "timeout";
  private static final String PUSH = "push";

  private CareTypes() {}

  static final FieldType<Ready> READY =
      new FieldType<>() {
        @Override
        public String label() {
          return "started | {notify: true} | {fd: 3} | {http|tcp|path|exec|log: …}";
        }

        @Override
        public Ready read(Object tree, Path base) throws Unreadable {
          if (tree instanceof Map<?, ?> map) {
            return readMap(map, base);
          }
          String text = scalar(tree, "word or map");
          return switch (text) {
            case "started" -> new Ready.Started();
            case "notify" -> new Ready.Notify(Ready.TIMEOUT);
            default -> readMap(typed(text, READY_KINDS), base);
          };
        }

        private Ready readMap(Map<?, ?> map, Path base) throws Unreadable {
          Options options =
              new Options(
                  map, ProbeTypes.keys(READY_KINDS, "notify", "fd", INTERVAL, TIMEOUT), base);
          Duration timeout = options.get(TIMEOUT, FieldTypes.DURATION, Ready.TIMEOUT);
          boolean notify = options.has("notify");
          if (notify || options.has("fd")) {
            int most = notify && options.has("fd") ? 0 : options.has(TIMEOUT) ? 2 : 1;
            if (map.size() > most) {
              throw new Unreadable(
                  "may have only 'timeout' beside '" + (notify ? "notify" : "fd") + "'");
            }
            if (!notify) {
              return new Ready.Descriptor(options.get("fd", FieldTypes.integer(3, 9), 3), timeout);
            }
            return options.get("notify", FieldTypes.YES_NO, true)
                ? new Ready.Notify(timeout)
                : new Ready.Started();
          }
          return new Ready.ByProbe(
              ProbeTypes.probe(options, READY_KINDS),
              options.positive(INTERVAL, Ready.ByProbe.INTERVAL),
              timeout);
        }

        @Override
        public Object write(Ready value) {
          Map<String, Object> tree = new LinkedHashMap<>();
          switch (value) {
            case Ready.Started() -> {
              return "started";
            }
            case Ready.Notify(Duration timeout) -> tree.put("notify", true);
            case Ready.Descriptor(int number, Duration timeout) -> tree.put("fd", number);
            case Ready.ByProbe(Probe probe, Duration interval, Duration timeout) -> {
              tree.putAll(ProbeTypes.write(probe));
              Options.put(tree, INTERVAL, interval, Ready.ByProbe.INTERVAL);
            }
          }
          Options.put(tree, TIMEOUT, value.patience(), Ready.TIMEOUT);
          return tree;
        }
      };

  static final FieldType<HealthSpec> HEALTH =
      new FieldType<>() {
        @Override
        public String label() {
          return "{http|tcp|exec: …, or push: true, interval, timeout, failures, start_period,"
              + " restart}";
        }

        @Override
        public HealthSpec read(Object tree, Path base) throws Unreadable {
          if (tree instanceof Map<?, ?> map) {
            return readMap(map, base);
          }
          String text = scalar(tree, "URL or map");
          return switch (text) {
            case "none" -> HealthSpec.NONE;
            case PUSH -> readMap(Map.of(PUSH, true), base);
            default -> readMap(typed(text, HEALTH_KINDS), base);
          };
        }

        private HealthSpec readMap(Map<?, ?> map, Path base) throws Unreadable {
          Options options =
              new Options(
                  map,
                  ProbeTypes.keys(
                      HEALTH_KINDS, PUSH, INTERVAL, TIMEOUT, "failures", "start_period", "restart"),
                  base);
          boolean push = options.get(PUSH, FieldTypes.YES_NO, false);
          Optional<Probe> probe = Optional.empty();
          if (!push) {
            probe = Optional.of(ProbeTypes.probe(options, HEALTH_KINDS));
          } else if (HEALTH_KINDS.stream().anyMatch(options::has)) {
            throw new Unreadable("may have 'push' or a probe, not both");
          }
          return new HealthSpec(
              probe,
              push,
              options.positive(INTERVAL, HealthSpec.INTERVAL),
              options.positive(TIMEOUT, HealthSpec.TIMEOUT),
              options.get("failures", FieldTypes.integer(1, 1000), HealthSpec.FAILURES),
              options.get("start_period", FieldTypes.DURATION, Duration.ZERO),
              options.get("restart", FieldTypes.YES_NO, false));
        }

        @Override
        public Object write(HealthSpec value) {
          if (!value.isDeclared()) {
            return "none";
          }
          Map<String, Object> tree = new LinkedHashMap<>();
          value.probe().ifPresent(probe -> tree.putAll(ProbeTypes.write(probe)));
          if (value.push()) {
            tree.put(PUSH, true);
          }
          Options.put(tree, INTERVAL, value.interval(), HealthSpec.INTERVAL);
          Options.put(tree, TIMEOUT, value.timeout(), HealthSpec.TIMEOUT);
          if (value.failures() != HealthSpec.FAILURES) {
            tree.put("failures", value.failures());
          }
          Options.put(tree, "start_period", value.startPeriod(), Duration.ZERO);
          if (value.restart()) {
            tree.put("restart", true);
          }
          return tree;
        }
      };

  /** What is typed on a command line: {@code http://…}, {@code tcp:host:port}, {@code log:…}. */
  static Map<String, Object> typed(String text, List<String> kinds) throws Unreadable {
    if (text.startsWith("http://") || text.startsWith("https://")) {
      return Map.of("http", text);
    }
    int colon = text.indexOf(':');
    String kind = colon < 0 ? "" : text.substring(0, colon);
    if (!kinds.contains(kind)) {
      throw new Unreadable(
          "must be a map, a URL, or " + String.join(":…, ", kinds.subList(1, kinds.size())) + ":…");
    }
    String rest = text.substring(colon + 1);
    return Map.of(kind, kind.equals("tcp") && rest.startsWith("//") ? rest.substring(2) : rest);
  }
}
