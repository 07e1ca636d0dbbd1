package dev.reeve.config.dialect;

import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Spot;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One {@code worker { … }}. A repeated key adds to those options that have several values; of any
 * other the last one counts.
 */
final class ApmWorker {
  private final Translation translation;
  private final ApmStatement.Block worker;
  private final Map<String, ApmStatement.Pair> pairs = new LinkedHashMap<>();

  ApmWorker(Translation translation, ApmStatement.Block worker) {
    this.translation = translation;
    this.worker = worker;
  }

  /** What the worker is in Reeve; nothing if it runs nothing. */
  Optional<Sketch> sketch() {
    List<ApmStatement.Block> blocks = new ArrayList<>();
    for (ApmStatement statement : worker.statements()) {
      switch (statement) {
        case ApmStatement.Block block -> blocks.add(block);
        case ApmStatement.Pair pair -> pairs.merge(pair.key(), pair, ApmOptions::added);
      }
    }
    List<Node> command = command();
    Optional<ApmStatement.Pair> named = pair("name");
    String name =
        named
            .map(ApmStatement.Pair::raw)
            .orElse(worker.label().isEmpty() ? executable(command) : worker.label());
    if (name.isEmpty()) {
      translation.problem(worker.at(), "the worker has neither 'name' nor 'exec'");
      return Optional.empty();
    }
    Spot at = named.map(ApmStatement.Pair::valueAt).orElse(worker.at());
    Sketch sketch = new Sketch(translation, at, name);
    if (command.isEmpty()) {
      sketch.problem(at, "the worker has no 'exec'");
    } else {
      sketch.put(command.getFirst().at(), "exec", "command", new Node.Items(at, command));
    }
    pairs.values().forEach(pair -> ApmOptions.translate(sketch, pair));
    environment(sketch);
    directory(sketch);
    restarts(sketch);
    dependencies(sketch);
    new ApmLogs(sketch, pairs).translate();
    health(sketch);
    server(sketch);
    blocks.forEach(block -> new ApmBlocks(sketch, block).translate());
    defaults(sketch);
    return Optional.of(sketch);
  }

  private Optional<ApmStatement.Pair> pair(String key) {
    return Optional.ofNullable(pairs.get(key)).filter(pair -> !pair.pieces().isEmpty());
  }

  private List<Node> command() {
    List<Node> words = new ArrayList<>();
    for (String key : List.of("cmd", "exec", "params")) {
      if (!key.equals("exec") || words.isEmpty()) {
        pair(key).ifPresent(pair -> words.addAll(pair.words()));
      }
    }
    return pair("exec").isPresent() || pair("cmd").isPresent() ? words : List.of();
  }

  private static String executable(List<Node> command) {
    String exec = command.isEmpty() ? "" : Trees.text(command.getFirst()).orElse("");
    return exec.substring(exec.lastIndexOf('/') + 1);
  }

  private void environment(Sketch sketch) {
    pair("env")
        .ifPresent(env -> {
          for (Node.Text item : env.items()) {
            int equals = item.text().indexOf('=');
            if (equals < 1) {
              sketch.problem(
                  item.at(),
                  "'env' must be KEY=value, not '"
                      + item.text()
                      + "'; put a value that contains commas in quotes");
            } else {
              Node value = new Node.Text(item.at(), item.text().substring(equals + 1), false);
              sketch.variable(item.at(), item.text().substring(0, equals).strip(), value);
            }
          }
        });
  }

  /** In a path, and only there, APM puts in variables of the environment. */
  private void directory(Sketch sketch) {
    pair("path")
        .ifPresent(path -> {
          try {
            String expanded = DollarText.expand(path.raw(), translation.environment(), false);
            sketch.put(
                path.at(),
                "path",
                "cwd",
                new Node.Text(path.valueAt(), folder(path, expanded), false));
          } catch (DollarText.Unset e) {
            sketch.problem(path.valueAt(), "'path': " + e.reason());
          }
        });
  }

  /** A relative one starts from the file in which it stands, which may be an included one. */
  private static String folder(ApmStatement.Pair path, String expanded) {
    try {
      return Folders.of(path.at().source().file()).resolve(Path.of(expanded)).toString();
    } catch (InvalidPathException e) {
      return expanded; // the reader of specs says what is wrong with it
    }
  }

  private void restarts(Sketch sketch) {
    Optional<ApmStatement.Pair> clean = Optional.ofNullable(pairs.get("restart"));
    Optional<ApmStatement.Pair> error = Optional.ofNullable(pairs.get("restart_err"));
    for (ApmStatement.Pair pair :
        List.of(clean, error).stream().flatMap(Optional::stream).toList()) {
      if (!List.of("true", "false").contains(pair.yesNo().text())) {
        sketch.problem(
            pair.valueAt(), "'" + pair.key() + "' must be true or false, not '" + pair.raw() + "'");
      }
    }
    boolean always = clean.filter(ApmStatement.Pair::isTrue).isPresent();
    boolean onError = error.filter(ApmStatement.Pair::isTrue).isPresent();
    String policy =
        always && onError ? "always" : always ? "on-success" : onError ? "on-failure" : "never";
    Optional<ApmStatement.Pair> declared = clean.or(() -> error);
    if (declared.isPresent()) {
      sketch.put(declared.get().at(), declared.get().key(), "restart.policy", policy);
    } else {
      sketch.byDefault("restart.policy", policy);
    }
    pair("restart_on_exit_codes")
        .ifPresent(codes ->
            sketch
                .put(codes.at(), codes.key(), "restart.policy", "always")
                .put(codes.at(), codes.key(), "restart.exit_codes", codes.list()));
    pair("err_delay")
        .ifPresent(delay -> {
          sketch.put(delay.at(), delay.key(), "restart.delay", delay.millis());
          longest(sketch, delay);
        });
    pair("restart_delay").ifPresent(delay -> longest(sketch, delay));
  }

