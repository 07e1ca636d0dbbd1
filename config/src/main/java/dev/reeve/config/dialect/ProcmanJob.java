package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Names;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One process of procman. */
final class ProcmanJob {
  private static final List<String> KEYS =
      List.of("run", "env", "depends", "once", "for_each", "autostart", "watch");
  private static final List<String> WATCH_KEYS =
      List.of("name", "check", "initial_delay", "poll_interval", "failure_threshold", "on_fail");

  /** How procman runs what is written; only bash knows all of it. */
  private static final String STRICT = "set -e -u -o pipefail\n";

  private final Translation translation;
  private final Sketch sketch;
  private final String name;
  private final Node.Entries job;
  private final Map<String, Node.Entries> jobs;

  /**
   * Prepares for one process.
   *
   * @param name what it is called in the file
   * @param jobs all processes of the file
   */
  ProcmanJob(
      Translation translation,
      Sketch sketch,
      String name,
      Node.Entries job,
      Map<String, Node.Entries> jobs) {
    this.translation = translation;
    this.sketch = sketch;
    this.name = name;
    this.job = job;
    this.jobs = jobs;
  }

  /**
   * Puts everything into the sketch.
   *
   * @param writes whether others use values that this process writes
   */
  void translate(boolean writes) {
    for (Node.Entry entry : job.entries()) {
      if (!KEYS.contains(entry.key())) {
        sketch.unknown(entry.at(), entry.key(), KEYS);
      }
    }
    sketch
        .byDefault("restart.policy", "never")
        .byDefault("stop.grace", "2s")
        .byDefault("logs.format", "raw");
    yesNo("once").ifPresent(entry -> sketch.put(entry, "once"));
    yesNo("autostart")
        .filter(entry -> !Trees.isTrue(entry.value()))
        .ifPresent(entry ->
            sketch
                .put(entry, "enabled", "false")
                .warn(entry.at(), "is not brought back at boot, but 'reeve start FILE' starts it"));
    ProcmanTemplates templates =
        new ProcmanTemplates(sketch, name, jobs, translation.folder().resolve("procman-logs"));
    environment(templates);
    run(templates, writes);
    forEach();
    depends();
    watch();
  }

  private Optional<Node.Entry> present(String key) {
    return job.entry(key).filter(entry -> !Trees.isNull(entry.value()));
  }

  private Optional<Node.Entry> yesNo(String key) {
    Optional<Node.Entry> entry = present(key);
    entry
        .filter(found -> !List.of("true", "false").contains(Trees.text(found.value()).orElse("")))
        .ifPresent(wrong ->
            sketch.problem(
                wrong.value().at(),
                "'" + key + "' must be true or false, not " + wrong.value().kind()));
    return entry;
  }

  private void environment(ProcmanTemplates templates) {
    present("env")
        .ifPresent(env -> {
          if (!(env.value() instanceof Node.Entries map)) {
            sketch.problem(env.value().at(), "'env' must be a map, not " + env.value().kind());
            return;
          }
          for (Node.Entry entry : map.entries()) {
            templates.variable(entry);
          }
        });
  }

  private void run(ProcmanTemplates templates, boolean writes) {
    Optional<Node.Entry> run = present("run");
    String text = run.flatMap(entry -> Trees.text(entry.value())).orElse("");
    if (run.isEmpty() || text.isBlank()) {
      sketch.problem(sketch.at(), "the process has no 'run'");
      return;
    }
    String command = templates.run(run.get().value().at(), text);
    String before = STRICT;
    if (writes || text.contains("PROCMAN_OUTPUT")) {
      Node.Entry entry = run.get();
      sketch.variable(
          entry.at(),
          "PROCMAN_OUTPUT",
          new Node.Text(entry.at(), templates.file(name).toString(), false));
      before += "mkdir -p \"${PROCMAN_OUTPUT%/*}\"; : > \"$PROCMAN_OUTPUT\"\n";
    }
    sketch
        .put(run.get(), "command", before + templates.prelude() + command)
        .put(run.get(), "shell", "true");
  }

