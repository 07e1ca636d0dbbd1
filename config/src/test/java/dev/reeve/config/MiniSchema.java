package dev.reeve.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** As much of JSON Schema 2020-12 as Reeve's schema uses; refuses keywords it does not know. */
final class MiniSchema {
  private static final Set<String> SILENT =
      Set.of("$schema", "$defs", "title", "description", "default");

  private final Map<?, ?> root;
  private final List<String> errors = new ArrayList<>();

  private MiniSchema(Map<?, ?> root) {
    this.root = root;
  }

  /** What the schema has against a tree. */
  static List<String> errors(Map<?, ?> schema, @Nullable Object tree) {
    MiniSchema checker = new MiniSchema(schema);
    checker.check("", schema, tree);
    return checker.errors;
  }

  private boolean accepts(Object schema, @Nullable Object value) {
    MiniSchema other = new MiniSchema(root);
    other.check("", (Map<?, ?>) schema, value);
    return other.errors.isEmpty();
  }

  private void check(String at, Map<?, ?> schema, @Nullable Object value) {
    schema.forEach((keyword, rule) -> {
      if (!SILENT.contains(keyword) && !holds(at, schema, String.valueOf(keyword), rule, value)) {
        errors.add(at + ": " + keyword);
      }
    });
  }

  private boolean holds(
      String at, Map<?, ?> schema, String keyword, Object rule, @Nullable Object value) {
    return switch (keyword) {
      case "$ref" -> {
        String name = rule.toString().substring("#/$defs/".length());
        check(at, (Map<?, ?>) ((Map<?, ?>) root.get("$defs")).get(name), value);
        yield true;
      }
      case "type" ->
          (rule instanceof List<?> types ? types : List.of(rule))
              .stream().anyMatch(t -> is(t, value));
      case "enum" -> ((List<?>) rule).contains(value);
      case "const" -> value instanceof Number n && n.longValue() == ((Number) rule).longValue();
      case "anyOf" -> ((List<?>) rule).stream().anyMatch(choice -> accepts(choice, value));
      case "pattern" ->
          !(value instanceof String text) || Pattern.compile(rule.toString()).matcher(text).find();
      case "minimum" ->
          !(value instanceof Number n) || n.doubleValue() >= ((Number) rule).doubleValue();
      case "maximum" ->
          !(value instanceof Number n) || n.doubleValue() <= ((Number) rule).doubleValue();
      case "minProperties" -> !(value instanceof Map<?, ?> map) || !map.isEmpty();
      case "required" ->
          !(value instanceof Map<?, ?> map) || map.keySet().containsAll((List<?>) rule);
      case "items" -> {
        if (value instanceof List<?> list) {
          list.forEach(item -> check(at + "[]", (Map<?, ?>) rule, item));
        }
        yield true;
      }
      case "properties" -> {
        if (value instanceof Map<?, ?> map) {
          map.forEach((key, item) -> {
            if (((Map<?, ?>) rule).get(key) instanceof Map<?, ?> property) {
              check(at + "/" + key, property, item);
            }
          });
        }
        yield true;
      }
      case "propertyNames" ->
          !(value instanceof Map<?, ?> map)
              || map.keySet().stream().allMatch(key -> accepts(rule, key));
      case "additionalProperties" -> additional(at, schema, rule, value);
      default -> throw new IllegalArgumentException("unknown keyword " + keyword);
    };
  }

  private boolean additional(String at, Map<?, ?> schema, Object rule, @Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)) {
      return true;
    }
    boolean holds = true;
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      if (schema.get("properties") instanceof Map<?, ?> known
          && known.containsKey(entry.getKey())) {
        continue;
      }
      if (rule instanceof Map<?, ?> others) {
        check(at + "/" + entry.getKey(), others, entry.getValue());
      } else {
        holds = false;
      }
    }
    return holds;
  }

  private static boolean is(Object type, @Nullable Object value) {
    return switch (type.toString()) {
      case "string" -> value instanceof String;
      case "number" -> value instanceof Number;
      case "integer" -> value instanceof Number n && n.doubleValue() == Math.rint(n.doubleValue());
      case "boolean" -> value instanceof Boolean;
      case "array" -> value instanceof List<?>;
      case "object" -> value instanceof Map<?, ?>;
      case "null" -> value == null;
      default -> throw new IllegalArgumentException("unknown type " + type);
    };
  }
}
