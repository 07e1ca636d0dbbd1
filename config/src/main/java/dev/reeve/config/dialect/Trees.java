package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Unloadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What dialects that are written in YAML or JSON have in common. */
final class Trees {
  private Trees() {}

  /** The text of a scalar; nothing for other nodes, and for {@code null}. */
  static Optional<String> text(Node node) {
    return node instanceof Node.Text text && !isNull(text)
        ? Optional.of(text.text())
        : Optional.empty();
  }

  /** Whether a value is absent or {@code null}. */
  static boolean isNull(Node node) {
    return node instanceof Node.Text text
        && text.plain()
        && (text.text().isEmpty() || text.text().equals("null") || text.text().equals("~"));
  }

  /** Whether it is {@code true}, as a boolean or as text. */
  static boolean isTrue(Node node) {
    return node instanceof Node.Text text && text.text().equals("true");
  }

  /** The items of a list; anything else as the only item of one, {@code null} as none. */
  static List<Node> items(Node node) {
    return node instanceof Node.Items list
        ? list.items()
        : isNull(node) ? List.of() : List.of(node);
  }

  /** The texts among the items of a list. */
  static List<String> texts(Node node) {
    return items(node).stream().flatMap(item -> text(item).stream()).toList();
  }

  /** The whole, non-negative number that a scalar is. */
  static Optional<Long> number(Node node) {
    return text(node).filter(text -> text.matches("\\d{1,15}")).map(Long::parseLong);
  }

  /** A list of texts for the place of a node. */
  static Node.Items list(Node at, List<String> texts) {
    List<Node> items = new ArrayList<>();
    texts.forEach(text -> items.add(new Node.Text(at.at(), text, false)));
    return new Node.Items(at.at(), items);
  }

  /** A map of one entry for the place of a foreign one. */
  static Node.Entries map(Node.Entry foreign, String key, Node value) {
    return new Node.Entries(
        foreign.value().at(), List.of(new Node.Entry(foreign.at(), key, value)));
  }

  /** The tree of a YAML or JSON file; nothing if it is empty. */
  static Optional<Node> read(Translation translation) throws Unloadable {
    Source source = translation.source();
    return translation.tree(isJson(source) ? relaxed(source) : source);
  }

  static boolean isJson(Source source) {
    return source.file().toString().endsWith(".json")
        || source.text().stripLeading().startsWith("{");
  }

  /**
   * JSON as many write it, as JSON that YAML contains: comments become blanks, and so do tabs
   * outside of texts, which cannot indent YAML. All places stay what they are.
   */
  static Source relaxed(Source source) {
    StringBuilder text = new StringBuilder(source.text());
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      char next = i + 1 < text.length() ? text.charAt(i + 1) : ' ';
      if (quote != 0) {
        if (c == '\\') {
          i++;
        } else if (c == quote || c == '\n') {
          quote = 0;
        }
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '\t') {
        text.setCharAt(i, ' ');
      } else if (c == '/' && (next == '/' || next == '*')) {
        boolean line = next == '/';
        int found = text.indexOf(line ? "\n" : "*/", i + 2);
        int end = found < 0 ? text.length() : line ? found : found + 2;
        blank(text, i, end);
        i = end - 1;
      }
    }
    return new Source(source.file(), text.toString());
  }

  private static void blank(StringBuilder text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (text.charAt(i) != '\n' && text.charAt(i) != '\r') {
        text.setCharAt(i, ' ');
      }
    }
  }
}
