package dev.reeve.core.spec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Fields in the order in which they are declared. */
final class FieldTable {
  private final List<Field<?>> fields = new ArrayList<>();

  <T> Field<T> add(
      String path,
      String option,
      FieldType<T> type,
      T fallback,
      ChangeEffect effect,
      String meaning,
      Function<ServiceSpec, T> of) {
    Field<T> field = new Field<>(path, type, fallback, meaning, effect, option, of);
    fields.add(field);
    return field;
  }

  void addAll(Collection<Field<?>> more) {
    fields.addAll(more);
  }

  /** What was added so far. */
  List<Field<?>> fields() {
    return List.copyOf(fields);
  }
}
