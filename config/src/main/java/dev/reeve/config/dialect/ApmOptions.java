package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The options of a worker of APM, and what those become that stand for themselves. */
final class ApmOptions {
  /** Options that name what is run; read together. */
  private static final List<String> COMMAND = List.of("name", "exec", "params", "cmd");

  /** Options that add up when they are repeated, those of blocks included. */
  private static final Set<String> SEVERAL =
      Set.of(
          "params",
          "env",
          "env_file",
          "depends_on",
          "restart_on_exit_codes",
          "server",
          "watch",
          "watch_ignore",
          "allow_ip",
          "ban_ip",
          "ban_path",
          "allow_method",
          "ban_method");

  /** Options that are read together with others. */
  private static final List<String> TOGETHER =
      List.of(
          "restart",
          "restart_err",
          "health_check",
          "health_check_interval",
          "health_check_timeout",
          "health_check_threshold",
          "server",
          "tls",
          "tls_cert",
          "tls_key",
          "tls_ca",
          "log",
          "err_log",
          "prefix",
          "log_time_format",
          "syslog");

  private static final Map<String, BiConsumer<Sketch, ApmStatement.Pair>> OPTIONS = options();

  /** The names of all options. */
  static final Set<String> KEYS = keys();

  private ApmOptions() {}

  private static Set<String> keys() {
    Set<String> keys = new HashSet<>(OPTIONS.keySet());
    keys.addAll(COMMAND);
    keys.addAll(TOGETHER);
    keys.addAll(List.of("path", "env", "restart_on_exit_codes", "err_delay", "depends_on"));
    return keys;
  }

  private static Map<String, BiConsumer<Sketch, ApmStatement.Pair>> options() {
    Map<String, BiConsumer<Sketch, ApmStatement.Pair>> all = new HashMap<>();
    text(all, "instances", "instances");
    text(all, "user", "user");
    text(all, "max_restarts", "restart.max_success");
    text(all, "max_err_restarts", "restart.max");
    text(all, "memory_limit", "resources.memory");
    text(all, "syslog_tag", "logs.syslog_tag");
    text(all, "log_max_size", "logs.rotate.size");
    text(all, "log_max_files", "logs.rotate.keep");
    text(all, "max_conns", "edge.max_conns");
    text(all, "trace_header", "edge.trace_header");
    text(all, "listen", "bus.listen");
    millis(all, "restart_delay", "restart.delay_success");
    millis(all, "err_grace", "restart.min_uptime");
    millis(all, "startup_grace", "startup_grace");
    millis(all, "kill_timeout", "stop.grace");
    millis(all, "depends_timeout", "depends_timeout");
    millis(all, "drain_timeout", "edge.drain_timeout");
    millis(all, "keep_alive", "edge.keep_alive");
    millis(all, "watch_delay", "watch.delay");
    millis(all, "rolling_delay", "rollout.delay");
    millis(all, "session_wait", "rollout.session_wait");
    millis(all, "ipc_timeout", "bus.timeout");
    yesNo(all, "strip_ansi", "logs.strip_ansi");
    yesNo(all, "lowercase_hdrs", "edge.lowercase_headers");
    yesNo(all, "trust_proxy", "edge.trust_proxy");
    yesNo(all, "session_persist", "edge.session_persist");
    yesNo(all, "rolling", "rollout.rolling");
    list(all, "env_file", "env_file");
    list(all, "watch", "watch.paths");
    list(all, "watch_ignore", "watch.ignore");
    all.put(
        "env_index",
        (sketch, pair) -> {
          sketch
              .put(pair.at(), pair.key(), "instance_env", pair.text())
              .warn(
                  pair.at(),
                  "'" + pair.raw() + "' counts instances from 1, where APM begins with 0");
        });
    all.put(
        "augur_full_scan",
        (sketch, pair) ->
            sketch.put(
                pair.at(), pair.key(), "diagnose", pair.isTrue() ? "preflight" : "reactive"));
    all.put(
        "watch_conf",
        (sketch, pair) -> {
          if (pair.isTrue()) {
            sketch
                .follow()
                .warn(pair.at(), "'watch_conf' follows the whole file, with all of its services");
          }
        });
    all.put(
        "stats_interval",
        (sketch, pair) ->
            sketch.ignored(
                pair.at(), pair.key(), "'daemon.stats_interval' of a reeve.yaml is for all"));
    return all;
  }

  private static void as(
      Map<String, BiConsumer<Sketch, ApmStatement.Pair>> all,
      String key,
      String path,
      Function<ApmStatement.Pair, Node> value) {
    all.put(key, (sketch, pair) -> sketch.put(pair.at(), key, path, value.apply(pair)));
  }

  private static void text(
      Map<String, BiConsumer<Sketch, ApmStatement.Pair>> all, String key, String path) {
    as(all, key, path, ApmStatement.Pair::text);
  }

  private static void millis(
      Map<String, BiConsumer<Sketch, ApmStatement.Pair>> all, String key, String path) {
    as(all, key, path, ApmStatement.Pair::millis);
  }

  private static void yesNo(
      Map<String, BiConsumer<Sketch, ApmStatement.Pair>> all, String key, String path) {
    as(all, key, path, ApmStatement.Pair::yesNo);
  }

  private static void list(
      Map<String, BiConsumer<Sketch, ApmStatement.Pair>> all, String key, String path) {
    as(all, key, path, ApmStatement.Pair::list);
  }

  /** Puts an option that stands for itself; warns of one that APM does not know either. */
  static void translate(Sketch sketch, ApmStatement.Pair pair) {
    BiConsumer<Sketch, ApmStatement.Pair> option = OPTIONS.get(pair.key());
    if (option != null && (!pair.pieces().isEmpty() || isFlag(pair))) {
      option.accept(sketch, pair);
    } else if (!KEYS.contains(pair.key())) {
      sketch.unknown(pair.at(), pair.key(), KEYS);
    }
  }

  /** {@code rolling;} is as good as {@code rolling true;}. */
  private static boolean isFlag(ApmStatement.Pair pair) {
    return List.of("strip_ansi", "lowercase_hdrs", "trust_proxy", "session_persist", "rolling")
            .contains(pair.key())
        || List.of("augur_full_scan", "watch_conf").contains(pair.key());
  }

  /** What a repeated key means. */
  static ApmStatement.Pair added(ApmStatement.Pair first, ApmStatement.Pair second) {
    if (!SEVERAL.contains(first.key())) {
      return second;
    }
    List<ApmStatement.Piece> pieces = new ArrayList<>(first.pieces());
    for (int i = 0; i < second.pieces().size(); i++) {
      ApmStatement.Piece piece = second.pieces().get(i);
      pieces.add(
          i == 0 ? new ApmStatement.Piece(piece.at(), piece.text(), piece.quoted(), ',') : piece);
    }
    return new ApmStatement.Pair(
        second.at(), second.key(), second.valueAt(), second.raw(), List.copyOf(pieces));
  }
}