  private void forEach() {
    present("for_each")
        .ifPresent(entry -> {
          if (!(entry.value() instanceof Node.Entries map)
              || map.entry("glob").isEmpty()
              || map.entry("as").isEmpty()) {
            sketch.problem(entry.value().at(), "'for_each' must be {glob: PATTERN, as: VARIABLE}");
            return;
          }
          for (Node.Entry part : map.entries()) {
            if (List.of("glob", "as").contains(part.key())) {
              sketch.put(part.at(), "for_each", "for_each." + part.key(), part.value());
            } else {
              sketch.unknown(part.at(), part.key(), List.of("glob", "as"));
            }
          }
        });
  }

  private List<Node> items(String key) {
    Optional<Node.Entry> entry = present(key);
    if (entry.isPresent() && entry.get().value() instanceof Node.Items list) {
      return list.items();
    }
    entry.ifPresent(wrong ->
        sketch.problem(
            wrong.value().at(), "'" + key + "' must be a list, not " + wrong.value().kind()));
    return List.of();
  }

  private void depends() {
    ProcmanProbe probes = new ProcmanProbe(sketch, translation.environment(), true);
    Duration longest = ProcmanProbe.TIMEOUT;
    List<Node> items = items("depends");
    for (Node item : items) {
      Optional<Node.Entry> exited =
          item instanceof Node.Entries map ? map.entry("process_exited") : Optional.empty();
      if (exited.isPresent()) {
        exited(exited.get());
        continue;
      }
      Optional<ProcmanProbe.Read> probe = probes.read(item);
      if (probe.isPresent()) {
        sketch.waitUntil(probe.get().at(), probe.get().foreign(), probe.get().probe());
        Duration timeout = probe.get().timeout();
        longest = timeout.compareTo(longest) > 0 ? timeout : longest;
      }
    }
    if (!items.isEmpty()) {
      sketch
          .byDefault("depends_timeout", Durations.format(longest))
          .byDefault("on_timeout", "fail");
    }
  }

  private void exited(Node.Entry entry) {
    String other = Trees.text(entry.value()).orElse("");
    Node.Entries process = jobs.get(other);
    if (process == null && translation.others().contains(other)) {
      sketch.dependsOn(entry.value().at(), entry.key(), other, "completed");
    } else if (process == null) {
      sketch.problem(
          entry.value().at(),
          "depends on '"
              + other
              + "', which does not exist"
              + Names.didYouMean(other, jobs.keySet()));
    } else if (!isOnce(process)) {
      sketch.problem(
          entry.value().at(),
          "waits until '" + other + "' is completed, but it has no 'once: true'");
    } else {
      sketch.dependsOn(entry.value().at(), entry.key(), other, "completed");
    }
  }

  static boolean isOnce(Node.Entries process) {
    return process.entry("once").filter(once -> Trees.isTrue(once.value())).isPresent();
  }

  private void watch() {
    ProcmanProbe probes = new ProcmanProbe(sketch, translation.environment(), false);
    List<Node> checks = new ArrayList<>();
    Map<String, Spot> names = new HashMap<>();
    List<Node> items = items("watch");
    for (int i = 0; i < items.size(); i++) {
      if (!(items.get(i) instanceof Node.Entries watch)) {
        sketch.problem(items.get(i).at(), "a watch must be a map, not " + items.get(i).kind());
        continue;
      }
      for (Node.Entry entry : watch.entries()) {
        if (!WATCH_KEYS.contains(entry.key())) {
          sketch.unknown(entry.at(), entry.key(), WATCH_KEYS);
        }
      }
      Optional<Node.Entry> check = watch.entry("check");
      if (check.isEmpty()) {
        sketch.problem(watch.at(), "the watch has no 'check'");
        continue;
      }
      Optional<ProcmanProbe.Read> probe = probes.read(check.get().value());
      if (probe.isPresent()) {
        checks.add(check(watch, name + ".watch-" + i, check.get(), probe.get(), names));
      }
    }
    if (!checks.isEmpty()) {
      Node.Entry entry = present("watch").orElseThrow();
      sketch.put(entry.at(), "watch", "checks", new Node.Items(entry.value().at(), checks));
    }
  }

