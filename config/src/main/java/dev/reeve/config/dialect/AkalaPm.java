package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.core.spec.Names;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files of @akala/pm: {@code .pm.config.json}, and {@code .akala.json} with the same below its
 * key {@code pm}. A mapping is what runs; a container is what it runs, and runs itself if no
 * mapping has it or another container depends on it by name.
 */
final class AkalaPm implements SketchingDialect {
  private static final List<String> KEYS = List.of("containers", "mapping", "plugins", "setup");

  /** The daemon itself, which akala registers among its containers. */
  private static final String DAEMON = "pm";

  @Override
  public String name() {
    return "@akala/pm";
  }

  @Override
  public boolean claims(String fileName) {
    return fileName.equals(".pm.config.json") || fileName.equals(".akala.json");
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate.map().map(AkalaPm::settings).filter(AkalaPm::isAkala).isPresent();
  }

  private static boolean isAkala(Node.Entries map) {
    return map.entry("containers").filter(c -> c.value() instanceof Node.Entries).isPresent()
        && map.entries().stream().anyMatch(entry -> hasPaths(entry.value()))
        && map.entries().stream()
            .allMatch(entry -> KEYS.contains(entry.key()) || entry.key().startsWith("$"));
  }

  private static boolean hasPaths(Node containers) {
    return containers instanceof Node.Entries map
        && map.entries().stream()
            .anyMatch(entry ->
                entry.value() instanceof Node.Entries container
                    && (container.entry("path").isPresent()
                        || container.entry("container").isPresent()));
  }

  /** What stands below {@code pm} in files that have other parts of akala's settings. */
  private static Node.Entries settings(Node.Entries top) {
    return top.entry(DAEMON).map(Node.Entry::value).orElse(top) instanceof Node.Entries pm
        ? pm
        : top;
  }

  @Override
  public List<Sketch> sketches(Translation translation) throws Unloadable {
    Optional<Node> root = Trees.read(translation);
    if (!(root.orElse(null) instanceof Node.Entries top)) {
      translation.problem(translation.source().start(), "a file of @akala/pm must be a map");
      return List.of();
    }
    Node.Entries settings = settings(top);
    for (Node.Entry entry : settings.entries()) {
      rest(translation, entry);
    }
    Map<String, Node.Entry> containers = section(translation, settings, "containers");
    Map<String, Node.Entry> mapping = section(translation, settings, "mapping");
    return new Registry(translation, containers, mapping).sketches();
  }

  private static void rest(Translation translation, Node.Entry entry) {
    boolean empty = Trees.items(entry.value()).isEmpty();
    if (entry.key().equals("plugins") && !empty) {
      translation.warn(
          entry.at(), "'plugins' has no equivalent: they extend akala's own daemon; ignored");
    } else if (entry.key().equals("setup")) {
      translation.warn(entry.at(), "'setup' has no equivalent: install packages with npm; ignored");
    } else if (!KEYS.contains(entry.key()) && !entry.key().startsWith("$")) {
      translation.warn(
          entry.at(),
          "unknown '" + entry.key() + "' is ignored" + Names.didYouMean(entry.key(), KEYS));
    }
  }

  private static Map<String, Node.Entry> section(
      Translation translation, Node.Entries settings, String key) {
    Map<String, Node.Entry> found = new LinkedHashMap<>();
    Optional<Node.Entry> section = settings.entry(key).filter(e -> !Trees.isNull(e.value()));
    if (section.isPresent() && section.get().value() instanceof Node.Entries map) {
      for (Node.Entry entry : map.entries()) {
        if (!(entry.value() instanceof Node.Entries)) {
          translation.problem(
              entry.value().at(),
              "'" + key + "." + entry.key() + "' must be a map, not " + entry.value().kind());
        } else if (!entry.key().equals(DAEMON)) {
          found.put(entry.key(), entry);
        }
      }
    } else if (section.isPresent()) {
      Node value = section.get().value();
      translation.problem(value.at(), "'" + key + "' must be a map, not " + value.kind());
    }
    return found;
  }

  /** All containers and mappings of a file. */
  private record Registry(
      Translation translation,
      Map<String, Node.Entry> containers,
      Map<String, Node.Entry> mapping) {

    List<Sketch> sketches() {
      Set<String> mapped = new HashSet<>();
      mapping.values().forEach(entry -> container(entry).ifPresent(mapped::add));
      Set<String> needed = new HashSet<>();
      containers.values().forEach(entry -> needed.addAll(AkalaContainer.dependencies(entry)));
      List<Sketch> sketches = new ArrayList<>();
      Set<String> boot = boot();
      for (Node.Entry entry : containers.values()) {
        boolean runs = !mapped.contains(entry.key()) || needed.contains(entry.key());
        if (runs && !mapping.containsKey(entry.key()) && !translation.isHopeless()) {
          sketches.add(
              new AkalaContainer(translation, containers, mapping)
                  .sketch(entry, Optional.of(entry), boot.contains(entry.key())));
        }
      }
      for (Node.Entry entry : mapping.values()) {
        if (!translation.isHopeless()) {
          Optional<Node.Entry> container =
              Optional.ofNullable(containers.get(container(entry).orElse(entry.key())));
          sketches.add(
              new AkalaContainer(translation, containers, mapping)
                  .sketch(entry, container, boot.contains(entry.key())));
        }
      }
      return sketches;
    }

    private static Optional<String> container(Node.Entry mapped) {
      return mapped.value() instanceof Node.Entries map
          ? map.entry("container").flatMap(entry -> Trees.text(entry.value()))
          : Optional.empty();
    }

    /** What starts with the daemon: mappings that say so, and whatever they depend on. */
    private Set<String> boot() {
      SequencedNames names = new SequencedNames();
      for (Node.Entry entry : mapping.values()) {
        boolean auto =
            entry.value() instanceof Node.Entries map
                && map.entry("autostart").filter(a -> Trees.isTrue(a.value())).isPresent();
        if (auto) {
          names.add(entry.key());
        }
      }
      for (Optional<String> next = names.next(); next.isPresent(); next = names.next()) {
        Node.Entry mapped = mapping.get(next.get());
        String name = mapped == null ? next.get() : container(mapped).orElse(next.get());
        Optional.ofNullable(containers.get(name))
            .ifPresent(entry -> AkalaContainer.dependencies(entry).forEach(names::add));
      }
      return names.seen();
    }
  }

  /** Names, each of which comes once. */
  private static final class SequencedNames {
    private final LinkedHashSet<String> open = new LinkedHashSet<>();
    private final Set<String> seen = new HashSet<>();

    void add(String name) {
      if (seen.add(name)) {
        open.add(name);
      }
    }

    Optional<String> next() {
      return open.isEmpty() ? Optional.empty() : Optional.of(open.removeFirst());
    }

    Set<String> seen() {
      return seen;
    }
  }
}
