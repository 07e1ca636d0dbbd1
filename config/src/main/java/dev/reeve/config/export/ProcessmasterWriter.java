package dev.reeve.config.export;

import dev.reeve.core.schedule.Overlap;
import dev.reeve.core.schedule.Schedule;
import dev.reeve.core.spec.Every;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.RestartLimit;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.RestartSpec;
import dev.reeve.core.spec.Rotation;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** Services as definitions of processmaster, with the {@code config.yaml} that names them. */
public final class ProcessmasterWriter {
  /** Where the definitions are, beside the {@code config.yaml}. */
  private static final String FOLDER = "config.d";

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
  private static final Pattern WEEKDAY = Pattern.compile("(?<![/\\d])\\d+");

  private final ServiceSpec spec;
  private final Losses losses;

  private ProcessmasterWriter(ServiceSpec spec, List<String> warnings) {
    this.spec = spec;
    this.losses = new Losses(spec, "processmaster", warnings);
  }

  /**
   * The files by their paths below one folder.
   *
   * @param warnings gets what processmaster has no equivalent for
   */
  public static Map<String, Map<String, Object>> files(
      List<ServiceSpec> specs, List<String> warnings) {
    Map<String, Map<String, Object>> files = new LinkedHashMap<>();
    files.put("config.yaml", Map.of("global", Map.of("config_directory", "./" + FOLDER)));
    for (ServiceSpec spec : specs) {
      files.put(
          FOLDER + "/" + spec.name() + ".yaml",
          new ProcessmasterWriter(spec, warnings).definition());
    }
    return files;
  }

  private Map<String, Object> definition() {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("application", spec.name());
    tree.put("process", process());
    if (spec.schedule().isEmpty()) {
      tree.put("restart_policy", restarts(spec.restart()));
    } else {
      losses.taken(RestartFields.POLICY);
    }
    tree.put("logs", logs());
    Map<String, Object> most = new LinkedHashMap<>();
    Limits limits = Limits.of(spec, losses);
    limits.cpus().ifPresent(cpus -> most.put("max_cpu", Math.round(cpus * 1000) + "m"));
    limits.memory().ifPresent(bytes -> most.put("max_memory", bytes.toString()));
    if (!most.isEmpty()) {
      tree.put("resources", most);
    }
    if (!spec.enabled()) {
      tree.put("global", Map.of("enabled", false));
    }
    losses.taken(Fields.ENABLED, Fields.STARTUP_GRACE, Fields.DESCRIPTION);
    if (spec.instances() > 1) {
      losses.warn("processmaster runs one process of it, not " + spec.instances());
    }
    losses.taken(Fields.INSTANCES);
    losses.done();
    return tree;
  }

  private Map<String, Object> process() {
    Map<String, Object> process = new LinkedHashMap<>();
    process.put("working_directory", spec.directory().toString());
    process.put("start_command", Lines.words(spec));
    losses.taken(Fields.COMMAND, Fields.SHELL, Fields.INTERPRETER, Fields.DIRECTORY);
    if (spec.stop().command().isNone()) {
      process.put("stop_signal", "SIG" + spec.stop().signal());
      losses.taken(Fields.STOP_SIGNAL);
    } else {
      process.put("stop_command", Lines.words(spec.stop().command()));
    }
    process.put("stop_grace_period_ms", spec.stop().grace().toMillis());
    losses.taken(Fields.STOP_COMMAND, Fields.GRACE);
    if (!spec.user().isEmpty()) {
      process.put("user", spec.user());
    }
    if (!spec.group().isEmpty()) {
      process.put("group", spec.group());
    }
    losses.taken(Fields.USER, Fields.GROUP);
    if (!spec.environment().inherit()) {
      process.put("inherit_environment", false);
    }
    List<Object> variables = new ArrayList<>();
    spec.environment()
        .variables()
        .forEach((name, value) -> {
          Map<String, Object> variable = new LinkedHashMap<>();
          variable.put("name", name);
          variable.put("value", literal(value));
          variables.add(variable);
        });
    if (!variables.isEmpty()) {
      process.put("environment", variables);
    }
    losses.taken(Fields.ENV, Fields.INHERIT_ENV);
    spec.schedule().ifPresent(schedule -> schedule(schedule, process));
    return process;
  }

