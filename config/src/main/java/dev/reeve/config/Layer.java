package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.FieldPaths;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.RestartFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fields of a service by their whole paths, so that {@code restart.max} here and {@code restart:
 * {max: …}} there are the same.
 */
record Layer(Map<String, Node.Entry> fields) {
  static final Layer EMPTY = new Layer(Map.of());

  /** The fields of one map; adds a problem for one that is declared in two spellings. */
  static Layer of(Node.Entries map, Problems problems, String prefix) {
    Map<String, Node.Entry> fields = new LinkedHashMap<>();
    collect("", map, fields, problems, prefix);
    return new Layer(fields);
  }

  private static void collect(
      String above,
      Node.Entries map,
      Map<String, Node.Entry> into,
      Problems problems,
      String prefix) {
    for (Node.Entry entry : map.entries()) {
      String path = above + entry.key();
      if (entry.value() instanceof Node.Entries section
          && FieldPaths.field(path).isEmpty()
          && isSection(path)) {
        collect(path + ".", section, into, problems, prefix);
        continue;
      }
      boolean policy = path.equals("restart") && entry.value() instanceof Node.Text;
      String whole = policy ? RestartFields.POLICY.path() : path;
      if (into.putIfAbsent(whole, new Node.Entry(entry.at(), whole, entry.value())) != null) {
        problems.add(entry.at(), prefix + "'" + whole + "' is declared twice");
      }
    }
  }

  /** Whether there are fields below a path. */
  static boolean isSection(String path) {
    return Fields.ALL.stream().anyMatch(field -> field.path().startsWith(path + "."));
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }

  /** How many values there are, those inside of maps included. */
  int size() {
    int size = 0;
    for (Node.Entry entry : fields.values()) {
      size += entry.value() instanceof Node.Entries map ? map.entries().size() : 1;
    }
    return size;
  }

  /** This layer under another one, which wins. */
  Layer with(Layer above) {
    if (above.isEmpty() || isEmpty()) {
      return isEmpty() ? above : this;
    }
    Map<String, Node.Entry> merged = new LinkedHashMap<>(fields);
    above.fields.forEach((path, entry) -> merged.merge(path, entry, Layer::merged));
    return new Layer(merged);
  }

  private static Node.Entry merged(Node.Entry under, Node.Entry above) {
    if (!(under.value() instanceof Node.Entries left)
        || !(above.value() instanceof Node.Entries right)) {
      return above;
    }
    Map<String, Node.Entry> entries = new LinkedHashMap<>();
    left.entries().forEach(entry -> entries.put(entry.key(), entry));
    right.entries().forEach(entry -> entries.merge(entry.key(), entry, Layer::merged));
    return new Node.Entry(
        above.at(), above.key(), new Node.Entries(right.at(), List.copyOf(entries.values())));
  }

  /** All of them in one map. */
  Node.Entries node(Spot at) {
    return new Node.Entries(at, new ArrayList<>(fields.values()));
  }
}
