package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces the name of a {@code for_each} where others depend on it: they need all the services
 * that it stands for.
 */
final class GroupNames {
  /** So many dependencies may come of it, whatever a hostile file says. */
  static final int MOST = 100_000;

  private static final Set<String> CONDITIONS =
      Arrays.stream(Condition.values())
          .map(condition -> condition.name().toLowerCase(Locale.ROOT))
          .collect(Collectors.toSet());

  private final Problems problems;
  private final Map<String, List<String>> groups;
  private int added;

  /**
   * @param groups what each stands for, by its name
   */
  GroupNames(Problems problems, Map<String, List<String>> groups) {
    this.problems = problems;
    this.groups = groups;
  }

  /** A service with the names replaced. */
  Node.Entry replaced(Node.Entry service) {
    if (!(service.value() instanceof Node.Entries fields)) {
      return service;
    }
    List<Node.Entry> all = new ArrayList<>();
    for (Node.Entry field : fields.entries()) {
      boolean needs = field.key().equals(Fields.DEPENDS_ON.path());
      all.add(needs ? new Node.Entry(field.at(), field.key(), needs(field.value())) : field);
      if (needs && added > MOST) {
        if (problems.isSettled(field.value().at())) {
          return service; // it was said of the one before
        }
        problems.settle(
            field.value().at(),
            "service '%s': more than %s dependencies come of 'for_each'"
                .formatted(service.key(), MOST));
        return service;
      }
    }
    return new Node.Entry(service.at(), service.key(), new Node.Entries(fields.at(), all));
  }

  private Node needs(Node value) {
    return switch (value) {
      case Node.Entries map -> entries(map);
      case Node.Items list -> {
        List<Node> items = new ArrayList<>();
        for (Node item : list.items()) {
          switch (item) {
            case Node.Text text -> items.addAll(texts(text));
            // In a list, what has no condition for its value is a probe.
            case Node.Entries map when isOfServices(map) -> items.add(entries(map));
            default -> items.add(item);
          }
        }
        yield new Node.Items(list.at(), items);
      }
      case Node.Text text -> {
        List<Node> texts = texts(text);
        yield texts.size() == 1 ? texts.getFirst() : new Node.Items(text.at(), texts);
      }
    };
  }

  private static boolean isOfServices(Node.Entries map) {
    return map.entries().stream()
        .allMatch(
            entry -> entry.value() instanceof Node.Text text && CONDITIONS.contains(text.text()));
  }

  private Node.Entries entries(Node.Entries map) {
    List<Node.Entry> entries = new ArrayList<>();
    for (Node.Entry entry : map.entries()) {
      for (String name : meant(entry.key())) {
        entries.add(new Node.Entry(entry.at(), name, entry.value()));
      }
    }
    return new Node.Entries(map.at(), entries);
  }

  private List<Node> texts(Node.Text text) {
    int colon = text.text().indexOf(':');
    String name = colon < 0 ? text.text() : text.text().substring(0, colon);
    String rest = text.text().substring(name.length());
    List<Node> texts = new ArrayList<>();
    for (String each : meant(name)) {
      texts.add(each.equals(name) ? text : new Node.Text(text.at(), each + rest, text.plain()));
    }
    return texts;
  }

  private List<String> meant(String name) {
    List<String> group = groups.get(name);
    if (group == null) {
      return List.of(name);
    }
    added += group.size();
    return added > MOST ? List.of() : group;
  }
}
