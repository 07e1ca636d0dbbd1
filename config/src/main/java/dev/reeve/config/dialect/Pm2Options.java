package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.core.spec.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of an app of PM2 7 (its schema.json and God.js), but for what is run. */
final class Pm2Options {
  private static final Pattern TIME = Pattern.compile("(\\d{1,12})([hms]?)");

  /** Read by {@link Pm2App}. */
  private static final List<String> ELSEWHERE =
      List.of(
          "script",
          "exec",
          "cmd",
          "command",
          "name",
          "args",
          "interpreter",
          "exec_interpreter",
          "node_args",
          "interpreter_args",
          "interpreterArgs",
          "instances",
          "exec_mode");

  private static final Map<String, BiConsumer<Draft, Node.Entry>> OPTIONS = options();

  private final Draft draft;

  Pm2Options(Draft draft) {
    this.draft = draft;
  }

  /** What PM2 does where nothing is declared. */
  void defaults() {
    draft
        .byDefault("restart.policy", "always")
        .byDefault("restart.delay", "0s")
        .byDefault("restart.delay_success", "0s")
        .byDefault("restart.backoff", "1")
        .byDefault("restart.jitter", "0")
        .byDefault("restart.max", "16")
        .byDefault("restart.max_success", "16")
        .byDefault("restart.min_uptime", "1s")
        .byDefault("stop.signal", "INT")
        .byDefault("stop.grace", "1600ms")
        .byDefault("instance_env", "NODE_APP_INSTANCE")
        .byDefault("logs.format", "raw");
  }

  /** Translates one option. */
  void option(Node.Entry entry) {
    BiConsumer<Draft, Node.Entry> known = OPTIONS.get(entry.key());
    if (known != null) {
      known.accept(draft, entry);
    } else if (entry.key().startsWith("env_")) {
      draft.ignored(
          entry.at(),
          entry.key(),
          "it is chosen with 'pm2 start --env "
              + entry.key().substring(4)
              + "'; move what you need to 'env'");
    } else if (!ELSEWHERE.contains(entry.key())) {
      List<String> names = new ArrayList<>(OPTIONS.keySet());
      names.addAll(ELSEWHERE);
      draft.unknown(entry.at(), entry.key(), names);
    }
  }

  private static Map<String, BiConsumer<Draft, Node.Entry>> options() {
    Map<String, BiConsumer<Draft, Node.Entry>> all = new HashMap<>();
    all.put("cwd", field("cwd"));
    all.put("namespace", field("group_name"));
    all.put("instance_var", field("instance_env"));
    all.put("increment_var", no("no variable counts up over instances but 'instance_var'"));
    for (String user : List.of("uid", "user")) {
      all.put(user, field("user"));
    }
    all.put("gid", field("group"));
    all.put("env", Pm2Options::env);
    all.put("port", (draft, entry) -> draft.variable(entry.at(), "PORT", entry.value()));
    all.put(
        "filter_env",
        (draft, entry) -> {
          if (Trees.isTrue(entry.value())) {
            draft.put(entry, "inherit_env", "false");
          } else if (!(entry.value() instanceof Node.Text text) || !text.text().equals("false")) {
            draft.ignored(entry.at(), entry.key(), "variables are inherited all or not at all");
          }
        });
    restarts(all);
    logs(all);
    watching(all);
    all.put("kill_timeout", time("stop.grace"));
    all.put(
        "wait_ready",
        ifTrue(
            "Reeve has no channel for process.send('ready'); declare 'ready' with a probe of its"
                + " port ('http' or 'tcp'), or 'notify' and send READY=1 to NOTIFY_SOCKET"));
    all.put(
        "listen_timeout",
        no("it is for 'wait_ready' and for reloads in cluster mode; 'ready' has a 'timeout'"));
    all.put("shutdown_with_message", ifTrue("Reeve has no channel for process.send; it signals"));
    all.put("treekill", ifFalse("Reeve always ends all processes of a service"));
    all.put("kill_retry_time", no("Reeve does not poll for the end of a process"));
    all.put("pid_file", no("'reeve list' knows the pids"));
    all.put("pid", no("'reeve list' knows the pids"));
    all.put("name_prefix", no("name the services themselves"));
    all.put("append_env_to_name", ifTrue("name the services themselves"));
    all.put("max_memory_restart", Pm2Options::memory);
    for (String key :
        List.of(
            "source_map_support",
            "disable_source_map_support",
            "vizion",
            "pmx",
            "automation",
            "trace",
            "disable_trace",
            "v8",
            "event_loop_inspector",
            "deep_monitoring",
            "io",
            "post_update",
            "install_url",
            "username",
            "execute_command")) {
      all.put(key, no("it is a matter of PM2's own agent"));
    }
    for (String key : List.of("force", "write", "windowsHide")) {
      all.put(key, (draft, entry) -> {}); // nothing a service could miss
    }
    return Map.copyOf(all);
  }

