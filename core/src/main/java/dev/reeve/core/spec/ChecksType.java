package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The type of {@code checks}: a list of maps, or of probes as they are typed. */
final class ChecksType implements FieldType<List<CheckSpec>> {
  private static final String NAME = "name";
  private static final String CHECK = "check";
  private static final String INITIAL_DELAY = "initial_delay";
  private static final String INTERVAL = "interval";
  private static final String FAILURES = "failures";
  private static final String ON_FAIL = "on_fail";
  private static final String START = "start";
  private static final int LONGEST_NAME = 200;
  private static final Set<String> PROBE_KEYS = ProbeTypes.keys(ProbeTypes.KINDS);

  /** A probe alone: a map, or {@code URL} and {@code KIND:…} as on a command line. */
  private static final FieldType<Probe> PROBE =
      new FieldType<>() {
        @Override
        public String label() {
          return "probe";
        }

        @Override
        public Probe read(Object tree, Path base) throws Unreadable {
          Map<?, ?> map =
              tree instanceof Map<?, ?> given
                  ? given
                  : CareTypes.typed(scalar(tree, "map"), ProbeTypes.KINDS);
          return ProbeTypes.probe(new Options(map, PROBE_KEYS, base), ProbeTypes.KINDS);
        }

        @Override
        public Object write(Probe value) {
          return ProbeTypes.write(value);
        }
      };

  private static final FieldType<CheckSpec.OnFail> ACTION =
      new FieldType<>() {
        @Override
        public String label() {
          return "shutdown | log | restart | {start: service}";
        }

        @Override
        public CheckSpec.OnFail read(Object tree, Path base) throws Unreadable {
          if (tree instanceof Map<?, ?> map) {
            Options options = new Options(map, List.of(START), base);
            if (!options.has(START)) {
              throw new Unreadable("needs 'start' and the name of a service");
            }
            try {
              String service = scalar(options.tree(START), "name of a service");
              Names.checked(service);
              return new CheckSpec.OnFail.Start(service);
            } catch (Unreadable e) {
              throw e.below(START);
            }
          }
          String text = scalar(tree, "word, or {start: NAME}");
          return switch (text) {
            case "shutdown" -> new CheckSpec.OnFail.Shutdown();
            case "log" -> new CheckSpec.OnFail.Log();
            case "restart" -> new CheckSpec.OnFail.Restart();
            default ->
                throw new Unreadable(
                    "must be shutdown, log, restart or {start: NAME}, not '" + text + "'");
          };
        }

        @Override
        public Object write(CheckSpec.OnFail value) {
          return switch (value) {
            case CheckSpec.OnFail.Shutdown() -> "shutdown";
            case CheckSpec.OnFail.Log() -> "log";
            case CheckSpec.OnFail.Restart() -> "restart";
            case CheckSpec.OnFail.Start(String service) -> Map.of(START, service);
          };
        }
      };

  @Override
  public String label() {
    return "list of {name, check: probe, initial_delay, interval, failures, on_fail: shutdown | log"
        + " | restart | {start: service}}";
  }

  @Override
  public List<CheckSpec> read(Object tree, Path base) throws Unreadable {
    List<CheckSpec> checks = new ArrayList<>();
    Set<String> names = new HashSet<>();
    int index = 0;
    for (Object item : FieldTypes.items(tree)) {
      try {
        CheckSpec check =
            check(item instanceof Map<?, ?> map ? map : Map.of(CHECK, scalar(item, "map")), base);
        if (!names.add(check.name())) {
          throw new Unreadable("has the name of another check, '%s'".formatted(check.name()));
        }
        checks.add(check);
      } catch (Unreadable e) {
        throw tree instanceof Collection<?> ? e.below(Integer.toString(index)) : e;
      }
      index++;
    }
    return List.copyOf(checks);
  }

  private static CheckSpec check(Map<?, ?> map, Path base) throws Unreadable {
    Options options =
        new Options(map, List.of(NAME, CHECK, INITIAL_DELAY, INTERVAL, FAILURES, ON_FAIL), base);
    if (!options.has(CHECK)) {
      throw new Unreadable("needs a 'check', such as {tcp: '127.0.0.1:5432'}");
    }
    Probe probe = options.get(CHECK, PROBE, new Probe.Log(""));
    return new CheckSpec(
        options.has(NAME) ? name(options.tree(NAME)) : probe.text(),
        probe,
        options.get(INITIAL_DELAY, FieldTypes.DURATION, Duration.ZERO),
        options.positive(INTERVAL, CheckSpec.INTERVAL),
        options.get(FAILURES, FieldTypes.integer(1, 1000), CheckSpec.FAILURES),
        options.get(ON_FAIL, ACTION, new CheckSpec.OnFail.Shutdown()));
  }

  private static String name(Object tree) throws Unreadable {
    try {
      String name = scalar(tree, "name");
      if (name.isBlank() || name.length() > LONGEST_NAME) {
        throw new Unreadable("must have 1 to " + LONGEST_NAME + " characters");
      }
      if (name.chars().anyMatch(Character::isISOControl)) {
        throw new Unreadable("has a character that cannot be shown");
      }
      return name;
    } catch (Unreadable e) {
      throw e.below(NAME);
    }
  }

  @Override
  public Object write(List<CheckSpec> value) {
    List<Object> items = new ArrayList<>();
    for (CheckSpec check : value) {
      Map<String, Object> tree = new LinkedHashMap<>();
      if (!check.name().equals(check.probe().text())) {
        tree.put(NAME, check.name());
      }
      tree.put(CHECK, PROBE.write(check.probe()));
      Options.put(tree, INITIAL_DELAY, check.initialDelay(), Duration.ZERO);
      Options.put(tree, INTERVAL, check.interval(), CheckSpec.INTERVAL);
      if (check.failures() != CheckSpec.FAILURES) {
        tree.put(FAILURES, check.failures());
      }
      tree.put(ON_FAIL, ACTION.write(check.onFail()));
      items.add(tree);
    }
    return items;
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
