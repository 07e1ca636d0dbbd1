package dev.reeve.core.spec;

import static dev.reeve.core.spec.FieldTypes.items;
import static dev.reeve.core.spec.FieldTypes.scalar;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The type of {@code depends_on}: a list of services and probes, or a map of services to
 * conditions. In a list, a map that has the name of a kind of probe and no condition for its value
 * is a probe.
 */
final class DependsOnType implements FieldType<Needs.On> {
  private static final FieldType<Condition> CONDITION = FieldTypes.choice(Condition.class);
  private static final List<String> CONDITIONS =
      List.of("started", "ready", "healthy", "completed");
  private static final List<String> KINDS =
      ProbeTypes.KINDS.stream().filter(kind -> !kind.equals("exec")).toList();
  private static final Set<String> KEYS = ProbeTypes.keys(KINDS, "interval", "timeout", "retry");

  @Override
  public String label() {
    return "map of service to condition (started | ready | healthy | completed), or list of"
        + " services and probes";
  }

  @Override
  public Needs.On read(Object tree, Path base) throws Unreadable {
    Map<String, Condition> services = new LinkedHashMap<>();
    List<Gate> gates = new ArrayList<>();
    int index = 0;
    for (Object item : items(tree)) {
      if (item instanceof Map<?, ?> map && isProbe(map, tree instanceof Collection<?>)) {
        try {
          gates.add(gate(map, base));
        } catch (Unreadable e) {
          throw e.below(Integer.toString(index));
        }
      } else if (item instanceof Map<?, ?> map) {
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          put(services, String.valueOf(entry.getKey()), entry.getValue(), base);
        }
      } else {
        String text = scalar(item, "service");
        int colon = text.indexOf(':');
        if (colon < 0) {
          put(services, text, "started", base);
        } else {
          put(services, text.substring(0, colon), text.substring(colon + 1).strip(), base);
        }
      }
      index++;
    }
    return new Needs.On(FieldTypes.ordered(services), gates);
  }

  private static boolean isProbe(Map<?, ?> map, boolean inList) {
    return inList
        && map.entrySet().stream()
            .anyMatch(entry ->
                KINDS.contains(String.valueOf(entry.getKey()))
                    && !CONDITIONS.contains(String.valueOf(entry.getValue())));
  }

  private static Gate gate(Map<?, ?> map, Path base) throws Unreadable {
    Options options = new Options(map, KEYS, base);
    return new Gate(
        ProbeTypes.probe(options, KINDS),
        options.positive("interval", Gate.INTERVAL),
        options.get("timeout", FieldTypes.DURATION, Duration.ZERO),
        options.get("retry", FieldTypes.YES_NO, true));
  }

  private static void put(
      Map<String, Condition> services, String name, @Nullable Object tree, Path base)
      throws Unreadable {
    try {
      Names.checked(name);
      if (tree == null) {
        throw new Unreadable("has no value; say " + String.join(", ", CONDITIONS));
      }
      services.put(name, CONDITION.read(tree, base));
    } catch (Unreadable e) {
      throw e.below(name);
    }
  }

  @Override
  public Object write(Needs.On value) {
    Map<String, Object> services = new LinkedHashMap<>();
    value.services().forEach((name, condition) -> services.put(name, FieldTypes.word(condition)));
    if (value.gates().isEmpty()) {
      return services;
    }
    List<Object> items = new ArrayList<>();
    services.forEach((name, condition) -> items.add(Map.of(name, condition)));
    for (Gate gate : value.gates()) {
      Map<String, Object> tree = ProbeTypes.write(gate.probe());
      Options.put(tree, "interval", gate.interval(), Gate.INTERVAL);
      Options.put(tree, "timeout", gate.timeout(), Duration.ZERO);
      if (!gate.retry()) {
        tree.put("retry", false);
      }
      items.add(tree);
    }
    return items;
  }

  @Override
  public boolean repeatable() {
    return true;
  }
}