  private static void restarts(Map<String, BiConsumer<Draft, Node.Entry>> all) {
    all.put(
        "autorestart",
        (draft, entry) -> {
          String text = Trees.text(entry.value()).orElse("");
          switch (text) {
            case "true" -> draft.put(entry, "restart.policy", "always");
            case "false" -> draft.put(entry, "restart.policy", "never");
            default -> draft.problem(entry.value().at(), "'autorestart' must be true or false");
          }
        });
    all.put(
        "max_restarts",
        (draft, entry) -> {
          if (Trees.number(entry.value()).filter(n -> n == 0).isPresent()) {
            draft.put(entry, "restart.policy", "never"); // the first end is one too many
          } else {
            draft.put(entry, "restart.max").put(entry, "restart.max_success");
          }
        });
    all.put("min_uptime", time("restart.min_uptime"));
    all.put("restart_delay", time("restart.delay", "restart.delay_success"));
    all.put(
        "exp_backoff_restart_delay",
        (draft, entry) -> {
          time("restart.delay", "restart.delay_success").accept(draft, entry);
          draft.put(entry, "restart.backoff", "1.5").put(entry, "restart.max_delay", "15s");
        });
    all.put("stop_exit_codes", field("restart.except_codes"));
    for (String key : List.of("cron_restart", "cron")) {
      all.put(
          key,
          no(
              "a 'schedule' starts a service and does not restart one that runs; add a service with"
                  + " the command 'reeve restart NAME' and this schedule"));
    }
  }

  private static void logs(Map<String, BiConsumer<Draft, Node.Entry>> all) {
    for (String key : List.of("out_file", "out", "output", "out_log")) {
      all.put(key, log("logs.stdout"));
    }
    for (String key : List.of("error_file", "error", "err", "err_file", "err_log")) {
      all.put(key, log("logs.stderr"));
    }
    for (String key : List.of("log_file", "log")) {
      all.put(key, no("'reeve logs' shows both streams in the order of time"));
    }
    all.put(
        "disable_logs",
        (draft, entry) -> {
          if (Trees.isTrue(entry.value())) {
            draft.put(entry, "logs.stdout", "null").put(entry, "logs.stderr", "null");
          }
        });
    all.put(
        "log_type",
        (draft, entry) -> draft.put(entry, "logs.format", Trees.text(entry.value()).orElse("raw")));
    all.put(
        "time",
        (draft, entry) -> {
          if (Trees.isTrue(entry.value())) {
            draft.put(entry, "logs.format", "timestamped");
          }
        });
    all.put(
        "log_date_format",
        (draft, entry) -> {
          String format = Trees.text(entry.value()).orElse("");
          draft.put(entry, "logs.format", "timestamped");
          MomentFormat.strftime(format)
              .ifPresentOrElse(
                  // PM2 puts a colon between time and line.
                  text -> draft.put(entry, "logs.time_format", text + ":"),
                  () ->
                      draft.warn(
                          entry.at(),
                          "'"
                              + format
                              + "' has parts without equivalent: lines begin with the time in ISO"
                              + " 8601"));
        });
    for (String key : List.of("merge_logs", "combine_logs")) {
      all.put(key, (draft, entry) -> {}); // the instances of a service have one log
    }
  }

