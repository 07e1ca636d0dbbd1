package dev.reeve.core.plan;

import dev.reeve.core.spec.ChangeEffect;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What it takes to come from the services that exist to those that a file declares. Both {@code
 * plan}, which shows it, and {@code apply}, which does it, are made of this one comparison.
 *
 * @param source the file; names as its own those services that were declared by it before
 * @param added services that do not exist, in the order of the file
 * @param changed services that exist and are declared differently, in the order of the file
 * @param removed names of services that were declared by the file and are not any more, in the
 *     order in which they exist
 * @param unchanged names of services that are declared as they are, in the order of the file
 * @param adopted services that exist and belong to the file from now on, with the file they
 *     belonged to; empty for none
 */
public record Plan(
    String source,
    List<ServiceSpec> added,
    List<Changed> changed,
    List<String> removed,
    List<String> unchanged,
    Map<String, String> adopted) {

  /** The lists are copied. */
  public Plan {
    added = List.copyOf(added);
    changed = List.copyOf(changed);
    removed = List.copyOf(removed);
    unchanged = List.copyOf(unchanged);
  }

  /**
   * A service there is.
   *
   * @param source the file that declared it; empty if none did
   */
  public record Existing(ServiceSpec spec, String source) {}

  /** A service that is declared differently; there is at least one field. */
  public record Changed(ServiceSpec before, ServiceSpec after, List<FieldChange> fields) {
    /** What the change takes if it runs: that of the field that takes the most. */
    public ChangeEffect effect() {
      ChangeEffect most = ChangeEffect.LIVE;
      for (FieldChange field : fields) {
        most = field.effect().compareTo(most) > 0 ? field.effect() : most;
      }
      return most;
    }
  }

  /**
   * Compares.
   *
   * @param existing every service there is
   * @param declared the services of the file
   * @param only names of the services that count, others are left as they are; empty for all
   */
  public static Plan between(
      Collection<Existing> existing,
      List<ServiceSpec> declared,
      String source,
      Collection<String> only) {
    Map<String, Existing> before = new LinkedHashMap<>();
    existing.forEach(service -> before.put(service.spec().name(), service));
    Set<String> chosen = Set.copyOf(only);
    List<ServiceSpec> added = new ArrayList<>();
    List<Changed> changed = new ArrayList<>();
    List<String> unchanged = new ArrayList<>();
    Map<String, String> adopted = new LinkedHashMap<>();
    for (ServiceSpec spec : declared) {
      Existing there = before.remove(spec.name());
      if (!chosen.isEmpty() && !chosen.contains(spec.name())) {
        continue;
      }
      if (there == null) {
        added.add(spec);
        continue;
      }
      if (!there.source().equals(source)) {
        adopted.put(spec.name(), there.source());
      }
      List<FieldChange> fields = differences(there.spec(), spec);
      if (fields.isEmpty()) {
        unchanged.add(spec.name());
      } else {
        changed.add(new Changed(there.spec(), spec, fields));
      }
    }
    List<String> removed = new ArrayList<>();
    for (Existing left : before.values()) {
      String name = left.spec().name();
      if (left.source().equals(source) && (chosen.isEmpty() || chosen.contains(name))) {
        removed.add(name);
      }
    }
    return new Plan(source, added, changed, removed, unchanged, adopted);
  }

  private static List<FieldChange> differences(ServiceSpec before, ServiceSpec after) {
    List<FieldChange> changes = new ArrayList<>();
    for (Field<?> field : Fields.ALL) {
      if (!field.same(before, after)) {
        changes.addAll(FieldChange.of(field, before, after));
      }
    }
    return changes;
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && removed.isEmpty();
  }

  /** What has to be declared for it: services that are new or changed. */
  public List<ServiceSpec> declared() {
    List<ServiceSpec> specs = new ArrayList<>(added);
    changed.forEach(change -> specs.add(change.after()));
    return specs;
  }
}
