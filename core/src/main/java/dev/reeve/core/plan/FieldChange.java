package dev.reeve.core.plan;

import dev.reeve.core.spec.ChangeEffect;
import dev.reeve.core.spec.CrashFields;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Secrets;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.Words;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A field of a service, or an entry of a field that is a map, with another value.
 *
 * @param path of the field, such as {@code restart.max}; for an entry with its key, such as {@code
 *     env.PORT}
 * @param before the value as a person would write it, secrets masked; null if there was none
 * @param after null if there will be none
 * @param effect what it takes for the new value to hold
 */
public record FieldChange(
    String path, @Nullable String before, @Nullable String after, ChangeEffect effect) {
  private static final Set<Field<?>> BY_KEY = Set.of(Fields.ENV, Fields.LABELS, Fields.DEPENDS_ON);

  static List<FieldChange> of(Field<?> field, ServiceSpec before, ServiceSpec after) {
    Object old = field.tree(before);
    Object now = field.tree(after);
    ChangeEffect effect = field.effect(before, after);
    if (BY_KEY.contains(field) && old instanceof Map<?, ?> a && now instanceof Map<?, ?> b) {
      return byKey(field, a, b, effect);
    }
    return List.of(
        new FieldChange(field.path(), value(field, old, before), value(field, now, after), effect));
  }

  private static List<FieldChange> byKey(
      Field<?> field, Map<?, ?> before, Map<?, ?> after, ChangeEffect effect) {
    Set<Object> keys = new LinkedHashSet<>(before.keySet());
    keys.addAll(after.keySet());
    List<FieldChange> changes = new ArrayList<>();
    for (Object key : keys) {
      Object old = before.get(key);
      Object now = after.get(key);
      if (old == null || !old.equals(now)) {
        changes.add(
            new FieldChange(
                field.path() + "." + key, entry(field, key, old), entry(field, key, now), effect));
      }
    }
    // Maps that differ only in their order, which counts for some fields.
    return changes.isEmpty()
        ? List.of(new FieldChange(field.path(), text(before), text(after), effect))
        : changes;
  }

  private static @Nullable String entry(Field<?> field, Object key, @Nullable Object value) {
    return value == null
        ? null
        : field.equals(Fields.ENV) ? Secrets.masked(String.valueOf(key), text(value)) : text(value);
  }

  private static @Nullable String value(Field<?> field, Object tree, ServiceSpec spec) {
    if (field.equals(Fields.COMMAND)) {
      return spec.command().text();
    }
    boolean empty =
        tree.equals("")
            || (tree instanceof Collection<?> items && items.isEmpty())
            || (tree instanceof Map<?, ?> map && map.isEmpty());
    if (field.equals(CrashFields.SECRET) && !empty) {
      return Secrets.MASK;
    }
    boolean words = field.equals(Fields.STOP_COMMAND) && tree instanceof List<?>;
    return empty ? null : words ? Words.join(strings((List<?>) tree)) : text(tree);
  }

  private static List<String> strings(List<?> items) {
    return items.stream().map(String::valueOf).toList();
  }

  private static String text(Object tree) {
    return switch (tree) {
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> entry.getKey() + ": " + text(entry.getValue()))
              .collect(Collectors.joining(", ", "{", "}"));
      case Collection<?> items ->
          items.stream().map(FieldChange::text).collect(Collectors.joining(", ", "[", "]"));
      default -> String.valueOf(tree);
    };
  }
}