  /** Reeve's delays grow up to a limit, which must not cut one that does not grow. */
  private static void longest(Sketch sketch, ApmStatement.Pair delay) {
    boolean isLong = delay.raw().matches("\\d{5,15}") && Long.parseLong(delay.raw()) > 30_000;
    if (isLong) {
      sketch.put(delay.at(), delay.key(), "restart.max_delay", "1d");
    }
  }

  private void dependencies(Sketch sketch) {
    pair("depends_on")
        .ifPresent(on -> {
          for (Node.Text item : on.items()) {
            sketch.dependsOn(item.at(), on.key(), item.text(), "started");
          }
        });
  }

  private void health(Sketch sketch) {
    Optional<ApmStatement.Pair> check = pair("health_check");
    if (check.isEmpty()) {
      return;
    }
    Spot at = check.get().at();
    if (check.get().raw().equals("on")) {
      sketch
          .put(at, "health_check", "health.push", "true")
          .warn(at, "the program reports to REEVE_HEALTH_URL, where APM says APM_HEALTH_URL");
    } else if (check.get().raw().equals("off")) {
      return;
    } else {
      sketch.put(at, "health_check", "health.http", check.get().text());
    }
    healthPart(sketch, "health_check_interval", "health.interval", "5s");
    healthPart(sketch, "health_check_timeout", "health.timeout", "3s");
    healthPart(sketch, "health_check_threshold", "health.failures", "3");
  }

  private void healthPart(Sketch sketch, String key, String path, String fallback) {
    Optional<ApmStatement.Pair> part = pair(key);
    if (part.isPresent()) {
      Node value = path.endsWith("failures") ? part.get().text() : part.get().millis();
      sketch.put(part.get().at(), key, path, value);
    } else {
      sketch.byDefault(path, fallback);
    }
  }

  private void server(Sketch sketch) {
    Optional<ApmStatement.Pair> tls = Optional.ofNullable(pairs.get("tls"));
    boolean encrypted = tls.filter(ApmStatement.Pair::isTrue).isPresent();
    boolean plain = tls.isPresent() && !encrypted;
    pair("server")
        .ifPresent(server -> {
          List<String> urls =
              server.items().stream().map(item -> url(item.text(), encrypted)).toList();
          List<Node> items = new ArrayList<>();
          for (int i = 0; i < urls.size(); i++) {
            items.add(new Node.Text(server.items().get(i).at(), urls.get(i), false));
          }
          sketch.put(server.at(), server.key(), "serve", new Node.Items(server.valueAt(), items));
          sketch
              .byDefault("edge.trust_proxy", "true")
              .byDefault("edge.keep_alive", "2m")
              .byDefault("edge.drain_timeout", "0s");
        });
    for (String key : List.of("tls_cert", "tls_key", "tls_ca")) {
      pair(key)
          .ifPresent(pair -> {
            if (plain) {
              sketch.ignored(pair.at(), key, "'tls' is false");
            } else {
              sketch.put(pair.at(), key, "tls." + key.substring("tls_".length()), pair.text());
            }
          });
    }
    if (encrypted && !sketch.has("tls.cert")) {
      sketch.warn(tls.get().at(), "'tls' needs a 'tls_cert' and a 'tls_key' to have an effect");
    }
  }

  /** {@code :8080} is HTTP on all addresses; {@code tls true} encrypts every kind of server. */
  private static String url(String text, boolean encrypted) {
    String host = text.startsWith(":") ? "0.0.0.0" + text : text;
    String url = host.contains("://") ? host : "http://" + host;
    int scheme = url.indexOf("://");
    if (!encrypted) {
      return url;
    }
    return switch (url.substring(0, scheme)) {
      case "http" -> "https" + url.substring(scheme);
      case "ws" -> "wss" + url.substring(scheme);
      case "tcp" -> "tls" + url.substring(scheme);
      default -> url;
    };
  }

  private void defaults(Sketch sketch) {
    sketch
        .byDefault("restart.delay", "500ms")
        .byDefault("restart.delay_success", "250ms")
        .byDefault("restart.backoff", "1")
        .byDefault("restart.jitter", "0")
        .byDefault("restart.max", "0")
        .byDefault("restart.max_success", "0")
        .byDefault("startup_grace", "2s")
        .byDefault("stop.grace", "2s")
        .byDefault("diagnose", "reactive")
        .byDefault("logs.rotate.keep", "5")
        .byDefault("logs.rotate.compress", "false");
    if (!sketch.waits().isEmpty()) {
      sketch.byDefault("depends_timeout", "30s").byDefault("on_timeout", "start");
    }
    if (sketch.has("watch.paths")) {
      sketch.byDefault("watch.delay", "200ms");
    }
    if (sketch.has("rollout.rolling")) {
      sketch.byDefault("rollout.delay", "1s");
    }
    if (sketch.has("edge.session_persist")) {
      sketch.byDefault("rollout.session_wait", "5s");
    }
    if (sketch.has("bus.listen")) {
      sketch.byDefault("bus.timeout", "500ms");
    }
  }
}