  private static void watching(Map<String, BiConsumer<Draft, Node.Entry>> all) {
    all.put(
        "watch",
        (draft, entry) -> {
          String text = Trees.text(entry.value()).orElse("");
          if (!text.equals("false")) {
            Node paths =
                text.equals("true")
                    ? Trees.list(entry.value(), List.of("**"))
                    : Trees.list(entry.value(), Trees.texts(entry.value()));
            draft.put(entry.at(), entry.key(), "watch", Trees.map(entry, "paths", paths));
          }
        });
    all.put(
        "ignore_watch",
        (draft, entry) ->
            draft.put(
                entry.at(),
                entry.key(),
                "watch",
                Trees.map(entry, "ignore", Trees.list(entry.value(), Trees.texts(entry.value())))));
    all.put(
        "watch_delay",
        (draft, entry) -> {
          Optional<String> delay = time(entry.value());
          draft.put(
              entry.at(),
              entry.key(),
              "watch",
              Trees.map(
                  entry,
                  "delay",
                  delay
                      .<Node>map(text -> new Node.Text(entry.value().at(), text, false))
                      .orElse(entry.value())));
        });
    all.put("watch_options", no("files are watched by the kernel's own means"));
  }

  private static BiConsumer<Draft, Node.Entry> field(String path) {
    return (draft, entry) -> draft.put(entry, path);
  }

  private static BiConsumer<Draft, Node.Entry> no(String why) {
    return (draft, entry) -> draft.ignored(entry.at(), entry.key(), why);
  }

  private static BiConsumer<Draft, Node.Entry> ifTrue(String why) {
    return (draft, entry) -> {
      if (Trees.isTrue(entry.value())) {
        draft.ignored(entry.at(), entry.key(), why);
      }
    };
  }

  private static BiConsumer<Draft, Node.Entry> ifFalse(String why) {
    return (draft, entry) -> {
      if (!Trees.isTrue(entry.value())) {
        draft.ignored(entry.at(), entry.key(), why);
      }
    };
  }

  /** A time in milliseconds, or with a unit; wrong ones are left to the reader of specs. */
  private static BiConsumer<Draft, Node.Entry> time(String... paths) {
    return (draft, entry) -> {
      Optional<String> time = time(entry.value());
      for (String path : paths) {
        if (time.isPresent()) {
          draft.put(entry, path, time.get());
        } else {
          draft.put(entry, path);
        }
      }
    };
  }

  private static Optional<String> time(Node value) {
    Matcher matcher = TIME.matcher(Trees.text(value).orElse(""));
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long n = Long.parseLong(String.valueOf(matcher.group(1)));
    return Optional.of(
        Durations.format(
            switch (String.valueOf(matcher.group(2))) {
              case "h" -> Duration.ofHours(n);
              case "m" -> Duration.ofMinutes(n);
              case "s" -> Duration.ofSeconds(n);
              default -> Duration.ofMillis(n);
            }));
  }

  private static BiConsumer<Draft, Node.Entry> log(String path) {
    return (draft, entry) -> {
      String text = Trees.text(entry.value()).orElse("");
      if (List.of("/dev/null", "NULL", "null").contains(text)) {
        draft.put(entry, path, "null");
      } else {
        draft.put(entry, path);
      }
    };
  }

  private static void memory(Draft draft, Node.Entry entry) {
    Node restart = new Node.Text(entry.value().at(), "restart", false);
    draft
        .put(entry.at(), entry.key(), "resources", Trees.map(entry, "memory", entry.value()))
        .put(entry.at(), entry.key(), "resources", Trees.map(entry, "oom", restart));
  }

  private static void env(Draft draft, Node.Entry entry) {
    if (!(entry.value() instanceof Node.Entries env)) {
      draft.put(entry, "env");
      return;
    }
    for (Node.Entry pair : env.entries()) {
      if (!Trees.isNull(pair.value())) {
        draft.variable(pair.at(), pair.key(), pair.value());
      }
    }
  }
}
