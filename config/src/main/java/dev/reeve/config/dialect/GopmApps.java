package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Unloadable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * GoPM's ecosystem files: {@code {"apps": [{"name": …, "command": …}]}}. GoPM counts restarts after
 * any exit alike, waits the same time before each unless {@code exp_backoff} doubles it, and keeps
 * three old log files as they are.
 *
 * <p>A missing {@code cwd} is the folder of the file, where GoPM takes the folder of the shell.
 */
final class GopmApps implements Dialect {
  private static final List<String> KEYS =
      List.of(
          "name",
          "command",
          "args",
          "cwd",
          "interpreter",
          "env",
          "autorestart",
          "max_restarts",
          "min_uptime",
          "restart_delay",
          "exp_backoff",
          "max_delay",
          "kill_timeout",
          "log_out",
          "log_err",
          "max_log_size");

  /** Keys whose value is a native one for the native fields beside them. */
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "cwd", List.of("cwd"),
          "interpreter", List.of("interpreter"),
          "autorestart", List.of("restart.policy"),
          "max_restarts", List.of("restart.max", "restart.max_success"),
          "log_out", List.of("logs.stdout"),
          "log_err", List.of("logs.stderr"),
          "max_log_size", List.of("logs.rotate.size"));

  private static final Map<String, List<String>> DURATIONS =
      Map.of(
          "min_uptime", List.of("restart.min_uptime"),
          "restart_delay", List.of("restart.delay", "restart.delay_success"),
          "max_delay", List.of("restart.max_delay"),
          "kill_timeout", List.of("stop.grace"));

  @Override
  public String name() {
    return "GoPM";
  }

  @Override
  public boolean claims(String fileName) {
    return false; // people call them ecosystem.json, as those of PM2
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate
        .map()
        .flatMap(map -> map.entry("apps"))
        .map(apps -> Trees.items(apps.value()))
        .filter(apps -> !apps.isEmpty())
        .filter(apps ->
            apps.getFirst() instanceof Node.Entries app
                && app.entry("command").isPresent()
                && app.entry("script").isEmpty()
                && app.entry("exec").isEmpty())
        .isPresent();
  }

  @Override
  public void translate(Translation translation) throws Unloadable {
    Optional<Node> root = Trees.read(translation);
    if (!(root.orElse(null) instanceof Node.Entries top)) {
      translation.problem(
          translation.source().start(), "a GoPM file must be a map with a list of 'apps'");
      return;
    }
    for (Node.Entry entry : top.entries()) {
      if (!entry.key().equals("apps")) {
        translation.warn(entry.at(), "unknown '" + entry.key() + "' in a GoPM file; ignored");
      } else if (entry.value() instanceof Node.Items apps) {
        apps.items().forEach(app -> app(translation, app));
      } else {
        translation.problem(
            entry.value().at(), "'apps' must be a list, not " + entry.value().kind());
      }
    }
  }

  private static void app(Translation translation, Node node) {
    if (!(node instanceof Node.Entries app)) {
      translation.problem(node.at(), "an app must be a map, not " + node.kind());
      return;
    }
    Optional<Node.Entry> name = app.entry("name");
    Optional<String> text = name.flatMap(entry -> Trees.text(entry.value()));
    if (text.isEmpty() || text.get().isEmpty()) {
      translation.problem(app.at(), "the app has no 'name'");
      return;
    }
    Draft draft = translation.renamed(name.orElseThrow().value().at(), text.get());
    defaults(draft);
    app.entries().stream()
        .filter(entry -> !Trees.isNull(entry.value()) && !isEmptyText(entry.value()))
        .forEach(entry -> option(draft, entry));
    command(draft, app);
  }

  /** In GoPM an empty text is as good as none. */
  private static boolean isEmptyText(Node node) {
    return node instanceof Node.Text text && text.text().isEmpty();
  }

  private static void defaults(Draft draft) {
    draft
        .byDefault("restart.policy", "always")
        .byDefault("restart.delay", "2s")
        .byDefault("restart.delay_success", "2s")
        .byDefault("restart.backoff", "1")
        .byDefault("restart.max_delay", "30s")
        .byDefault("restart.jitter", "0")
        .byDefault("restart.min_uptime", "5s")
        .byDefault("stop.grace", "5s")
        .byDefault("logs.rotate.size", "100M")
        .byDefault("logs.rotate.keep", "3")
        .byDefault("logs.rotate.compress", "false");
  }

  private static void option(Draft draft, Node.Entry entry) {
    String key = entry.key();
    if (FIELDS.containsKey(key)) {
      FIELDS.getOrDefault(key, List.of()).forEach(path -> draft.put(entry, path));
    } else if (DURATIONS.containsKey(key)) {
      String text = Trees.text(entry.value()).orElse("");
      Optional<String> duration = GoDurations.nativeText(text);
      for (String path : DURATIONS.getOrDefault(key, List.of())) {
        if (duration.isPresent()) {
          draft.put(entry, path, duration.get());
        } else {
          draft.put(entry, path); // the reader says what is wrong with it
        }
      }
    } else if (key.equals("exp_backoff")) {
      if (Trees.isTrue(entry.value())) {
        draft.put(entry, "restart.backoff", "2");
      }
    } else if (key.equals("env") && entry.value() instanceof Node.Entries env) {
      env.entries().forEach(pair -> draft.variable(pair.at(), pair.key(), pair.value()));
    } else if (key.equals("env")) {
      draft.put(entry, "env");
    } else if (!KEYS.contains(key)) {
      draft.unknown(entry.at(), key, KEYS);
    }
  }

  private static void command(Draft draft, Node.Entries app) {
    Optional<Node.Entry> command = app.entry("command");
    Optional<String> program = command.flatMap(entry -> Trees.text(entry.value()));
    if (command.isEmpty() || program.isEmpty() || program.get().isEmpty()) {
      draft.problem(draft.at(), "the app has no 'command'");
      return;
    }
    Node at = command.get().value();
    List<Node> words = new ArrayList<>();
    words.add(new Node.Text(at.at(), program.get(), false));
    app.entry("args").ifPresent(args -> words.addAll(Trees.items(args.value())));
    draft.put(command.get().at(), "command", "command", new Node.Items(at.at(), words));
  }
}
