package dev.reeve.config.dialect;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code [program:x]}. As many processes as it asks for become instances of one service, or
 * services of a group where the number of the process makes them different.
 *
 * <p>A process that ends within {@code startsecs} counts as a failed start in supervisord whatever
 * its exit code, and is started again even with {@code autorestart=false}; here it is an end like
 * any other.
 */
final class SupervisordProgram {
  /** So many processes may differ from each other. */
  private static final int MOST_PROCESSES = 1000;

  private static final Map<String, String> OPTIONS = options();

  private final Translation translation;
  private final Ini.Section section;
  private final Optional<Ini.Section> daemon;
  private final String program;
  private final String group;
  private final Map<String, String> values;

  SupervisordProgram(
      Translation translation,
      Ini.Section section,
      Optional<Ini.Section> daemon,
      String program,
      String group,
      Map<String, String> values) {
    this.translation = translation;
    this.section = section;
    this.daemon = daemon;
    this.program = program;
    this.group = group;
    this.values = new HashMap<>(values);
    this.values.put("program_name", program);
    this.values.put("group_name", group.isEmpty() ? program : group);
  }

  private static Map<String, String> options() {
    Map<String, String> all = new HashMap<>();
    for (String key :
        List.of(
            "command",
            "process_name",
            "numprocs",
            "numprocs_start",
            "directory",
            "user",
            "umask",
            "environment",
            "autostart",
            "autorestart",
            "exitcodes",
            "startsecs",
            "startretries",
            "stopsignal",
            "stopwaitsecs",
            "redirect_stderr",
            "stdout_logfile",
            "stderr_logfile",
            "stdout_logfile_maxbytes",
            "stderr_logfile_maxbytes",
            "stdout_logfile_backups",
            "stderr_logfile_backups",
            "stdout_syslog",
            "stderr_syslog")) {
      all.put(key, "");
    }
    all.put("priority", "say with 'depends_on' what must run before");
    all.put("serverurl", "no program here talks to supervisord");
    for (String stream : List.of("stdout", "stderr")) {
      all.put(stream + "_capture_maxbytes", "output is not searched for events");
      all.put(stream + "_events_enabled", "'reeve logs -f --json' prints lines as they come");
    }
    all.put("stopasgroup", "Reeve always signals every process of a service");
    all.put("killasgroup", "Reeve always ends every process of a service");
    return all;
  }

  void translate() {
    int count = number("numprocs", 1);
    int first = number("numprocs_start", 0);
    boolean differ =
        section.entries().values().stream()
            .filter(entry -> !entry.key().equals("process_name"))
            .anyMatch(
                entry -> PythonFormat.uses(Trees.text(entry.value()).orElse(""), "process_num"));
    if (count == 1 || !differ) {
      values.put("process_num", Integer.toString(first));
      Draft draft = process(count == 1 ? name(first) : program, first);
      if (count != 1) {
        section.entry("numprocs").ifPresent(entry -> draft.put(entry, "instances"));
      }
      return;
    }
    if (count > MOST_PROCESSES) {
      translation.problem(
          section.at(),
          "program '" + program + "': more than " + MOST_PROCESSES + " processes that differ");
      return;
    }
    for (int i = 0; i < count; i++) {
      process(name(first + i), first + i);
    }
  }

  private String name(int number) {
    return section
        .entry("process_name")
        .map(entry -> {
          values.put("process_num", Integer.toString(number));
          return text(entry);
        })
        .orElse(program);
  }

  private int number(String key, int fallback) {
    String text = section.text(key);
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : fallback;
  }

  private Draft process(String name, int number) {
    values.put("process_num", Integer.toString(number));
    Draft draft = translation.renamed(section.at(), name);
    draft
        .byDefault("restart.policy", "on-failure")
        .byDefault("restart.delay", "1s")
        .byDefault("restart.delay_success", "0s")
        .byDefault("restart.jitter", "0")
        .byDefault("restart.max", "3")
        .byDefault("restart.max_success", "3")
        .byDefault("restart.min_uptime", "1s")
        .byDefault("startup_grace", "1s")
        .byDefault("stop.grace", "10s")
        .byDefault("logs.format", "raw")
        .byDefault("logs.rotate.size", "50M")
        .byDefault("logs.rotate.keep", "10")
        .byDefault("logs.rotate.compress", "false");
    boolean several = number("numprocs", 1) > 1;
    if (!group.isEmpty() || several) {
      draft.put(section.at(), "group", "group_name", group.isEmpty() ? program : group);
    }
    daemon
        .flatMap(settings -> settings.entry("directory"))
        .ifPresent(entry -> draft.put(entry, "cwd", text(entry)));
    daemon
        .flatMap(settings -> settings.entry("environment"))
        .ifPresent(entry -> environment(draft, entry));
    for (Node.Entry entry : section.entries().values()) {
      option(draft, entry);
    }
    restarts(draft);
    new SupervisordLogs(draft, section, this::text).translate();
    if (section.text("command").isEmpty()) {
      draft.problem(section.at(), "[program:" + program + "] has no 'command'");
    }
    return draft;
  }

