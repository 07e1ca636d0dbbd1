package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** One unit of systemd: where and how it runs. What is run is {@link SystemdCommands}. */
final class SystemdService {
  private static final String SERVICE = "Service";
  private static final String UNIT = "Unit";

  /** Settings without meaning for a process. */
  private static final Set<String> SILENT =
      Set.of(
          "Documentation",
          "RemainAfterExit",
          "SyslogIdentifier",
          "NotifyAccess",
          "GuessMainPID",
          "Before",
          "DefaultDependencies",
          "CollectMode",
          "KillMode",
          "TimeoutAbortSec",
          "RuntimeDirectoryPreserve",
          "BusName");

  private final Translation translation;
  private final UnitFile unit;
  private final Draft draft;
  private final UnitSpecifiers specifiers;
  private final Set<String> read = new HashSet<>();

  SystemdService(Translation translation, UnitFile unit, Draft draft, UnitSpecifiers specifiers) {
    this.translation = translation;
    this.unit = unit;
    this.draft = draft;
    this.specifiers = specifiers;
  }

  void translate() {
    draft
        .byDefault("cwd", "/")
        .byDefault("inherit_env", "false")
        .byDefault("logs.format", "raw")
        .byDefault("restart.backoff", "1")
        .byDefault("restart.jitter", "0");
    String type = one(SERVICE, "Type").map(UnitFile.Setting::value).orElse("simple");
    boolean once = type.equals("oneshot");
    new SystemdCommands(unit, draft, specifiers, read).translate(once);
    type(type);
    surroundings();
    environment();
    new SystemdRestarts(unit, draft, read).translate(once);
    ends();
    output();
    dependencies();
    limits();
    new SystemdSandbox(unit, draft, specifiers, read)
        .translate(one(SERVICE, "User").map(UnitFile.Setting::value).orElse(""));
    one(UNIT, "Description")
        .ifPresent(it -> draft.put(it.at(), it.key(), "description", specifiers.expand(it)));
    List<String> install = unit.keys("Install");
    if (!install.contains("WantedBy") && !install.contains("RequiredBy")) {
      draft.put(draft.at(), "Install", "enabled", "false");
    }
    rest();
  }

