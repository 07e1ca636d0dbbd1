package dev.reeve.config.export;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Which fields of a service a format has taken, and a warning for those that it has not. */
final class Losses {
  private final ServiceSpec spec;
  private final String system;
  private final List<String> warnings;
  private final Set<Field<?>> taken = new HashSet<>();

  Losses(ServiceSpec spec, String system, List<String> warnings) {
    this.spec = spec;
    this.system = system;
    this.warnings = warnings;
  }

  /** These fields are written, or mean nothing to the other system. */
  void taken(Field<?>... fields) {
    taken.addAll(List.of(fields));
  }

  void warn(String message) {
    warnings.add("service '" + spec.name() + "': " + message);
  }

  /** Warns of all that is declared and was not taken. */
  void done() {
    List<String> lost = new ArrayList<>();
    for (Field<?> field : Fields.ALL) {
      if (field.isDeclared(spec) && !taken.contains(field)) {
        lost.add("'" + field.path() + "'");
      }
    }
    if (!lost.isEmpty()) {
      warn("%s has no equivalent of %s; left out".formatted(system, String.join(", ", lost)));
    }
  }
}
