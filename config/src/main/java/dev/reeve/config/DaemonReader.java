package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Unreadable;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands below {@code daemon}: the same in all files of a load, and each key once. */
final class DaemonReader {
  static final String DEFAULTS = "defaults";
  static final String ADMIN_ACTIONS = "admin_actions";
  static final String ALLOW_GROUP = "allow_group";
  static final String AUTO_RELOAD = "auto_reload";
  static final String CGROUP = "cgroup";
  static final String AUTO_SERVICES = "auto_services";
  static final String CONFIG_DIRS = "config_dirs";
  static final String LOGS = "logs";
  static final String TELEMETRY = "telemetry";
  static final String DIRECTORY = "directory";
  static final String MAX_SIZE = "max_size";
  static final String MAX_FILES = "max_files";
  static final String NAME = "name";
  static final String ROLE = "role";
  private static final String OPERATOR = "operator";

  /** The keys there are. */
  static final List<String> KEYS =
      List.of(
          DEFAULTS,
          ADMIN_ACTIONS,
          ALLOW_GROUP,
          AUTO_RELOAD,
          AUTO_SERVICES,
          CGROUP,
          CONFIG_DIRS,
          LOGS,
          TELEMETRY);

  /** The keys below {@code allow_group}. */
  static final List<String> GROUP_KEYS = List.of(NAME, ROLE);

  /** What members of a group may be allowed. */
  static final List<String> ROLES = List.of("viewer", OPERATOR, "admin");

  /** The keys below {@code logs}. */
  static final List<String> LOG_KEYS = List.of(DIRECTORY, MAX_SIZE, MAX_FILES);

  /** A folder that is named in a file. */
  record Named(Node at, Path folder) {}

  private final Problems problems;
  private final Expansion expansion;
  private final Map<String, Node.Entry> settings = new LinkedHashMap<>();

  DaemonReader(Problems problems, Environment environment) {
    this.problems = problems;
    this.expansion = new Expansion(environment);
  }

  /**
   * Reads one section.
   *
   * @param main whether it stands in the file that is loaded, and not in one that this includes
   */
  void read(Node.Entry daemon, boolean main) {
    if (!(daemon.value() instanceof Node.Entries map)) {
      problems.add(daemon.value().at(), "'daemon' must be a map, not " + daemon.value().kind());
      return;
    }
    for (Node.Entry entry : map.entries()) {
      Node.Entry first = settings.get(entry.key());
      if (!KEYS.contains(entry.key())) {
        problems.add(
            entry.at(),
            "unknown key '" + entry.key() + "' in 'daemon'" + Names.didYouMean(entry.key(), KEYS));
      } else if (!main && !entry.key().equals(DEFAULTS)) {
        problems.add(
            entry.at(),
            "'daemon."
                + entry.key()
                + "' belongs into the file that is loaded, not into one that it includes");
      } else if (first != null) {
        problems.add(
            entry.at(),
            "'daemon." + entry.key() + "' is declared twice; the first one is at " + first.at());
      } else {
        settings.put(entry.key(), entry);
      }
    }
  }

  /** Whether the file makes sense without services: it has folders for them, or settings. */
  boolean isEnough() {
    return settings.containsKey(AUTO_SERVICES)
        || settings.containsKey(CONFIG_DIRS)
        || settings.containsKey(ALLOW_GROUP)
        || settings.containsKey(TELEMETRY)
        || settings.containsKey(ADMIN_ACTIONS)
        || settings.containsKey(CGROUP);
  }

  /** What holds for all services. */
  Optional<Node.Entry> defaults() {
    return Optional.ofNullable(settings.get(DEFAULTS));
  }

  /** Whether a change of the files is to be applied. */
  boolean autoReload() {
    Node.Entry entry = settings.get(AUTO_RELOAD);
    if (entry == null) {
      return false;
    }
    Object value = entry.value().tree();
    if (value instanceof Boolean yes) {
      return yes;
    }
    problems.add(entry.value().at(), "'daemon.auto_reload' must be true or false");
    return false;
  }

