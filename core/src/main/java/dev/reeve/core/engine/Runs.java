package dev.reeve.core.engine;

import dev.reeve.core.engine.Phase.Next;
import dev.reeve.core.spec.ReloadAction;
import dev.reeve.core.spec.SignalNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The orders about what runs: start, stop, restart, reload, signal, resurrect, shut down. */
final class Runs {
  private final Fleet fleet;
  private final Turn turn;
  private final Starts starts;
  private final Ends ends;
  private final Care care;
  private final Pauses pauses;
  private final Rollouts rollouts;

  Runs(
      Fleet fleet,
      Turn turn,
      Starts starts,
      Ends ends,
      Care care,
      Pauses pauses,
      Rollouts rollouts) {
    this.fleet = fleet;
    this.turn = turn;
    this.starts = starts;
    this.ends = ends;
    this.care = care;
    this.pauses = pauses;
    this.rollouts = rollouts;
  }

  List<Outcome> start(Order.Start order) {
    Targets targets = Targets.of(fleet, order.targets(), false);
    if (!targets.chosen.isEmpty()) {
      fleet.resume();
      start(targets.chosen, turn.byText("started"));
    }
    return targets.outcomes;
  }

  /** Starts these instances, and all that they need. */
  void start(Map<Service, Set<Instance>> chosen, String why) {
    Map<String, String> order = fleet.graph.dependenciesFirst(Targets.names(chosen));
    for (Map.Entry<String, String> entry : order.entrySet()) {
      Service service = fleet.service(entry.getKey()).orElse(null);
      if (service == null || service.desired == Desired.GONE) {
        continue;
      }
      Set<Instance> asked = chosen.get(service);
      if (asked == null) {
        want(service, service.instances(), Desired.UP);
        startAll(service.instances(), "needed by " + entry.getValue(), false);
      } else {
        want(service, asked, Desired.UP);
        startAll(asked, why, true);
      }
      pardonLate(service);
    }
  }

  private void startAll(Collection<Instance> instances, String why, boolean asked) {
    for (Instance instance : List.copyOf(instances)) {
      if (instance.desired == Desired.UP) {
        start(instance, why, asked);
      }
    }
  }

  /**
   * Starts an instance: now, or as soon as what ends has ended. What runs, or is on its way, is
   * left alone; what is paused goes on.
   *
   * @param asked whether it was meant itself and is not just needed by another
   */
  void start(Instance instance, String why, boolean asked) {
    switch (instance.phase()) {
      case Phase.Running _ -> {
        if (asked) {
          pauses.set(instance, false);
        }
      }
      case Phase.Starting _, Phase.Waiting _, Phase.Planned _ -> {}
      case Phase.StopPending p when p.next() instanceof Next.Start -> {}
      case Phase.StopPending p -> {
        // It was not even told to stop yet.
        instance.why = why;
        fleet.enter(
            instance,
            new Phase.Running(p.generation(), p.process(), p.sinceNanos(), p.ready()),
            why);
        care.begin(instance);
        turn.journal(instance, "kept", why + " before it was stopped");
      }
      case Phase.Aborting a -> endThenStart(instance, a.next(), why, asked);
      case Phase.Stopping s -> endThenStart(instance, s.next(), why, asked);
      case Phase.Completed _ -> {
        if (asked || !instance.service.spec.once()) {
          instance.forgive();
          starts.begin(instance, why);
        }
      }
      case Phase.Backoff _, Phase.Failed _, Phase.Stopped _ -> {
        instance.forgive();
        starts.begin(instance, why);
      }
    }
  }

  private void endThenStart(Instance instance, Next next, String why, boolean asked) {
    if (next instanceof Next.Start || (next.isUnasked() && !asked)) {
      return;
    }
    instance.forgive();
    ends.end(instance, new Next.Start(), false, why);
  }

  /** Who failed because this was late comes back if this comes now that it was asked for. */
  private void pardonLate(Service service) {
    for (Service hoper : service.hopers) {
      for (Instance instance : hoper.instances()) {
        if (instance.blame instanceof Instance.Blame(Set<Service> dependencies, boolean late)
            && late
            && dependencies.contains(service)) {
          instance.blame = new Instance.Blame(dependencies, false);
        }
      }
    }
  }

  List<Outcome> stop(Order.Stop order) {
    Targets targets = Targets.of(fleet, order.targets(), true);
    stop(targets.chosen, order.force(), turn.byText("stopped"));
    return targets.outcomes;
  }

