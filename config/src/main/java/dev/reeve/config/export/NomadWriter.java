package dev.reeve.config.export;

import dev.reeve.core.schedule.Overlap;
import dev.reeve.core.schedule.Schedule;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.HealthSpec;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.RestartLimit;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.RestartSpec;
import dev.reeve.core.spec.ServiceSpec;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Services as jobs of Nomad, which runs the programs of its machine with the driver {@code
 * raw_exec}; a file for each, as a file has one job.
 */
public final class NomadWriter {
  private static final Duration LONGEST_KILL = Duration.ofSeconds(30);

  private final ServiceSpec spec;
  private final Losses losses;
  private final Hcl hcl = new Hcl();
  private final boolean ends;

  private NomadWriter(ServiceSpec spec, List<String> warnings) {
    this.spec = spec;
    this.losses = new Losses(spec, "Nomad", warnings);
    this.ends = spec.once() || spec.schedule().isPresent();
  }

  /**
   * The jobs by the names of their files.
   *
   * @param warnings gets what Nomad has no equivalent for
   */
  public static Map<String, String> jobs(List<ServiceSpec> specs, List<String> warnings) {
    Map<String, String> jobs = new LinkedHashMap<>();
    for (ServiceSpec spec : specs) {
      jobs.put(spec.name() + ".nomad.hcl", new NomadWriter(spec, warnings).job());
    }
    if (!specs.isEmpty()) {
      warnings.add(
          "Nomad starts programs of its machine only where 'raw_exec' is enabled in the"
              + " configuration of its client");
    }
    return jobs;
  }

  private String job() {
    String name = spec.name();
    hcl.open("job", name).put("type", ends ? "batch" : "service");
    spec.schedule().ifPresent(this::schedule);
    Map<String, String> meta = new LinkedHashMap<>(spec.labels());
    if (!spec.groupName().isEmpty()) {
      meta.put("group", spec.groupName());
    }
    if (!spec.description().isEmpty()) {
      meta.put("description", spec.description());
    }
    if (!meta.isEmpty()) {
      hcl.put("meta", meta);
    }
    losses.taken(Fields.LABELS, Fields.GROUP_NAME, Fields.DESCRIPTION, Fields.ONCE);
    hcl.open("group", name).put("count", spec.instances());
    losses.taken(Fields.INSTANCES, Fields.STARTUP_GRACE, Fields.INHERIT_ENV);
    restart(spec.restart());
    boolean checked = network();
    hcl.open("task", name).put("driver", "raw_exec");
    if (!spec.user().isEmpty()) {
      hcl.put("user", spec.user());
    }
    losses.taken(Fields.USER);
    command();
    environment();
    hcl.put("kill_signal", "SIG" + spec.stop().signal());
    hcl.put("kill_timeout", Durations.format(spec.stop().grace()));
    if (spec.stop().grace().compareTo(LONGEST_KILL) > 0) {
      losses.warn("Nomad waits 30s at most, unless its client sets 'max_kill_timeout'");
    }
    losses.taken(Fields.STOP_SIGNAL, Fields.GRACE);
    resources();
    if (checked) {
      check(spec.health());
    }
    losses.done();
    return hcl.close().close().close().toString();
  }

  private void schedule(Schedule schedule) {
    hcl.open("periodic").put("crons", List.of(schedule.cron().toString()));
    schedule.zone().map(ZoneId::getId).ifPresent(zone -> hcl.put("time_zone", zone));
    hcl.put("prohibit_overlap", schedule.overlap() != Overlap.KILL).close();
    if (schedule.overlap() == Overlap.KILL || schedule.overlap() == Overlap.QUEUE) {
      losses.warn("Nomad either skips a run that is due during another, or runs both");
    }
    if (schedule.maxTimePerRun().isPresent()) {
      losses.warn("Nomad has no equivalent of 'max_time_per_run'; left out");
    }
    if (schedule.notBefore().isPresent() || schedule.notAfter().isPresent()) {
      losses.warn("Nomad has no equivalent of 'not_before' and 'not_after'; left out");
    }
    losses.taken(Fields.SCHEDULE);
  }