  /** The last assignment of a key, which is the one that counts. */
  private Optional<UnitFile.Setting> one(String section, String key) {
    read.add(key);
    List<UnitFile.Setting> all = unit.all(section, key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  private void put(String section, String key, String path) {
    one(section, key).ifPresent(it -> draft.put(it.valueAt(), key, path, specifiers.expand(it)));
  }

  private void time(String key, String path) {
    one(SERVICE, key)
        .ifPresent(it -> draft.put(it.valueAt(), key, path, UnitTimes.text(it.value())));
  }

  private void type(String type) {
    Optional<UnitFile.Setting> setting = one(SERVICE, "Type");
    Optional<UnitFile.Setting> patience =
        one(SERVICE, "TimeoutStartSec").or(() -> one(SERVICE, "TimeoutSec"));
    one(SERVICE, "PIDFile");
    switch (type) {
      case "simple", "exec", "idle" -> {}
      case "oneshot" -> draft.put(setting.orElseThrow().at(), "Type", "once", "true");
      case "notify", "notify-reload" -> {
        UnitFile.Setting at = setting.orElseThrow();
        String timeout =
            patience
                .map(UnitFile.Setting::value)
                .map(text -> UnitTimes.isForEver(text) ? "0" : UnitTimes.text(text))
                .orElse("90s");
        List<Node.Entry> ready = new ArrayList<>();
        ready.add(entry(at, "notify", "true"));
        ready.add(entry(at, "timeout", timeout));
        draft.put(at.at(), "Type", "ready", new Node.Entries(at.valueAt(), ready));
      }
      case "forking" ->
          draft.problem(
              setting.orElseThrow().valueAt(),
              "'Type=forking' has no equivalent: have the program stay in the foreground (often an"
                  + " option such as --foreground or --no-daemon), and use Type=simple");
      default ->
          draft.warn(
              setting.orElseThrow().valueAt(),
              "'Type=" + type + "' has no equivalent: it is ready as soon as it runs");
    }
    time("WatchdogSec", "watchdog");
  }

  private static Node.Entry entry(UnitFile.Setting at, String key, String text) {
    return new Node.Entry(at.at(), key, new Node.Text(at.valueAt(), text, false));
  }

  private void surroundings() {
    put(SERVICE, "User", "user");
    put(SERVICE, "Group", "group");
    if (draft.has("group") && !draft.has("user")) {
      draft.byDefault("user", "root");
    }
    one(SERVICE, "WorkingDirectory")
        .ifPresent(it -> {
          String text = specifiers.expand(it).replaceFirst("^-", "");
          String user = one(SERVICE, "User").map(UnitFile.Setting::value).orElse("root");
          if (!text.equals("~")) {
            draft.put(it.valueAt(), it.key(), "cwd", text);
          } else if (user.equals("root")) {
            draft.put(it.valueAt(), it.key(), "cwd", "/root");
          } else {
            draft.put(it.valueAt(), it.key(), "cwd", "/home/" + user);
            draft.warn(it.valueAt(), "'~' is taken to be /home/" + user);
          }
        });
  }

  private void environment() {
    read.add("Environment");
    for (UnitFile.Setting setting : unit.all(SERVICE, "Environment")) {
      try {
        for (String word : UnitWords.split(specifiers.expand(setting))) {
          int equals = word.indexOf('=');
          if (equals < 1) {
            draft.problem(setting.valueAt(), "'Environment' must be KEY=value, not '" + word + "'");
          } else {
            draft.variable(
                setting.valueAt(), word.substring(0, equals), word.substring(equals + 1));
          }
        }
      } catch (UnitWords.Unclosed e) {
        draft.problem(setting.valueAt(), "'Environment' " + e.reason());
      }
    }
    read.add("EnvironmentFile");
    List<String> files = new ArrayList<>();
    for (UnitFile.Setting setting : unit.all(SERVICE, "EnvironmentFile")) {
      String text = specifiers.expand(setting);
      String path = text.replaceFirst("^-", "");
      if (text.startsWith("-") && !exists(path)) {
        draft.warn(setting.valueAt(), "there is no " + path + ", which need not be there; ignored");
      } else {
        files.add(path);
      }
    }
    if (!files.isEmpty()) {
      UnitFile.Setting at = unit.all(SERVICE, "EnvironmentFile").getFirst();
      draft.put(at.valueAt(), at.key(), "env_file", files);
    }
    one(SERVICE, "PassEnvironment")
        .ifPresent(it ->
            draft.ignored(it.at(), it.key(), "name the variables in 'env', with their values"));
  }

  private static boolean exists(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private void ends() {
    put(SERVICE, "KillSignal", "stop.signal");
    draft.byDefault("stop.grace", "90s");
    time("TimeoutSec", "stop.grace");
    time("TimeoutStopSec", "stop.grace");
    one(SERVICE, "KillMode")
        .filter(it -> List.of("process", "none").contains(it.value()))
        .ifPresent(it ->
            draft.ignored(it.at(), "KillMode=" + it.value(), "Reeve ends every process of it"));
  }

  private void output() {
    Optional<UnitFile.Setting> out = one(SERVICE, "StandardOutput");
    Optional<UnitFile.Setting> err = one(SERVICE, "StandardError");
    out.ifPresent(it -> target(it, "logs.stdout"));
    err.filter(it -> !it.value().equals("inherit"))
        .ifPresentOrElse(
            it -> target(it, "logs.stderr"), () -> out.ifPresent(it -> target(it, "logs.stderr")));
  }

  private void target(UnitFile.Setting setting, String path) {
    String text = specifiers.expand(setting);
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    switch (kind) {
      case "inherit", "journal", "syslog", "kmsg", "journal+console", "syslog+console" -> {
        // into Reeve's own log
      }
      case "null" -> draft.put(setting.valueAt(), setting.key(), path, "null");
      case "file", "append", "truncate" ->
          draft.put(setting.valueAt(), setting.key(), path, text.substring(colon + 1));
      default ->
          draft.ignored(setting.at(), setting.key() + "=" + kind, "it goes into Reeve's own log");
    }
  }

  /** Services that Reeve knows are waited for; targets mean nothing to it. */
  private void dependencies() {
    Set<String> strong = names("Requires", "BindsTo", "Requisite");
    Set<String> wanted = names("Wants", "Upholds");
    Set<String> after = names("After");
    Set<String> all = new TreeSet<>(strong);
    all.addAll(wanted);
    all.addAll(after);
    for (String name : all) {
      UnitFile.Setting at =
          java.util.stream.Stream.of(
                  "Requires", "BindsTo", "Requisite", "Wants", "Upholds", "After")
              .flatMap(key -> unit.all(UNIT, key).stream())
              .filter(it -> it.value().contains(name))
              .findFirst()
              .orElseThrow();
      boolean needed = strong.contains(name) || (wanted.contains(name) && after.contains(name));
      if (translation.others().contains(name) && needed) {
        draft.dependsOn(at.at(), name, "ready");
      } else if (needed || wanted.contains(name)) {
        draft.ignored(
            at.at(),
            at.key() + "=" + name + ".service",
            translation.others().contains(name)
                ? "it need not run before; 'depends_on' would wait for it"
                : "Reeve has no service '" + name + "'");
      }
    }
    read.addAll(List.of("PartOf", "Conflicts"));
  }

  private Set<String> names(String... keys) {
    Set<String> names = new TreeSet<>();
    for (String key : keys) {
      read.add(key);
      for (UnitFile.Setting setting : unit.all(UNIT, key)) {
        for (String word : setting.value().split("\\s+", -1)) {
          if (word.endsWith(".service")) {
            names.add(word.substring(0, word.length() - ".service".length()));
          }
        }
      }
    }
    return names;
  }

  /** What Reeve has as {@code resources}, if this version has it. */
  private void limits() {
    Map<String, String> known =
        Map.of(
            "MemoryMax", "memory",
            "MemorySwapMax", "swap",
            "TasksMax", "pids",
            "LimitNOFILE", "nofile",
            "Nice", "nice",
            "OOMScoreAdjust", "oom_score",
            "IOWeight", "io_weight",
            "CPUQuota", "cpu");
    List<Node.Entry> limits = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (String key : new TreeSet<>(known.keySet())) {
      one(SERVICE, key)
          .filter(it -> !it.value().equals("infinity"))
          .ifPresent(it -> {
            keys.add(key);
            limits.add(entry(it, known.getOrDefault(key, key), limit(key, it.value())));
          });
    }
    if (!limits.isEmpty()) {
      draft.put(
          limits.getFirst().at(),
          String.join(", ", keys),
          "resources",
          new Node.Entries(limits.getFirst().at(), limits));
    }
  }

  /** {@code 50%} of a processor is half of one; of two limits the hard one counts. */
  private static String limit(String key, String value) {
    if (key.equals("CPUQuota") && value.matches("\\d{1,6}%")) {
      int percent = Integer.parseInt(value.substring(0, value.length() - 1));
      return percent * 10 + "m";
    }
    return key.equals("LimitNOFILE") ? value.substring(value.indexOf(':') + 1) : value;
  }

  /** Everything else in one line: a hardened unit has dozens of such settings. */
  private void rest() {
    List<String> left = new ArrayList<>();
    for (String section : List.of(UNIT, SERVICE)) {
      for (String key : unit.keys(section)) {
        if (!read.contains(key) && !SILENT.contains(key) && !key.startsWith("X-")) {
          left.add(key);
        }
      }
    }
    if (!left.isEmpty()) {
      draft.warn(
          draft.at(),
          String.join(", ", left)
              + (left.size() == 1 ? " has" : " have")
              + " no equivalent; ignored");
    }
  }
}
