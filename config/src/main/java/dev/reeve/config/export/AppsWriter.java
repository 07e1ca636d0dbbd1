package dev.reeve.config.export;

import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.Sizes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Services as the JSON of GoPM and of PM2: {@code {"apps": [{"name": …}]}}. */
public final class AppsWriter {
  private final ServiceSpec spec;
  private final Losses losses;
  private final Map<String, Object> app = new LinkedHashMap<>();

  private AppsWriter(ServiceSpec spec, String system, List<String> warnings) {
    this.spec = spec;
    this.losses = new Losses(spec, system, warnings);
  }

  /**
   * An ecosystem file of GoPM.
   *
   * @param warnings gets what GoPM has no equivalent for
   */
  public static Map<String, Object> gopm(List<ServiceSpec> specs, List<String> warnings) {
    List<Object> apps = new ArrayList<>();
    for (ServiceSpec spec : specs) {
      apps.add(new AppsWriter(spec, "GoPM", warnings).gopm());
    }
    return Map.of("apps", apps);
  }

  /**
   * An ecosystem file of PM2.
   *
   * @param warnings gets what PM2 has no equivalent for
   */
  public static Map<String, Object> pm2(List<ServiceSpec> specs, List<String> warnings) {
    List<Object> apps = new ArrayList<>();
    for (ServiceSpec spec : specs) {
      apps.add(new AppsWriter(spec, "PM2", warnings).pm2());
    }
    return Map.of("apps", apps);
  }

  private Map<String, Object> gopm() {
    List<String> words = Lines.words(spec.command());
    app.put("name", spec.name());
    app.put("command", words.getFirst());
    app.put("args", words.subList(1, words.size()));
    if (!spec.interpreter().isEmpty()) {
      app.put("interpreter", spec.interpreter());
    }
    common();
    app.put("autorestart", policy(spec.restart().policy()));
    app.put("max_restarts", spec.restart().max());
    app.put("min_uptime", Durations.format(spec.restart().minUptime()));
    app.put("restart_delay", Durations.format(spec.restart().delay()));
    app.put("exp_backoff", spec.restart().backoff() > 1);
    app.put("max_delay", Durations.format(spec.restart().maxDelay()));
    app.put("kill_timeout", Durations.format(spec.stop().grace()));
    output("log_out", spec.logs().stdout());
    output("log_err", spec.logs().stderr());
    app.put("max_log_size", Sizes.format(spec.logs().rotation().size()));
    losses.taken(RestartFields.BACKOFF, RestartFields.MAX_DELAY, LogFields.LOG_SIZE);
    losses.done();
    return app;
  }

  private static String policy(RestartPolicy policy) {
    return switch (policy) {
      case ALWAYS, ON_SUCCESS -> "always";
      case ON_FAILURE -> "on-failure";
      case NEVER -> "never";
    };
  }

  private Map<String, Object> pm2() {
    List<String> words = Lines.words(spec);
    app.put("name", spec.name());
    app.put("script", words.getFirst());
    app.put("args", words.subList(1, words.size()));
    app.put("interpreter", "none");
    app.put("exec_mode", "fork");
    common();
    app.put("instances", spec.instances());
    app.put("autorestart", spec.restart().policy() != RestartPolicy.NEVER);
    if (spec.restart().policy() == RestartPolicy.ON_FAILURE) {
      app.put("stop_exit_codes", List.of(0));
    } else if (!spec.restart().exceptCodes().isEmpty()) {
      app.put("stop_exit_codes", List.copyOf(spec.restart().exceptCodes()));
    }
    if (spec.restart().max() > 0) {
      app.put("max_restarts", spec.restart().max());
    }
    app.put("min_uptime", millis(spec.restart().minUptime()));
    app.put("restart_delay", millis(spec.restart().delay()));
    app.put("kill_timeout", millis(spec.stop().grace()));
    if (!spec.groupName().isEmpty()) {
      app.put("namespace", spec.groupName());
    }
    if (!spec.environment().instanceVariable().isEmpty()) {
      app.put("instance_var", spec.environment().instanceVariable());
    }
    output("out_file", spec.logs().stdout());
    output("error_file", spec.logs().stderr());
    losses.taken(
        Fields.INSTANCES, RestartFields.EXCEPT_CODES, Fields.GROUP_NAME, Fields.INSTANCE_ENV);
    losses.done();
    return app;
  }

  private static long millis(Duration duration) {
    return duration.toMillis();
  }

  private void common() {
    app.put("cwd", spec.directory().toString());
    app.put("env", spec.environment().variables());
    losses.taken(Fields.COMMAND, Fields.SHELL, Fields.INTERPRETER, Fields.DIRECTORY, Fields.ENV);
    losses.taken(
        RestartFields.POLICY,
        RestartFields.MAX,
        RestartFields.MIN_UPTIME,
        RestartFields.DELAY,
        Fields.GRACE);
    losses.taken(LogFields.LOG_OUT, LogFields.LOG_ERR, Fields.STARTUP_GRACE, Fields.DESCRIPTION);
  }

  private void output(String key, LogTarget target) {
    switch (target) {
      case LogTarget.Standard() -> {}
      case LogTarget.Discard() -> app.put(key, "/dev/null");
      case LogTarget.File(Path path) -> app.put(key, spec.directory().resolve(path).toString());
    }
  }
}
