package dev.reeve.core.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * A map of options below a field, such as those of {@code health}: each is read where it is used.
 */
final class Options {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Path base;

  Options(Map<?, ?> tree, Collection<String> known, Path base) throws Unreadable {
    this.base = base;
    for (Map.Entry<?, ?> entry : tree.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (!known.contains(key)) {
        throw Unreadable.unknownKey(key, known);
      }
      if (entry.getValue() == null) {
        throw new Unreadable("has no value").below(key);
      }
      values.put(key, entry.getValue());
    }
  }

  /** The folder that relative paths among the values start from. */
  Path base() {
    return base;
  }

  /** The options that are given, in their order. */
  Set<String> keys() {
    return Collections.unmodifiableSet(values.keySet());
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** A value as it was written; empty text where it is not given. */
  Object tree(String key) {
    return values.getOrDefault(key, "");
  }

  /** The value of an option, or its default. */
  <T> T get(String key, FieldType<T> type, T fallback) throws Unreadable {
    Object tree = values.get(key);
    if (tree == null) {
      return fallback;
    }
    try {
      return type.read(tree, base);
    } catch (Unreadable e) {
      throw e.below(key);
    }
  }

  /** A duration longer than zero, or its default. */
  Duration positive(String key, Duration fallback) throws Unreadable {
    Duration duration = get(key, FieldTypes.DURATION, fallback);
    if (duration.isZero()) {
      throw new Unreadable("must be longer than 0").below(key);
    }
    return duration;
  }

  /** Writes a duration unless it is what would be read anyway. */
  static void put(Map<String, Object> tree, String key, Duration value, Duration fallback) {
    if (!value.equals(fallback)) {
      tree.put(key, Durations.format(value));
    }
  }
}
