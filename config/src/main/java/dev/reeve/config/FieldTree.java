package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Scalars;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.SandboxFields;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a service as the plain tree that the reader of specs understands: maps, lists and
 * {@link Scalars}, with variables put in where they are understood (values of {@code env}, and
 * paths).
 */
final class FieldTree {
  private static final Set<String> LOG_PATHS =
      paths(LogFields.LOG_OUT, LogFields.LOG_ERR, LogFields.LOG_HINTS);

  /** Fields whose texts are paths. */
  static final Set<String> PATHS =
      paths(
          Fields.DIRECTORY,
          Fields.ENV_FILE,
          SandboxFields.READ_ONLY_PATHS,
          LogFields.LOG_OUT,
          LogFields.LOG_ERR,
          LogFields.LOG_HINTS);

  /** Below these are paths. */
  private static final Set<String> SECTIONS = Set.of("logs", "sandbox");

  /** Its URL and its secret may be those of variables and files. */
  static final String ON_CRASH = "on_crash";

  /** Its host may be that of a variable. */
  static final String STATSD = "statsd";

  private static final String ENV_BELOW = Fields.ENV.path() + ".";

  private final Optional<Values> values;
  private final Problems problems;
  private final String prefix;
  private final Source home;

  /**
   * Prepares for one service.
   *
   * @param values what texts mean; nothing if they mean themselves
   * @param prefix begins every message
   * @param home where the service is declared; some of its fields may stand elsewhere
   */
  FieldTree(Optional<Values> values, Problems problems, String prefix, Source home) {
    this.values = values;
    this.problems = problems;
    this.prefix = prefix;
    this.home = home;
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
      String path = above.isEmpty() ? entry.key() : above + entry.key();
      tree.put(
          entry.key(),
          SECTIONS.contains(path) && entry.value() instanceof Node.Entries below
              ? section(path + ".", below)
              : value(path, entry.value()));
    }
    return tree;
  }

  /** Whether variables and files are put in for what names them in the value of a field. */
  static boolean isExpanded(String path) {
    return path.equals(Fields.ENV.path())
        || path.startsWith(ENV_BELOW)
        || path.startsWith(ON_CRASH)
        || path.startsWith(STATSD)
        || PATHS.contains(path);
  }

  /** The value of a field, as a plain tree. */
  @Nullable Object value(String path, Node value) {
    return values.isPresent() && isExpanded(path)
        ? expanded(value, path, values.get())
        : value.tree();
  }

  /** A scalar, or the scalars of a list or map, with their variables put in. */
  private @Nullable Object expanded(Node node, String path, Values meaning) {
    if (node instanceof Node.Items list) {
      List<@Nullable Object> items = new ArrayList<>(list.items().size());
      for (Node item : list.items()) {
        int value =
            item instanceof Node.Text text && !PATHS.contains(path)
                ? text.text().indexOf('=') + 1
                : 0;
        items.add(expandedText(item, path, value, meaning));
      }
      return items;
    }
    if (node instanceof Node.Entries map) {
      Map<String, @Nullable Object> entries = new LinkedHashMap<>();
      for (Node.Entry entry : map.entries()) {
        entries.put(entry.key(), expandedText(entry.value(), path, 0, meaning));
      }
      return entries;
    }
    return expandedText(node, path, 0, meaning);
  }

  private @Nullable Object expandedText(Node node, String path, int from, Values meaning) {
    if (!(node instanceof Node.Text text)) {
      return node.tree();
    }
    try {
      return PATHS.contains(path)
          ? pathText(text, path, meaning)
          : Values.isMarked(text.text(), from)
              ? meaning.variable(text.text(), from, text.at().source().folder())
              : text.tree();
    } catch (BadText e) {
      Spot spot = spot(text, e.index());
      if (!problems.isSettled(spot)) {
        problems.settle(spot, prefix + e.reason());
      }
      return "unknown"; // any text will do: the problem has been said
    }
  }

  private @Nullable Object pathText(Node.Text text, String path, Values meaning) throws BadText {
    String written = text.text();
    boolean log = LOG_PATHS.contains(path);
    boolean marked = written.startsWith("~") || written.indexOf('$') >= 0;
    if (!marked && log && written.equals("null")) {
      return written; // "stdout: null" discards, with and without quotes
    }
    Object value = marked ? meaning.path(written) : text.tree();
    // What a template of another file says starts from the folder of that file. Logs start from the
    // working directory wherever they are declared.
    boolean elsewhere = !log && text.at().source() != home && value != null;
    return elsewhere ? absolute(String.valueOf(value), text.at().source()) : value;
  }

  private static String absolute(String path, Source source) {
    try {
      return path.isEmpty() ? path : source.folder().resolve(path).toString();
    } catch (InvalidPathException e) {
      return path; // the reader of specs says what is wrong with it
    }
  }

  /** The place inside a scalar, where the scalar is in the file as it is in the tree. */
  private static Spot spot(Node.Text text, int index) {
    Source source = text.at().source();
    int before = text.text().codePointCount(0, index);
    for (int quote = 0; quote <= 1; quote++) {
      if (source.startsWith(text.text(), text.at().right(quote))) {
        return text.at().right(quote + before);
      }
    }
    return text.at();
  }
}
