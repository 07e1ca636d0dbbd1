package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Durations;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One definition of processmaster. It knows no other keys than those it has. */
final class ProcessmasterService {
  private static final List<String> KEYS =
      List.of(
          "application",
          "process",
          "logs",
          "resources",
          "restart_policy",
          "global",
          "provisioning");
  private static final List<String> PROCESS_KEYS =
      List.of(
          "working_directory",
          "start_command",
          "stop_signal",
          "stop_command",
          "stop_grace_period_ms",
          "environment",
          "inherit_environment",
          "user",
          "group",
          "schedule",
          "not_before",
          "not_after",
          "max_time_per_run");
  private static final List<String> RESOURCE_KEYS =
      List.of("max_cpu", "max_memory", "max_swap", "io_weight", "io_bandwidth");

  private final Translation translation;
  private final Node.Entries top;
  private final Path folder;
  private final String fallbackName;
  private final boolean auto;

  /**
   * Prepares for one definition.
   *
   * @param folder where the definition is
   * @param fallbackName its name unless it says one itself
   * @param auto whether it is an auto-service, which runs in its folder unless it says otherwise
   */
  ProcessmasterService(
      Translation translation, Node.Entries top, Path folder, String fallbackName, boolean auto) {
    this.translation = translation;
    this.top = top;
    this.folder = folder;
    this.fallbackName = fallbackName;
    this.auto = auto;
  }

  /** What it is in Reeve; nothing if it has no name. */
  Optional<Sketch> sketch() {
    Optional<Node.Entry> named = present(top, "application");
    String name = named.flatMap(entry -> Trees.text(entry.value())).orElse(fallbackName);
    Spot at = named.map(entry -> entry.value().at()).orElse(top.at());
    if (name.isEmpty()) {
      translation.problem(at, "the service has no name");
      return Optional.empty();
    }
    Sketch sketch = new Sketch(translation, at, name);
    Node.Entries process = section(sketch, top, "process");
    for (Node.Entry entry : top.entries()) {
      if (!KEYS.contains(entry.key())) {
        sketch.unknown(entry.at(), entry.key(), KEYS);
      }
    }
    process(sketch, process);
    ProcessmasterSchedule.translate(sketch, process);
    new ProcessmasterLogs(sketch, section(sketch, top, "logs")).translate();
    resources(sketch);
    restarts(sketch, process);
    Node.Entries global = section(sketch, top, "global");
    known(sketch, global, List.of("enabled"));
    present(global, "enabled")
        .ifPresent(enabled -> {
          sketch.put(enabled, "enabled");
          if (Trees.text(enabled.value()).filter("false"::equals).isPresent()) {
            sketch.warn(
                enabled.at(), "is not brought back at boot, but 'reeve start FILE' starts it");
          }
        });
    top.entry("provisioning")
        .filter(entry -> !Trees.isNull(entry.value()))
        .ifPresent(entry -> ProcessmasterProvision.translate(sketch, entry, directory(process)));
    return Optional.of(sketch);
  }

  /** A section of a definition; an empty one if it is not there. */
  static Node.Entries section(Sketch sketch, Node.Entries map, String key) {
    Optional<Node.Entry> entry = map.entry(key).filter(found -> !Trees.isNull(found.value()));
    if (entry.isPresent() && entry.get().value() instanceof Node.Entries section) {
      return section;
    }
    entry.ifPresent(wrong ->
        sketch.problem(
            wrong.value().at(), "'" + key + "' must be a map, not " + wrong.value().kind()));
    return new Node.Entries(map.at(), List.of());
  }

  /** An entry that is there and not {@code null}. */
  static Optional<Node.Entry> present(Node.Entries map, String key) {
    return map.entry(key).filter(entry -> !Trees.isNull(entry.value()));
  }

  /** Warns of keys that processmaster does not know in a section. */
  static void known(Sketch sketch, Node.Entries section, List<String> keys) {
    for (Node.Entry entry : section.entries()) {
      if (!keys.contains(entry.key())) {
        sketch.unknown(entry.at(), entry.key(), keys);
      }
    }
  }

