package dev.reeve.core.engine;

import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.RolloutSpec;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    Rollout(String why, int all, Collection<Instance> instances) {
      this.why = why;
      this.all = all;
      this.left = new ArrayDeque<>(instances);
    }

    RolloutView view() {
      TreeMap<Integer, Long> outdated = new TreeMap<>();
      renewing.forEach((instance, generation) -> outdated.put(instance.number, generation));
      left.forEach(instance -> outdated.put(instance.number, instance.generation));
      return new RolloutView(why, all, outdated, pause == null ? 0 : pause.number);
    }

    String text() {
      return view().text();
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
    Rollout rollout = new Rollout(why, running.size(), running);
    begin(service, rollout, why);
    advance(service, rollout);
  }

  /** Goes on with what an earlier daemon had begun; the instances are taken up already. */
  void resume(Service service, RolloutView kept) {
    Rollout rollout = new Rollout(kept.why(), kept.all(), List.of());
    kept.outdated()
        .forEach((number, generation) -> {
          Instance instance = service.instance(number);
          if (instance == null || instance.desired != Desired.UP) {
            return;
          }
          boolean asItWas = instance.generation <= generation;
          if (asItWas && instance.phase() instanceof Phase.Running) {
            rollout.left.add(instance);
          } else if (!asItWas || isOnItsWay(instance)) {
            rollout.renewing.put(instance, generation);
          }
        });
    Instance resting = service.instance(kept.resting());
    if (resting != null && resting.desired == Desired.UP) {
      rest(service, rollout, resting);
    }
    begin(service, rollout, kept.why() + ", goes on");
    look(service);
  }

  private void begin(Service service, Rollout rollout, String text) {
    service.rollout = rollout;
    turn.touch(service);
    turn.save();
    turn.journal(service, "rollout", text + ", " + rollout.text());
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
          rest(service, rollout, instance);
        }
      }
      case Phase.Starting _ -> {}
      default -> stop(service, rollout, instance);
    }
  }

  private void rest(Service service, Rollout rollout, Instance renewed) {
    Duration delay = service.spec.rollout().delay();
    if (!rollout.left.isEmpty() && !delay.isZero()) {
      rollout.pause = renewed;
      turn.startTimer(renewed, TimerKey.Kind.ROLLOUT, delay);
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
    turn.save();
    turn.journal(service, event, reason);
  }
}
