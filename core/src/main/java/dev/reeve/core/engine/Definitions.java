package dev.reeve.core.engine;

import dev.reeve.core.engine.Outcome.Problem;
import dev.reeve.core.engine.Phase.Next;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Creates services and changes them in place. */
final class Definitions {
  private final Fleet fleet;
  private final Turn turn;
  private final Ends ends;
  private final Runs runs;
  private final Care care;
  private final Rounds rounds;
  private final Planner planner;
  private final DefinitionCheck check;

  Definitions(
      Fleet fleet, Turn turn, Ends ends, Runs runs, Care care, Rounds rounds, Planner planner) {
    this.fleet = fleet;
    this.turn = turn;
    this.ends = ends;
    this.runs = runs;
    this.care = care;
    this.rounds = rounds;
    this.planner = planner;
    this.check = new DefinitionCheck(fleet);
  }

  List<Outcome> define(Order.Define order) {
    List<Outcome> refused = check.refusals(order);
    return refused.isEmpty() ? carryOut(order) : refused;
  }

  private List<Outcome> carryOut(Order.Define order) {
    Map<Service, Set<Instance>> stale = new LinkedHashMap<>();
    Map<Service, Set<Instance>> added = new LinkedHashMap<>();
    List<Service> defined = new ArrayList<>(order.specs().size());
    List<Outcome> outcomes = new ArrayList<>(order.specs().size());
    for (ServiceSpec spec : order.specs()) {
      Service service = fleet.any(spec.name());
      if (service == null) {
        service = create(spec);
      } else if (service.hidden || service.desired == Desired.GONE) {
        revive(service, spec);
      } else if (!service.spec.equals(spec)) {
        boolean needsRestart = change(service, spec);
        added.put(service, fillUp(service));
        removeSurplus(service);
        if (needsRestart && order.restart()) {
          stale.put(service, running(service, order.start()));
        }
      }
      defined.add(service);
      outcomes.add(Outcome.accepted(spec.name()));
    }
    takeSources(order.sources());
    runs.endToRestart(stale, turn.byText("restarted for changes"));
    // One start for all of it, so that each finds what it needs started before.
    if (order.start()) {
      fleet.resume();
      runs.start(Targets.all(defined), turn.byText("started"));
    } else if (!fleet.halted) {
      stale.forEach((service, its) ->
          added.merge(
              service,
              its,
              (a, b) -> {
                a.addAll(b);
                return a;
              }));
      added.values().removeIf(Set::isEmpty);
      runs.start(added, turn.byText("started"));
    }
    return outcomes;
  }

  List<Outcome> apply(Order.Apply order) {
    Order.Define define =
        new Order.Define(
            order.specs(), Order.Existing.REPLACE, false, order.restart(), order.sources());
    Set<String> removals = new LinkedHashSet<>(order.removals());
    order.specs().forEach(spec -> removals.remove(spec.name()));
    removals.removeIf(name -> fleet.service(name).isEmpty());
    List<Outcome> refused = check.refusals(define, removals);
    if (!refused.isEmpty()) {
      return refused;
    }
    List<Selection> fresh = new ArrayList<>();
    for (ServiceSpec spec : order.specs()) {
      if (fleet.service(spec.name()).filter(s -> s.desired != Desired.GONE).isEmpty()) {
        fresh.add(Selection.all(spec.name()));
      }
    }
    // From here on nothing is refused. What goes is told first, so that what it needs and is
    // restarted waits for its end.
    forget(removals);
    List<Outcome> outcomes = new ArrayList<>(carryOut(define));
    removals.forEach(name -> outcomes.add(Outcome.accepted(name)));
    if (!fresh.isEmpty()) {
      runs.start(new Order.Start(fresh));
    }
    return outcomes;
  }

  private void takeSources(Map<String, String> sources) {
    sources.forEach((name, source) -> {
      Service service = fleet.service(name).orElse(null);
      if (service != null && service.desired != Desired.GONE && !service.source.equals(source)) {
        service.source = source;
        turn.touch(service);
        turn.save();
      }
    });
  }

