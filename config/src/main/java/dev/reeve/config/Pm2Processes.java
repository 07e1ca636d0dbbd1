package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The processes of a running PM2, as {@code pm2 jlist} prints them and {@code dump.pm2} keeps them,
 * and the services that they become. What PM2 knows of a process goes through the same translation
 * as its files.
 */
public final class Pm2Processes {
  /**
   * Processes that are one service: those of one name that run the same.
   *
   * @param name in PM2
   * @param ids of the processes in PM2; empty where a dump does not say them
   * @param running whether any of them is wanted up
   * @param module whether it is a module of PM2 itself
   * @param service what it becomes, or why that cannot be
   */
  public record App(
      String name, List<Integer> ids, boolean running, boolean module, Loaded service) {}

  private Pm2Processes() {}

  /**
   * Reads them.
   *
   * @param json a list of processes
   * @param home the folder of PM2, below which its own logs are
   * @param environment of the caller
   * @throws IllegalArgumentException if the text is not such a list; the message says why
   */
  public static List<App> read(String json, Path home, Environment environment) {
    Map<List<Object>, List<Node.Entries>> groups = new LinkedHashMap<>();
    for (Node item : items(json)) {
      if (item instanceof Node.Entries process) {
        Node.Entries settings = settings(process);
        List<Object> key = new ArrayList<>();
        for (String part :
            List.of("name", "namespace", "pm_exec_path", "pm_cwd", "exec_interpreter")) {
          key.add(text(settings, part).orElse(""));
        }
        key.add(settings.entry("args").map(entry -> plain(entry.value())).orElse(List.of()));
        groups.computeIfAbsent(key, any -> new ArrayList<>()).add(process);
      }
    }
    List<App> apps = new ArrayList<>();
    Map<String, Integer> names = new LinkedHashMap<>();
    for (List<Node.Entries> group : groups.values()) {
      String name = text(settings(group.getFirst()), "name").orElse("");
      int number = names.merge(name, 1, Integer::sum);
      apps.add(app(number == 1 ? name : name + "-" + number, group, home, environment));
    }
    return apps;
  }

  /** PM2 may print news of itself before the list, which is one line. */
  private static List<Node> items(String json) {
    String list =
        json.lines()
            .filter(line -> line.startsWith("[") && line.stripTrailing().endsWith("]"))
            .reduce((first, last) -> last)
            .orElse(json);
    Problems problems = new Problems();
    try {
      Optional<Node> root = YamlReader.read(new Source(Path.of("pm2 jlist"), list), problems);
      if (root.orElse(null) instanceof Node.Items items) {
        return items.items();
      }
    } catch (Unloadable e) {
      throw new IllegalArgumentException(e.problem().message(), e);
    }
    throw new IllegalArgumentException("it is not a list of processes");
  }

  private static Node.Entries settings(Node.Entries process) {
    return process
        .entry("pm2_env")
        .map(Node.Entry::value)
        .filter(Node.Entries.class::isInstance)
        .map(Node.Entries.class::cast)
        .orElse(process);
  }

  static Optional<String> text(Node.Entries map, String key) {
    return map.entry(key)
        .map(Node.Entry::value)
        .filter(value -> value instanceof Node.Text text && !(text.plain() && isNull(text.text())))
        .map(value -> ((Node.Text) value).text());
  }

  private static boolean isNull(String text) {
    return text.isEmpty() || text.equals("null");
  }

  /** A node as the tree that a file of PM2 is written from; numbers become texts. */
  static Object plain(Node node) {
    return switch (node) {
      case Node.Text text -> text.text();
      case Node.Items list -> list.items().stream().map(Pm2Processes::plain).toList();
      case Node.Entries map -> {
        Map<String, Object> entries = new LinkedHashMap<>();
        map.entries().forEach(entry -> entries.put(entry.key(), plain(entry.value())));
        yield entries;
      }
    };
  }

  private static App app(
      String name, List<Node.Entries> group, Path home, Environment environment) {
    Node.Entries first = settings(group.getFirst());
    List<Integer> ids = new ArrayList<>();
    boolean running = false;
    for (Node.Entries process : group) {
      Node.Entries settings = settings(process);
      text(process, "pm_id")
          .or(() -> text(settings, "pm_id"))
          .filter(id -> id.matches("\\d{1,9}"))
          .ifPresent(id -> ids.add(Integer.valueOf(id)));
      String status = text(settings, "status").orElse("");
      running |= List.of("online", "launching", "waiting restart").contains(status);
    }
    Map<String, Object> app = Pm2AppTree.of(first, name, group.size(), home, environment);
    Loaded loaded =
        Loader.parse(
            home.resolve("pm2.config.json"),
            JsonText.of(Map.of("apps", List.of(app))),
            environment,
            Set.of());
    boolean module = text(first, "pmx_module").filter("true"::equals).isPresent();
    return new App(name, List.copyOf(ids), running, module, loaded);
  }
}
