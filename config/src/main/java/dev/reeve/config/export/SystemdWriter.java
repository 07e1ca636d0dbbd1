package dev.reeve.config.export;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogFields;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.Ready;
import dev.reeve.core.spec.ReloadAction;
import dev.reeve.core.spec.ResourceFields;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.RestartLimit;
import dev.reeve.core.spec.SandboxFields;
import dev.reeve.core.spec.SandboxSpec;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Services as units of systemd; see systemd.unit(5), systemd.service(5), systemd.exec(5) and
 * systemd.syntax(7). A service of several instances becomes a template unit.
 */
public final class SystemdWriter {
  private final ServiceSpec spec;
  private final Map<String, ServiceSpec> all;
  private final Losses losses;
  private final StringBuilder out = new StringBuilder();

  private SystemdWriter(ServiceSpec spec, Map<String, ServiceSpec> all, List<String> warnings) {
    this.spec = spec;
    this.all = all;
    this.losses = new Losses(spec, "systemd", warnings);
  }

  /**
   * The units by their file names.
   *
   * @param warnings gets what systemd has no equivalent for
   */
  public static Map<String, String> units(List<ServiceSpec> specs, List<String> warnings) {
    Map<String, ServiceSpec> all = new LinkedHashMap<>();
    specs.forEach(spec -> all.put(spec.name(), spec));
    Map<String, String> units = new LinkedHashMap<>();
    for (ServiceSpec spec : specs) {
      String file = spec.name() + (spec.instances() > 1 ? "@.service" : ".service");
      units.put(file, new SystemdWriter(spec, all, warnings).unit());
    }
    return units;
  }

  private String unit() {
    out.append("[Unit]\n");
    line(
        "Description",
        specifiers(spec.description().isEmpty() ? spec.name() : spec.description())
            .replace('\n', ' '));
    dependencies();
    limits();
    out.append("\n[Service]\n");
    type();
    line("ExecStart", command(Lines.words(spec)));
    line("WorkingDirectory", specifiers(spec.directory().toString()));
    line("User", spec.user());
    line("Group", spec.group());
    environment();
    restart();
    ends();
    resources();
    sandbox();
    output();
    if (spec.enabled()) {
      out.append("\n[Install]\nWantedBy=multi-user.target\n");
    }
    losses.taken(
        Fields.DESCRIPTION, Fields.COMMAND, Fields.SHELL, Fields.INTERPRETER, Fields.DIRECTORY);
    losses.taken(Fields.USER, Fields.GROUP, Fields.ENABLED, Fields.INSTANCES, Fields.STARTUP_GRACE);
    if (spec.instances() > 1) {
      losses.warn(
          "it is a template unit: systemctl enable --now '%s@{1..%d}'"
              .formatted(spec.name(), spec.instances()));
    }
    losses.done();
    return out.toString();
  }

  private void line(String key, String value) {
    if (!value.isEmpty()) {
      out.append(key).append('=').append(value).append('\n');
    }
  }

  private void dependencies() {
    spec.dependsOn()
        .forEach((name, condition) -> {
          String units = unitsOf(name);
          line("Requires", units);
          line("After", units);
          if (condition == Condition.HEALTHY) {
            losses.warn("systemd waits only until '" + name + "' is started, not until healthy");
          }
        });
    if (!spec.needs().on().gates().isEmpty()) {
      losses.warn("systemd knows no probes in 'depends_on'; left out");
    }
    losses.taken(Fields.DEPENDS_ON);
  }

  private String unitsOf(String name) {
    ServiceSpec needed = all.get(name);
    if (needed == null || needed.instances() == 1) {
      return name + ".service";
    }
    StringBuilder units = new StringBuilder();
    for (int number = 1; number <= needed.instances(); number++) {
      units.append(units.isEmpty() ? "" : " ").append(name).append('@').append(number);
      units.append(".service");
    }
    return units.toString();
  }

  /** How often it may be started is said of the unit; nothing said would be five times in 10 s. */
  private void limits() {
    RestartLimit limit = spec.restart().limit();
    if (limit.equals(RestartLimit.NONE)) {
      line("StartLimitIntervalSec", "0");
    } else {
      line("StartLimitIntervalSec", seconds(limit.within()));
      line("StartLimitBurst", Integer.toString(limit.max() + 1));
    }
    losses.taken(RestartFields.LIMIT);
  }

  private void resources() {
    ResourceSpec resources = spec.resources();
    line("CPUQuota", resources.cpu() == ResourceSpec.MAX ? "" : percent(resources.cpu()));
    line("MemoryMax", amount(resources.memory()));
    line("MemorySwapMax", amount(resources.swap()));
    line("TasksMax", amount(resources.pids()));
    if (ResourceFields.IO_WEIGHT.isDeclared(spec)) {
      line("IOWeight", Integer.toString(resources.ioWeight()));
    }
    line("LimitNOFILE", resources.nofile() == 0 ? "" : Integer.toString(resources.nofile()));
    line("Nice", resources.nice() == 0 ? "" : Integer.toString(resources.nice()));
    line("OOMScoreAdjust", resources.oomScore() == 0 ? "" : Integer.toString(resources.oomScore()));
    if (spec.instances() > 1 && resources.needsGroup()) {
      losses.warn("its limits are for all instances together; each unit of systemd gets all of it");
    }
    losses.taken(
        ResourceFields.CPU_LIMIT,
        ResourceFields.MEMORY,
        ResourceFields.SWAP,
        ResourceFields.PIDS,
        ResourceFields.IO_WEIGHT,
        ResourceFields.NOFILE,
        ResourceFields.NICE,
        ResourceFields.OOM_SCORE);
  }

