package dev.reeve.cli;

import dev.reeve.api.ServiceRow;
import dev.reeve.api.ServiceRow.InstanceRow;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line in a list of instances.
 *
 * @param instance null for a service without any
 */
record Listed(ServiceRow service, @Nullable InstanceRow instance) {
  /** All instances of services, in their order. */
  static List<Listed> of(List<ServiceRow> services) {
    List<Listed> all = new ArrayList<>();
    for (ServiceRow service : services) {
      if (service.instances().isEmpty()) {
        all.add(new Listed(service, null));
      }
      for (InstanceRow instance : service.instances()) {
        all.add(new Listed(service, instance));
      }
    }
    return all;
  }

  /** {@code api}, or {@code api#2} of several: what people see, and what commands take. */
  String name() {
    return instance != null && service.instances().size() > 1
        ? service.name() + "#" + instance.instance()
        : service.name();
  }

  /** The same for every instance, however many there are. */
  String key() {
    return Extras.key(service.name(), instance == null ? 1 : instance.instance());
  }

  String state() {
    return instance == null ? service.state() : instance.state();
  }

  String health() {
    return instance == null ? "unknown" : instance.health();
  }

  /** Percent of a core; negative when none runs. */
  double cpu() {
    Double cpu = instance == null ? null : instance.cpuPercent();
    return cpu == null ? -1 : cpu;
  }

  /** Bytes; negative when none runs. */
  long memory() {
    Long memory = instance == null ? null : instance.memoryBytes();
    return memory == null ? -1 : memory;
  }

  /** Milliseconds; negative when none runs. */
  long uptime() {
    Long uptime = instance == null ? null : instance.uptimeMs();
    return uptime == null ? -1 : uptime;
  }

  int restarts() {
    return instance == null ? service.restarts() : instance.restarts();
  }

  String pid() {
    Integer pid = instance == null ? null : instance.pid();
    return pid == null ? "-" : pid.toString();
  }

  /** Why it does not run; empty if it does. */
  String reason() {
    return instance == null || instance.state().equals("running") ? "" : instance.reason();
  }
}
