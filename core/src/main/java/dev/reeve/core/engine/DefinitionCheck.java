package dev.reeve.core.engine;

import dev.reeve.core.engine.Outcome.Problem;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.Unreadable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Says why a change of definitions makes no sense, before anything is changed. */
final class DefinitionCheck {
  private final Fleet fleet;

  DefinitionCheck(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Everything that is wrong with the order; one refusal is enough to refuse all of it. */
  List<Outcome> refusals(Order.Define order) {
    return refusals(order, Set.of());
  }

  /**
   * The same for an order together with which services are deleted.
   *
   * @param removals their names
   */
  List<Outcome> refusals(Order.Define order, Set<String> removals) {
    List<Outcome> refusals = new ArrayList<>();
    Map<String, ServiceSpec> specs = new LinkedHashMap<>();
    for (ServiceSpec spec : order.specs()) {
      if (specs.put(spec.name(), spec) != null) {
        refusals.add(
            Targets.refused(
                spec.name(), "it is declared twice", "remove or rename one of the two"));
      }
      Optional<Service> existing = fleet.service(spec.name());
      if (order.existing() == Order.Existing.REFUSE && existing.isPresent()) {
        refusals.add(
            new Outcome(
                spec.name(),
                Problem.EXISTS,
                "there is a service of this name already",
                "choose another name, or change the existing one with 'reeve update %s'"
                    .formatted(spec.name())));
      }
    }
    for (ServiceSpec spec : specs.values()) {
      spec.dependsOn()
          .forEach((dependency, condition) -> {
            if (!dependency.equals(spec.name())) {
              needed(spec.name(), dependency, condition, specs).ifPresent(refusals::add);
            }
          });
    }
    refusals.addAll(brokenDependants(specs, removals));
    refusals.addAll(stillNeeded(specs, removals));
    if (refusals.isEmpty()) {
      cycle(specs).ifPresent(refusals::add);
    }
    return refusals;
  }

  private @Nullable ServiceSpec specOf(String name, Map<String, ServiceSpec> specs) {
    ServiceSpec declared = specs.get(name);
    if (declared != null) {
      return declared;
    }
    return fleet
        .service(name)
        .filter(service -> service.desired != Desired.GONE)
        .map(service -> service.spec)
        .orElse(null);
  }

  private Optional<Outcome> needed(
      String name, String dependency, Condition condition, Map<String, ServiceSpec> specs) {
    ServiceSpec needed = specOf(dependency, specs);
    if (needed == null) {
      Set<String> known = new LinkedHashSet<>(specs.keySet());
      known.addAll(fleet.names());
      known.remove(dependency); // it may be known as one that is being deleted
      return Optional.of(
          Targets.refused(
              name,
              "it depends on '%s', which does not exist%s"
                  .formatted(dependency, Names.didYouMean(dependency, known)),
              "create '%s' first or together with it, or remove it from depends_on"
                  .formatted(dependency)));
    }
    if (needed.schedule().isPresent()) {
      return Optional.of(
          Targets.refused(
              name,
              "it depends on '%s', which runs by a schedule".formatted(dependency),
              "depend on something that runs all the time, or on a one-shot"));
    }
    if (condition == Condition.COMPLETED && !needed.once()) {
      return Optional.of(
          Targets.refused(
              name,
              "it waits for '%s' to complete, which is not a one-shot".formatted(dependency),
              "set 'once: true' for '%s', or wait for 'started'".formatted(dependency)));
    }
    if (condition == Condition.HEALTHY && !needed.health().isDeclared()) {
      return Optional.of(
          Targets.refused(
              name,
              "it waits for '%s' to be healthy, which declares no health".formatted(dependency),
              "declare 'health' for '%s', or wait for 'ready'".formatted(dependency)));
    }
    return Optional.empty();
  }

  /** Existing services that wait for what would never come any more. */
  private List<Outcome> brokenDependants(Map<String, ServiceSpec> specs, Set<String> removals) {
    List<Outcome> refusals = new ArrayList<>();
    for (ServiceSpec spec : specs.values()) {
      for (String dependant : fleet.graph.dependants(spec.name())) {
        Condition condition = fleet.graph.needs(dependant).get(spec.name());
        boolean noLonger =
            (condition == Condition.COMPLETED && !spec.once())
                || (condition == Condition.HEALTHY && !spec.health().isDeclared());
        if (!specs.containsKey(dependant) && !removals.contains(dependant) && noLonger) {
          String why =
              condition == Condition.COMPLETED
                  ? "'%s' waits for it to complete, so it must stay a one-shot"
                  : "'%s' waits for it to be healthy, so it must declare its health";
          refusals.add(
              Targets.refused(
                  spec.name(),
                  why.formatted(dependant),
                  "change depends_on of '%s' together with it".formatted(dependant)));
        }
      }
    }
    return refusals;
  }

  /** Deletions of what something that stays depends on, then. */
  private List<Outcome> stillNeeded(Map<String, ServiceSpec> specs, Set<String> removals) {
    List<Outcome> refusals = new ArrayList<>();
    for (String removal : removals) {
      Set<String> dependants = new LinkedHashSet<>(fleet.graph.dependants(removal));
      dependants.removeIf(d -> specs.containsKey(d) || removals.contains(d) || isGoing(d));
      for (ServiceSpec spec : specs.values()) {
        if (spec.dependsOn().containsKey(removal) && !removals.contains(spec.name())) {
          dependants.add(spec.name());
        }
      }
      for (String dependant : dependants) {
        refusals.add(
            Targets.refused(
                removal,
                "'%s' depends on it".formatted(dependant),
                "keep '%s', or remove it from depends_on of '%s'".formatted(removal, dependant)));
      }
    }
    return refusals;
  }

  private Optional<Outcome> cycle(Map<String, ServiceSpec> specs) {
    Map<String, Map<String, Condition>> needs = new LinkedHashMap<>();
    specs.forEach((name, spec) -> needs.put(name, spec.dependsOn()));
    return fleet
        .graph
        .cycle(needs)
        .map(cycle ->
            Targets.refused(
                cycle.substring(0, cycle.indexOf(' ')),
                "its dependencies form a cycle: " + cycle,
                "remove one of these from depends_on"));
  }

  /**
   * Which of these services may be deleted: those that nothing depends on that stays.
   *
   * @param outcomes gets what becomes of each
   */
  Set<String> deletable(List<String> names, List<Outcome> outcomes) {
    Set<String> going = new LinkedHashSet<>(names);
    going.removeIf(name -> fleet.service(name).isEmpty());
    Map<String, String> neededBy = new LinkedHashMap<>();
    for (boolean again = true; again; ) {
      again = false;
      for (String name : List.copyOf(going)) {
        Optional<String> stays =
            fleet.graph.dependants(name).stream()
                .filter(dependant -> !going.contains(dependant) && !isGoing(dependant))
                .findFirst();
        if (stays.isPresent()) {
          going.remove(name);
          neededBy.put(name, stays.get());
          again = true;
        }
      }
    }
    for (String name : names) {
      String dependant = neededBy.get(name);
      if (dependant != null) {
        outcomes.add(
            Targets.refused(
                name,
                "'%s' depends on it".formatted(dependant),
                "delete '%s' too, or remove it from its depends_on".formatted(dependant)));
      } else {
        outcomes.add(
            going.contains(name) ? Outcome.accepted(name) : Targets.unknown(fleet, name, name));
      }
    }
    return going;
  }

  private boolean isGoing(String name) {
    Service service = fleet.any(name);
    return service == null || service.hidden || service.desired == Desired.GONE;
  }

  /** Whether a service can take another name. */
  Outcome rename(Order.Rename order) {
    String from = order.from();
    Optional<Service> service = fleet.service(from);
    if (service.isEmpty()) {
      return Targets.unknown(fleet, from, from);
    }
    if (service.get().desired == Desired.GONE) {
      return Targets.beingDeleted(from);
    }
    try {
      Names.checked(order.to());
    } catch (Unreadable e) {
      return Targets.refused(from, "'%s' %s".formatted(order.to(), e.reason()), "");
    }
    if (fleet.any(order.to()) != null) {
      return new Outcome(
          from,
          Problem.EXISTS,
          "there is a service '%s' already".formatted(order.to()),
          "choose another name");
    }
    return Outcome.accepted(from);
  }
}