  private Service create(ServiceSpec spec) {
    Service service = fleet.add(fleet.takeId(), spec, Desired.DOWN, false);
    fillUp(service);
    turn.journal(service, "created", turn.byText("created"));
    turn.save();
    return service;
  }

  /** It is wanted again before all of it has ended. */
  private void revive(Service service, ServiceSpec spec) {
    if (service.hidden) {
      service.hidden = false;
      service.id = fleet.takeId();
    }
    service.desired = Desired.DOWN;
    service.source = "";
    takeSpec(service, spec);
    fillUp(service);
    turn.journal(service, "created", turn.byText("created again before it was gone"));
  }

  /** Whether what runs has to be started anew for it. */
  private boolean change(Service service, ServiceSpec spec) {
    List<String> changed = new ArrayList<>();
    boolean needsRestart = false;
    for (Field<?> field : Fields.ALL) {
      if (!field.same(service.spec, spec)) {
        changed.add(field.path());
        needsRestart |= field.effect(service.spec, spec).renews();
      }
    }
    takeSpec(service, spec);
    turn.journal(service, "changed", turn.byText("changed"), "fields", String.join(" ", changed));
    return needsRestart;
  }

  private void takeSpec(Service service, ServiceSpec spec) {
    boolean sameNeeds = service.spec.needs().on().equals(spec.needs().on());
    boolean sameSchedule = service.spec.schedule().equals(spec.schedule());
    boolean sameReady = service.spec.ready().equals(spec.ready());
    boolean sameHealth = service.spec.health().equals(spec.health());
    boolean sameChecks = service.spec.checks().equals(spec.checks());
    service.spec = spec;
    if (!sameNeeds) {
      fleet.needsOf(service);
    }
    fleet.recount(service);
    if (!sameSchedule) {
      service.instances().forEach(this::replan);
    }
    if (!sameReady) {
      service.instances().forEach(care::readyChanged);
    }
    if (!sameHealth) {
      service.instances().forEach(care::changed);
    }
    if (!sameChecks) {
      service.instances().forEach(care::checksChanged);
    }
    turn.touch(service);
    turn.save();
  }

  private void replan(Instance instance) {
    boolean planned = Planner.isPlanned(instance);
    if (instance.phase() instanceof Phase.Planned was) {
      if (planned) {
        planner.plan(instance, was.shown(), "");
      } else {
        ends.finish(instance, new Next.Start());
      }
    } else if (planned && instance.phase() instanceof Phase.Running) {
      planner.planBeside(instance);
    }
  }

  /**
   * Adds the instances that are missing, and takes back those that were on their way out.
   *
   * @return those of them that are wanted up
   */
  private Set<Instance> fillUp(Service service) {
    Set<Instance> wantedUp = new LinkedHashSet<>();
    Desired wanted = service.desired;
    for (int number = 1; number <= service.spec.instances(); number++) {
      Instance instance = service.instance(number);
      if (instance == null) {
        boolean waits = wanted == Desired.UP && fleet.halted;
        instance = fleet.add(service, number, wanted, waits ? Starts.HALTED : "not started yet");
      } else if (instance.desired == Desired.GONE) {
        instance.desired = wanted;
        instance.changed();
        ends.end(instance, new Next.Stop(), false, turn.byText("stopped"));
      } else {
        continue;
      }
      if (wanted == Desired.UP) {
        wantedUp.add(instance);
      }
    }
    fleet.recount(service);
    return wantedUp;
  }

  private void removeSurplus(Service service) {
    for (Instance instance : List.copyOf(service.instances.descendingMap().values())) {
      if (!service.declares(instance) && instance.desired != Desired.GONE) {
        instance.desired = Desired.GONE;
        instance.changed();
        ends.end(instance, new Next.Remove(), false, turn.byText("scaled down"));
      }
    }
    if (service.desired == Desired.UP && !service.isWanted()) {
      service.desired = Desired.DOWN;
    }
  }