  /** What admins may have the daemon run. */
  List<AdminAction> adminActions() {
    Node.Entry entry = settings.get(ADMIN_ACTIONS);
    return entry == null
        ? List.of()
        : AdminActions.read(
            entry.value(), "daemon." + ADMIN_ACTIONS, expansion::text, problems::add);
  }

  /** Where the groups of all services are, and their limits together. */
  MasterGroup cgroup() {
    Node.Entry entry = settings.get(CGROUP);
    return entry == null
        ? MasterGroup.NONE
        : MasterGroups.read(
            entry,
            key -> "daemon." + CGROUP + (key.isEmpty() ? "" : "." + key),
            expansion::text,
            problems::add);
  }

  /** Who else may talk to the daemon, where somebody may. */
  Optional<AllowGroup> allowGroup() {
    Node.Entry entry = settings.get(ALLOW_GROUP);
    if (entry == null) {
      return Optional.empty();
    }
    String name = "";
    String role = OPERATOR;
    if (entry.value() instanceof Node.Entries map) {
      for (Node.Entry setting : map.entries()) {
        switch (setting.key()) {
          case NAME -> name = word(setting, ALLOW_GROUP + "." + NAME, "the name of a group");
          case ROLE -> {
            role = word(setting, ALLOW_GROUP + "." + ROLE, "one of " + String.join(", ", ROLES));
            if (!role.isEmpty() && !ROLES.contains(role)) {
              problems.add(
                  setting.value().at(),
                  "'daemon.allow_group.role' must be one of " + String.join(", ", ROLES));
            }
          }
          default ->
              problems.add(
                  setting.at(),
                  "unknown key '"
                      + setting.key()
                      + "' in 'daemon.allow_group'"
                      + Names.didYouMean(setting.key(), GROUP_KEYS));
        }
      }
      if (map.entries().stream().noneMatch(setting -> setting.key().equals(NAME))) {
        problems.add(entry.value().at(), "'daemon.allow_group' has no 'name'");
      }
    } else {
      name = word(entry, ALLOW_GROUP, "the name of a group");
    }
    return Optional.of(new AllowGroup(name, role, entry.at().place()));
  }

  /** Whom the daemon tells what services use. */
  Telemetry telemetry(Problems warnings, Values values) {
    Node.Entry entry = settings.get(TELEMETRY);
    return entry == null
        ? Telemetry.NONE
        : new TelemetryReader(problems, warnings, values).read(entry);
  }

  private String word(Node.Entry entry, String path, String what) {
    if (entry.value().tree() instanceof String text && !text.isBlank()) {
      return text;
    }
    problems.add(
        entry.value().at(),
        "'daemon." + path + "' must be " + what + ", not " + entry.value().kind());
    return "";
  }

  /** The folder of auto-services, where there is one. */
  Optional<Named> autoServices() {
    Node.Entry entry = settings.get(AUTO_SERVICES);
    return entry == null ? Optional.empty() : folder(AUTO_SERVICES, entry.value());
  }

  /** The folders whose files belong to the loaded one. */
  List<Named> configDirs() {
    Node.Entry entry = settings.get(CONFIG_DIRS);
    List<Named> folders = new ArrayList<>();
    if (entry != null) {
      List<Node> items =
          entry.value() instanceof Node.Items list ? list.items() : List.of(entry.value());
      items.forEach(item -> folder(CONFIG_DIRS, item).ifPresent(folders::add));
    }
    return folders;
  }

  private Optional<Named> folder(String key, Node node) {
    if (!(node instanceof Node.Text text) || text.tree() == null) {
      if (!problems.isSettled(node.at())) {
        problems.add(node.at(), "'daemon." + key + "' must be a folder, not " + node.kind());
      }
      return Optional.empty();
    }
    try {
      Path folder =
          Folders.of(node.at().source().file()).resolve(expansion.path(text.text())).normalize();
      if (Files.isDirectory(folder)) {
        return Optional.of(new Named(node, folder));
      }
      problems.add(
          node.at(),
          "'daemon."
              + key
              + "': "
              + (Files.exists(folder)
                  ? folder + " is not a folder"
                  : "there is no folder " + folder));
    } catch (BadText e) {
      problems.settle(node.at(), e.reason());
    } catch (InvalidPathException e) {
      problems.add(node.at(), "'daemon." + key + "' is not a path");
    }
    return Optional.empty();
  }

