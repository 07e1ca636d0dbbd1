package dev.reeve.core.engine;

import dev.reeve.core.engine.Outcome.Problem;
import dev.reeve.core.spec.Names;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an order is about: the instances it means, by service, and what becomes of each of its
 * targets. Targets that make no sense are refused; the others go on.
 */
final class Targets {
  final Map<Service, Set<Instance>> chosen = new LinkedHashMap<>();
  final List<Outcome> outcomes = new ArrayList<>();

  private Targets() {}

  /** Looks up targets; those that are being deleted only count for what ends things. */
  static Targets of(Fleet fleet, Collection<Selection> selections, boolean alsoLeaving) {
    Targets targets = new Targets();
    for (Selection selection : selections) {
      Service service = fleet.service(selection.service()).orElse(null);
      if (service == null) {
        targets.outcomes.add(unknown(fleet, selection.toString(), selection.service()));
      } else if (service.desired == Desired.GONE && !alsoLeaving) {
        targets.outcomes.add(beingDeleted(selection.toString()));
      } else {
        targets.choose(service, selection, alsoLeaving);
      }
    }
    return targets;
  }

  private void choose(Service service, Selection selection, boolean alsoLeaving) {
    List<Instance> meant = new ArrayList<>();
    for (Instance instance : service.instances()) {
      if (selection.covers(instance.id()) && (alsoLeaving || service.declares(instance))) {
        meant.add(instance);
      }
    }
    if (meant.isEmpty()) {
      int n = service.spec.instances();
      outcomes.add(
          new Outcome(
              selection.toString(),
              Problem.UNKNOWN,
              "there is no instance %d; %s has %s"
                  .formatted(
                      selection.number(), service.name(), n == 1 ? "1 instance" : n + " instances"),
              "'reeve scale %s %d' makes it so many"
                  .formatted(service.name(), selection.number())));
      return;
    }
    chosen.computeIfAbsent(service, key -> new LinkedHashSet<>()).addAll(meant);
    outcomes.add(Outcome.accepted(selection.toString()));
  }

  /** All declared instances of these services. */
  static Map<Service, Set<Instance>> all(Collection<Service> services) {
    Map<Service, Set<Instance>> all = LinkedHashMap.newLinkedHashMap(services.size());
    for (Service service : services) {
      Set<Instance> declared = new LinkedHashSet<>();
      for (Instance instance : service.instances()) {
        if (service.declares(instance)) {
          declared.add(instance);
        }
      }
      all.put(service, declared);
    }
    return all;
  }

  static List<String> names(Map<Service, Set<Instance>> chosen) {
    return chosen.keySet().stream().map(Service::name).toList();
  }

  static Outcome unknown(Fleet fleet, String target, String name) {
    return new Outcome(
        target,
        Problem.UNKNOWN,
        "there is no such service",
        Names.nearest(name, fleet.names())
            .map(near -> "did you mean '" + near + "'?")
            .orElse("'reeve list' shows all services"));
  }

  static Outcome beingDeleted(String target) {
    return new Outcome(
        target, Problem.REFUSED, "it is being deleted", "wait until it is gone, then create it");
  }

  static Outcome notRunning(Selection target) {
    return refused(
        target.toString(), "it is not running", "'reeve start %s' starts it".formatted(target));
  }

  static Outcome refused(String target, String reason, String hint) {
    return new Outcome(target, Problem.REFUSED, reason, hint);
  }
}