  /** What runs with the old spec. */
  private static Set<Instance> running(Service service, boolean alsoPending) {
    Set<Instance> running = new LinkedHashSet<>();
    for (Instance instance : service.instances()) {
      boolean old =
          switch (instance.phase()) {
            case Phase.Running _, Phase.Starting _ -> true;
            case Phase.StopPending _ -> alsoPending;
            default -> false;
          };
      if (old && instance.desired != Desired.GONE) {
        running.add(instance);
      }
    }
    return running;
  }

  List<Outcome> delete(Order.Delete order) {
    List<Outcome> outcomes = new ArrayList<>();
    forget(check.deletable(order.services(), outcomes));
    return outcomes;
  }

  private void forget(Set<String> going) {
    String why = turn.byText("deleted");
    for (String name : fleet.graph.dependantsFirst(going)) {
      Service service = fleet.service(name).orElseThrow();
      if (service.desired == Desired.GONE) {
        continue;
      }
      service.desired = Desired.GONE;
      turn.touch(service);
      turn.save();
      for (Instance instance : service.instances()) {
        instance.desired = Desired.GONE;
        instance.changed();
      }
      fleet.recount(service);
      for (Instance instance : List.copyOf(service.instances())) {
        ends.end(instance, new Next.Remove(), false, why);
      }
    }
  }

  List<Outcome> enable(Order.Enable order) {
    List<Outcome> outcomes = new ArrayList<>();
    for (String name : order.services()) {
      Service service = fleet.service(name).orElse(null);
      if (service == null) {
        outcomes.add(Targets.unknown(fleet, name, name));
      } else if (service.desired == Desired.GONE) {
        outcomes.add(Targets.beingDeleted(name));
      } else {
        if (service.spec.enabled() != order.enabled()) {
          service.spec = service.spec.enabled(order.enabled());
          turn.touch(service);
          turn.save();
          String done = order.enabled() ? "enabled" : "disabled";
          turn.journal(service, done, turn.byText(done));
        }
        outcomes.add(Outcome.accepted(name));
      }
    }
    return outcomes;
  }

  List<Outcome> rename(Order.Rename order) {
    Outcome refusal = check.rename(order);
    if (refusal.problem() != Problem.NONE) {
      return List.of(refusal);
    }
    String from = order.from();
    String to = order.to();
    Service service = fleet.service(from).orElseThrow();
    List<Service> dependants = new ArrayList<>();
    for (String name : fleet.graph.dependants(from)) {
      fleet.service(name).ifPresent(dependants::add);
    }
    turn.act(new Effect.Renamed(from, to));
    Map<Instance, Map<TimerKey.Kind, Long>> timers = stopTimers(service);
    fleet.rename(service, service.spec.named(to));
    timers.forEach(this::startTimers);
    service.instances().forEach(rounds::resume);
    for (Service dependant : dependants) {
      Map<String, Condition> needs = new LinkedHashMap<>();
      dependant.spec.dependsOn().forEach((name, c) -> needs.put(name.equals(from) ? to : name, c));
      takeSpec(dependant, dependant.spec.dependingOn(Collections.unmodifiableMap(needs)));
    }
    for (Service other : List.copyOf(fleet.services())) {
      ServiceSpec renamed = other.spec.starting(from, to);
      if (!renamed.equals(other.spec)) {
        takeSpec(other, renamed);
      }
    }
    turn.save();
    turn.journal(service, "renamed", turn.byText("renamed"), "from", from);
    return List.of(refusal);
  }

  private Map<Instance, Map<TimerKey.Kind, Long>> stopTimers(Service service) {
    Map<Instance, Map<TimerKey.Kind, Long>> timers = new LinkedHashMap<>();
    for (Instance instance : service.instances()) {
      if (!instance.armed.isEmpty()) {
        Map<TimerKey.Kind, Long> its = new LinkedHashMap<>(instance.armed);
        its.keySet().forEach(kind -> turn.cancelTimer(instance, kind));
        timers.put(instance, its);
      }
    }
    return timers;
  }

  /** A timer goes by the name of its instance; it is started again for what was left of it. */
  private void startTimers(Instance instance, Map<TimerKey.Kind, Long> ends) {
    ends.forEach((kind, end) ->
        turn.startTimer(instance, kind, Duration.ofNanos(Math.max(0, end - turn.now().nanos()))));
  }
}
