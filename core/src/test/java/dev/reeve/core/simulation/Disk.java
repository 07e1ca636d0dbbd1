package dev.reeve.core.simulation;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.ServiceView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What daemons keep: the views of the latest save, and the generation of each ordered spawn. */
final class Disk {
  private List<ServiceView> services = List.of();
  private int nextId = 1;
  private boolean halted;
  private boolean freshBoot;
  private final Map<InstanceId, Long> generations = new HashMap<>();

  void save(List<ServiceView> views, int next, boolean isHalted) {
    services = List.copyOf(views);
    nextId = next;
    halted = isHalted;
    freshBoot = false;
  }

  /** The machine was booted; that holds until a daemon has saved what follows from it. */
  void booted() {
    freshBoot = true;
  }

  void intend(InstanceId id, long generation) {
    generations.merge(id, generation, Math::max);
  }

  void rename(String from, String to) {
    Map<InstanceId, Long> moved = new HashMap<>();
    generations.forEach((id, generation) ->
        moved.put(id.service().equals(from) ? new InstanceId(to, id.number()) : id, generation));
    generations.clear();
    generations.putAll(moved);
  }

  void withdraw(String service) {
    generations.keySet().removeIf(id -> id.service().equals(service));
  }

  Memory memory(List<Memory.Found> found) {
    List<Memory.Kept> kept = new ArrayList<>();
    for (ServiceView view : services) {
      List<Memory.KeptInstance> instances = new ArrayList<>();
      for (InstanceView instance : view.instances()) {
        instances.add(
            new Memory.KeptInstance(
                    instance.id().number(),
                    instance.state(),
                    instance.generation(),
                    instance.restarts(),
                    instance.reason(),
                    instance.lastExit(),
                    instance.desired())
                .withSpawn(generations.getOrDefault(instance.id(), 0L)));
      }
      kept.add(
          new Memory.Kept(
              view.id(),
              view.spec(),
              view.desired(),
              instances,
              view.source(),
              view.flags(),
              view.rollout()));
    }
    long spawned = generations.values().stream().mapToLong(Long::longValue).max().orElse(0);
    return new Memory(kept, found, nextId, halted, freshBoot, spawned);
  }
}