  /** So many attempts within an interval; then it has failed, or waits for the next interval. */
  private void restart(RestartSpec restart) {
    RestartLimit limit = restart.limit();
    hcl.open("restart").put("delay", Durations.format(restart.delay()));
    if (restart.policy() == RestartPolicy.NEVER) {
      hcl.put("attempts", 0).put("mode", "fail");
    } else if (limit.applies()) {
      hcl.put("attempts", limit.max())
          .put("interval", Durations.format(limit.within()))
          .put("mode", "fail");
    } else if (restart.max() > 0) {
      hcl.put("attempts", restart.max()).put("interval", "24h").put("mode", "fail");
      losses.warn("Nomad counts restarts within 24h, where 'restart.max' counts those in a row");
    } else {
      hcl.put("attempts", 100).put("interval", "1m").put("mode", "delay");
    }
    hcl.close();
    boolean partly =
        restart.policy() == RestartPolicy.ON_SUCCESS
            || (restart.policy() == RestartPolicy.ON_FAILURE && !ends);
    if (partly) {
      losses.warn("Nomad starts a service again after every end, whatever 'restart.policy' says");
    }
    losses.taken(RestartFields.POLICY, RestartFields.DELAY, RestartFields.LIMIT, RestartFields.MAX);
  }

  /** The driver knows no working directory, and wants an absolute path: env(1) does both. */
  private void command() {
    List<String> arguments = new ArrayList<>(List.of("-C", spec.directory().toString()));
    arguments.addAll(Lines.words(spec));
    replaced("command", String.join(" ", arguments));
    hcl.open("config").put("command", "/usr/bin/env").put("args", arguments).close();
    losses.taken(Fields.COMMAND, Fields.SHELL, Fields.INTERPRETER, Fields.DIRECTORY);
  }

  private void environment() {
    Map<String, String> variables = spec.environment().variables();
    variables.forEach((name, value) -> replaced("env." + name, value));
    if (!variables.isEmpty()) {
      hcl.put("env", variables);
    }
    if (!spec.environment().instanceVariable().isEmpty()) {
      losses.warn("the number of an instance is in NOMAD_ALLOC_INDEX there, from 0");
    }
    if (!spec.environment().files().isEmpty()) {
      losses.warn("make a 'template' with 'env = true' of each 'env_file'");
    }
    losses.taken(Fields.ENV, Fields.INSTANCE_ENV, Fields.ENV_FILE);
  }

  private void resources() {
    Limits limits = Limits.of(spec, losses);
    if (limits.memory().isPresent()) {
      hcl.open("resources").put("memory", Math.max(10, limits.memory().get() >> 20)).close();
    }
    if (limits.cpus().isPresent()) {
      losses.warn("Nomad shares processors by MHz: add 'cpu' to 'resources' yourself");
    }
  }

  /** Nomad replaces its own variables when it starts the task, and has no way to escape one. */
  private void replaced(String what, String value) {
    if (value.contains("${")) {
      losses.warn("Nomad replaces '${…}' in '" + what + "' where it knows the name");
    }
  }

  private static int port(Probe probe) {
    return switch (probe) {
      case Probe.Http(URI url, var status) ->
          url.getPort() > 0 ? url.getPort() : "https".equals(url.getScheme()) ? 443 : 80;
      case Probe.Tcp(String host, int port) -> port;
      default -> 0;
    };
  }

  /** A port that can be checked; whether there is one. */
  private boolean network() {
    int port = spec.health().probe().map(NomadWriter::port).orElse(0);
    if (port > 0) {
      hcl.open("network").open("port", "health").put("static", port).close().close();
      if (spec.instances() > 1) {
        losses.warn("its checked port is the same for all instances: one runs on each machine");
      }
    }
    return port > 0;
  }

  private void check(HealthSpec health) {
    hcl.open("service").put("name", spec.name()).put("provider", "nomad").put("port", "health");
    hcl.open("check");
    if (health.probe().orElseThrow() instanceof Probe.Http(URI url, var status)) {
      String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
      hcl.put("type", "http")
          .put("path", url.getRawQuery() == null ? path : path + "?" + url.getRawQuery());
      if ("https".equals(url.getScheme())) {
        hcl.put("protocol", "https");
      }
    } else {
      hcl.put("type", "tcp");
    }
    hcl.put("interval", Durations.format(health.interval()));
    hcl.put("timeout", Durations.format(health.timeout()));
    if (health.restart()) {
      hcl.open("check_restart").put("limit", health.failures());
      hcl.put("grace", Durations.format(health.startPeriod())).close();
    }
    hcl.close().close();
    losses.taken(Fields.HEALTH);
  }
}
