package dev.reeve.core.engine;

import dev.reeve.core.engine.Service.Readiness;
import dev.reeve.core.spec.Condition;
import java.util.ArrayList;
import java.util.List;

/**
 * Carries a change of one service on to those that wait for it, one service at a time and not by
 * recursion: chains may be long. It ends because dependencies form no cycle.
 */
final class Ripples {
  private final Fleet fleet;
  private final Starts starts;
  private final Ends ends;
  private final Rollouts rollouts;

  Ripples(Fleet fleet, Starts starts, Ends ends, Rollouts rollouts) {
    this.fleet = fleet;
    this.starts = starts;
    this.ends = ends;
    this.rollouts = rollouts;
  }

  /** Until nothing changes any more. */
  void settle() {
    for (Fleet.Ripple ripple = fleet.nextRipple(); ripple != null; ripple = fleet.nextRipple()) {
      switch (ripple) {
        case Fleet.Ripple.Readiness(Service service) -> {
          for (Service hoper : List.copyOf(service.hopers)) {
            lookAgain(hoper, service);
          }
        }
        case Fleet.Ripple.Rolling(Service service) -> rollouts.look(service);
        case Fleet.Ripple.Needs(Service service) -> {
          if (service.hoping > 0) {
            for (Instance instance : List.copyOf(service.instances())) {
              if (instance.phase() instanceof Phase.Waiting waiting) {
                starts.reconsider(instance, waiting);
              }
            }
          }
        }
        case Fleet.Ripple.Released(Service service) -> {
          if (service.ending > 0 && service.enders.size() <= Ends.SHOWN_NAMES) {
            for (Instance instance : List.copyOf(service.instances())) {
              if (instance.phase() instanceof Phase.StopPending pending) {
                ends.reconsider(instance, pending);
              }
            }
          }
        }
      }
    }
  }

  private void lookAgain(Service hoper, Service dependency) {
    Condition condition = fleet.graph.needs(hoper.name()).get(dependency.name());
    if (condition == null) {
      return; // no longer needed; its Needs follow
    }
    boolean there = dependency.readiness(condition) == Readiness.MET;
    for (Instance instance : new ArrayList<>(hoper.instances())) {
      if (instance.phase() instanceof Phase.Waiting waiting) {
        starts.reconsider(instance, waiting);
      } else if (there) {
        starts.comeBack(instance, dependency);
      }
    }
  }
}