  /** Ends these instances, dependants first. */
  void stop(Map<Service, Set<Instance>> chosen, boolean force, String why) {
    chosen.forEach((service, instances) -> want(service, instances, Desired.DOWN));
    for (Instance instance : dependantsFirst(chosen)) {
      if (instance.desired == Desired.GONE) {
        ends.end(instance, new Next.Remove(), force, instance.why);
      } else if (instance.state() != State.STOPPED) {
        ends.end(instance, new Next.Stop(), force, why);
      }
    }
  }

  private List<Instance> dependantsFirst(Map<Service, Set<Instance>> chosen) {
    Map<String, Set<Instance>> byName = new LinkedHashMap<>();
    chosen.forEach((service, instances) -> byName.put(service.name(), instances));
    List<Instance> ordered = new ArrayList<>();
    for (String name : fleet.graph.dependantsFirst(byName.keySet())) {
      ordered.addAll(byName.getOrDefault(name, Set.of()));
    }
    return ordered;
  }

  List<Outcome> restart(Order.Restart order) {
    Targets targets = Targets.of(fleet, order.targets(), false);
    if (!targets.chosen.isEmpty()) {
      fleet.resume();
      // A run of a schedule that is ended for this is followed by another at once.
      targets.chosen.forEach((service, instances) -> {
        for (Instance instance : instances) {
          instance.queued |= Planner.isPlanned(instance) && instance.state().hasProcesses();
        }
      });
      restart(targets.chosen, turn.byText("restarted"));
    }
    return targets.outcomes;
  }

  /** Ends what runs of these, dependants first, and starts all of it, dependencies first. */
  void restart(Map<Service, Set<Instance>> chosen, String why) {
    endToRestart(chosen, why);
    start(chosen, why);
  }

  /** Ends what runs of these, dependants first, to start it again. */
  void endToRestart(Map<Service, Set<Instance>> chosen, String why) {
    chosen.forEach((service, instances) -> want(service, instances, Desired.UP));
    Set<Service> rolling = new LinkedHashSet<>();
    for (Instance instance : dependantsFirst(chosen)) {
      Service service = instance.service;
      if (rolling.contains(service)) {
        continue;
      }
      if (service.spec.rollout().rolling() && roll(service, chosen.get(service), why)) {
        rolling.add(service);
        continue;
      }
      instance.forgive();
      if (instance.state().hasProcesses()) {
        ends.end(instance, new Next.Start(), false, why);
      } else if (instance.phase() instanceof Phase.Planned) {
        starts.proceed(instance, why); // somebody wants it to run now
      }
    }
  }

  /**
   * Renews what runs of a service a few at a time, if there is anything to keep it up meanwhile.
   */
  private boolean roll(Service service, @Nullable Set<Instance> instances, String why) {
    if (instances == null) {
      return false;
    }
    List<Instance> running =
        instances.stream().filter(instance -> instance.phase() instanceof Phase.Running).toList();
    if (running.size() < 2) {
      return false;
    }
    rollouts.begin(service, running, why);
    return true;
  }

  List<Outcome> reload(Order.Reload order) {
    Targets found = Targets.of(fleet, order.targets(), false);
    List<Selection> running = new ArrayList<>();
    List<Outcome> outcomes = refuseDown(found, order.targets(), running);
    Map<Service, Set<Instance>> restarts = new LinkedHashMap<>();
    Targets.of(fleet, running, false)
        .chosen
        .forEach((service, instances) -> {
          if (service.spec.reload() instanceof ReloadAction.Restart) {
            restarts.put(service, instances);
          } else {
            instances.forEach(instance -> reload(instance, service.spec.reload()));
          }
        });
    if (!restarts.isEmpty()) {
      restart(restarts, turn.byText("reloaded"));
    }
    return outcomes;
  }

  private void reload(Instance instance, ReloadAction action) {
    if (!(instance.phase() instanceof Phase.Running)) {
      return; // what starts reads its configuration anyway
    }
    long generation = instance.generation;
    switch (action) {
      case ReloadAction.Signal(String name) -> {
        turn.act(new Effect.Signal(instance.id(), generation, name, false));
        turn.journal(instance, "reloaded", turn.byText("SIG" + name + " sent"));
      }
      case ReloadAction.Run(var command) -> {
        turn.act(
            new Effect.RunHook(
                instance.id(), generation, Hook.RELOAD, command, instance.service.spec));
        turn.journal(instance, "reloading", turn.byText("reload command started"));
      }
      case ReloadAction.Restart() -> throw new IllegalArgumentException("is no reload in place");
    }
  }

