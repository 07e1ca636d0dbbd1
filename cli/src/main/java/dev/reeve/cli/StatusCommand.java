package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.Description.ProcessRow;
import dev.reeve.api.Methods;
import dev.reeve.api.Nothing;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.ServiceRow.InstanceRow;
import dev.reeve.api.ServiceRow.LastExit;
import dev.reeve.client.Client;
import dev.reeve.core.spec.Fields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code status}: a service, why it is as it is, its processes; or the daemon. */
final class StatusCommand implements Command {
  private static final double LEAST_PRESSURE = 0.1;

  @Override
  public Usage usage() {
    return Usage.of("status", "one service and why it is as it is; or the daemon")
        .words("[TARGET…]", 0, Usage.MANY)
        .text(
            "State and reason of each instance in one sentence, its last exit, its processes and"
                + " log files. Without a target: the daemon.")
        .examples(
            new Usage.Example("status api", "why does it not run?"),
            new Usage.Example("status", "the daemon, its places and its services"));
  }

  @Override
  public String what(Call call) {
    return "show " + (call.words().isEmpty() ? "the daemon" : call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Client client = call.client(Daemon.Need.STATE);
    if (call.words().isEmpty()) {
      DaemonView.print(call, client.call(Methods.STATUS, new Nothing()));
      return 0;
    }
    return Found.show(call, client, "show", StatusCommand::print);
  }

  /** A service and why it is as it is. */
  static void print(Call call, Description description) {
    ServiceRow service = description.service();
    boolean one = service.instances().size() == 1;
    boolean several = !one || isOneOfSeveral(description);
    if (!one) {
      call.out.line(call.style.bold(Clean.line(service.name())) + counts(service));
    }
    for (InstanceRow instance : service.instances()) {
      String name = several ? service.name() + "#" + instance.instance() : service.name();
      instance(call, description, instance, name);
    }
    for (Description.GroupRow group : description.groups()) {
      if (group.instance() == 0) {
        limits(call, group);
      }
    }
    String rollout = description.rollout();
    if (rollout != null) {
      row(call, "rollout", Clean.line(rollout));
    }
    for (ServiceRow.Flag flag : service.flags()) {
      String until = flag.until();
      row(
          call,
          "flag",
          Clean.line(flag.name() + ", by " + flag.by())
              + (until == null ? "" : ", until " + Human.time(until, call.zone(), call.now())));
    }
    String boot = service.enabled() ? "started when the machine boots" : "not started at boot";
    row(call, "boot", boot + (description.desired().equals("up") ? "" : "; not wanted now"));
  }

  /** Whether there are others beside those that were asked for. */
  private static boolean isOneOfSeveral(Description description) {
    return description.spec().get(Fields.INSTANCES.path()) instanceof Number count
        && count.intValue() > 1;
  }

  private static String counts(ServiceRow service) {
    int running = 0;
    for (InstanceRow instance : service.instances()) {
      running += instance.state().equals("running") ? 1 : 0;
    }
    return ": " + running + " of " + service.instances().size() + " instances run";
  }

  private static void instance(
      Call call, Description description, InstanceRow instance, String name) {
    String sentence = Sentence.of(name, instance);
    String sign = call.style.frames() ? call.style.signed(instance.state()).substring(0, 2) : "";
    call.out.line(call.style.paint(sign + sentence, Style.colour(instance.state())));
    if (instance.state().equals("running") && !instance.reason().isEmpty()) {
      row(call, "reason", Clean.line(instance.reason()));
    }
    if (!instance.health().equals("unknown")) {
      row(call, "health", Clean.line(instance.health()));
    }
    String alarm = instance.state().equals("starting") ? Style.YELLOW : Style.RED;
    for (String trouble : instance.troubles()) {
      row(call, "trouble", call.style.paint(Clean.line(trouble), alarm));
    }
    String hint = instance.hint();
    if (hint != null) {
      row(call, "hint", call.style.paint(Clean.line(hint), Style.CYAN));
    }
    if (instance.restarts() > 0) {
      row(call, "restarts", Integer.toString(instance.restarts()));
    }
    LastExit last = instance.lastExit();
    if (last != null) {
      row(call, "last exit", Sentence.lastExit(last, call.now()));
    }
    Double cpu = instance.cpuPercent();
    Long memory = instance.memoryBytes();
    if (cpu != null && memory != null) {
      row(call, "uses", Human.percent(cpu) + " cpu, " + Human.bytes(memory));
    }
    for (Description.GroupRow group : description.groups()) {
      if (group.instance() == instance.instance()) {
        pressure(call, group);
      }
    }
    processes(call, description, instance);
    for (Description.Logs logs : description.logs()) {
      if (logs.instance() == instance.instance()) {
        logs(call, logs);
      }
    }
  }

  /** What its processes wait for; calm is not worth a line. */
  private static void pressure(Call call, Description.GroupRow group) {
    List<String> waits = new ArrayList<>();
    pressure(waits, "cpu", group.cpuPressure());
    pressure(waits, "memory", group.memoryPressure());
    pressure(waits, "disk", group.ioPressure());
    if (!waits.isEmpty()) {
      row(call, "pressure", "waits for " + String.join(", ", waits) + " (last 10s)");
    }
    if (group.outOfMemoryKills() > 0) {
      row(call, "oom", "killed for want of memory: " + group.outOfMemoryKills() + " so far");
    }
  }

  private static void pressure(List<String> waits, String what, @Nullable Double percent) {
    if (percent != null && percent >= LEAST_PRESSURE) {
      waits.add(what + " " + Human.percent(percent));
    }
  }

  /** What all instances together use of their limits. */
  private static void limits(Call call, Description.GroupRow group) {
    Long used = group.memoryBytes();
    Long limit = group.memoryLimit();
    if (used != null && limit != null) {
      row(call, "memory", Human.bytes(used) + " of " + Human.bytes(limit));
    }
    if (group.throttled() > 0) {
      row(
          call,
          "throttled",
          Human.count(group.throttled(), "time")
              + ", "
              + Human.duration(group.throttledMs())
              + " in all: it wants more cpu than its limit");
    }
  }

  private static void logs(Call call, Description.Logs logs) {
    row(call, "output", Clean.line(logs.stdout()));
    if (!logs.stderr().equals(logs.stdout())) {
      row(call, "errors", Clean.line(logs.stderr()));
    }
    if (logs.blocked()) {
      row(call, "blocked", "its log cannot be written; see 'reeve events'");
    }
    if (logs.linesDropped() > 0) {
      row(call, "dropped", Human.count(logs.linesDropped(), "line") + ", the disk was full");
    }
  }

  private static void processes(Call call, Description description, InstanceRow instance) {
    List<ProcessRow> own = new ArrayList<>();
    for (ProcessRow process : description.processes()) {
      if (process.instance() == instance.instance()) {
        own.add(process);
      }
    }
    String label = own.size() == 1 ? "process" : "processes";
    for (ProcessRow process : ProcessTree.ordered(own)) {
      int depth = ProcessTree.depth(own, process);
      String branch =
          depth == 0 ? "" : "  ".repeat(depth - 1) + (call.style.frames() ? "└ " : "  ");
      row(
          call,
          label,
          Width.end(
              branch
                  + process.pid()
                  + " "
                  + Clean.line(process.command())
                  + " ("
                  + Human.bytes(process.memoryBytes())
                  + ")",
              call.columns() - 14));
      label = "";
    }
  }

  /** A label and a value. */
  static void row(Call call, String label, String value) {
    call.out.add("  ").add(call.style.dim(label)).repeat(' ', 12 - label.length()).line(value);
  }
}
