package dev.reeve.daemon.control;

import dev.reeve.api.Description.GroupRow;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.groups.Group;
import dev.reeve.daemon.groups.GroupTree;
import dev.reeve.linux.cgroup.Cgroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the kernel counts of the control groups of services; looked up when somebody asks. */
final class GroupReads {
  private final GroupTree tree;

  GroupReads(GroupTree tree) {
    this.tree = tree;
  }

  /**
   * The groups of a service that runs: its own, and those of its instances.
   *
   * @throws IOException if one of them cannot be read
   */
  List<GroupRow> rows(ServiceView view) throws IOException {
    List<GroupRow> rows = new ArrayList<>();
    for (InstanceView instance : view.instances()) {
      ProcessRef process = instance.process();
      Optional<Group> group = process == null ? Optional.empty() : tree.of(process.pid());
      if (group.isPresent()) {
        if (rows.isEmpty()) {
          rows.add(row(0, group.get().service()));
        }
        rows.add(row(instance.id().number(), group.get().leaf()));
      }
    }
    return rows;
  }

  private static GroupRow row(int instance, Cgroup group) throws IOException {
    Map<String, Long> cpu = group.numbers("cpu.stat");
    return new GroupRow(
        instance,
        group.toString(),
        group.pressure("cpu").orElse(null),
        group.pressure("memory").orElse(null),
        group.pressure("io").orElse(null),
        group.number("memory.current").orElse(null),
        group.number("memory.max").orElse(null),
        group.number("pids.current").orElse(null),
        cpu.getOrDefault("nr_throttled", 0L),
        cpu.getOrDefault("throttled_usec", 0L) / 1000,
        group.numbers("memory.events").getOrDefault("oom_kill", 0L));
  }
}
