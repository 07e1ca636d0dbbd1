package dev.reeve.core.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FieldsTest {
  /** Path, option, default as a tree, what a change takes. A change here is news for users. */
  private static final List<Arguments> TABLE =
      List.of(
          row("command", "command", "[]", ChangeEffect.RESTART),
          row("shell", "shell", "false", ChangeEffect.RESTART),
          row("interpreter", "interpreter", "", ChangeEffect.RESTART),
          row("cwd", "cwd", "", ChangeEffect.RESTART),
          row("user", "user", "", ChangeEffect.RESTART),
          row("group", "unix-group", "", ChangeEffect.RESTART),
          row("instances", "instances", "1", ChangeEffect.SCALE),
          row("env", "env", "{}", ChangeEffect.RESTART),
          row("env_file", "env-file", "[]", ChangeEffect.RESTART),
          row("instance_env", "instance-env", "", ChangeEffect.RESTART),
          row("inherit_env", "inherit-env", "true", ChangeEffect.RESTART),
          row("group_name", "group", "", ChangeEffect.LIVE),
          row("description", "description", "", ChangeEffect.LIVE),
          row("enabled", "enabled", "true", ChangeEffect.LIVE),
          row("labels", "label", "{}", ChangeEffect.LIVE),
          row("once", "once", "false", ChangeEffect.RESTART),
          row("essential", "essential", "false", ChangeEffect.LIVE),
          row("restart.policy", "restart", "always", ChangeEffect.LIVE),
          row("restart.delay", "restart-delay", "1s", ChangeEffect.LIVE),
          row("restart.delay_success", "restart-delay-success", "1s", ChangeEffect.LIVE),
          row("restart.backoff", "backoff", "2", ChangeEffect.LIVE),
          row("restart.max_delay", "max-delay", "30s", ChangeEffect.LIVE),
          row("restart.jitter", "jitter", "0.1", ChangeEffect.LIVE),
          row("restart.max", "max-restarts", "0", ChangeEffect.LIVE),
          row("restart.max_success", "max-restarts-success", "0", ChangeEffect.LIVE),
          row("restart.min_uptime", "min-uptime", "5s", ChangeEffect.LIVE),
          row("restart.limit", "restart-limit", "{max=0, within=0s}", ChangeEffect.LIVE),
          row("restart.exit_codes", "restart-exit-codes", "[]", ChangeEffect.LIVE),
          row("restart.except_codes", "restart-except-codes", "[]", ChangeEffect.LIVE),
          row("stop.signal", "kill-signal", "SIGTERM", ChangeEffect.LIVE),
          row("stop.command", "stop-command", "[]", ChangeEffect.LIVE),
          row("stop.grace", "kill-timeout", "5s", ChangeEffect.LIVE),
          row("reload", "reload", "restart", ChangeEffect.LIVE),
          row("startup_grace", "startup-grace", "2s", ChangeEffect.LIVE),
          row("diagnose", "diagnose", "reactive", ChangeEffect.LIVE),
          row("depends_on", "depends-on", "{}", ChangeEffect.LIVE),
          row("depends_timeout", "depends-timeout", "30s", ChangeEffect.LIVE),
          row("on_timeout", "on-timeout", "fail", ChangeEffect.LIVE),
          row("ready", "ready", "started", ChangeEffect.LIVE),
          row("health", "health", "none", ChangeEffect.LIVE),
          row("watchdog", "watchdog", "0s", ChangeEffect.RESTART),
          row("checks", "check", "[]", ChangeEffect.LIVE),
          row("schedule", "schedule", "none", ChangeEffect.LIVE),
          row("watch", "watch", "[]", ChangeEffect.LIVE),
          row("rollout", "rollout", "all", ChangeEffect.LIVE),
          row("provision", "provision", "[]", ChangeEffect.LIVE),
          row("on_crash.url", "on-crash", "", ChangeEffect.LIVE),
          row("on_crash.method", "on-crash-method", "post", ChangeEffect.LIVE),
          row("on_crash.debounce", "on-crash-debounce", "5s", ChangeEffect.LIVE),
          row("on_crash.log_lines", "on-crash-log-lines", "0", ChangeEffect.LIVE),
          row("on_crash.log_source", "on-crash-log-source", "err", ChangeEffect.LIVE),
          row("on_crash.secret", "on-crash-secret", "", ChangeEffect.LIVE),
          row("statsd.host", "statsd", "", ChangeEffect.LIVE),
          row("statsd.prefix", "statsd-prefix", "", ChangeEffect.LIVE),
          row("statsd.interval", "statsd-interval", "1s", ChangeEffect.LIVE),
          row("resources.cpu", "cpu", "max", ChangeEffect.LIVE),
          row("resources.memory", "memory", "max", ChangeEffect.LIVE),
          row("resources.swap", "swap", "max", ChangeEffect.LIVE),
          row("resources.pids", "pids", "max", ChangeEffect.LIVE),
          row("resources.io_weight", "io-weight", "100", ChangeEffect.LIVE),
          row("resources.nofile", "nofile", "0", ChangeEffect.LIVE),
          row("resources.nice", "nice", "0", ChangeEffect.LIVE),
          row("resources.oom_score", "oom-score", "0", ChangeEffect.LIVE),
          row("resources.oom", "oom", "restart", ChangeEffect.LIVE),
          row("umask", "umask", "", ChangeEffect.RESTART),
          row("sandbox.no_new_privileges", "no-new-privileges", "false", ChangeEffect.RESTART),
          row("sandbox.capabilities", "capability", "all", ChangeEffect.RESTART),
          row("sandbox.private_tmp", "private-tmp", "false", ChangeEffect.RESTART),
          row("sandbox.read_only_paths", "read-only-path", "[]", ChangeEffect.RESTART),
          row("sockets", "socket", "{}", ChangeEffect.RESTART),
          row("logs.stdout", "log-out", "standard", ChangeEffect.RESTART),
          row("logs.stderr", "log-err", "standard", ChangeEffect.RESTART),
          row("logs.format", "log-format", "timestamped", ChangeEffect.RESTART),
          row("logs.time_format", "log-time-format", "", ChangeEffect.RESTART),
          row("logs.prefix", "log-prefix", "", ChangeEffect.RESTART),
          row("logs.strip_ansi", "log-strip-ansi", "false", ChangeEffect.RESTART),
          row("logs.rotate.size", "max-log-size", "100M", ChangeEffect.LIVE),
          row("logs.rotate.keep", "log-keep", "3", ChangeEffect.LIVE),
          row("logs.rotate.compress", "log-compress", "true", ChangeEffect.LIVE),
          row("logs.rotate.every", "log-every", "never", ChangeEffect.LIVE),
          row("logs.rotate.max_age", "log-max-age", "0s", ChangeEffect.LIVE),
          row("logs.on_full", "log-on-full", "block", ChangeEffect.LIVE),
          row("logs.syslog", "syslog", "", ChangeEffect.LIVE),
          row("logs.syslog_tag", "syslog-tag", "", ChangeEffect.LIVE),
          row("logs.hints", "log-hint", "[]", ChangeEffect.LIVE));

  private static Arguments row(String path, String option, String fallback, ChangeEffect effect) {
    return Arguments.of(path, option, fallback, effect);
  }

  static Stream<Arguments> table() {
    return TABLE.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("table")
  void eachFieldIsPinned(String path, String option, String fallback, ChangeEffect effect) {
    Field<?> field = FieldPaths.field(path).orElseThrow();
    assertThat(field.option()).isEqualTo(option);
    assertThat(field.fallbackTree().toString()).isEqualTo(fallback);
    assertThat(field.effect()).isEqualTo(effect);
    assertThat(field.meaning()).isNotBlank().doesNotEndWith(".");
    assertThat(field.type().label()).isNotBlank();
  }

  @Test
  void noFieldIsMissingInTheTable() {
    assertThat(Fields.ALL.stream().map(Field::path).toList())
        .isEqualTo(TABLE.stream().map(row -> (String) row.get()[0]).toList());
  }

  @Test
  void someOptionsNeedNoValueAndSomeCanBeRepeated() {
    assertThat(Fields.ALL.stream().filter(field -> field.type().flag()).map(Field::path))
        .containsExactly(
            "shell",
            "inherit_env",
            "enabled",
            "once",
            "essential",
            "sandbox.no_new_privileges",
            "sandbox.private_tmp",
            "logs.strip_ansi",
            "logs.rotate.compress");
    assertThat(Fields.ALL.stream().filter(field -> field.type().repeatable()).map(Field::path))
        .containsExactly(
            "env",
            "env_file",
            "labels",
            "restart.exit_codes",
            "restart.except_codes",
            "depends_on",
            "checks",
            "watch",
            "provision",
            "sandbox.capabilities",
            "sandbox.read_only_paths",
            "sockets",
            "logs.hints");
    assertThat(Fields.INSTANCES.type().fromText("4")).isEqualTo("4");
  }

  @Test
  void noOptionMeansTwoFields() {
    Set<String> options = new HashSet<>();
    assertThat(Fields.ALL).allMatch(field -> options.add(field.option()));
  }

  @Test
  void noFieldIsAlsoASection() {
    Set<String> paths = new HashSet<>();
    Fields.ALL.forEach(field -> paths.add(field.path()));
    assertThat(paths)
        .noneMatch(path -> paths.stream().anyMatch(other -> other.startsWith(path + ".")));
  }
}