  List<Outcome> signal(Order.Signal order) {
    if (!SignalNames.ALL.contains(order.signal())) {
      String reason = "'%s' is not a signal".formatted(order.signal());
      return order.targets().stream()
          .map(target -> Targets.refused(target.toString(), reason, "see 'kill -l'"))
          .toList();
    }
    Targets found = Targets.of(fleet, order.targets(), true);
    List<Selection> running = new ArrayList<>();
    List<Outcome> outcomes = refuseDown(found, order.targets(), running);
    Targets.of(fleet, running, true)
        .chosen
        .forEach((service, instances) -> {
          for (Instance instance : instances) {
            if (instance.process() != null) {
              turn.act(new Effect.Signal(instance.id(), instance.generation, order.signal(), true));
              turn.journal(instance, "signalled", turn.byText("SIG" + order.signal() + " sent"));
            }
          }
        });
    return outcomes;
  }

  /** Refuses targets of which no process lives; the others are collected. */
  private List<Outcome> refuseDown(
      Targets found, List<Selection> targets, List<Selection> running) {
    List<Outcome> outcomes = new ArrayList<>(found.outcomes);
    for (int i = 0; i < outcomes.size(); i++) {
      Selection target = targets.get(i);
      if (!outcomes.get(i).ok()) {
        continue;
      }
      boolean lives =
          fleet.service(target.service()).orElseThrow().instances().stream()
              .anyMatch(instance -> target.covers(instance.id()) && instance.process() != null);
      if (lives) {
        running.add(target);
      } else {
        outcomes.set(i, Targets.notRunning(target));
      }
    }
    return outcomes;
  }

  /** Starts what is wanted up and does not run. */
  List<Outcome> resurrect() {
    fleet.resume();
    turn.save();
    Map<Service, Set<Instance>> down = new LinkedHashMap<>();
    for (Service service : fleet.services()) {
      Set<Instance> itsDown = new LinkedHashSet<>();
      for (Instance instance : service.instances()) {
        State state = instance.state();
        boolean ends = instance.isEnding() && !service.hidden;
        if (instance.desired == Desired.UP
            && (state == State.STOPPED || state == State.FAILED || ends)) {
          itsDown.add(instance);
        }
      }
      if (!itsDown.isEmpty()) {
        down.put(service, itsDown);
      }
    }
    start(down, turn.byText("brought back"));
    return down.keySet().stream().map(service -> Outcome.accepted(service.name())).toList();
  }

  /** Ends everything; what is wanted stays wanted. */
  void endAll() {
    fleet.halted = true;
    turn.save();
    for (String name : fleet.graph.dependantsFirst(fleet.names())) {
      for (Instance instance : List.copyOf(fleet.service(name).orElseThrow().instances())) {
        if (mustEnd(instance.phase())) {
          ends.end(instance, new Next.Stop(), false, Starts.HALTED);
        }
      }
    }
  }

  private static boolean mustEnd(Phase phase) {
    return switch (phase) {
      case Phase.Running _, Phase.Starting _, Phase.Waiting _ -> true;
      case Phase.Backoff _, Phase.Planned _ -> true;
      case Phase.Aborting a -> isNotFinal(a.next());
      case Phase.StopPending p -> isNotFinal(p.next());
      case Phase.Stopping s -> isNotFinal(s.next());
      case Phase.Stopped _, Phase.Failed _, Phase.Completed _ -> false;
    };
  }

  private static boolean isNotFinal(Next next) {
    return next instanceof Next.Start || next.isUnasked();
  }

  private void want(Service service, Collection<Instance> instances, Desired wanted) {
    if (service.desired == Desired.GONE) {
      return;
    }
    boolean changed = false;
    for (Instance instance : instances) {
      if (instance.desired != Desired.GONE && instance.desired != wanted) {
        changed = true;
        instance.desired = wanted;
        instance.changed();
      }
    }
    Desired before = service.desired;
    service.desired = service.isWanted() ? Desired.UP : Desired.DOWN;
    if (changed || service.desired != before) {
      turn.touch(service);
      turn.save();
    }
  }
}