  private Node check(
      Node.Entries watch,
      String fallbackName,
      Node.Entry check,
      ProcmanProbe.Read probe,
      Map<String, Spot> names) {
    List<Node.Entry> entries = new ArrayList<>();
    Node title =
        watch
            .entry("name")
            .map(Node.Entry::value)
            .orElse(new Node.Text(watch.at(), fallbackName, false));
    Spot first = names.putIfAbsent(Trees.text(title).orElse(""), title.at());
    if (first != null) {
      sketch.problem(title.at(), "there is a watch of this name already, in line " + first.line());
    }
    entries.add(new Node.Entry(title.at(), "name", title));
    entries.add(new Node.Entry(check.at(), "check", probe.probe()));
    entries.add(seconds(watch, "initial_delay", "initial_delay", "0s"));
    entries.add(seconds(watch, "poll_interval", "interval", "5s"));
    entries.add(
        watch
            .entry("failure_threshold")
            .map(entry -> new Node.Entry(entry.at(), "failures", entry.value()))
            .orElse(text(watch.at(), "failures", "3")));
    entries.add(onFail(watch));
    return new Node.Entries(watch.at(), entries);
  }

  private static Node.Entry text(Spot at, String key, String text) {
    return new Node.Entry(at, key, new Node.Text(at, text, false));
  }

  private Node.Entry seconds(Node.Entries watch, String key, String path, String fallback) {
    Optional<Node.Entry> entry = watch.entry(key);
    if (entry.isEmpty()) {
      return text(watch.at(), path, fallback);
    }
    Spot at = entry.get().value().at();
    String written = Trees.text(entry.get().value()).orElse("");
    Optional<Duration> duration = ProcmanProbe.seconds(written);
    if (duration.isEmpty()) {
      sketch.problem(at, "'" + key + "' must be a number of seconds, not '" + written + "'");
    }
    return new Node.Entry(
        entry.get().at(),
        path,
        new Node.Text(at, duration.map(Durations::format).orElse(fallback), false));
  }

  private Node.Entry onFail(Node.Entries watch) {
    Optional<Node.Entry> entry = watch.entry("on_fail");
    if (entry.isEmpty()) {
      return text(watch.at(), "on_fail", "shutdown");
    }
    Spot at = entry.get().at();
    Node value = entry.get().value();
    if (value instanceof Node.Entries map && map.entry("spawn").isPresent()) {
      Node target = map.entry("spawn").orElseThrow().value();
      String other = Trees.text(target).orElse("");
      Node.Entries process = jobs.get(other);
      if (process == null) {
        sketch.problem(target.at(), "there is no process '" + other + "' to spawn");
      } else if (process.entry("autostart").filter(a -> !Trees.isTrue(a.value())).isEmpty()) {
        sketch.problem(target.at(), "'" + other + "' is spawned, so it needs 'autostart: false'");
      }
      return new Node.Entry(
          at,
          "on_fail",
          new Node.Entries(value.at(), List.of(new Node.Entry(at, "start", target))));
    }
    String word = Trees.text(value).orElse("");
    if (word.equals("debug")) {
      sketch.warn(at, "'on_fail: debug' has no equivalent: the failure is logged");
      return text(at, "on_fail", "log");
    }
    if (!List.of("shutdown", "log").contains(word)) {
      sketch.problem(
          value.at(),
          "'on_fail' must be shutdown, debug, log or {spawn: NAME}, not " + value.kind());
    }
    return new Node.Entry(at, "on_fail", new Node.Text(value.at(), word, false));
  }
}
