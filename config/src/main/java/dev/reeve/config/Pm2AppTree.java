package dev.reeve.config;

import dev.reeve.config.tree.Node;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** What PM2 knows of one process, as an app of one of its files. */
final class Pm2AppTree {
  /** Options that are called the same in files. */
  private static final List<String> SAME =
      List.of(
          "autorestart",
          "max_restarts",
          "min_uptime",
          "restart_delay",
          "exp_backoff_restart_delay",
          "stop_exit_codes",
          "kill_timeout",
          "max_memory_restart",
          "cron_restart",
          "watch",
          "ignore_watch",
          "watch_delay",
          "wait_ready",
          "shutdown_with_message",
          "log_type",
          "time",
          "log_date_format",
          "disable_logs",
          "uid",
          "gid");

  /** Variables of a shell or of a session, which mean nothing to a service. */
  private static final Set<String> SESSION =
      Set.of(
          "_",
          "PWD",
          "OLDPWD",
          "SHLVL",
          "TERM",
          "TERM_PROGRAM",
          "TERM_PROGRAM_VERSION",
          "COLORTERM",
          "LS_COLORS",
          "LESSOPEN",
          "LESSCLOSE",
          "DISPLAY",
          "WAYLAND_DISPLAY",
          "XAUTHORITY",
          "WINDOWID",
          "MAIL",
          "HISTFILE",
          "HISTSIZE",
          "PS1",
          "COLUMNS",
          "LINES",
          "STY",
          "TMUX",
          "TMUX_PANE",
          "DBUS_SESSION_BUS_ADDRESS",
          "INVOCATION_ID",
          "JOURNAL_STREAM",
          "NOTIFY_SOCKET",
          "LISTEN_FDS",
          "LISTEN_PID",
          "SUDO_COMMAND",
          "SUDO_USER",
          "SUDO_UID",
          "SUDO_GID");

  private static final List<String> SESSION_BEGIN =
      List.of("SSH_", "XDG_SESSION", "XDG_SEAT", "XDG_VTNR", "VSCODE_", "REEVE_");

  /** PM2 puts these beside the variables of the user. */
  private static final Set<String> PM2 =
      Set.of(
          "unique_id",
          "km_link",
          "status",
          "version",
          "vizion",
          "pmx",
          "automation",
          "treekill",
          "windowsHide",
          "NODE_APP_INSTANCE",
          "PM2_HOME",
          "node_version",
          "namespace",
          "exec_mode",
          "autostart",
          "autorestart",
          "exec_interpreter",
          "instances",
          "instance_var",
          "kill_retry_time",
          "merge_logs",
          "username",
          "created_at",
          "restart_time",
          "unstable_restarts",
          "vizion_running",
          "filter_env",
          "axm_options",
          "axm_monitor",
          "axm_actions",
          "axm_dynamic",
          "name",
          "args",
          "node_args",
          "watch",
          "prev_restart_delay",
          "max_memory_restart",
          "cron_restart");

  /** What everybody's services get from the daemon, if it runs as the same user. */
  private static final Set<String> OF_THE_USER = Set.of("HOME", "USER", "LOGNAME", "SHELL");

  private final Node.Entries process;
  private final Map<String, Object> app = new LinkedHashMap<>();

  private Pm2AppTree(Node.Entries process) {
    this.process = process;
  }

  /**
   * The app.
   *
   * @param instances how many processes of it there are
   * @param home the folder of PM2; logs below it stay with PM2
   * @param environment of the caller
   */
  static Map<String, Object> of(
      Node.Entries process, String name, int instances, Path home, Environment environment) {
    return new Pm2AppTree(process).app(name, instances, home, environment);
  }

  private Map<String, Object> app(String name, int instances, Path home, Environment environment) {
    app.put("name", name);
    text("pm_exec_path", "script");
    tree("args", "args");
    text("pm_cwd", "cwd");
    text("exec_interpreter", "interpreter");
    tree("node_args", "node_args");
    String mode = Pm2Processes.text(process, "exec_mode").orElse("fork_mode");
    app.put("exec_mode", mode.startsWith("cluster") ? "cluster" : "fork");
    if (instances > 1) {
      app.put("instances", instances);
    }
    for (String key : SAME) {
      tree(key, key);
    }
    if (app.containsKey("wait_ready")) {
      tree("listen_timeout", "listen_timeout");
    }
    Pm2Processes.text(process, "namespace")
        .filter(space -> !space.equals("default"))
        .ifPresent(space -> app.put("namespace", space));
    Pm2Processes.text(process, "treekill")
        .filter("false"::equals)
        .ifPresent(no -> app.put("treekill", no));
    String number =
        Pm2Processes.text(process, "instance_var")
            .filter(variable -> !variable.isEmpty())
            .orElse("NODE_APP_INSTANCE");
    app.put("instance_var", number);
    log("pm_out_log_path", "out_file", instances, home);
    log("pm_err_log_path", "error_file", instances, home);
    app.put("env", variables(name, number, environment));
    return app;
  }

  private void text(String from, String to) {
    Pm2Processes.text(process, from)
        .filter(text -> !text.isEmpty())
        .ifPresent(text -> app.put(to, text));
  }

  /** Whatever is there, unless it says nothing; only for restarts does 'false' say something. */
  private void tree(String from, String to) {
    process
        .entry(from)
        .map(entry -> Pm2Processes.plain(entry.value()))
        .filter(value -> !List.of("", "null", List.of()).contains(value))
        .filter(value -> !value.equals("false") || from.equals("autorestart"))
        .ifPresent(value -> app.put(to, value));
  }

  /** A file that the user has chosen; PM2 gives each process one of its own. */
  private void log(String from, String to, int instances, Path home) {
    Pm2Processes.text(process, from)
        .filter(file -> !isBelow(file, home))
        .ifPresent(file -> {
          String id = Pm2Processes.text(process, "pm_id").orElse("");
          String many = "-" + id + "(\\.[^./]*)?$";
          app.put(to, instances > 1 && !id.isEmpty() ? file.replaceFirst(many, "$1") : file);
        });
  }

  private static boolean isBelow(String file, Path home) {
    try {
      return Path.of(file).startsWith(home);
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** The variables of the user: PM2 mixes them with its own and with those of a shell. */
  private Map<String, Object> variables(String name, String number, Environment environment) {
    Map<String, Object> variables = new LinkedHashMap<>();
    if (process.entry("env").map(Node.Entry::value).orElse(process) instanceof Node.Entries all
        && !all.equals(process)) {
      for (Node.Entry entry : all.entries()) {
        String key = entry.key();
        boolean same =
            OF_THE_USER.contains(key) && environment.value(key).equals(Pm2Processes.text(all, key));
        boolean ofApp =
            Pm2Processes.text(process, "name").orElse(name).equals(key)
                && Pm2Processes.text(all, key).orElse("{}").equals("{}");
        if (entry.value() instanceof Node.Text text
            && !same
            && !ofApp
            && !key.equals(number)
            && !isPm2(key)
            && !isSession(key)) {
          variables.put(key, text.text());
        }
      }
    }
    return variables;
  }

  private static boolean isPm2(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return PM2.contains(key)
        || lower.startsWith("pm2_")
        || lower.startsWith("pm_")
        || key.startsWith("axm_");
  }

  private static boolean isSession(String key) {
    return SESSION.contains(key) || SESSION_BEGIN.stream().anyMatch(key::startsWith);
  }
}
