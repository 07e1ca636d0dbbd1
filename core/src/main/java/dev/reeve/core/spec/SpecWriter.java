package dev.reeve.core.spec;

import java.util.LinkedHashMap;
import java.util.Map;

/** Writes a {@link ServiceSpec} as the tree that {@link SpecReader} makes the same spec of. */
public final class SpecWriter {
  private SpecWriter() {}

  /** Only what differs from the defaults. */
  public static Map<String, Object> declared(ServiceSpec spec) {
    return write(spec, false);
  }

  /** Every field. */
  public static Map<String, Object> full(ServiceSpec spec) {
    return write(spec, true);
  }

  private static Map<String, Object> write(ServiceSpec spec, boolean full) {
    Map<String, Object> tree = new LinkedHashMap<>();
    for (Field<?> field : Fields.ALL) {
      if ((field.isDeclared(spec) || (full && !isEmpty(field))) && !isExcluded(field, spec)) {
        put(tree, field.path(), field.tree(spec));
      }
    }
    return tree;
  }

  /** Whether the default cannot be written. */
  private static boolean isEmpty(Field<?> field) {
    return field.equals(Fields.STOP_COMMAND) || field.equals(RestartFields.LIMIT);
  }

  private static boolean isExcluded(Field<?> field, ServiceSpec spec) {
    return field.equals(RestartFields.POLICY) && spec.schedule().isPresent();
  }

  /** Puts a value at a path of keys joined by dots, making the maps on the way. */
  public static void put(Map<String, Object> tree, String path, Object value) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      tree.put(path, value);
      return;
    }
    @SuppressWarnings("unchecked") // made by this method
    Map<String, Object> section =
        (Map<String, Object>)
            tree.computeIfAbsent(
                path.substring(0, dot), key -> new LinkedHashMap<String, Object>());
    put(section, path.substring(dot + 1), value);
  }
}
