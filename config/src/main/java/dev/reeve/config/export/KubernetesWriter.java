package dev.reeve.config.export;

import dev.reeve.core.schedule.Overlap;
import dev.reeve.core.schedule.Schedule;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.SandboxFields;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Services as objects of Kubernetes: a Deployment for what runs all the time, a Job for a one-shot,
 * a CronJob for what has a schedule. A service of Reeve has no image of its own, so that one has to
 * be filled in.
 */
public final class KubernetesWriter {
  private final ServiceSpec spec;
  private final String name;
  private final Losses losses;

  private KubernetesWriter(ServiceSpec spec, String name, List<String> warnings) {
    this.spec = spec;
    this.name = name;
    this.losses = new Losses(spec, "Kubernetes", warnings);
  }

  /**
   * The objects, one for each service.
   *
   * @param warnings gets what Kubernetes has no equivalent for
   */
  public static List<Map<String, Object>> objects(List<ServiceSpec> specs, List<String> warnings) {
    List<Map<String, Object>> objects = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (ServiceSpec spec : specs) {
      String name = name(spec.name(), names);
      KubernetesWriter writer = new KubernetesWriter(spec, name, warnings);
      if (!name.equals(spec.name())) {
        writer.losses.warn("it is called '" + name + "' there, as names have no other characters");
      }
      objects.add(writer.object());
    }
    if (!specs.isEmpty()) {
      warnings.add(
          "Kubernetes runs containers: replace each image 'example.invalid/…' by one that has the"
              + " program and its files");
    }
    return objects;
  }

  /** A label of the DNS (RFC 1123), which most names must be; no name is used twice. */
  private static String name(String service, Set<String> used) {
    String fit =
        service.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-+|-+$", "");
    String begin = fit.isEmpty() ? "service" : fit.substring(0, Math.min(fit.length(), 50));
    String name = begin.replaceAll("-+$", "");
    for (int i = 2; !used.add(name); i++) {
      name = begin + "-" + i;
    }
    return name;
  }

  private Map<String, Object> object() {
    Map<String, Object> template = new LinkedHashMap<>();
    template.put("metadata", Map.of("labels", Map.of("app.kubernetes.io/name", name)));
    Map<String, Object> pod = new LinkedHashMap<>();
    template.put("spec", pod);
    Map<String, Object> body = new LinkedHashMap<>();
    Map<String, Object> object = new LinkedHashMap<>();
    if (spec.schedule().isPresent()) {
      object.put("apiVersion", "batch/v1");
      object.put("kind", "CronJob");
      Map<String, Object> job = job(pod, template);
      schedule(spec.schedule().get(), body, job);
      body.put("jobTemplate", Map.of("spec", job));
    } else if (spec.once()) {
      object.put("apiVersion", "batch/v1");
      object.put("kind", "Job");
      body.putAll(job(pod, template));
    } else {
      object.put("apiVersion", "apps/v1");
      object.put("kind", "Deployment");
      body.put("replicas", spec.instances());
      body.put("selector", Map.of("matchLabels", Map.of("app.kubernetes.io/name", name)));
      body.put("template", template);
      restarts();
    }
    object.put("metadata", metadata());
    object.put("spec", body);
    pod.put("terminationGracePeriodSeconds", seconds(spec.stop().grace()));
    pod.put("containers", List.of(container()));
    losses.taken(Fields.INSTANCES, Fields.GRACE, Fields.STARTUP_GRACE, Fields.ONCE);
    losses.done();
    return object;
  }

  private Map<String, Object> metadata() {
    Map<String, Object> labels = new LinkedHashMap<>();
    labels.put("app.kubernetes.io/name", name);
    Map<String, Object> notes = new LinkedHashMap<>();
    if (!spec.groupName().isEmpty()) {
      labels.put("app.kubernetes.io/part-of", spec.groupName());
    }
    spec.labels()
        .forEach((key, value) -> {
          boolean isLabel =
              key.matches("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?")
                  && value.matches("([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?");
          if (isLabel) {
            labels.put(key, value);
          } else {
            losses.warn("label '" + key + "' cannot be one of Kubernetes; left out");
          }
        });
    if (!spec.description().isEmpty()) {
      notes.put("kubernetes.io/description", spec.description());
    }
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("labels", labels);
    if (!notes.isEmpty()) {
      metadata.put("annotations", notes);
    }
    losses.taken(Fields.LABELS, Fields.GROUP_NAME, Fields.DESCRIPTION);
    return metadata;
  }

  /** A pod that ends; what is tried again counts its failures. */
  private Map<String, Object> job(Map<String, Object> pod, Map<String, Object> template) {
    boolean again = spec.restart().policy() == RestartPolicy.ON_FAILURE;
    pod.put("restartPolicy", again ? "OnFailure" : "Never");
    Map<String, Object> job = new LinkedHashMap<>();
    job.put("completions", spec.instances());
    job.put("parallelism", spec.instances());
    int most = spec.restart().max();
    if (!again || most > 0) {
      job.put("backoffLimit", again ? most : 0);
    }
    job.put("template", template);
    losses.taken(RestartFields.POLICY, RestartFields.MAX);
    return job;
  }

