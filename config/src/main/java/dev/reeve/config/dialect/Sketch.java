package dev.reeve.config.dialect;

import dev.reeve.config.ForEach;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.FieldPaths;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Unreadable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a foreign service is in the words of the documentation of the configuration, whether or not
 * this version knows all of them. {@link #pour} gives it to the draft: as single fields, or as a
 * map where the table of fields has the map as one field.
 *
 * <p>All methods return the sketch itself unless they answer something.
 */
final class Sketch {
  /**
   * One native field.
   *
   * @param fallback whether the foreign system does so where nothing is declared
   */
  record Wish(Spot key, String foreign, Node value, boolean fallback) {}

  /** Something that is waited for: the name of a service with a condition, or a probe. */
  private record Wait(Spot key, String foreign, Node.Entries item, boolean probe) {}

  /** Keys that a version may lack in a map that it has otherwise. */
  private static final List<String> DOUBTFUL = List.of("rollout.session_wait");

  /** Values that each kind of probe can have, if there is that kind; others have an address. */
  private static final Map<String, String> SAMPLES =
      Map.of(
          "http", "http://localhost/",
          "path", "/",
          "not_path", "/",
          "file_contains", "/",
          "not_running", "x",
          "log", "x");

  private final Draft draft;
  private final String foreignName;
  private final Map<String, Wish> wishes = new LinkedHashMap<>();
  private final Map<String, Node.Entry> variables = new LinkedHashMap<>();
  private final List<Wait> waits = new ArrayList<>();

  /**
   * Begins a service.
   *
   * @param at where it is named
   * @param foreignName its name there, which may not be one of Reeve
   */
  Sketch(Translation translation, Spot at, String foreignName) {
    this.draft = translation.renamed(at, foreignName);
    this.foreignName = foreignName;
  }

  /** Says that the file of the service wants to be applied by itself when it changes. */
  Sketch follow() {
    draft.follow();
    return this;
  }

  /** Whether this version has a field, alone or as a part of a map. */
  static boolean isKnown(String path) {
    return Fields.ALL.stream()
        .map(field -> field.path())
        .anyMatch(known ->
            known.equals(path) || known.startsWith(path + ".") || path.startsWith(known + "."));
  }

  /** Milliseconds as a native duration; any other text as it is, for the reader to judge. */
  static String millis(String text) {
    return text.matches("\\d{1,15}")
        ? Durations.format(Duration.ofMillis(Long.parseLong(text)))
        : text;
  }

  Spot at() {
    return draft.at();
  }

  String name() {
    return draft.name();
  }

  /** Its name in the foreign file, by which others depend on it. */
  String foreignName() {
    return foreignName;
  }

  /** The native fields by their paths, in the order in which they were put. */
  Map<String, Wish> wishes() {
    return wishes;
  }

  /** The variables of the environment. */
  Map<String, Node.Entry> variables() {
    return variables;
  }

  /** What is waited for, as items of a native {@code depends_on}. */
  List<Node> waits() {
    return waits.stream().map(wait -> (Node) wait.item()).toList();
  }

  boolean has(String path) {
    return wishes.containsKey(path);
  }

  /** Puts a field; the last one of a path wins. */
  Sketch put(Spot key, String foreign, String path, Node value) {
    wishes.put(path, new Wish(key, foreign, value, false));
    return this;
  }

  Sketch put(Spot key, String foreign, String path, String text) {
    return put(key, foreign, path, new Node.Text(key, text, false));
  }

  /** Puts the value of a foreign entry as it is. */
  Sketch put(Node.Entry foreign, String path) {
    return put(foreign.at(), foreign.key(), path, foreign.value());
  }

  /** Puts a text that stands for the value of a foreign entry. */
  Sketch put(Node.Entry foreign, String path, String text) {
    return put(foreign.at(), foreign.key(), path, new Node.Text(foreign.value().at(), text, false));
  }

  /** Puts what the foreign system does where nothing is declared. */
  Sketch byDefault(String path, String text) {
    wishes.putIfAbsent(path, new Wish(at(), "", new Node.Text(at(), text, false), true));
    return this;
  }

  /** Takes a field back. */
  Sketch drop(String path) {
    wishes.remove(path);
    return this;
  }

  /** Puts one variable of the environment; the last one of a name wins. */
  Sketch variable(Spot key, String variable, Node value) {
    variables.put(variable, new Node.Entry(key, variable, value));
    return this;
  }

  /** Lets the service wait for another one. */
  Sketch dependsOn(Spot key, String foreign, String service, String condition) {
    Node value = new Node.Text(key, condition, false);
    waits.add(
        new Wait(
            key,
            foreign,
            new Node.Entries(key, List.of(new Node.Entry(key, service, value))),
            false));
    return this;
  }

  /** Lets the service wait until a probe holds. */
  Sketch waitUntil(Spot key, String foreign, Node.Entries probe) {
    waits.add(new Wait(key, foreign, probe, true));
    return this;
  }

  Sketch ignored(Spot key, String foreign, String why) {
    draft.ignored(key, foreign, why);
    return this;
  }

  Sketch unknown(Spot key, String foreign, Collection<String> known) {
    draft.unknown(key, foreign, known);
    return this;
  }

  Sketch warn(Spot key, String message) {
    draft.warn(key, message);
    return this;
  }

  Sketch problem(Spot key, String message) {
    draft.problem(key, message);
    return this;
  }

  /**
   * Gives everything to the draft, which warns of what this version does not know.
   *
   * @param names what the services of the file are called in Reeve, by their foreign names
   */
  void pour(Map<String, String> names) {
    Map<String, Map<String, Wish>> maps = new LinkedHashMap<>();
    wishes.computeIfPresent(
        Fields.CHECKS.path(),
        (path, wish) ->
            new Wish(
                wish.key(), wish.foreign(), startsRenamed(wish.value(), names), wish.fallback()));
    wishes.forEach((path, wish) -> {
      Optional<String> map = mapOf(path);
      if (map.isPresent()) {
        maps.computeIfAbsent(map.get(), any -> new LinkedHashMap<>())
            .put(path.substring(map.get().length() + 1), wish);
      } else {
        pour(path, wish);
      }
    });
    maps.forEach(this::pour);
    variables.values().forEach(entry -> draft.variable(entry.at(), entry.key(), entry.value()));
    pourWaits(names);
  }

  private void pour(String path, Wish wish) {
    if (!wish.fallback()) {
      draft.put(wish.key(), wish.foreign(), path, wish.value());
    } else if (wish.value() instanceof Node.Text text) {
      draft.byDefault(path, text.text());
    }
  }

  /** The field that is a map and would contain this path. */
  private static Optional<String> mapOf(String path) {
    for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
      String map = path.substring(0, dot);
      if (FieldPaths.field(map).isPresent() || map.equals(ForEach.KEY)) {
        return Optional.of(map);
      }
    }
    return Optional.empty();
  }

  private void pour(String path, Map<String, Wish> parts) {
    for (String doubtful : DOUBTFUL) {
      String part = doubtful.startsWith(path + ".") ? doubtful.substring(path.length() + 1) : "";
      Wish wish = parts.get(part);
      if (wish != null && !isReadable(path, map(parts))) {
        parts.remove(part);
        draft.unsupported(wish.key(), wish.foreign());
      }
    }
    if (!parts.isEmpty()) {
      Wish first =
          parts.values().stream()
              .filter(wish -> !wish.fallback())
              .findFirst()
              .orElse(parts.values().iterator().next());
      draft.put(first.key(), first.foreign(), path, map(parts));
    }
  }

  private Node.Entries map(Map<String, Wish> parts) {
    List<Node.Entry> entries = new ArrayList<>();
    Map<String, Map<String, Wish>> deeper = new LinkedHashMap<>();
    parts.forEach((part, wish) -> {
      int dot = part.indexOf('.');
      if (dot < 0) {
        entries.add(new Node.Entry(wish.key(), part, wish.value()));
      } else {
        deeper
            .computeIfAbsent(part.substring(0, dot), any -> new LinkedHashMap<>())
            .put(part.substring(dot + 1), wish);
      }
    });
    deeper.forEach((part, below) -> {
      Spot at = below.values().iterator().next().key();
      entries.add(new Node.Entry(at, part, map(below)));
    });
    return new Node.Entries(at(), entries);
  }

  /** Dependencies are a map of services as long as this version has no probes among them. */
  private void pourWaits(Map<String, String> names) {
    String path = Fields.DEPENDS_ON.path();
    List<Node> items = new ArrayList<>();
    boolean probes = false;
    for (Wait wait : waits) {
      if (wait.probe() && !isProbe(wait)) {
        draft.unsupported(wait.key(), wait.foreign());
      } else {
        probes |= wait.probe();
        items.add(wait.probe() ? wait.item() : renamed(wait.item(), names));
      }
    }
    if (probes) {
      draft.put(items.getFirst().at(), "depends_on", path, new Node.Items(at(), items));
      return;
    }
    for (Wait wait : waits) {
      if (!wait.probe()) {
        Node.Entry service = renamed(wait.item(), names).entries().getFirst();
        String condition = Trees.text(service.value()).orElse("started");
        draft.dependsOn(wait.key(), service.key(), condition);
      }
    }
  }

  /** Whether this version has such a probe, whatever it makes of its values. */
  private static boolean isProbe(Wait wait) {
    Node.Entry kind = wait.item().entries().getFirst();
    List<Node.Entry> sample = new ArrayList<>();
    sample.add(text(kind.at(), kind.key(), SAMPLES.getOrDefault(kind.key(), "localhost:1")));
    if (kind.key().equals("file_contains")) {
      sample.add(text(kind.at(), "format", "json"));
      sample.add(text(kind.at(), "key", "$.key"));
    }
    Node probe = new Node.Entries(kind.at(), sample);
    return isReadable(Fields.DEPENDS_ON.path(), new Node.Items(kind.at(), List.of(probe)));
  }

  private static Node.Entry text(Spot at, String key, String text) {
    return new Node.Entry(at, key, new Node.Text(at, text, false));
  }

  private static Node.Entries renamed(Node.Entries wait, Map<String, String> names) {
    Node.Entry service = wait.entries().getFirst();
    String name = names.getOrDefault(service.key(), service.key());
    return new Node.Entries(
        wait.at(), List.of(new Node.Entry(service.at(), name, service.value())));
  }

  /** Checks with the names in Reeve of what they start. */
  private static Node startsRenamed(Node node, Map<String, String> names) {
    return switch (node) {
      case Node.Text text -> text;
      case Node.Items list ->
          new Node.Items(
              list.at(), list.items().stream().map(item -> startsRenamed(item, names)).toList());
      case Node.Entries map -> {
        List<Node.Entry> entries = new ArrayList<>();
        for (Node.Entry entry : map.entries()) {
          boolean start = entry.key().equals("start") && entry.value() instanceof Node.Text;
          String target = start ? Trees.text(entry.value()).orElse("") : "";
          Node value =
              start
                  ? new Node.Text(entry.value().at(), names.getOrDefault(target, target), false)
                  : startsRenamed(entry.value(), names);
          entries.add(new Node.Entry(entry.at(), entry.key(), value));
        }
        yield new Node.Entries(map.at(), entries);
      }
    };
  }

  private static boolean isReadable(String path, Node value) {
    try {
      var field = FieldPaths.field(path);
      if (field.isPresent()) {
        field.get().type().read(plain(value), Path.of("/"));
      }
      return field.isPresent();
    } catch (Unreadable e) {
      return false;
    }
  }

  private static Object plain(Node node) {
    return switch (node) {
      case Node.Text text -> text.text();
      case Node.Items list -> list.items().stream().map(Sketch::plain).toList();
      case Node.Entries map -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.entries().forEach(entry -> entries.put(entry.key(), plain(entry.value())));
        yield entries;
      }
    };
  }
}
