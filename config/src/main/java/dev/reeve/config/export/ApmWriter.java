package dev.reeve.config.export;

import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Diagnose;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.HealthSpec;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.OnTimeout;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.RestartSpec;
import dev.reeve.core.spec.RolloutSpec;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.WatchSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Services as workers of APM: blocks of {@code key value;}. */
public final class ApmWriter {
  private static final String QUOTES = "\"'`";

  private final ServiceSpec spec;
  private final Losses losses;
  private final StringBuilder out;

  private ApmWriter(ServiceSpec spec, List<String> warnings, StringBuilder out) {
    this.spec = spec;
    this.losses = new Losses(spec, "APM", warnings);
    this.out = out;
  }

  /**
   * An {@code apm.conf}.
   *
   * @param warnings gets what APM has no equivalent for
   */
  public static String file(List<ServiceSpec> specs, List<String> warnings) {
    StringBuilder out = new StringBuilder();
    for (ServiceSpec spec : specs) {
      out.append(out.isEmpty() ? "" : "\n");
      new ApmWriter(spec, warnings, out).worker();
    }
    return out.toString();
  }

  private void worker() {
    out.append("worker {\n");
    put("name", spec.name());
    List<String> words = Lines.words(spec);
    put("exec", words.getFirst());
    list("params", words.subList(1, words.size()));
    directory();
    losses.taken(Fields.COMMAND, Fields.SHELL, Fields.INTERPRETER, Fields.DIRECTORY);
    put("user", spec.user());
    if (spec.instances() > 1) {
      out.append("  instances ").append(spec.instances()).append(";\n");
    }
    losses.taken(Fields.USER, Fields.INSTANCES);
    environment();
    restarts(spec.restart());
    millis("startup_grace", spec.startupGrace(), Duration.ofSeconds(2));
    millis("kill_timeout", spec.stop().grace(), Duration.ofSeconds(2));
    if (spec.diagnose() == Diagnose.PREFLIGHT) {
      out.append("  augur_full_scan true;\n");
    }
    losses.taken(Fields.STARTUP_GRACE, Fields.GRACE);
    if (spec.diagnose() != Diagnose.OFF) {
      losses.taken(Fields.DIAGNOSE);
    }
    dependencies();
    health(spec.health());
    logs();
    watch(spec.watch());
    rollout(spec.rollout());
    Limits.of(spec, losses).memory().ifPresent(bytes -> number("memory_limit", bytes));
    losses.taken(Fields.DESCRIPTION);
    losses.done();
    out.append("}\n");
  }

  /** APM puts variables of the environment into paths, and has no way to escape a dollar. */
  private void directory() {
    if (spec.directory().toString().matches("(?s).*\\$[A-Za-z_{].*")) {
      losses.warn("APM reads a variable in 'path': " + spec.directory());
    }
    put("path", spec.directory().toString());
  }

  private void environment() {
    spec.environment()
        .variables()
        .forEach((name, value) ->
            quoted("env " + name, value)
                .ifPresent(text ->
                    out.append("  env ").append(name).append('=').append(text).append(";\n")));
    list("env_file", spec.environment().files().stream().map(Path::toString).toList());
    if (!spec.environment().instanceVariable().isEmpty()) {
      put("env_index", spec.environment().instanceVariable());
      losses.warn("APM counts instances from 0, Reeve from 1");
    }
    losses.taken(Fields.ENV, Fields.ENV_FILE, Fields.INSTANCE_ENV);
  }

  private void restarts(RestartSpec restart) {
    RestartPolicy policy = restart.policy();
    out.append("  restart ")
        .append(policy == RestartPolicy.ALWAYS || policy == RestartPolicy.ON_SUCCESS)
        .append(";\n  restart_err ")
        .append(policy == RestartPolicy.ALWAYS || policy == RestartPolicy.ON_FAILURE)
        .append(";\n");
    if (!restart.exitCodes().isEmpty()) {
      out.append("  restart_on_exit_codes ")
          .append(
              restart.exitCodes().stream()
                  .sorted()
                  .map(String::valueOf)
                  .collect(Collectors.joining(", ")))
          .append(";\n");
    }
    millis("restart_delay", restart.delaySuccess(), Duration.ofMillis(250));
    millis("err_delay", restart.delay(), Duration.ofMillis(500));
    if (restart.maxSuccess() > 0) {
      number("max_restarts", restart.maxSuccess());
    }
    if (restart.max() > 0) {
      number("max_err_restarts", restart.max());
    }
    millis("err_grace", restart.minUptime(), Duration.ofSeconds(5));
    losses.taken(RestartFields.POLICY, RestartFields.DELAY, RestartFields.DELAY_SUCCESS);
    losses.taken(RestartFields.MAX, RestartFields.MAX_SUCCESS, RestartFields.MIN_UPTIME);
    losses.taken(RestartFields.EXIT_CODES);
    // APM's delays do not grow.
    if (restart.backoff() == 1) {
      losses.taken(RestartFields.BACKOFF, RestartFields.MAX_DELAY);
    }
    if (restart.jitter() == 0) {
      losses.taken(RestartFields.JITTER);
    }
  }

