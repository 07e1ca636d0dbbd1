package dev.reeve.config;

import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether the services of a file can wait for each other as they say. */
final class Dependencies {
  private final Problems problems;
  private final Map<String, Node.Entry> entries;
  private final Map<String, ServiceSpec> specs = new HashMap<>();

  private Dependencies(
      Problems problems, Map<String, Node.Entry> entries, List<ServiceSpec> specs) {
    this.problems = problems;
    this.entries = entries;
    for (ServiceSpec spec : specs) {
      this.specs.put(spec.name(), spec);
    }
  }

  /**
   * Adds a problem for each dependency on a service that nobody knows, each wait for the end of a
   * service that does not end, and each circle.
   *
   * @param entries all services of the file
   * @param specs those of them that could be read
   * @param others names of services that exist beside the file
   */
  static void check(
      Problems problems,
      Map<String, Node.Entry> entries,
      List<ServiceSpec> specs,
      Set<String> others) {
    Dependencies dependencies = new Dependencies(problems, entries, specs);
    for (ServiceSpec spec : specs) {
      dependencies.checkNames(spec, others);
    }
    dependencies.checkCircles(specs);
  }

  private void checkNames(ServiceSpec spec, Set<String> others) {
    spec.dependsOn()
        .forEach((name, condition) -> {
          ServiceSpec needed = specs.get(name);
          if (!entries.containsKey(name) && !others.contains(name)) {
            Set<String> known = new HashSet<>(entries.keySet());
            known.addAll(others);
            known.remove(spec.name());
            add(
                spec.name(),
                name,
                "depends on '"
                    + name
                    + "', which does not exist"
                    + Names.didYouMean(name, known.stream().sorted().toList()));
          } else if (condition == Condition.COMPLETED && needed != null && !needed.once()) {
            add(
                spec.name(),
                name,
                "waits until '"
                    + name
                    + "' is completed, but only a service with 'once: true'"
                    + " completes");
          }
        });
  }

  /** Depth first, with a stack of its own: a chain may be as long as the file. */
  private void checkCircles(List<ServiceSpec> all) {
    Set<String> done = new HashSet<>();
    for (ServiceSpec spec : all) {
      Deque<Iterator<String>> open = new ArrayDeque<>();
      List<String> chain = new ArrayList<>();
      Set<String> inChain = new HashSet<>();
      if (done.add(spec.name())) {
        enter(spec.name(), open, chain, inChain);
      }
      while (!open.isEmpty()) {
        if (!open.peek().hasNext()) {
          open.pop();
          inChain.remove(chain.removeLast());
          continue;
        }
        String next = open.peek().next();
        if (inChain.contains(next)) {
          report(chain, next);
        } else if (specs.containsKey(next) && done.add(next)) {
          enter(next, open, chain, inChain);
        }
      }
    }
  }

  private void enter(
      String name, Deque<Iterator<String>> open, List<String> chain, Set<String> inChain) {
    ServiceSpec spec = specs.get(name);
    if (spec != null) {
      open.push(spec.dependsOn().keySet().iterator());
      chain.add(name);
      inChain.add(name);
    }
  }

  private void report(List<String> chain, String repeated) {
    if (problems.isFull()) {
      return;
    }
    List<String> circle = new ArrayList<>(chain.subList(chain.indexOf(repeated), chain.size()));
    if (circle.size() == 1) {
      add(repeated, repeated, "depends on itself");
      return;
    }
    circle.add(repeated);
    add(
        chain.getLast(),
        repeated,
        "depends on itself through others: " + String.join(" -> ", circle));
  }

  private void add(String service, String on, String message) {
    Node.Entry entry = entries.get(service);
    if (entry != null) {
      problems.add(spot(entry, on), "service '" + service + "': " + message);
    }
  }

  /** The key in a map of dependencies, or the item in a list of them. */
  private static Spot spot(Node.Entry service, String on) {
    String path = Fields.DEPENDS_ON.path();
    if (service.value() instanceof Node.Entries fields
        && fields.entry(path).map(Node.Entry::value).orElse(null) instanceof Node.Items list) {
      for (Node item : list.items()) {
        if (item instanceof Node.Text(Spot at, String text, boolean plain)
            && (text.equals(on) || text.startsWith(on + ":"))) {
          return at;
        }
      }
    }
    return Places.spot(service, path + "." + on, true);
  }
}
