package dev.reeve.core.simulation;

import static dev.reeve.core.simulation.Invariants.require;

import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.engine.TimerKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold when nothing crashes any more and nothing is under way. */
final class AtRest {
  private AtRest() {}

  /** Everything has come to rest. */
  static void settled(
      Collection<ServiceView> views, Set<TimerKey> timers, List<KernelModel.Run> runs) {
    // Who is looked after is asked for its health for ever, and a flag stays its time.
    List<TimerKey> left =
        timers.stream()
            .filter(key -> key.kind() != TimerKey.Kind.PROBE && key.kind() != TimerKey.Kind.FLAGS)
            .toList();
    require(left.isEmpty(), "timers are left: %s", left);
    Map<InstanceId, Long> running = new HashMap<>();
    for (ServiceView view : views) {
      require(view.desired() != Desired.GONE, "%s is not gone", view);
      for (InstanceView instance : view.instances()) {
        switch (instance.state()) {
          case RUNNING, PAUSED -> {
            require(instance.desired() == Desired.UP, "%s is not wanted", instance);
            running.put(instance.id(), instance.generation());
          }
          case STOPPED ->
              require(
                  instance.desired() == Desired.DOWN
                      || instance.reason().startsWith("exit code 0")
                      || instance.reason().contains("reeve kill"),
                  "%s is not up",
                  instance);
          case FAILED ->
              require(
                  instance.desired() != Desired.UP
                      || !failedForOneOf(view, instance)
                      || !allHold(view, views),
                  "%s should have come back with its dependencies",
                  instance);
          case COMPLETED -> {}
          default -> throw new AssertionError(instance + " did not come to rest");
        }
      }
    }
    for (KernelModel.Run run : runs) {
      require(
          Long.valueOf(run.generation).equals(running.remove(run.id)), "nobody knows of %s", run);
      require(run.mainLives, "%s is only shown to run", run);
    }
    require(running.isEmpty(), "shown as running without a process: %s", running);
  }

  private static boolean failedForOneOf(ServiceView service, InstanceView instance) {
    return service.spec().dependsOn().keySet().stream()
        .anyMatch(name -> instance.reason().matches("dependency " + name + "[ #].*"));
  }

  private static boolean allHold(ServiceView service, Collection<ServiceView> views) {
    Map<String, ServiceView> byName = new HashMap<>();
    views.forEach(view -> byName.put(view.name(), view));
    for (var need : service.spec().dependsOn().entrySet()) {
      ServiceView dependency = byName.get(need.getKey());
      for (InstanceView instance : dependency.instances()) {
        boolean done = instance.state() == State.COMPLETED && dependency.spec().once();
        if (!done && !Invariants.holds(need.getValue(), instance)) {
          return false;
        }
      }
    }
    return true;
  }

  static void allUp(Collection<ServiceView> views) {
    for (ServiceView view : views) {
      for (InstanceView instance : view.instances()) {
        State up = view.spec().once() ? State.COMPLETED : State.RUNNING;
        require(instance.state() == up, "%s should be up", instance);
      }
    }
  }

  static void allDown(Collection<ServiceView> views, List<KernelModel.Run> runs) {
    require(runs.isEmpty(), "left after all was stopped: %s", runs);
    for (ServiceView view : views) {
      for (InstanceView instance : view.instances()) {
        boolean down = instance.state() == State.STOPPED || instance.state() == State.COMPLETED;
        require(down, "%s is not down", instance);
      }
    }
  }
}
