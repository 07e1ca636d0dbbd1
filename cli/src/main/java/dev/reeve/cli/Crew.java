package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The services that the foreground is about. Read by any thread, changed by one. */
final class Crew {
  private static final Set<String> DONE = Set.of("completed", "stopped", "failed");

  /** Started here, so they are stopped here. */
  private final Set<String> ours = ConcurrentHashMap.newKeySet();

  /** Ran already. */
  private final Set<String> left = ConcurrentHashMap.newKeySet();

  private final Set<String> scheduled = new HashSet<>();

  /** When one of them has ended for good, it is over. */
  private final Set<String> essential = new HashSet<>();

  private Crew() {}

  /** Tells those that run already from those that are started here, needed ones included. */
  static Crew of(Link link, DeclaredFile declared) throws ApiException {
    Crew crew = new Crew();
    Map<String, Description> known = new HashMap<>();
    for (Description each : link.call(Methods.DESCRIBE, new Query(List.of())).services()) {
      known.put(each.service().name(), each);
    }
    Map<String, ServiceSpec> specs = new HashMap<>();
    for (ServiceSpec spec : declared.specs()) {
      specs.put(spec.name(), spec);
      if (spec.schedule().isPresent()) {
        crew.scheduled.add(spec.name());
      }
      if (spec.essential()) {
        crew.essential.add(spec.name());
      }
    }
    List<String> open = new ArrayList<>(declared.names());
    Set<String> seen = new HashSet<>(open);
    for (int i = 0; i < open.size(); i++) {
      String name = open.get(i);
      Description there = known.get(name);
      ServiceSpec spec = specs.get(name);
      boolean isUp = there != null && !isDone(there.service());
      if (isUp && spec != null) {
        crew.left.add(name);
      } else if (!isUp) {
        crew.ours.add(name);
      }
      Set<String> needs =
          spec != null
              ? spec.dependsOn().keySet()
              : there != null ? Graph.needs(there).services().keySet() : Set.of();
      for (String need : needs) {
        if (seen.add(need)) {
          open.add(need);
        }
      }
    }
    return crew;
  }

  /** Whether nothing of a service runs, or will by itself. */
  static boolean isDone(ServiceRow service) {
    return service.instances().stream().allMatch(one -> DONE.contains(one.state()));
  }

  /** Whether an event of this kind may mean that a service is done. */
  static boolean ends(String event) {
    return DONE.contains(event) || event.equals("deleted");
  }

  /** One more that is started here. */
  void join(String name) {
    left.remove(name);
    ours.add(name);
  }

  boolean has(String name) {
    return ours.contains(name) || left.contains(name);
  }

  boolean isOurs(String name) {
    return ours.contains(name);
  }

  boolean isEssential(String name) {
    return essential.contains(name);
  }

  boolean isScheduled(String name) {
    return scheduled.contains(name);
  }

  /** Those that ran already, in the order of their names. */
  List<String> left() {
    return left.stream().sorted().toList();
  }

  /** Those of them that exist now: somebody else may delete them. */
  List<ServiceRow> rows(Link link) throws ApiException {
    return link.call(Methods.LIST, new Query(List.of())).services().stream()
        .filter(row -> has(row.name()))
        .toList();
  }

  /** Those that are started here and are not done. */
  List<String> busy(Link link) throws ApiException {
    return rows(link).stream()
        .filter(row -> isOurs(row.name()) && !isDone(row))
        .map(ServiceRow::name)
        .toList();
  }
}
