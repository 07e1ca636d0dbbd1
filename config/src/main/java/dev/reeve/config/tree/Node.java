package dev.reeve.config.tree;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a YAML or JSON text says, and where it says it. */
public sealed interface Node {
  /** Where it begins. */
  Spot at();

  /** What it stands for: {@link Scalars}, and maps and lists of such. */
  @Nullable Object tree();

  /**
   * A scalar.
   *
   * @param text as written, without quotes and escapes
   * @param plain whether it stands without quotes, so that it may be a number, true, false or null
   */
  record Text(Spot at, String text, boolean plain) implements Node {
    @Override
    public @Nullable Object tree() {
      return plain ? Scalars.value(text) : text;
    }

    /** Whether it is only the absence of a value: {@code key:} with nothing behind it. */
    public boolean isAbsent() {
      return plain && text.isEmpty();
    }
  }

  record Items(Spot at, List<Node> items) implements Node {
    @Override
    public List<@Nullable Object> tree() {
      List<@Nullable Object> values = new ArrayList<>(items.size());
      for (Node item : items) {
        values.add(item.tree());
      }
      return values;
    }
  }

  record Entries(Spot at, List<Entry> entries) implements Node {
    @Override
    public Map<String, @Nullable Object> tree() {
      Map<String, @Nullable Object> values = new LinkedHashMap<>();
      for (Entry entry : entries) {
        values.put(entry.key(), entry.value().tree());
      }
      return values;
    }

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