  private void process(Sketch sketch, Node.Entries process) {
    known(sketch, process, PROCESS_KEYS);
    directory(sketch, process);
    Optional<Node.Entry> start = present(process, "start_command");
    start.ifPresentOrElse(
        entry -> sketch.put(entry, "command"), () -> sketch.byDefault("command", "./run.sh"));
    Optional<Node.Entry> signal = present(process, "stop_signal");
    Optional<Node.Entry> command = present(process, "stop_command");
    if (signal.isPresent() && command.isPresent()) {
      sketch.problem(
          command.get().at(), "'stop_signal' and 'stop_command' exclude each other; keep one");
    }
    signal.ifPresent(entry -> sketch.put(entry, "stop.signal"));
    command.ifPresent(entry -> sketch.put(entry, "stop.command"));
    present(process, "stop_grace_period_ms")
        .ifPresent(entry -> sketch.put(entry, "stop.grace", millis(entry)));
    sketch.byDefault("stop.grace", "5s");
    present(process, "user").ifPresent(entry -> sketch.put(entry, "user"));
    present(process, "group")
        .ifPresent(entry -> {
          sketch.put(entry, "group");
          sketch.byDefault("user", "root");
        });
    present(process, "inherit_environment").ifPresent(entry -> sketch.put(entry, "inherit_env"));
    present(process, "environment").ifPresent(entry -> environment(sketch, entry));
  }

  static String millis(Node.Entry entry) {
    return Sketch.millis(Trees.text(entry.value()).orElse(""));
  }

  private void directory(Sketch sketch, Node.Entries process) {
    Optional<Node.Entry> directory = present(process, "working_directory");
    if (directory.isEmpty()) {
      if (!auto) {
        sketch.problem(sketch.at(), "'process.working_directory' is missing");
      }
      sketch.byDefault("cwd", folder.toString());
      return;
    }
    String text = Trees.text(directory.get().value()).orElse("");
    try {
      sketch.put(directory.get(), "cwd", folder.resolve(text).normalize().toString());
    } catch (InvalidPathException e) {
      sketch.put(directory.get(), "cwd"); // the reader of specs says what is wrong with it
    }
  }

  private Path directory(Node.Entries process) {
    String text =
        present(process, "working_directory")
            .flatMap(entry -> Trees.text(entry.value()))
            .orElse("");
    try {
      return folder.resolve(text).normalize();
    } catch (InvalidPathException e) {
      return folder;
    }
  }

  private void environment(Sketch sketch, Node.Entry environment) {
    if (!(environment.value() instanceof Node.Items list)) {
      sketch.problem(
          environment.value().at(),
          "'environment' must be a list of {name: …, value: …}, not " + environment.value().kind());
      return;
    }
    for (Node item : list.items()) {
      Optional<Node.Entry> name =
          item instanceof Node.Entries pair ? present(pair, "name") : Optional.empty();
      Optional<String> text = name.flatMap(entry -> Trees.text(entry.value()));
      if (text.isEmpty() || !(item instanceof Node.Entries pair)) {
        sketch.problem(item.at(), "'environment' has an item without 'name'");
      } else if (text.get().contains("=")) {
        sketch.problem(name.orElseThrow().value().at(), "the name of a variable has no '='");
      } else {
        known(sketch, pair, List.of("name", "value"));
        Node value = pair.entry("value").map(Node.Entry::value).orElse(Trees.list(pair, List.of()));
        variable(sketch, name.orElseThrow().value().at(), text.get(), value);
      }
    }
  }

  private void variable(Sketch sketch, Spot at, String name, Node value) {
    String text = Trees.text(value).orElse("");
    try {
      String decoded = ProcessmasterValue.decode(text, folder);
      sketch.variable(at, name, new Node.Text(value.at(), decoded, false));
    } catch (ProcessmasterValue.Undecodable e) {
      sketch.problem(value.at(), "'" + name + "': " + e.reason());
    }
  }

