package dev.reeve.config.export;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.Sizes;
import dev.reeve.core.spec.SpecWriter;
import dev.reeve.core.spec.Unreadable;
import java.util.Map;
import java.util.Optional;

/**
 * How much a service may take, as far as other systems know it.
 *
 * @param memory in bytes
 * @param cpus in processors, such as 0.5
 */
record Limits(Optional<Long> memory, Optional<Double> cpus) {
  /** Of a service; both are taken where they are declared, and others are not. */
  static Limits of(ServiceSpec spec, Losses losses) {
    Object declared = SpecWriter.declared(spec).getOrDefault("resources", Map.of());
    if (!(declared instanceof Map<?, ?> resources)) {
      return new Limits(Optional.empty(), Optional.empty());
    }
    for (Field<?> field : Fields.ALL) {
      String path = field.path();
      boolean ours = path.equals("resources.memory") || path.equals("resources.cpu");
      if (ours || (path.equals("resources") && resources.size() <= 2)) {
        losses.taken(field);
      }
    }
    return new Limits(memory(resources.get("memory")), cpus(resources.get("cpu")));
  }

  private static Optional<Long> memory(@org.jspecify.annotations.Nullable Object value) {
    try {
      return value == null ? Optional.empty() : Optional.of(Sizes.parse(value.toString()));
    } catch (Unreadable e) {
      return Optional.empty(); // a share of the machine, which others do not know
    }
  }

  /** {@code 1.5}, or thousandths: {@code 100m}. */
  private static Optional<Double> cpus(@org.jspecify.annotations.Nullable Object value) {
    String text = value == null ? "" : value.toString();
    if (text.matches("\\d{1,9}m")) {
      return Optional.of(Integer.parseInt(text.substring(0, text.length() - 1)) / 1000.0);
    }
    return text.matches("\\d{1,6}(\\.\\d{1,6})?")
        ? Optional.of(Double.valueOf(text))
        : Optional.empty();
  }
}
