package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A container of @akala/pm, with the mapping that says how it runs. */
final class AkalaContainer {
  private static final List<String> KEYS =
      List.of("path", "type", "commandable", "stateless", "dependencies");
  private static final List<String> MAPPING_KEYS =
      List.of("container", "cli", "cwd", "autostart", "config", "connect");

  private final Translation translation;
  private final Map<String, Node.Entry> containers;
  private final Map<String, Node.Entry> mapping;

  AkalaContainer(
      Translation translation,
      Map<String, Node.Entry> containers,
      Map<String, Node.Entry> mapping) {
    this.translation = translation;
    this.containers = containers;
    this.mapping = mapping;
  }

  /** The names that a container depends on. */
  static List<String> dependencies(Node.Entry container) {
    return container.value() instanceof Node.Entries map
        ? map.entry("dependencies").map(entry -> Trees.texts(entry.value())).orElse(List.of())
        : List.of();
  }

  private static Node.Entries map(Node.Entry entry) {
    return entry.value() instanceof Node.Entries map
        ? map
        : new Node.Entries(entry.value().at(), List.of());
  }

  private static Optional<Node.Entry> present(Node.Entries map, String key) {
    return map.entry(key).filter(entry -> !Trees.isNull(entry.value()));
  }

  /**
   * What it is in Reeve.
   *
   * @param named the mapping, or a container without one
   * @param container the container of the mapping; nothing if there is none
   * @param boot whether it starts with the daemon
   */
  Sketch sketch(Node.Entry named, Optional<Node.Entry> container, boolean boot) {
    Sketch sketch = new Sketch(translation, named.at(), named.key());
    Node.Entries run = mapping.containsKey(named.key()) ? map(named) : map(nothing(named));
    if (container.isEmpty()) {
      Node place = run.entry("container").map(Node.Entry::value).orElse(named.value());
      String name = Trees.text(place).orElse(named.key());
      sketch.problem(place.at(), "there is no container '" + name + "'");
      return sketch;
    }
    Node.Entries what = map(container.get());
    unknown(sketch, what, KEYS);
    unknown(sketch, run, MAPPING_KEYS);
    command(sketch, named, what, run);
    present(what, "stateless").ifPresent(entry -> sketch.put(entry, "stateless"));
    present(run, "cwd").ifPresent(entry -> sketch.put(entry, "cwd"));
    if (boot) {
      sketch.byDefault("enabled", "true");
    } else {
      Spot at = run.entry("autostart").map(Node.Entry::at).orElse(named.at());
      sketch
          .put(at, "autostart", "enabled", "false")
          .warn(at, "is not brought back at boot, but 'reeve start FILE' starts it");
    }
    present(run, "config")
        .ifPresent(entry ->
            sketch.ignored(
                entry.at(), "config", "settings reach programs by arguments, 'env' or files"));
    present(run, "connect")
        .ifPresent(
            entry -> sketch.ignored(entry.at(), "connect", "programs listen where they choose to"));
    depends(sketch, what);
    sketch
        .byDefault("restart.policy", "never")
        .byDefault("stop.grace", "5s")
        .byDefault("logs.format", "raw");
    return sketch;
  }

  private static Node.Entry nothing(Node.Entry named) {
    return new Node.Entry(named.at(), named.key(), new Node.Entries(named.at(), List.of()));
  }

  private static void unknown(Sketch sketch, Node.Entries map, List<String> keys) {
    for (Node.Entry entry : map.entries()) {
      if (!keys.contains(entry.key())) {
        sketch.unknown(entry.at(), entry.key(), keys);
      }
    }
  }

  private static boolean isCommandable(Node.Entries container) {
    return container.entry("commandable").filter(c -> Trees.isTrue(c.value())).isPresent();
  }

  private static boolean isCommands(String path) {
    return path.toLowerCase(Locale.ROOT).endsWith(".json");
  }

  private void command(Sketch sketch, Node.Entry named, Node.Entries what, Node.Entries run) {
    Optional<Node.Entry> entry = present(what, "path");
    String path = entry.flatMap(found -> Trees.text(found.value())).orElse("");
    if (entry.isEmpty() || path.isEmpty()) {
      sketch.problem(sketch.at(), "the container has no 'path'");
      return;
    }
    Optional<Node.Entry> type = present(what, "type");
    String runtime = type.flatMap(found -> Trees.text(found.value())).orElse("nodejs");
    List<String> begin = new ArrayList<>();
    List<String> end = List.of();
    switch (runtime) {
      case "nodejs", "worker" -> {
        boolean commands = isCommands(path);
        begin.addAll(commands ? List.of("pm", "run", path) : List.of("node", path));
        if (commands) {
          end = List.of("--name", named.key());
          sketch.warn(
              entry.get().at(),
              "'" + path + "' is run by akala's own 'pm run', which must be in PATH");
        }
        if (runtime.equals("worker")) {
          sketch.put(type.orElseThrow(), "runtime");
        }
      }
      case "docker" -> docker(sketch, type.orElseThrow(), path, begin);
      default ->
          sketch.problem(
              type.orElseThrow().value().at(),
              "'type' must be nodejs, worker or docker, not '" + runtime + "'");
    }
    if (begin.isEmpty()) {
      return;
    }
    Node at = entry.get().value();
    List<Node> words = new ArrayList<>(Trees.list(at, begin).items());
    present(run, "cli").ifPresent(cli -> words.addAll(Trees.items(cli.value())));
    words.addAll(Trees.list(at, end).items());
    sketch.put(entry.get().at(), "path", "command", new Node.Items(at.at(), words));
    if (isCommandable(what) && isCommands(path)) {
      Node.Entry commandable = present(what, "commandable").orElseThrow();
      sketch.put(commandable, "bus.commands", path);
    }
  }

  /** A version without containers runs Docker's own command. */
  private static void docker(Sketch sketch, Node.Entry type, String image, List<String> begin) {
    if (isCommands(image)) {
      sketch.problem(
          type.at(),
          "'type: docker' needs the name of an image in 'path'; akala has no format for '"
              + image
              + "'");
      return;
    }
    if (Sketch.isKnown("runtime")) {
      begin.add(image);
    } else {
      begin.addAll(List.of("docker", "run", "--rm", "--name", sketch.name(), image));
    }
    sketch.put(type, "runtime");
  }

  /** Akala waits until what takes commands says that it is ready; other programs never say so. */
  private void depends(Sketch sketch, Node.Entries what) {
    Optional<Node.Entry> entry = present(what, "dependencies");
    for (Node item : entry.map(found -> Trees.items(found.value())).orElse(List.of())) {
      Optional<String> name = Trees.text(item);
      if (name.isEmpty()) {
        sketch.problem(item.at(), "a dependency must be a name, not " + item.kind());
        continue;
      }
      boolean ready = target(name.get()).filter(AkalaContainer::isCommandable).isPresent();
      sketch.dependsOn(item.at(), "dependencies", name.get(), ready ? "ready" : "started");
    }
  }

  private Optional<Node.Entries> target(String name) {
    Node.Entry mapped = mapping.get(name);
    String container =
        mapped == null
            ? name
            : map(mapped).entry("container").flatMap(e -> Trees.text(e.value())).orElse(name);
    return Optional.ofNullable(containers.get(container)).map(AkalaContainer::map);
  }
}