  private void option(Draft draft, Node.Entry entry) {
    String text = text(entry);
    String key = entry.key();
    switch (key) {
      case "command" -> {
        if (!text.isEmpty()) {
          draft.put(entry, "command", text);
        }
      }
      case "directory" -> draft.put(entry, "cwd", text);
      case "user" -> draft.put(entry, "user", text);
      case "umask" -> draft.put(entry, "umask", text);
      case "environment" -> environment(draft, entry);
      case "autostart" -> {
        if (!isTrue(text)) {
          draft
              .put(entry, "enabled", "false")
              .warn(entry.at(), "is not brought back at boot, but 'reeve start FILE' starts it");
        }
      }
      case "startsecs" ->
          draft
              .put(entry, "restart.min_uptime", seconds(text))
              .put(entry, "startup_grace", seconds(text));
      case "stopwaitsecs" -> draft.put(entry, "stop.grace", seconds(text));
      case "stopsignal" -> draft.put(entry, "stop.signal", text);
      case "priority" -> {
        if (!text.equals("999")) {
          draft.ignored(entry.at(), key, OPTIONS.getOrDefault(key, ""));
        }
      }
      case "stopasgroup", "killasgroup" -> {
        if (!isTrue(text)) {
          draft.ignored(entry.at(), key, OPTIONS.getOrDefault(key, ""));
        }
      }
      case "serverurl" -> {
        if (!text.equalsIgnoreCase("AUTO")) {
          draft.ignored(entry.at(), key, OPTIONS.getOrDefault(key, ""));
        }
      }
      default -> {
        String why = OPTIONS.get(key);
        if (why == null) {
          draft.unknown(entry.at(), key, OPTIONS.keySet());
        } else if (!why.isEmpty() && !text.equals("0") && !text.equalsIgnoreCase("false")) {
          draft.ignored(entry.at(), key, why);
        }
      }
    }
  }

  /** Whole seconds; anything else is left to the reader of specs. */
  private static String seconds(String text) {
    return text.matches("\\d{1,9}") ? text + "s" : text;
  }

  static boolean isTrue(String text) {
    return List.of("true", "on", "yes", "1").contains(text.toLowerCase(Locale.ROOT));
  }

  private void restarts(Draft draft) {
    Optional<Node.Entry> autorestart = section.entry("autorestart");
    String policy = autorestart.map(this::text).orElse("unexpected").toLowerCase(Locale.ROOT);
    Spot at = autorestart.map(Node.Entry::at).orElse(section.at());
    if (policy.equals("unexpected")) {
      unexpected(draft, at);
    } else if (isTrue(policy)) {
      draft.put(at, "autorestart", "restart.policy", "always");
    } else if (List.of("false", "off", "no", "0").contains(policy)) {
      draft.put(at, "autorestart", "restart.policy", "never");
    } else {
      draft.problem(
          autorestart.map(entry -> entry.value().at()).orElse(at),
          "'autorestart' must be false, unexpected or true, not '" + policy + "'");
    }
    Optional<Node.Entry> retries = section.entry("startretries");
    retries.ifPresent(entry -> {
      String text = text(entry);
      if (text.equals("0")) {
        draft.warn(entry.at(), "'startretries=0' has no equivalent: there is one retry");
        text = "1";
      }
      draft.put(entry, "restart.max", text).put(entry, "restart.max_success", text);
    });
  }

  /** Expected exit codes are not restarted; 0 among them is what Reeve calls no failure. */
  private void unexpected(Draft draft, Spot at) {
    Optional<Node.Entry> entry = section.entry("exitcodes");
    List<String> codes = new ArrayList<>();
    for (String code : entry.map(this::text).orElse("0").split(",", -1)) {
      if (!code.isBlank()) {
        codes.add(code.strip());
      }
    }
    boolean zero = codes.remove("0");
    draft.put(at, "autorestart", "restart.policy", zero ? "on-failure" : "always");
    if (!codes.isEmpty()) {
      Node.Entry declared = entry.orElseThrow();
      draft.put(
          declared.at(), "exitcodes", "restart.except_codes", Trees.list(declared.value(), codes));
    }
  }

  private void environment(Draft draft, Node.Entry entry) {
    try {
      KeyValues.read(text(entry))
          .forEach((key, value) -> draft.variable(entry.value().at(), key, value));
    } catch (KeyValues.Unpaired e) {
      draft.problem(entry.value().at(), "'environment' " + e.reason());
    }
  }

  /** The text of an entry with its values put in. */
  private String text(Node.Entry entry) {
    String written = Trees.text(entry.value()).orElse("");
    try {
      return PythonFormat.format(written, values);
    } catch (BadText e) {
      String before = written.substring(0, e.index());
      Spot spot = entry.value().at();
      translation.problem(
          before.indexOf('\n') < 0 ? spot.right(before.codePointCount(0, before.length())) : spot,
          "program '" + program + "': '" + entry.key() + "': " + e.reason());
      translation.settle(spot);
      return "unknown"; // any text will do: the problem has been said
    }
  }
}