  private void resources(Sketch sketch) {
    Node.Entries resources = section(sketch, top, "resources");
    known(sketch, resources, RESOURCE_KEYS);
    limit(sketch, resources, "max_cpu", "resources.cpu", false);
    limit(sketch, resources, "max_memory", "resources.memory", true);
    limit(sketch, resources, "max_swap", "resources.swap", true);
    present(resources, "io_weight").ifPresent(entry -> sketch.put(entry, "resources.io_weight"));
    present(resources, "io_bandwidth")
        .ifPresent(
            entry -> sketch.ignored(entry.at(), "io_bandwidth", "only 'io_weight' limits disks"));
    if (!resources.entries().isEmpty() && present(resources, "max_swap").isEmpty()) {
      sketch.byDefault("resources.swap", "0"); // as processmaster has it beside other limits
    }
  }

  private static void limit(
      Sketch sketch, Node.Entries resources, String key, String path, boolean size) {
    present(resources, key)
        .ifPresent(entry -> {
          String text = Trees.text(entry.value()).orElse("");
          if (!text.equalsIgnoreCase("max")) {
            sketch.put(entry, path, size ? ProcessmasterLogs.bytes(text) : text);
          }
        });
  }

  private void restarts(Sketch sketch, Node.Entries process) {
    Optional<Node.Entry> declared = present(top, "restart_policy");
    Optional<Node.Entry> schedule = present(process, "schedule");
    if (schedule.isPresent()) {
      declared.ifPresent(entry ->
          sketch.problem(entry.at(), "'restart_policy' and 'process.schedule' exclude each other"));
      return;
    }
    Node.Entries policy = section(sketch, top, "restart_policy");
    known(sketch, policy, List.of("policy", "restart_backoff_ms", "tolerance"));
    present(policy, "policy")
        .ifPresent(entry -> {
          String text = Trees.text(entry.value()).orElse("");
          if (List.of("always", "never").contains(text)) {
            sketch.put(entry, "restart.policy");
          } else {
            sketch.problem(
                entry.value().at(), "'policy' must be always or never, not '" + text + "'");
          }
        });
    present(policy, "restart_backoff_ms")
        .ifPresent(entry ->
            sketch
                .put(entry, "restart.delay", millis(entry))
                .put(entry, "restart.delay_success", millis(entry)));
    tolerance(sketch, section(sketch, policy, "tolerance"));
    sketch
        .byDefault("restart.policy", "always")
        .byDefault("restart.delay", "1s")
        .byDefault("restart.delay_success", "1s")
        .byDefault("restart.backoff", "1")
        .byDefault("restart.max_delay", "1d")
        .byDefault("restart.jitter", "0");
  }

  /** So many restarts within a time; one that is 0 fails with the first end. */
  private static void tolerance(Sketch sketch, Node.Entries tolerance) {
    known(sketch, tolerance, List.of("max_restarts", "duration"));
    Optional<Node.Entry> most = present(tolerance, "max_restarts");
    Optional<Node.Entry> within = present(tolerance, "duration");
    if (most.flatMap(entry -> Trees.number(entry.value())).filter(n -> n == 0).isPresent()) {
      Node.Entry none = most.orElseThrow();
      sketch
          .put(none, "restart.policy", "never")
          .warn(none.at(), "'max_restarts: 0' means that it is not started again");
      return;
    }
    List<Node.Entry> limit = new ArrayList<>();
    limit.add(
        most.map(entry -> new Node.Entry(entry.at(), "max", entry.value()))
            .orElse(entry(sketch, "max", "3")));
    limit.add(
        within
            .map(entry ->
                new Node.Entry(
                    entry.at(), "within", new Node.Text(entry.value().at(), millis(entry), false)))
            .orElse(entry(sketch, "within", "3m")));
    Node.Entries value = new Node.Entries(tolerance.at(), limit);
    if (most.isPresent() || within.isPresent()) {
      Node.Entry first = most.or(() -> within).orElseThrow();
      sketch.put(first.at(), "tolerance", "restart.limit", value);
    } else {
      sketch.byDefault("restart.limit", "3/" + Durations.format(Duration.ofMinutes(3)));
    }
  }

  private static Node.Entry entry(Sketch sketch, String key, String text) {
    return new Node.Entry(sketch.at(), key, new Node.Text(sketch.at(), text, false));
  }
}