  private void dependencies() {
    List<String> names = new ArrayList<>();
    for (Map.Entry<String, Condition> needed : spec.dependsOn().entrySet()) {
      names.add(needed.getKey());
      if (needed.getValue() != Condition.STARTED) {
        losses.warn("APM waits only until '" + needed.getKey() + "' is started");
      }
    }
    list("depends_on", names);
    if (!spec.needs().on().gates().isEmpty()) {
      losses.warn("APM knows no probes in 'depends_on'; left out");
    }
    if (!names.isEmpty()) {
      millis("depends_timeout", spec.needs().timeout(), Duration.ofSeconds(30));
      if (spec.needs().onTimeout() == OnTimeout.FAIL) {
        losses.warn("APM starts it all the same when what it depends on is not there in time");
      }
    }
    losses.taken(Fields.DEPENDS_ON, Fields.DEPENDS_TIMEOUT, Fields.ON_TIMEOUT);
  }

  private void health(HealthSpec health) {
    boolean asked = health.probe().orElse(null) instanceof Probe.Http;
    if (!health.push() && !asked) {
      return;
    }
    if (health.push()) {
      out.append("  health_check on;\n");
      losses.warn("the program reports to APM_HEALTH_URL there, not to REEVE_HEALTH_URL");
    } else if (health.probe().orElse(null) instanceof Probe.Http(var url, var status)) {
      put("health_check", url.toString());
      if (!status.isEmpty()) {
        losses.warn("APM has no equivalent of 'status' in 'health'; left out");
      }
    }
    millis("health_check_interval", health.interval(), HealthSpec.INTERVAL);
    millis("health_check_timeout", health.timeout(), HealthSpec.TIMEOUT);
    number("health_check_threshold", health.failures());
    if (health.restart() || !health.startPeriod().isZero()) {
      losses.warn("APM has no equivalent of 'restart' and 'start_period' in 'health'; left out");
    }
    losses.taken(Fields.HEALTH);
  }

  private void logs() {
    file("log", spec.logs().stdout());
    file("err_log", spec.logs().stderr());
    boolean one =
        spec.logs().stderr() instanceof LogTarget.Standard
            && !(spec.logs().stdout() instanceof LogTarget.Standard);
    if (one) {
      losses.warn("APM writes standard error to 'log', too, where no 'err_log' is declared");
    }
    if (LogFields.LOG_SIZE.isDeclared(spec)) {
      number("log_max_size", spec.logs().rotation().size());
    }
    number("log_max_files", spec.logs().rotation().keep());
    losses.taken(LogFields.LOG_OUT, LogFields.LOG_ERR, LogFields.LOG_SIZE, LogFields.LOG_KEEP);
    put("syslog", spec.logs().syslog().url());
    put("syslog_tag", spec.logs().syslog().tag());
    if (spec.logs().look().stripAnsi()) {
      put("strip_ansi", "true");
    }
    losses.taken(LogFields.SYSLOG, LogFields.SYSLOG_TAG, LogFields.LOG_STRIP_ANSI);
    if (!spec.logs().rotation().compress()) {
      losses.taken(LogFields.LOG_COMPRESS); // as APM does
    }
  }

  private void file(String key, LogTarget target) {
    switch (target) {
      case LogTarget.Standard() -> {}
      case LogTarget.Discard() -> put(key, "/dev/null");
      case LogTarget.File(Path path) -> put(key, spec.directory().resolve(path).toString());
    }
  }

  private void watch(WatchSpec watch) {
    list("watch", watch.paths());
    list("watch_ignore", watch.ignore());
    if (watch.isDeclared()) {
      millis("watch_delay", watch.delay(), WatchSpec.DELAY);
      if (!(watch.action() instanceof WatchSpec.Action.Restart)) {
        losses.warn("APM restarts what it watches, whatever 'watch.action' says");
      }
    }
    losses.taken(Fields.WATCH);
  }

  private void rollout(RolloutSpec rollout) {
    if (rollout.rolling()) {
      out.append("  rolling true;\n");
      millis("rolling_delay", rollout.delay(), RolloutSpec.DELAY);
      if (rollout.maxUnavailable() != 1) {
        losses.warn("APM renews one instance at a time");
      }
    }
    losses.taken(Fields.ROLLOUT);
  }

  private void put(String key, String value) {
    if (!value.isEmpty()) {
      quoted(key, value).ifPresent(text -> out.append("  " + key + " " + text + ";\n"));
    }
  }

  private void number(String key, long value) {
    out.append("  ").append(key).append(' ').append(value).append(";\n");
  }

  /** What is the same without being said is not written. */
  private void millis(String key, Duration value, Duration usual) {
    if (!value.equals(usual)) {
      number(key, value.toMillis());
    }
  }

  private void list(String key, List<String> values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> quoted(key, value).ifPresent(texts::add));
    if (!texts.isEmpty()) {
      out.append("  " + key + " " + String.join(", ", texts) + ";\n");
    }
  }

  /** In one of its three quotes, which cannot be escaped; nothing if the text has all of them. */
  private Optional<String> quoted(String key, String text) {
    if (!text.isEmpty() && text.matches("[A-Za-z0-9_./:@%+=-]+") && !text.startsWith("//")) {
      return Optional.of(text);
    }
    for (int i = 0; i < QUOTES.length(); i++) {
      char quote = QUOTES.charAt(i);
      if (text.indexOf(quote) < 0) {
        return Optional.of(quote + text + quote);
      }
    }
    losses.warn("'" + key + "' has all quotes that APM knows in its text; left out");
    return Optional.empty();
  }
}