  /** A text that looks like a reference is written as one that stands for it. */
  private static String literal(String value) {
    return value.startsWith("@") && value.contains("://")
        ? "@base64://" + Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))
        : value;
  }

  private void schedule(Schedule schedule, Map<String, Object> process) {
    process.put("schedule", cron(schedule.cron().toString()));
    schedule.notBefore().ifPresent(at -> process.put("not_before", moment(at)));
    schedule.notAfter().ifPresent(at -> process.put("not_after", moment(at)));
    schedule
        .maxTimePerRun()
        .map(Duration::toMillis)
        .ifPresent(most -> process.put("max_time_per_run", most + "ms"));
    List<String> lost = new ArrayList<>();
    if (schedule.zone().isPresent()) {
      lost.add("'schedule.timezone'");
    }
    if (schedule.overlap() != Overlap.SKIP) {
      lost.add("'schedule.overlap'");
    }
    if (schedule.catchUp()) {
      lost.add("'schedule.catch_up'");
    }
    if (!schedule.jitter().isZero()) {
      lost.add("'schedule.jitter'");
    }
    if (!lost.isEmpty()) {
      losses.warn("processmaster has no equivalent of " + String.join(", ", lost) + "; left out");
    }
    losses.taken(Fields.SCHEDULE, Fields.ONCE);
  }

  private static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /** Sunday is 1 there, and a day must be right in both of its fields. */
  private String cron(String text) {
    String[] fields = text.split("\\s+", -1);
    if (fields.length != 5) {
      return text;
    }
    if (!fields[2].startsWith("*") && !fields[4].startsWith("*")) {
      losses.warn(
          "'schedule' has a day of the month and a day of the week: Reeve runs it when one is"
              + " right, processmaster when both are");
    }
    fields[4] =
        WEEKDAY
            .matcher(fields[4])
            .replaceAll(day -> String.valueOf(Integer.parseInt(day.group()) % 7 + 1));
    return String.join(" ", fields);
  }

  private Map<String, Object> restarts(RestartSpec restart) {
    Map<String, Object> policy = new LinkedHashMap<>();
    boolean never = restart.policy() == RestartPolicy.NEVER;
    policy.put("policy", never ? "never" : "always");
    if (!never && restart.policy() != RestartPolicy.ALWAYS) {
      losses.warn("processmaster starts it again after every end");
    }
    policy.put("restart_backoff_ms", restart.delay().toMillis());
    Map<String, Object> tolerance = new LinkedHashMap<>();
    RestartLimit limit = restart.limit();
    // Nothing said would be three within three minutes.
    tolerance.put("max_restarts", limit.applies() ? limit.max() : 1_000_000);
    tolerance.put("duration", limit.applies() ? limit.within().toMillis() + "ms" : "1s");
    policy.put("tolerance", tolerance);
    losses.taken(RestartFields.POLICY, RestartFields.DELAY, RestartFields.LIMIT);
    if (restart.delaySuccess().equals(restart.delay())) {
      losses.taken(RestartFields.DELAY_SUCCESS);
    }
    if (restart.backoff() == 1) {
      losses.taken(RestartFields.BACKOFF, RestartFields.MAX_DELAY); // its delays do not grow
    }
    if (restart.jitter() == 0) {
      losses.taken(RestartFields.JITTER);
    }
    return policy;
  }

  private Map<String, Object> logs() {
    Map<String, Object> logs = new LinkedHashMap<>();
    file("stdout", spec.logs().stdout(), logs);
    file("stderr", spec.logs().stderr(), logs);
    Rotation rotation = spec.logs().rotation();
    if (rotation.every() == Every.NEVER) {
      logs.put("rotation_mode", "size");
      logs.put("rotation_size", Long.toString(rotation.size()));
      losses.taken(LogFields.LOG_SIZE);
    } else {
      logs.put("rotation_mode", "time");
      logs.put("rotation_frequency", rotation.every().name().toLowerCase(Locale.ROOT));
    }
    // Without it files would be deleted after 30 days; this is as good as never.
    Duration age = rotation.maxAge().isPositive() ? rotation.maxAge() : Duration.ofDays(3650);
    logs.put("rotation_max_age_ms", age.toMillis());
    if (!spec.logs().hints().isEmpty()) {
      logs.put("hints", spec.logs().hints().stream().map(Path::toString).toList());
    }
    losses.taken(LogFields.LOG_EVERY, LogFields.LOG_MAX_AGE, LogFields.LOG_HINTS);
    logs.put("rotation_backups", rotation.keep());
    logs.put("compression_enabled", rotation.compress());
    losses.taken(LogFields.LOG_OUT, LogFields.LOG_ERR, LogFields.LOG_KEEP);
    losses.taken(LogFields.LOG_COMPRESS, LogFields.LOG_FORMAT);
    return logs;
  }

  private void file(String key, LogTarget target, Map<String, Object> logs) {
    switch (target) {
      case LogTarget.Standard() -> {}
      case LogTarget.Discard() -> logs.put(key, "/dev/null");
      case LogTarget.File(Path path) -> logs.put(key, path.toString());
    }
  }
}
