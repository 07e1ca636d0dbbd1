package dev.reeve.core.engine;

import dev.reeve.core.spec.Condition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which service needs which, indexed both ways. Walks are iterative: a chain may be as long as
 * there are services.
 */
final class DependencyGraph {
  private final Map<String, Map<String, Condition>> needs = new HashMap<>();
  private final Map<String, Set<String>> dependants = new HashMap<>();

  /** Adds a service, or replaces what it needs. */
  void put(String name, Map<String, Condition> itsNeeds) {
    remove(name);
    needs.put(name, itsNeeds);
    for (String dependency : itsNeeds.keySet()) {
      dependants.computeIfAbsent(dependency, key -> new LinkedHashSet<>()).add(name);
    }
  }

  /** Forgets a service; those that need it go on needing the name. */
  void remove(String name) {
    Map<String, Condition> old = needs.remove(name);
    if (old == null) {
      return;
    }
    for (String dependency : old.keySet()) {
      Set<String> ofIt = dependants.get(dependency);
      if (ofIt != null && ofIt.remove(name) && ofIt.isEmpty()) {
        dependants.remove(dependency);
      }
    }
  }

  boolean contains(String name) {
    return needs.containsKey(name);
  }

  Map<String, Condition> needs(String name) {
    return needs.getOrDefault(name, Map.of());
  }

  /** The services that need this one directly. */
  Set<String> dependants(String name) {
    return Collections.unmodifiableSet(dependants.getOrDefault(name, Set.of()));
  }

  /**
   * The first cycle there would be with these changes, as {@code a -> b -> a}. Only walks what can
   * be reached from what changes: a cycle that was not there before passes through it.
   */
  Optional<String> cycle(Map<String, Map<String, Condition>> changes) {
    Set<String> done = new HashSet<>();
    for (String start : changes.keySet()) {
      Deque<Step> path = new ArrayDeque<>();
      Set<String> onPath = new LinkedHashSet<>();
      enter(start, changes, path, onPath);
      while (!path.isEmpty()) {
        Step step = path.getLast();
        if (done.contains(step.name) || !step.next.hasNext()) {
          done.add(step.name);
          onPath.remove(step.name);
          path.removeLast();
          continue;
        }
        String next = step.next.next();
        if (onPath.contains(next)) {
          return Optional.of(shown(onPath, next));
        }
        if (!done.contains(next)) {
          enter(next, changes, path, onPath);
        }
      }
    }
    return Optional.empty();
  }

  private record Step(String name, Iterator<String> next) {}

  private void enter(
      String name,
      Map<String, Map<String, Condition>> changes,
      Deque<Step> path,
      Set<String> onPath) {
    Map<String, Condition> changed = changes.get(name);
    path.addLast(new Step(name, (changed == null ? needs(name) : changed).keySet().iterator()));
    onPath.add(name);
  }

  private static String shown(Set<String> onPath, String repeated) {
    List<String> names = new ArrayList<>(onPath);
    List<String> cycle = new ArrayList<>(names.subList(names.indexOf(repeated), names.size()));
    cycle.add(repeated);
    return String.join(" -> ", cycle);
  }

  /**
   * These services and all they need, directly or not, each after what it needs. The value is who
   * needs it: the service that led to it, or empty for those that were asked for.
   */
  Map<String, String> dependenciesFirst(Collection<String> names) {
    Map<String, String> order = new LinkedHashMap<>();
    Map<String, String> neededBy = new HashMap<>();
    for (String name : names) {
      neededBy.put(name, "");
    }
    Set<String> seen = new HashSet<>();
    for (String start : names) {
      Deque<Step> path = new ArrayDeque<>();
      if (seen.add(start)) {
        path.addLast(new Step(start, needs(start).keySet().iterator()));
      }
      while (!path.isEmpty()) {
        Step step = path.getLast();
        if (!step.next.hasNext()) {
          order.put(step.name, neededBy.getOrDefault(step.name, ""));
          path.removeLast();
          continue;
        }
        String next = step.next.next();
        if (contains(next) && seen.add(next)) {
          neededBy.putIfAbsent(next, step.name);
          path.addLast(new Step(next, needs(next).keySet().iterator()));
        }
      }
    }
    return order;
  }

  /** These services, each before what it needs. */
  List<String> dependantsFirst(Collection<String> names) {
    Set<String> wanted = new HashSet<>(names);
    List<String> order = new ArrayList<>(names.size());
    for (String name : dependenciesFirst(names).keySet()) {
      if (wanted.contains(name)) {
        order.add(name);
      }
    }
    Collections.reverse(order);
    return order;
  }
}