  private void schedule(Schedule schedule, Map<String, Object> body, Map<String, Object> job) {
    body.put("schedule", schedule.cron().toString());
    schedule.zone().map(ZoneId::getId).ifPresent(zone -> body.put("timeZone", zone));
    body.put(
        "concurrencyPolicy",
        switch (schedule.overlap()) {
          case SKIP -> "Forbid";
          case KILL -> "Replace";
          case QUEUE -> "Allow";
        });
    if (schedule.overlap() == Overlap.QUEUE) {
      losses.warn("Kubernetes queues no runs: 'overlap: queue' becomes runs side by side");
    }
    schedule.maxTimePerRun().ifPresent(most -> job.put("activeDeadlineSeconds", seconds(most)));
    if (schedule.notBefore().isPresent() || schedule.notAfter().isPresent()) {
      losses.warn("Kubernetes has no equivalent of 'not_before' and 'not_after'; left out");
    }
    losses.taken(Fields.SCHEDULE);
  }

  private void restarts() {
    if (spec.restart().policy() != RestartPolicy.ALWAYS) {
      losses.warn("a Deployment is always started again, whatever 'restart.policy' says");
    }
    losses.taken(RestartFields.POLICY);
  }

  private Map<String, Object> container() {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", name);
    // A host that can never exist (RFC 2606), so that nobody's image is run by mistake.
    container.put("image", "example.invalid/" + name + ":replace-me");
    container.put("command", escaped(Lines.words(spec)));
    container.put("workingDir", spec.directory().toString());
    losses.taken(Fields.COMMAND, Fields.SHELL, Fields.INTERPRETER, Fields.DIRECTORY);
    List<Object> variables = new ArrayList<>();
    spec.environment()
        .variables()
        .forEach((key, value) -> {
          Map<String, Object> variable = new LinkedHashMap<>();
          variable.put("name", key);
          variable.put("value", escaped(value));
          variables.add(variable);
        });
    if (!variables.isEmpty()) {
      container.put("env", variables);
    }
    if (!spec.environment().files().isEmpty()) {
      losses.warn("make a ConfigMap or a Secret of each 'env_file', and add it as 'envFrom'");
    }
    losses.taken(Fields.ENV, Fields.ENV_FILE, Fields.INHERIT_ENV);
    user(container);
    Limits limits = Limits.of(spec, losses);
    Map<String, Object> most = new LinkedHashMap<>();
    limits.memory().ifPresent(bytes -> most.put("memory", bytes.toString()));
    limits.cpus().ifPresent(cpus -> most.put("cpu", Math.round(cpus * 1000) + "m"));
    if (!most.isEmpty()) {
      container.put("resources", Map.of("limits", most));
    }
    container.putAll(KubernetesProbes.of(spec, losses));
    // A container's output is rotated by the node.
    losses.taken(LogFields.LOG_FORMAT, LogFields.LOG_SIZE, LogFields.LOG_KEEP);
    losses.taken(LogFields.LOG_COMPRESS, LogFields.ON_FULL);
    return container;
  }

  /** Only numbers can be said; names are known to the image alone. */
  private void user(Map<String, Object> container) {
    Map<String, Object> context = new LinkedHashMap<>();
    if (spec.user().matches("\\d{1,9}")) {
      context.put("runAsUser", Integer.parseInt(spec.user()));
      losses.taken(Fields.USER);
    }
    if (spec.group().matches("\\d{1,9}")) {
      context.put("runAsGroup", Integer.parseInt(spec.group()));
      losses.taken(Fields.GROUP);
    }
    if (spec.sandbox().noNewPrivileges()) {
      context.put("allowPrivilegeEscalation", false);
    }
    spec.sandbox()
        .capabilities()
        .ifPresent(names ->
            context.put(
                "capabilities",
                Map.of(
                    "drop",
                    List.of("ALL"),
                    "add",
                    names.stream().map(name -> name.toUpperCase(Locale.ROOT)).toList())));
    losses.taken(
        SandboxFields.NO_NEW_PRIVILEGES, SandboxFields.CAPABILITIES, SandboxFields.PRIVATE_TMP);
    if (!context.isEmpty()) {
      container.put("securityContext", context);
    }
  }

  /** Whole seconds, rounded up, at least one. */
  static long seconds(Duration duration) {
    return Math.max(1, (duration.toMillis() + 999) / 1000);
  }

  /** {@code $(VAR)} is replaced in commands and variables unless the dollar is doubled. */
  private static String escaped(String text) {
    return text.replace("$", "$$");
  }

  private static List<String> escaped(List<String> words) {
    return words.stream().map(KubernetesWriter::escaped).toList();
  }
}
