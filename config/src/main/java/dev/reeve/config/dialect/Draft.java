package dev.reeve.config.dialect;

import dev.reeve.config.ForEach;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.FieldPaths;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Unreadable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A service as a dialect describes it: native fields with their places in the foreign file. What is
 * put last at a path wins. All methods return the draft itself unless they answer something.
 */
public final class Draft {
  private final Translation translation;
  private final Spot at;
  private final String name;
  private final Map<String, Node.Entry> fields = new LinkedHashMap<>();
  private final Map<String, Map<String, Node.Entry>> maps = new LinkedHashMap<>();
  private final Set<String> unsupported = new HashSet<>();

  Draft(Translation translation, Spot at, String name) {
    this.translation = translation;
    this.at = at;
    this.name = name;
  }

  /** Where the service is named. */
  public Spot at() {
    return at;
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Whether a native field was put. */
  public boolean has(String path) {
    return fields.containsKey(path) || maps.containsKey(path);
  }

  /**
   * Puts a field.
   *
   * @param key where it stands in the foreign file
   * @param foreign what it is called there, for warnings
   * @param path its native path, such as {@code restart.delay}
   * @param value a native value; its places are those of the foreign file
   */
  public Draft put(Spot key, String foreign, String path, Node value) {
    if (FieldPaths.field(path).isPresent() || path.equals(ForEach.KEY)) {
      maps.remove(path);
      fields.put(path, new Node.Entry(key, path, value));
    } else if (isSection(path) && value instanceof Node.Entries section) {
      for (Node.Entry entry : section.entries()) {
        put(key, foreign, path + "." + entry.key(), entry.value());
      }
    } else {
      unsupported(key, foreign);
    }
    return this;
  }

  /** Puts the value of a foreign entry as it is. */
  public Draft put(Node.Entry foreign, String path) {
    return put(foreign.at(), foreign.key(), path, foreign.value());
  }

  /** Puts a text that stands for the value of a foreign entry. */
  public Draft put(Node.Entry foreign, String path, String text) {
    return put(foreign.at(), foreign.key(), path, new Node.Text(foreign.value().at(), text, false));
  }

  /** Puts a text for what stands at a place. */
  public Draft put(Spot key, String foreign, String path, String text) {
    return put(key, foreign, path, new Node.Text(key, text, false));
  }

  /** Puts words, such as those of a command, for what stands at a place. */
  public Draft put(Spot key, String foreign, String path, List<String> words) {
    List<Node> items = new ArrayList<>();
    words.forEach(word -> items.add(new Node.Text(key, word, false)));
    return put(key, foreign, path, new Node.Items(key, items));
  }

  /** Puts what the foreign system does where nothing is declared; dropped if not supported. */
  public Draft byDefault(String path, String text) {
    if (FieldPaths.field(path).isPresent() && !has(path)) {
      fields.put(path, new Node.Entry(at, path, new Node.Text(at, text, false)));
    }
    return this;
  }

  /** Puts one variable of the environment; the last one of a name wins. */
  public Draft variable(Spot key, String variable, Node value) {
    return entry(Fields.ENV.path(), key, variable, value);
  }

  /** Puts one variable of the environment; the last one of a name wins. */
  public Draft variable(Spot key, String variable, String value) {
    return variable(key, variable, new Node.Text(key, value, false));
  }

  /**
   * Lets the service wait for another one. A condition that this version does not know becomes
   * {@code started}, with a warning.
   *
   * @param condition {@code started}, {@code ready}, {@code healthy} or {@code completed}
   */
  public Draft dependsOn(Spot key, String service, String condition) {
    String supported = condition;
    try {
      Fields.DEPENDS_ON.type().read(Map.of("any", condition), Path.of("/"));
    } catch (Unreadable e) {
      supported = "started";
      warn(
          key,
          "waits only until '"
              + service
              + "' is started: '"
              + condition
              + "' is not supported by this version");
    }
    return entry(Fields.DEPENDS_ON.path(), key, service, new Node.Text(key, supported, false));
  }

  /** Puts one entry into a field that is a map, such as {@code labels}. */
  public Draft entry(String path, Spot key, String entry, Node value) {
    fields.remove(path);
    maps.computeIfAbsent(path, any -> new LinkedHashMap<>())
        .put(entry, new Node.Entry(key, entry, value));
    return this;
  }

  /** Says that the file of the service wants to be applied by itself when it changes. */
  public Draft follow() {
    translation.follow();
    return this;
  }

  /** Warns that a foreign key has a native counterpart which this version lacks. */
  public Draft unsupported(Spot key, String foreign) {
    if (unsupported.add(foreign)) {
      warn(key, "'" + foreign + "' is not supported by this version; ignored");
    }
    return this;
  }

  /** Warns that a foreign key has no counterpart at all, and why that may be all right. */
  public Draft ignored(Spot key, String foreign, String why) {
    return warn(
        key,
        "'" + foreign + "' has no equivalent" + (why.isEmpty() ? "" : ": " + why) + "; ignored");
  }

  /** Warns that the foreign system does not know a key either, and what may have been meant. */
  public Draft unknown(Spot key, String foreign, Collection<String> known) {
    return warn(key, "unknown '" + foreign + "' is ignored" + Names.didYouMean(foreign, known));
  }

  /** Adds a warning of this service. */
  public Draft warn(Spot key, String message) {
    translation.warn(key, prefix() + message);
    return this;
  }

  /** Adds a problem of this service. */
  public Draft problem(Spot key, String message) {
    translation.problem(key, prefix() + message);
    translation.settle(at); // what is missing now is explained
    return this;
  }

  private String prefix() {
    return "service '" + name + "': ";
  }

  private static boolean isSection(String path) {
    return Fields.ALL.stream().anyMatch(field -> field.path().startsWith(path + "."));
  }

  Node.Entry entry() {
    List<Node.Entry> entries = new ArrayList<>(fields.values());
    maps.forEach((path, map) -> {
      Spot first = map.values().iterator().next().at();
      entries.add(new Node.Entry(first, path, new Node.Entries(first, List.copyOf(map.values()))));
    });
    return new Node.Entry(at, name, new Node.Entries(at, entries));
  }
}