  private void sandbox() {
    SandboxSpec sandbox = spec.sandbox();
    sandbox.umask().ifPresent(mask -> line("UMask", "%04o".formatted(mask)));
    line("NoNewPrivileges", sandbox.noNewPrivileges() ? "yes" : "");
    line("PrivateTmp", sandbox.privateTmp() ? "yes" : "");
    for (Path path : sandbox.readOnlyPaths()) {
      line("ReadOnlyPaths", quoted(specifiers(path.toString())));
    }
    if (sandbox.capabilities().isPresent()) {
      String names =
          sandbox.capabilities().get().stream()
              .map(name -> "CAP_" + name.toUpperCase(Locale.ROOT))
              .collect(Collectors.joining(" "));
      out.append("CapabilityBoundingSet=").append(names).append('\n'); // nothing is none, too
      line("AmbientCapabilities", names);
    }
    losses.taken(
        SandboxFields.UMASK,
        SandboxFields.NO_NEW_PRIVILEGES,
        SandboxFields.PRIVATE_TMP,
        SandboxFields.READ_ONLY_PATHS,
        SandboxFields.CAPABILITIES);
  }

  private static String percent(long thousandths) {
    return (thousandths + 9) / 10 + "%";
  }

  private static String amount(long value) {
    return value == ResourceSpec.MAX ? "" : Long.toString(value);
  }

  private void type() {
    boolean notifies = spec.ready() instanceof Ready.Notify;
    line("Type", spec.once() ? "oneshot" : notifies ? "notify" : "exec");
    if (spec.once()) {
      line("RemainAfterExit", "yes");
    }
    if (notifies) {
      Duration patience = spec.ready().patience();
      line("TimeoutStartSec", patience.isZero() ? "infinity" : seconds(patience));
      losses.taken(Fields.READY);
    }
    if (!spec.watchdog().isZero()) {
      line("WatchdogSec", seconds(spec.watchdog()));
      line("NotifyAccess", "all");
    }
    losses.taken(Fields.ONCE, Fields.WATCHDOG);
  }

  private void environment() {
    spec.environment()
        .variables()
        .forEach((name, value) -> line("Environment", quoted(specifiers(name + "=" + value))));
    for (Path file : spec.environment().files()) {
      line("EnvironmentFile", specifiers(file.toString()));
    }
    String number = spec.environment().instanceVariable();
    if (!number.isEmpty()) {
      line("Environment", number + "=" + (spec.instances() > 1 ? "%i" : "1"));
    }
    // A unit never inherits more than the manager gives it.
    losses.taken(Fields.ENV, Fields.ENV_FILE, Fields.INSTANCE_ENV, Fields.INHERIT_ENV);
  }

  private void restart() {
    boolean never = false;
    switch (spec.restart().policy()) {
      case ALWAYS -> line("Restart", "always");
      case ON_FAILURE -> line("Restart", "on-failure");
      case ON_SUCCESS -> line("Restart", "on-success");
      case NEVER -> never = true;
    }
    line("RestartSec", never ? "" : seconds(spec.restart().delay()));
    line("RestartPreventExitStatus", codes(spec.restart().exceptCodes()));
    losses.taken(RestartFields.POLICY, RestartFields.DELAY, RestartFields.EXCEPT_CODES);
  }

  private static String codes(Iterable<Integer> codes) {
    TreeSet<Integer> sorted = new TreeSet<>();
    codes.forEach(sorted::add);
    return sorted.stream().map(String::valueOf).collect(Collectors.joining(" "));
  }

  private void ends() {
    if (spec.stop().command().isNone()) {
      line("KillSignal", "SIG" + spec.stop().signal());
    } else {
      line("ExecStop", command(Lines.words(spec.stop().command())));
    }
    line("TimeoutStopSec", seconds(spec.stop().grace()));
    switch (spec.reload()) {
      case ReloadAction.Restart() -> {}
      case ReloadAction.Signal(String name) ->
          line("ExecReload", "/bin/kill -" + name + " $MAINPID");
      case ReloadAction.Run(Command command) -> line("ExecReload", command(Lines.words(command)));
    }
    losses.taken(Fields.STOP_SIGNAL, Fields.STOP_COMMAND, Fields.GRACE, Fields.RELOAD);
  }

  private void output() {
    line("StandardOutput", target(spec.logs().stdout()));
    line("StandardError", target(spec.logs().stderr()));
    losses.taken(LogFields.LOG_OUT, LogFields.LOG_ERR);
  }

  /** Where nothing is said, the journal has it. */
  private String target(LogTarget target) {
    return switch (target) {
      case LogTarget.Standard() -> "";
      case LogTarget.Discard() -> "null";
      case LogTarget.File(Path path) ->
          "append:" + specifiers(spec.directory().resolve(path).toString());
    };
  }

  private static String seconds(Duration duration) {
    return Durations.format(duration).equals("0") ? "0" : millis(duration);
  }

  private static String millis(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? Long.toString(duration.toSeconds())
        : duration.toMillis() + "ms";
  }

  /** Words of a command line, where {@code $} begins a variable and {@code %} a specifier. */
  private static String command(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      line.append(line.isEmpty() ? "" : " ");
      line.append(quoted(specifiers(word).replace("$", "$$")));
    }
    return line.toString();
  }

  private static String specifiers(String text) {
    return text.replace("%", "%%");
  }

  /** With quotes where they are needed, and escapes of systemd.syntax(7). */
  private static String quoted(String text) {
    boolean plain =
        !text.isEmpty()
            && text.chars().allMatch(c -> c > ' ' && c != 127 && "\"'\\;".indexOf(c) < 0);
    if (plain) {
      return text;
    }
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        case '\r' -> quoted.append("\\r");
        default -> {
          if (c < ' ' || c == 127) {
            quoted.append("\\x%02x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
