package dev.reeve.core.engine;

import java.util.ArrayList;
import java.util.List;

/**
 * Stops instances where they are, and lets them go on. What is paused is asked nothing and is not
 * expected to give signs of life; it can be ended like any other.
 */
final class Pauses {
  private final Fleet fleet;
  private final Turn turn;
  private final Care care;

  Pauses(Fleet fleet, Turn turn, Care care) {
    this.fleet = fleet;
    this.turn = turn;
    this.care = care;
  }

  /** Carries out an order; targets of which nothing runs are refused. */
  List<Outcome> take(Order.Pause order) {
    List<Outcome> outcomes =
        new ArrayList<>(Targets.of(fleet, order.targets(), order.paused()).outcomes);
    for (int i = 0; i < outcomes.size(); i++) {
      Selection target = order.targets().get(i);
      if (outcomes.get(i).ok() && !isTaken(target, order.paused())) {
        outcomes.set(i, Targets.notRunning(target));
      }
    }
    return outcomes;
  }

  private boolean isTaken(Selection target, boolean paused) {
    boolean lives = false;
    for (Instance instance : fleet.service(target.service()).orElseThrow().instances()) {
      if (target.covers(instance.id()) && instance.phase() instanceof Phase.Running) {
        lives = true;
        set(instance, paused);
      }
    }
    return lives;
  }

  /** Pauses a running instance, or lets it go on, unless that is so already. */
  void set(Instance instance, boolean paused) {
    if (instance.paused == paused) {
      return;
    }
    String why = turn.byText(paused ? "paused" : "resumed");
    turn.act(new Effect.Freeze(instance.id(), instance.generation, paused));
    fleet.paused(instance, paused, why);
    if (paused) {
      care.rest(instance);
    } else {
      care.begin(instance);
    }
    turn.journal(instance, paused ? "paused" : "resumed", why);
  }
}
