package dev.reeve.daemon.groups;

import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.linux.cgroup.Cgroup;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

/** What is declared of a service, in the files of its control group. */
final class Limits {
  /** The period of which a service gets its share of processor time, in microseconds. */
  private static final long PERIOD = 100_000;

  private Limits() {}

  /** The controllers that the limits need. */
  static Set<String> controllers(ResourceSpec resources) {
    Set<String> needed = new LinkedHashSet<>();
    if (resources.cpu() != ResourceSpec.MAX) {
      needed.add("cpu");
    }
    if (resources.memory() != ResourceSpec.MAX || resources.swap() != ResourceSpec.MAX) {
      needed.add("memory");
    }
    if (resources.pids() != ResourceSpec.MAX) {
      needed.add("pids");
    }
    if (resources.ioWeight() != ResourceSpec.USUAL_IO_WEIGHT) {
      needed.add("io");
    }
    return needed;
  }

  /**
   * Sets all of them, those that are not declared to no limit.
   *
   * @param section begins the name of a field
   * @throws NoLimits if this kernel has no such limit
   */
  static void apply(ResourceSpec resources, Cgroup group, String section)
      throws IOException, NoLimits {
    long cpu = resources.cpu();
    set(
        group,
        "cpu.max",
        cpu == ResourceSpec.MAX ? "max" : cpu * (PERIOD / 1000) + " " + PERIOD,
        cpu == ResourceSpec.MAX,
        section + "cpu");
    amount(group, "memory.max", resources.memory(), section + "memory");
    amount(group, "memory.swap.max", resources.swap(), section + "swap");
    amount(group, "pids.max", resources.pids(), section + "pids");
    set(
        group,
        "io.weight",
        "default " + resources.ioWeight(),
        resources.ioWeight() == ResourceSpec.USUAL_IO_WEIGHT,
        section + "io_weight");
  }

  private static void amount(Cgroup group, String file, long value, String field)
      throws IOException, NoLimits {
    boolean none = value == ResourceSpec.MAX;
    set(group, file, none ? "max" : Long.toString(value), none, field);
  }

  private static void set(Cgroup group, String file, String value, boolean none, String field)
      throws IOException, NoLimits {
    if (group.has(file)) {
      group.set(file, value);
    } else if (!none) {
      throw new NoLimits(
          "%s: this kernel has no %s".formatted(field, file),
          "remove %s, or use a kernel that has it".formatted(field));
    }
  }
}
