package dev.reeve.config;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.RestartFields;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON Schema (2020-12) of a native file, for editors. It follows from {@link Fields}; what a
 * schema cannot say, such as which services there are, it leaves to {@link Loader}. It refuses no
 * file that {@link Loader} takes, but for a service whose command stands in the defaults.
 */
public final class SchemaWriter {
  private SchemaWriter() {}

  /** The schema as JSON text. */
  public static String write() {
    return JsonText.of(schema());
  }

  /** The schema as a tree of maps, lists, texts, numbers and booleans. */
  static Map<String, Object> schema() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put(
        Templates.TEMPLATE,
        SchemaTypes.described(
            SchemaTypes.text(), "Name of the template whose fields stand under these"));
    fields.put(
        ForEach.KEY,
        SchemaTypes.described(
            forEach(), "One service for each file of a pattern, whose path is in a variable"));
    for (Field<?> field : Fields.ALL) {
      put(fields, field.path(), field);
    }
    for (Field<?> field : Fields.ALL) {
      if (field.path().contains(".")) {
        fields.put(field.path(), of(field)); // the same with a dot instead of a map
      }
    }
    Map<String, Object> template = SchemaTypes.closed(fields);
    Map<String, Object> defs = new LinkedHashMap<>();
    defs.put("fields", template);
    Map<String, Object> service = new LinkedHashMap<>();
    service.put("$ref", "#/$defs/fields");
    service.put(
        "anyOf",
        List.of(
            Map.of("required", List.of(Fields.COMMAND.path())),
            Map.of("required", List.of(Templates.TEMPLATE))));
    defs.put("service", service);

    Map<String, Object> top = new LinkedHashMap<>();
    top.put(
        "include",
        SchemaTypes.described(
            SchemaTypes.listOr(SchemaTypes.text()), "Files, or patterns of files, to read, too"));
    top.put("daemon", SchemaTypes.closed(daemon()));
    Map<String, Object> templates = new LinkedHashMap<>();
    templates.put("type", "object");
    templates.put("minProperties", 1);
    templates.put("additionalProperties", Map.of("$ref", "#/$defs/fields"));
    top.put(
        "templates",
        SchemaTypes.described(templates, "What several services have in common, by name"));
    Map<String, Object> services = new LinkedHashMap<>();
    services.put("type", "object");
    services.put("minProperties", 1);
    services.put("propertyNames", Map.of("pattern", Names.PATTERN));
    services.put("additionalProperties", Map.of("$ref", "#/$defs/service"));
    top.put("services", SchemaTypes.described(services, "What is run, by name"));

    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    schema.put("title", "Reeve configuration");
    schema.putAll(SchemaTypes.closed(top));
    schema.put("$defs", defs);
    return schema;
  }

  private static Map<String, Object> daemon() {
    Map<String, Object> daemon = new LinkedHashMap<>();
    daemon.put(DaemonReader.DEFAULTS, Map.of("$ref", "#/$defs/fields"));
    Map<String, Object> action = new LinkedHashMap<>();
    action.put(AdminActions.LABEL, SchemaTypes.text());
    action.put(
        AdminActions.COMMAND, Map.of("type", "array", "items", SchemaTypes.text(), "minItems", 1));
    daemon.put(
        DaemonReader.ADMIN_ACTIONS,
        SchemaTypes.described(
            Map.of(
                "type",
                "object",
                "additionalProperties",
                SchemaTypes.closed(action),
                "propertyNames",
                Map.of("pattern", "^" + AdminActions.ID + "$")),
            "Commands that admins may have the daemon run, by name, without a shell"));
    Map<String, Object> group = new LinkedHashMap<>();
    group.put(DaemonReader.NAME, SchemaTypes.text());
    group.put(DaemonReader.ROLE, Map.of("enum", DaemonReader.ROLES));
    daemon.put(
        DaemonReader.ALLOW_GROUP,
        SchemaTypes.described(
            Map.of("anyOf", List.of(SchemaTypes.text(), SchemaTypes.closed(group))),
            "Whose members may talk to the daemon, too, as operators unless it says otherwise"));
    daemon.put(
        DaemonReader.AUTO_RELOAD,
        SchemaTypes.described(
            Map.of("enum", List.of(true, false)), "Whether changes of the files are applied"));
    daemon.put(
        DaemonReader.AUTO_SERVICES,
        SchemaTypes.described(
            SchemaTypes.text(), "Folder with a folder for each service, with a run.sh"));
    daemon.put(DaemonReader.CGROUP, MasterGroupSchema.schema());
    daemon.put(
        DaemonReader.CONFIG_DIRS,
        SchemaTypes.described(
            SchemaTypes.listOr(SchemaTypes.text()), "Folders whose *.yaml and *.yml belong to it"));
    Map<String, Object> logs = new LinkedHashMap<>();
    logs.put(DaemonReader.DIRECTORY, SchemaTypes.described(SchemaTypes.text(), "Where logs go"));
    logs.put(DaemonReader.MAX_SIZE, of(LogFields.LOG_SIZE));
    logs.put(DaemonReader.MAX_FILES, of(LogFields.LOG_KEEP));
    daemon.put(DaemonReader.LOGS, SchemaTypes.closed(logs));
    daemon.put(DaemonReader.TELEMETRY, TelemetrySchema.schema());
    return daemon;
  }

  private static Map<String, Object> forEach() {
    Map<String, Object> properties = new LinkedHashMap<>();
    properties.put("glob", SchemaTypes.text());
    properties.put("as", Map.of("type", "string", "pattern", "^" + ForEach.NAME + "$"));
    return SchemaTypes.closed(properties); // either may stand in a template
  }

  /** Puts a field below the maps that its path names. */
  private static void put(Map<String, Object> properties, String path, Field<?> field) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      properties.put(path, of(field));
      return;
    }
    String section = path.substring(0, dot);
    boolean policy = field.equals(RestartFields.POLICY);
    Map<String, Object> below = section(properties, section, policy ? of(field) : Map.of());
    put(below, path.substring(dot + 1), field);
  }

  /**
   * The properties of a section.
   *
   * @param scalar what may stand in place of the whole map; empty for nothing
   */
  private static Map<String, Object> section(
      Map<String, Object> properties, String name, Map<String, Object> scalar) {
    if (properties.get(name) instanceof Map<?, ?> known) {
      Object map = known.get("anyOf") instanceof List<?> choices ? choices.getFirst() : known;
      if (map instanceof Map<?, ?> object && object.get("properties") instanceof Map<?, ?> below) {
        @SuppressWarnings("unchecked") // made by this method
        Map<String, Object> found = (Map<String, Object>) below;
        return found;
      }
    }
    Map<String, Object> below = new LinkedHashMap<>();
    Map<String, Object> map = SchemaTypes.closed(below);
    properties.put(name, scalar.isEmpty() ? map : Map.of("anyOf", List.of(map, scalar)));
    return below;
  }

  private static Map<String, Object> of(Field<?> field) {
    Map<String, Object> schema =
        SchemaTypes.described(SchemaTypes.of(field.type().label()), field.meaning());
    Object fallback = field.fallbackTree();
    boolean empty =
        "".equals(fallback)
            || (fallback instanceof Collection<?> list && list.isEmpty())
            || (fallback instanceof Map<?, ?> map && map.isEmpty());
    if (!empty && !field.equals(Fields.DIRECTORY) && !field.equals(RestartFields.LIMIT)) {
      schema.put("default", fallback);
    }
    return schema;
  }
}
