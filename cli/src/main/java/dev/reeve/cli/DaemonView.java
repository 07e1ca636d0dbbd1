package dev.reeve.cli;

import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Version;
import dev.reeve.api.Wire;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The daemon itself, for people. */
final class DaemonView {
  private DaemonView() {}

  static void print(Call call, DaemonStatus status) {
    Optional<Installed> installed = Installed.look(call.invocation);
    if (call.json()) {
      String json = Wire.write(status);
      String boot = Json.text(installed.map(Installed::json).orElse(Installed.NOTHING));
      call.printJsonText(json.substring(0, json.length() - 1) + ",\"boot\":" + boot + "}");
      return;
    }
    if (call.quiet()) {
      return;
    }
    String sign = call.style.frames() ? "● " : "";
    call.out.line(
        call.style.paint(
            sign
                + "the daemon runs for "
                + Human.duration(status.uptimeMs())
                + ", pid "
                + status.pid(),
            Style.GREEN));
    String version = Clean.line(status.version());
    StatusCommand.row(
        call,
        "version",
        version.equals(Version.CURRENT)
            ? version
            : version + ", this command " + Version.CURRENT + " ('reeve reboot' replaces it)");
    StatusCommand.row(call, "services", services(status));
    if (status.halted()) {
      StatusCommand.row(call, "", "they were ended by a shutdown; 'reeve resurrect' starts them");
    }
    StatusCommand.row(
        call,
        "uses",
        Human.bytes(status.memoryBytes()) + ", " + Human.count(status.threads(), "thread"));
    StatusCommand.row(call, "sampling", sampling(status.sampling()));
    together(call, status.together());
    row(call, "home", status.home());
    row(call, "config", status.configFile());
    row(call, "state", status.stateDirectory());
    row(call, "logs", status.logDirectory());
    row(call, "socket", status.socket());
    row(call, "kept by", status.keeper());
    row(
        call,
        "boot",
        installed
            .map(Installed::text)
            .orElse("nothing starts it with the machine; 'sudo reeve install' changes that"));
  }

  /** An older daemon says nothing of it. */
  private static String sampling(DaemonStatus.@Nullable Sampling sampling) {
    if (sampling == null) {
      return "not done by this daemon";
    }
    String text =
        "every " + Human.duration(sampling.intervalMs()) + ", " + cost(sampling.cpuPercent());
    if (sampling.stretched()) {
      text += "; more often would cost too much";
    }
    return text
        + (sampling.trouble().isEmpty()
            ? "; history " + Human.bytes(sampling.historyBytes())
            : "; " + Clean.line(sampling.trouble()));
  }

  private static void together(Call call, DaemonStatus.@Nullable Together together) {
    if (together == null) {
      return;
    }
    Long used = together.memoryBytes();
    row(
        call,
        "together",
        together.limits()
            + (used == null ? "" : ", " + Human.bytes(used) + " of memory in use")
            + (together.path().isEmpty() ? "" : " (" + together.path() + ")"));
    row(call, "", together.trouble());
  }

  private static String cost(double percent) {
    return percent < 0.05 ? "under 0.1% cpu" : Human.percent(percent) + " cpu";
  }

  private static void row(Call call, String label, String value) {
    if (!value.isEmpty()) {
      StatusCommand.row(call, label, Clean.line(value));
    }
  }

  private static String services(DaemonStatus status) {
    StringBuilder text = new StringBuilder().append(status.services());
    String separator = "; instances: ";
    for (Map.Entry<String, Integer> state : status.states().entrySet()) {
      if (state.getValue() > 0) {
        text.append(separator).append(state.getValue()).append(' ').append(state.getKey());
        separator = ", ";
      }
    }
    return Clean.line(text.toString());
  }
}
