package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import java.util.Map;
import java.util.Optional;

/** Where the services of a configuration and their fields stand. */
public final class Places {
  private final Source source;
  private final Map<String, Node.Entry> services;

  Places(Source source, Map<String, Node.Entry> services) {
    this.source = source;
    this.services = Map.copyOf(services);
  }

  /**
   * Where the value of a field stands; the place of what is nearest above it where it is not
   * declared, and the beginning of the file for a service that is not in it.
   *
   * @param path keys joined by dots, such as {@code restart.delay}; empty for the service itself
   */
  public Place of(String service, String path) {
    return spot(service, path).place();
  }

  /** A problem at such a place. */
  ConfigProblem problem(String service, String path, String message) {
    return spot(service, path).problem("service '" + service + "': " + message);
  }

  private Spot spot(String service, String path) {
    Node.Entry entry = services.get(service);
    return entry == null ? source.start() : spot(entry, path, false);
  }

  /** The place of a key or value, or of the nearest one above it. */
  static Spot spot(Node.Entry service, String path, boolean key) {
    if (path.isEmpty()) {
      return service.at();
    }
    Node.Entry nearest = service;
    String rest = path;
    while (!rest.isEmpty() && !(nearest.value() instanceof Node.Text)) {
      Optional<Node.Entry> next =
          switch (nearest.value()) {
            case Node.Entries map -> longestMatch(map, rest);
            case Node.Items list -> item(list, rest);
            case Node.Text _ -> Optional.empty();
          };
      if (next.isEmpty()) {
        return nearest.value() instanceof Node.Items list ? list.at() : nearest.at();
      }
      nearest = next.get();
      rest = rest.substring(Math.min(rest.length(), nearest.key().length() + 1));
    }
    boolean noValue = nearest.value() instanceof Node.Text text && text.isAbsent();
    return key || noValue ? nearest.at() : nearest.value().at();
  }

  /** The item of a list that a path begins with, by its number from 0. */
  private static Optional<Node.Entry> item(Node.Items list, String path) {
    String first = path.split("\\.", 2)[0];
    if (first.matches("[0-9]{1,6}") && Integer.parseInt(first) < list.items().size()) {
      Node item = list.items().get(Integer.parseInt(first));
      return Optional.of(new Node.Entry(item.at(), first, item));
    }
    return Optional.empty();
  }

  /** The entry whose key is all of a path or its longest beginning; keys may contain dots. */
  private static Optional<Node.Entry> longestMatch(Node.Entries map, String path) {
    Optional<Node.Entry> exact = map.entry(path);
    for (int dot = path.lastIndexOf('.');
        exact.isEmpty() && dot >= 0;
        dot = path.lastIndexOf('.', dot - 1)) {
      exact = map.entry(path.substring(0, dot));
    }
    return exact;
  }
}