  /** What {@code logs} says, as fields of services that say nothing themselves. */
  Logs logs() {
    Node.Entry entry = settings.get(LOGS);
    Map<String, Node.Entry> fields = new LinkedHashMap<>();
    Optional<Named> directory = Optional.empty();
    if (entry == null) {
      return new Logs(directory, fields);
    }
    if (!(entry.value() instanceof Node.Entries map)) {
      problems.add(
          entry.value().at(),
          "'daemon.logs' must be a map of "
              + String.join(", ", LOG_KEYS)
              + ", not "
              + entry.value().kind());
      return new Logs(directory, fields);
    }
    for (Node.Entry setting : map.entries()) {
      switch (setting.key()) {
        case DIRECTORY -> directory = logFolder(setting.value());
        case MAX_SIZE -> put(fields, LogFields.LOG_SIZE, setting);
        case MAX_FILES -> put(fields, LogFields.LOG_KEEP, setting);
        default ->
            problems.add(
                setting.at(),
                "unknown key '"
                    + setting.key()
                    + "' in 'daemon.logs'"
                    + Names.didYouMean(setting.key(), LOG_KEYS));
      }
    }
    return new Logs(directory, fields);
  }

  /** It is made when the first log is. */
  private Optional<Named> logFolder(Node node) {
    if (node instanceof Node.Text text && text.tree() != null) {
      try {
        Path folder = Folders.of(node.at().source().file());
        return Optional.of(
            new Named(node, folder.resolve(expansion.path(text.text())).normalize()));
      } catch (BadText e) {
        problems.settle(node.at(), e.reason());
      } catch (InvalidPathException e) {
        problems.add(node.at(), "'daemon.logs.directory' is not a path");
      }
    } else {
      problems.add(node.at(), "'daemon.logs.directory' must be a folder, not " + node.kind());
    }
    return Optional.empty();
  }

  private void put(Map<String, Node.Entry> fields, Field<?> field, Node.Entry setting) {
    Object value = setting.value().tree();
    try {
      if (value == null) {
        throw new Unreadable("has no value");
      }
      var _ = field.type().read(value, Path.of("/"));
      fields.put(field.path(), new Node.Entry(setting.at(), field.path(), setting.value()));
    } catch (Unreadable e) {
      problems.add(setting.value().at(), "'daemon.logs." + setting.key() + "' " + e.reason());
    }
  }

  /**
   * Where logs go and how large they get.
   *
   * @param directory where they go; nothing for the usual place
   * @param fields what else is declared, by path
   */
  record Logs(Optional<Named> directory, Map<String, Node.Entry> fields) {
    /** A service with this under it. */
    Node.Entry under(Node.Entry service) {
      if (!(service.value() instanceof Node.Entries its)
          || (directory.isEmpty() && fields.isEmpty())) {
        return service;
      }
      Map<String, Node.Entry> below = new LinkedHashMap<>(fields);
      directory.ifPresent(named -> {
        file(below, LogFields.LOG_OUT, named, service.key() + "-out.log");
        file(below, LogFields.LOG_ERR, named, service.key() + "-err.log");
      });
      // What is wrong with the service itself is said where it is read.
      Layer all = new Layer(below).with(Layer.of(its, new Problems(), ""));
      return new Node.Entry(service.at(), service.key(), all.node(its.at()));
    }

    private static void file(
        Map<String, Node.Entry> fields, Field<?> field, Named directory, String name) {
      Node.Text path =
          new Node.Text(directory.at().at(), directory.folder().resolve(name).toString(), false);
      fields.put(field.path(), new Node.Entry(directory.at().at(), field.path(), path));
    }
  }
}
