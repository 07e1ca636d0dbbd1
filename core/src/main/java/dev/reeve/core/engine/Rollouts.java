package dev.reeve.core.engine;

import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.RolloutSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Renews the instances of services a few at a time: the next one follows when the one before has
 * come up. The first that does not come up ends it; those that are left go on as they are.
 */
final class Rollouts {
  /** A rollout that is under way. */
  static final class Rollout {
    final String why;
    final int all;
    final Deque<Instance> left;

    /** Those that are being renewed, and the generation each had before. */
    final Map<Instance, Long> renewing = new LinkedHashMap<>();

    /** Whose delay runs before the next one follows. */
    @Nullable Instance pause;

    Rollout(String why, Collection<Instance> instances) {
      this.why = why;
      this.left = new ArrayDeque<>(instances);
      this.all = instances.size();
    }

    /** For people: {@code 2 of 4 renewed}. */
    String text() {
      return (all - left.size() - renewing.size()) + " of " + all + " renewed";
    }
  }

  private final Turn turn;
  private final Ends ends;

  Rollouts(Turn turn, Ends ends) {
    this.turn = turn;
    this.ends = ends;
  }

  /** Begins, instead of a rollout that may be under way. */
  void begin(Service service, Collection<Instance> running, String why) {
    service.rollout = new Rollout(why, running);
    turn.touch(service);
    turn.journal(service, "rollout", why + ", " + service.rollout.text());
    advance(service, service.rollout);
  }

  private void advance(Service service, Rollout rollout) {
    RolloutSpec spec = service.spec.rollout();
    while (!rollout.left.isEmpty() && rollout.renewing.size() < spec.maxUnavailable()) {
      Instance next = rollout.left.removeFirst();
      if (next.phase() instanceof Phase.Running && next.desired == Desired.UP) {
        rollout.renewing.put(next, next.generation);
        next.forgive();
        ends.end(next, new Phase.Next.Start(), false, rollout.why);
      }
    }
    if (rollout.left.isEmpty() && rollout.renewing.isEmpty()) {
      over(service, rollout, "rollout-done", rollout.text());
    }
  }

  /** Something about an instance of the service has changed. */
  void look(Service service) {
    Rollout rollout = service.rollout;
    if (rollout == null) {
      return;
    }
    if (service.desired != Desired.UP) {
      over(service, rollout, "rollout-stopped", "the service is not wanted any more");
      return;
    }
    for (Map.Entry<Instance, Long> entry : List.copyOf(rollout.renewing.entrySet())) {
      Instance instance = entry.getKey();
      if (instance.desired != Desired.UP) {
        rollout.renewing.remove(instance);
      } else if (instance.generation > entry.getValue()) {
        renewed(service, rollout, instance);
      } else if (!isOnItsWay(instance)) {
        stop(service, rollout, instance);
      }
      if (service.rollout != rollout) {
        return;
      }
    }
    Instance pause = rollout.pause;
    if (pause != null && !(pause.phase() instanceof Phase.Running)) {
      stop(service, rollout, pause);
    } else if (pause == null) {
      advance(service, rollout);
    }
  }

  private static boolean isOnItsWay(Instance instance) {
    return switch (instance.phase()) {
      case Phase.Stopping _, Phase.StopPending _, Phase.Aborting _ -> true;
      case Phase.Waiting _, Phase.Starting _, Phase.Running _ -> true;
      case Phase.Planned _, Phase.Backoff _, Phase.Failed _ -> false;
      case Phase.Stopped _, Phase.Completed _ -> false;
    };
  }

  private void renewed(Service service, Rollout rollout, Instance instance) {
    RolloutSpec spec = service.spec.rollout();
    switch (instance.phase()) {
      case Phase.Running running -> {
        boolean up =
            spec.until() == Condition.HEALTHY ? instance.health == Health.HEALTHY : running.ready();
        if (instance.health == Health.UNHEALTHY) {
          stop(service, rollout, instance);
        } else if (up) {
          rollout.renewing.remove(instance);
          turn.touch(service);
          if (!rollout.left.isEmpty() && !spec.delay().isZero()) {
            rollout.pause = instance;
            turn.startTimer(instance, TimerKey.Kind.ROLLOUT, spec.delay());
          }
        }
      }
      case Phase.Starting _ -> {}
      default -> stop(service, rollout, instance);
    }
  }

  /** The delay after an instance is over. */
  void pauseOver(Instance instance) {
    Service service = instance.service;
    Rollout rollout = service.rollout;
    if (rollout != null && rollout.pause == instance) {
      rollout.pause = null;
      advance(service, rollout);
    }
  }

  private void stop(Service service, Rollout rollout, Instance culprit) {
    List<String> kept = new ArrayList<>();
    rollout.left.forEach(instance -> kept.add(instance.id().toString()));
    String rest = kept.isEmpty() ? "" : "; " + String.join(", ", kept) + " left as they were";
    over(
        service,
        rollout,
        "rollout-stopped",
        culprit.id() + " did not come up: " + culprit.reason() + rest);
  }

  private void over(Service service, Rollout rollout, String event, String reason) {
    if (rollout.pause != null) {
      turn.cancelTimer(rollout.pause, TimerKey.Kind.ROLLOUT);
    }
    service.rollout = null;
    turn.touch(service);
    turn.journal(service, event, reason);
  }
}
