package dev.reeve.config;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.ResourceFields;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JSON Schema of {@code daemon.cgroup}. */
final class MasterGroupSchema {
  private MasterGroupSchema() {}

  static Map<String, Object> schema() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put(
        MasterGroups.ROOT,
        SchemaTypes.described(
            Map.of("type", "string"),
            "Group in which it is made, such as /sys/fs/cgroup/apps; where the daemon is"));
    all.put(
        MasterGroups.NAME,
        SchemaTypes.described(
            SchemaTypes.text(), "Its name; one that follows from the home of the daemon"));
    all.put(
        MasterGroups.CPU, limit(ResourceFields.CPU_LIMIT, "Processor cores, such as 6 or 500m"));
    all.put(MasterGroups.MEMORY, limit(ResourceFields.MEMORY, "Memory"));
    all.put(MasterGroups.SWAP, limit(ResourceFields.SWAP, "Swap space"));
    Map<String, Object> controller = Map.of("enum", MasterGroups.CONTROLLERS);
    Map<String, Object> list = new LinkedHashMap<>();
    list.put("type", "array");
    list.put("items", controller);
    all.put(
        MasterGroups.SUBTREE,
        SchemaTypes.described(
            Map.of("anyOf", List.of(Map.of("enum", List.of(true, false)), controller, list)),
            "Controllers of the groups of services: those their limits need, or all, none, these"));
    return SchemaTypes.described(
        SchemaTypes.closed(all), "Control group of all services together, not of the daemon");
  }

  private static Map<String, Object> limit(Field<?> field, String meaning) {
    Map<String, Object> limit =
        SchemaTypes.described(
            SchemaTypes.of(field.type().label()),
            meaning + " of all services together, or max for no limit");
    limit.put("default", field.fallbackTree());
    return limit;
  }
}
