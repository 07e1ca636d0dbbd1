package dev.reeve.config;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a service as the plain tree that the reader of specs understands: maps, lists and
 * {@link Scalars}, with variables put in where they are understood (values of {@code env}, and
 * paths).
 */
final class FieldTree {
  private static final Set<String> LOG_PATHS = paths(Fields.LOG_OUT, Fields.LOG_ERR);

  /** Fields whose texts are paths. */
  static final Set<String> PATHS =
      paths(Fields.DIRECTORY, Fields.ENV_FILE, Fields.LOG_OUT, Fields.LOG_ERR);

  private static final String LOGS = "logs";

  private final Expansion expansion;
  private final Problems problems;
  private final String prefix;

  /**
   * Prepares for one service.
   *
   * @param prefix begins every message
   */
  FieldTree(Environment environment, Problems problems, String prefix) {
    this.expansion = new Expansion(environment);
    this.problems = problems;
    this.prefix = prefix;
  }

  private static Set<String> paths(Field<?>... fields) {
    return Set.of(java.util.Arrays.stream(fields).map(Field::path).toArray(String[]::new));
  }

  Map<String, @Nullable Object> of(Node.Entries fields) {
    return section("", fields);
  }

  private Map<String, @Nullable Object> section(String above, Node.Entries fields) {
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    for (Node.Entry entry : fields.entries()) {
      String path = above + entry.key();
      Object value;
      if (path.equals(LOGS) && entry.value() instanceof Node.Entries logs) {
        value = section(LOGS + ".", logs);
      } else if (path.equals(Fields.ENV.path()) || PATHS.contains(path)) {
        value = expanded(entry.value(), path);
      } else {
        value = plain(entry.value());
      }
      tree.put(entry.key(), value);
    }
    return tree;
  }

  static @Nullable Object plain(Node node) {
    return switch (node) {
      case Node.Text text -> text.plain() ? Scalars.value(text.text()) : text.text();
      case Node.Items list -> {
        List<@Nullable Object> items = new ArrayList<>(list.items().size());
        for (Node item : list.items()) {
          items.add(plain(item));
        }
        yield items;
      }
      case Node.Entries map -> {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (Node.Entry entry : map.entries()) {
          entries.put(entry.key(), plain(entry.value()));
        }
        yield entries;
      }
    };
  }

  /** A scalar, or the scalars of a list or map, with their variables put in. */
  private @Nullable Object expanded(Node node, String path) {
    return switch (node) {
      case Node.Text text -> expandedText(text, path);
      case Node.Items list -> {
        List<@Nullable Object> items = new ArrayList<>();
        for (Node item : list.items()) {
          items.add(item instanceof Node.Text text ? expandedText(text, path) : plain(item));
        }
        yield items;
      }
      case Node.Entries map -> {
        Map<String, @Nullable Object> entries = new LinkedHashMap<>();
        for (Node.Entry entry : map.entries()) {
          Node value = entry.value();
          entries.put(
              entry.key(),
              value instanceof Node.Text text ? expandedText(text, path) : plain(value));
        }
        yield entries;
      }
    };
  }

  private @Nullable Object expandedText(Node.Text text, String path) {
    boolean isPath = PATHS.contains(path);
    String written = text.text();
    boolean home = isPath && written.startsWith("~");
    if (!home && written.indexOf('$') < 0) {
      // "stdout: null" discards, with and without quotes.
      boolean discard = LOG_PATHS.contains(path) && written.equals("null");
      return discard ? written : plain(text);
    }
    try {
      return isPath ? expansion.path(written) : expansion.text(written);
    } catch (Expansion.Unexpandable e) {
      problems.settle(spot(text, e.index()), prefix + e.getMessage());
      return "unknown"; // any text will do: the problem has been said
    }
  }

  /** The place inside a scalar, where the scalar is in the file as it is in the tree. */
  private Spot spot(Node.Text text, int index) {
    Source source = problems.source();
    int before = text.text().codePointCount(0, index);
    for (int quote = 0; quote <= 1; quote++) {
      if (source.startsWith(text.text(), text.at().right(quote))) {
        return text.at().right(quote + before);
      }
    }
    return text.at();
  }
}
