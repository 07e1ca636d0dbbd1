package dev.reeve.config.export;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.HealthSpec;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.SandboxFields;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Services as a file of the Compose Specification. Programs of the machine become containers that
 * see its root folder, since a service of Reeve has no image of its own.
 */
public final class ComposeWriter {
  private ComposeWriter() {}

  /**
   * The document.
   *
   * @param warnings gets what Compose has no equivalent for
   */
  public static Map<String, Object> tree(List<ServiceSpec> specs, List<String> warnings) {
    Map<String, Object> services = new LinkedHashMap<>();
    for (ServiceSpec spec : specs) {
      services.put(spec.name(), service(spec, warnings));
    }
    if (!specs.isEmpty()) {
      warnings.add(
          "Compose runs containers: replace the image 'scratch' of each service by one that has its"
              + " program");
    }
    return Map.of("services", services);
  }

  /** A container has its own temporary files anyway. */
  private static void sandbox(ServiceSpec spec, Map<String, Object> tree) {
    if (spec.sandbox().noNewPrivileges()) {
      tree.put("security_opt", List.of("no-new-privileges:true"));
    }
    spec.sandbox()
        .capabilities()
        .ifPresent(names -> {
          tree.put("cap_drop", List.of("ALL"));
          if (!names.isEmpty()) {
            tree.put("cap_add", names.stream().map(n -> n.toUpperCase(Locale.ROOT)).toList());
          }
        });
  }

  private static Map<String, Object> service(ServiceSpec spec, List<String> warnings) {
    Losses losses = new Losses(spec, "Compose", warnings);
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("image", "scratch");
    tree.put("command", escaped(Lines.words(spec)));
    losses.taken(Fields.COMMAND, Fields.SHELL, Fields.INTERPRETER);
    tree.put("working_dir", escaped(spec.directory().toString()));
    losses.taken(Fields.DIRECTORY);
    if (!spec.user().isEmpty()) {
      tree.put("user", spec.user() + (spec.group().isEmpty() ? "" : ":" + spec.group()));
    }
    losses.taken(Fields.USER, Fields.GROUP);
    sandbox(spec, tree);
    losses.taken(
        SandboxFields.NO_NEW_PRIVILEGES, SandboxFields.CAPABILITIES, SandboxFields.PRIVATE_TMP);
    if (spec.instances() > 1) {
      tree.put("deploy", Map.of("replicas", spec.instances()));
    }
    losses.taken(Fields.INSTANCES);
    if (!spec.environment().variables().isEmpty()) {
      Map<String, Object> variables = new LinkedHashMap<>();
      spec.environment().variables().forEach((name, value) -> variables.put(name, escaped(value)));
      tree.put("environment", variables);
    }
    if (!spec.environment().files().isEmpty()) {
      tree.put("env_file", spec.environment().files().stream().map(Path::toString).toList());
    }
    losses.taken(Fields.ENV, Fields.ENV_FILE);
    Map<String, Object> labels = new LinkedHashMap<>();
    spec.labels().forEach((name, value) -> labels.put(name, escaped(value)));
    if (!spec.groupName().isEmpty()) {
      labels.put("reeve.group", spec.groupName());
    }
    if (!labels.isEmpty()) {
      tree.put("labels", labels);
    }
    losses.taken(Fields.LABELS, Fields.GROUP_NAME, Fields.DESCRIPTION, Fields.ENABLED);
    tree.put("restart", restart(spec));
    losses.taken(RestartFields.POLICY, Fields.ONCE, RestartFields.MAX);
    tree.put("stop_signal", "SIG" + spec.stop().signal());
    tree.put("stop_grace_period", Durations.format(spec.stop().grace()));
    losses.taken(Fields.STOP_SIGNAL, Fields.GRACE, Fields.STARTUP_GRACE);
    dependencies(spec, tree, losses);
    health(spec.health(), tree, losses);
    losses.done();
    return tree;
  }

  private static String restart(ServiceSpec spec) {
    int max = spec.restart().max();
    return switch (spec.restart().policy()) {
      case ALWAYS, ON_SUCCESS -> "always";
      case ON_FAILURE -> max > 0 ? "on-failure:" + max : "on-failure";
      case NEVER -> "no";
    };
  }

  private static void dependencies(ServiceSpec spec, Map<String, Object> tree, Losses losses) {
    Map<String, Object> needs = new LinkedHashMap<>();
    spec.dependsOn().forEach((name, on) -> needs.put(name, Map.of("condition", condition(on))));
    if (!needs.isEmpty()) {
      tree.put("depends_on", needs);
    }
    if (!spec.needs().on().gates().isEmpty()) {
      losses.warn("Compose knows no probes in 'depends_on'; left out");
    }
    losses.taken(Fields.DEPENDS_ON);
  }

  private static String condition(Condition condition) {
    return switch (condition) {
      case STARTED, READY -> "service_started";
      case HEALTHY -> "service_healthy";
      case COMPLETED -> "service_completed_successfully";
    };
  }

  private static void health(HealthSpec health, Map<String, Object> tree, Losses losses) {
    Optional<List<String>> test = health.probe().flatMap(ComposeWriter::test);
    if (test.isEmpty()) {
      return;
    }
    Map<String, Object> check = new LinkedHashMap<>();
    check.put("test", escaped(test.get()));
    check.put("interval", Durations.format(health.interval()));
    check.put("timeout", Durations.format(health.timeout()));
    check.put("retries", health.failures());
    check.put("start_period", Durations.format(health.startPeriod()));
    tree.put("healthcheck", check);
    losses.taken(Fields.HEALTH);
  }

  private static Optional<List<String>> test(Probe probe) {
    return switch (probe) {
      case Probe.Exec(Command.Argv(List<String> words)) -> {
        List<String> test = new ArrayList<>(List.of("CMD"));
        test.addAll(words);
        yield Optional.of(test);
      }
      case Probe.Exec(Command.ShellLine(String line)) -> Optional.of(List.of("CMD-SHELL", line));
      case Probe.Http(var url, var status) ->
          Optional.of(List.of("CMD", "curl", "-fsS", "-o", "/dev/null", url.toString()));
      case Probe.Tcp(String host, int port) ->
          Optional.of(List.of("CMD", "nc", "-z", host, Integer.toString(port)));
      default -> Optional.empty();
    };
  }

  /** A dollar sign begins a variable in Compose. */
  private static String escaped(String text) {
    return text.replace("$", "$$");
  }

  private static List<String> escaped(List<String> words) {
    return words.stream().map(ComposeWriter::escaped).toList();
  }
}
