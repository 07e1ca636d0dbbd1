package dev.reeve.config;

import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.ResourceFields;
import dev.reeve.core.spec.ResourceSpec;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes what a file says of the daemon as the section of a native file. */
final class DaemonYaml {
  private DaemonYaml() {}

  /** Lines that end in a line break, to stand before those of services; empty for no settings. */
  static String write(DaemonSettings settings) {
    Map<String, Object> tree = tree(settings);
    if (tree.isEmpty()) {
      return "";
    }
    StringBuilder out = new StringBuilder("daemon:");
    YamlWriter writer = new YamlWriter(out);
    tree.forEach((key, value) -> writer.entry(1, key, value));
    return out.append("\n\n").toString();
  }

  /** The paths of what it would write, each one key below the section. */
  static List<String> sections(DaemonSettings settings) {
    return tree(settings).keySet().stream().map(key -> "daemon." + key).toList();
  }

  private static Map<String, Object> tree(DaemonSettings settings) {
    Map<String, Object> tree = new LinkedHashMap<>();
    Map<String, Object> actions = new LinkedHashMap<>();
    for (AdminAction action : settings.adminActions()) {
      Map<String, Object> its = new LinkedHashMap<>();
      if (!action.label().equals(action.id())) {
        its.put(AdminActions.LABEL, action.label());
      }
      its.put(AdminActions.COMMAND, action.command().stream().map(Expansion::escape).toList());
      actions.put(action.id(), its);
    }
    put(tree, DaemonReader.ADMIN_ACTIONS, actions);
    settings
        .allowGroup()
        .ifPresent(group -> {
          Map<String, Object> its = new LinkedHashMap<>();
          its.put(DaemonReader.NAME, group.group());
          its.put(DaemonReader.ROLE, group.role());
          tree.put(DaemonReader.ALLOW_GROUP, its);
        });
    put(tree, DaemonReader.CGROUP, group(settings.cgroup()));
    put(tree, DaemonReader.TELEMETRY, telemetry(settings.telemetry()));
    return tree;
  }

  private static void put(Map<String, Object> tree, String key, Map<String, Object> value) {
    if (!value.isEmpty()) {
      tree.put(key, value);
    }
  }

  private static Map<String, Object> group(MasterGroup group) {
    Map<String, Object> tree = new LinkedHashMap<>();
    group.root().ifPresent(root -> tree.put(MasterGroups.ROOT, path(root)));
    group.name().ifPresent(name -> tree.put(MasterGroups.NAME, name));
    limit(tree, MasterGroups.CPU, group.cpu(), ResourceFields.CPU_LIMIT);
    limit(tree, MasterGroups.MEMORY, group.memory(), ResourceFields.MEMORY);
    limit(tree, MasterGroups.SWAP, group.swap(), ResourceFields.SWAP);
    switch (group.handed()) {
      case MasterGroup.Handed.Needed() -> {}
      case MasterGroup.Handed.All() -> tree.put(MasterGroups.SUBTREE, true);
      case MasterGroup.Handed.Only(var controllers) ->
          tree.put(
              MasterGroups.SUBTREE,
              controllers.isEmpty() ? (Object) false : List.copyOf(controllers));
    }
    return tree;
  }

  private static void limit(Map<String, Object> tree, String key, long most, Field<Long> field) {
    if (most != ResourceSpec.MAX) {
      tree.put(key, field.type().write(most));
    }
  }

  private static String path(Path path) {
    return Expansion.escape(path.toString());
  }

  private static Map<String, Object> telemetry(Telemetry telemetry) {
    Map<String, Object> tree = new LinkedHashMap<>();
    telemetry
        .telegraf()
        .ifPresent(telegraf ->
            tree.put(
                TelemetryReader.TELEGRAF,
                Map.of(
                    TelemetryReader.UDP,
                    telegraf.udp().toString(),
                    TelemetryReader.MEASUREMENT,
                    Expansion.escape(telegraf.measurement()))));
    telemetry
        .prometheus()
        .ifPresent(prometheus -> {
          Map<String, Object> its = new LinkedHashMap<>();
          prometheus.listen().ifPresent(at -> its.put(TelemetryReader.LISTEN, at.toString()));
          if (!prometheus.token().isEmpty()) {
            its.put(TelemetryReader.TOKEN, prometheus.token());
          }
          prometheus.file().ifPresent(file -> its.put(TelemetryReader.FILE, path(file)));
          its.put(TelemetryReader.INTERVAL, Durations.format(prometheus.interval()));
          tree.put(TelemetryReader.PROMETHEUS, its);
        });
    return tree;
  }
}
