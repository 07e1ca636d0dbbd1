package dev.reeve.core.spec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the fields of a service by their paths. */
public final class FieldPaths {
  private static final Map<String, Field<?>> BY_PATH = byPath();
  private static final Set<String> SECTIONS = sections();

  private FieldPaths() {}

  /** The field with this path, if there is one. */
  public static Optional<Field<?>> field(String path) {
    return Optional.ofNullable(BY_PATH.get(path));
  }

  /** Whether there are fields below this path, such as {@code logs.rotate}. */
  static boolean isSection(String path) {
    return SECTIONS.contains(path);
  }

  private static Map<String, Field<?>> byPath() {
    Map<String, Field<?>> fields = new HashMap<>();
    Fields.ALL.forEach(field -> fields.put(field.path(), field));
    return fields;
  }

  private static Set<String> sections() {
    Set<String> sections = new HashSet<>();
    for (Field<?> field : Fields.ALL) {
      String path = field.path();
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', dot + 1)) {
        sections.add(path.substring(0, dot));
      }
    }
    return sections;
  }
}
