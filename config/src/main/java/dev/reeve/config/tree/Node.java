package dev.reeve.config.tree;

import java.util.List;
import java.util.Optional;

/** What a YAML or JSON text says, and where it says it. */
public sealed interface Node {
  /** Where it begins. */
  Spot at();

  /**
   * A scalar.
   *
   * @param text as written, without quotes and escapes
   * @param plain whether it stands without quotes, so that it may be a number, true, false or null
   */
  record Text(Spot at, String text, boolean plain) implements Node {
    /** Whether it is only the absence of a value: {@code key:} with nothing behind it. */
    public boolean isAbsent() {
      return plain && text.isEmpty();
    }
  }

  record Items(Spot at, List<Node> items) implements Node {}

  record Entries(Spot at, List<Entry> entries) implements Node {
    /** The entry with this key. */
    public Optional<Entry> entry(String key) {
      for (Entry entry : entries) {
        if (entry.key().equals(key)) {
          return Optional.of(entry);
        }
      }
      return Optional.empty();
    }
  }

  /** A key and its value; {@code at} is the place of the key. */
  record Entry(Spot at, String key, Node value) {}

  /** What kind of thing it is, for messages. */
  default String kind() {
    return switch (this) {
      case Text text when text.isAbsent() -> "nothing";
      case Text text -> "'" + text.text() + "'";
      case Items items -> "a list";
      case Entries entries -> "a map";
    };
  }
}
