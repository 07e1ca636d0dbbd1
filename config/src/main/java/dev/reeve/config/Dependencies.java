package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;

/**
 * Whether the services of a file can wait for each other as they say. Looks at the nodes, so that
 * services with other problems are checked, too.
 */
final class Dependencies {
  /** So many names are compared with a mistyped one, so that a huge file takes no minutes. */
  private static final int COMPARED = 20_000;

  /** One service waits for another; {@code at} is the place that says so. */
  private record Wait(String on, String condition, Spot at) {}

  private final Problems problems;
  private final Map<String, List<Wait>> waits = new HashMap<>();
  private final Map<String, Spot> declarations = new HashMap<>();
  private final Set<List<Object>> told = new HashSet<>();

  private Dependencies(Problems problems) {
    this.problems = problems;
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
    Dependencies dependencies = new Dependencies(problems);
    entries.forEach((name, entry) -> {
      dependencies.waits.put(name, waits(entry));
      dependencies.declarations.put(name, entry.at());
    });
    Set<String> known = new LinkedHashSet<>(entries.keySet());
    known.addAll(others);
    Set<String> endless = new HashSet<>();
    specs.stream().filter(spec -> !spec.once()).forEach(spec -> endless.add(spec.name()));
    for (String name : entries.keySet()) {
      dependencies.checkNames(name, known, endless);
    }
    dependencies.checkCircles(entries.keySet());
  }

  private static List<Wait> waits(Node.Entry service) {
    List<Wait> waits = new ArrayList<>();
    if (service.value() instanceof Node.Entries fields) {
      fields.entry(Fields.DEPENDS_ON.path()).ifPresent(field -> collect(field.value(), waits));
    }
    return waits;
  }

  private static void collect(Node node, List<Wait> waits) {
    switch (node) {
      case Node.Entries map -> {
        for (Node.Entry entry : map.entries()) {
          String condition = entry.value() instanceof Node.Text text ? text.text() : "";
          waits.add(new Wait(entry.key(), condition, entry.at()));
        }
      }
      case Node.Items list -> {
        for (Node item : list.items()) {
          if (item instanceof Node.Text text) {
            collect(text, waits);
          }
        }
      }
      case Node.Text(Spot at, String text, boolean plain) -> {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        waits.add(new Wait(name, text.substring(name.length()), at));
      }
    }
  }

  private void checkNames(String service, Set<String> known, Set<String> endless) {
    for (Wait wait : waits.getOrDefault(service, List.of())) {
      if (problems.isFull()) {
        return;
      }
      if (!known.contains(wait.on())) {
        add(
            service,
            wait,
            "depends on '"
                + wait.on()
                + "', which does not exist"
                + Names.didYouMean(
                    wait.on(),
                    known.stream().filter(n -> !n.equals(service)).limit(COMPARED).toList()));
      } else if (endless.contains(wait.on()) && wait.condition().endsWith("completed")) {
        add(
            service,
            wait,
            "waits until '"
                + wait.on()
                + "' is completed, but only a service with 'once: true' completes");
      }
    }
  }

  /** Depth first, with a stack of its own: a chain may be as long as the file. */
  private void checkCircles(Set<String> services) {
    Set<String> done = new HashSet<>();
    for (String service : services) {
      Deque<Iterator<Wait>> open = new ArrayDeque<>();
      SequencedSet<String> chain = new LinkedHashSet<>();
      if (done.add(service)) {
        enter(service, open, chain);
      }
      while (!open.isEmpty()) {
        if (!open.element().hasNext()) {
          open.pop();
          chain.removeLast();
          continue;
        }
        Wait next = open.element().next();
        if (chain.contains(next.on())) {
          report(chain, next);
        } else if (waits.containsKey(next.on()) && done.add(next.on())) {
          enter(next.on(), open, chain);
        }
      }
    }
  }

  private void enter(String service, Deque<Iterator<Wait>> open, SequencedSet<String> chain) {
    open.push(waits.getOrDefault(service, List.of()).iterator());
    chain.add(service);
  }

  private void report(SequencedSet<String> chain, Wait back) {
    if (problems.isFull()) {
      return;
    }
    List<String> circle = new ArrayList<>(chain);
    String last = circle.getLast();
    circle.subList(0, circle.indexOf(back.on())).clear();
    circle.add(back.on());
    add(last, back, "depends on itself: " + String.join(" -> ", circle));
  }

  private void add(String service, Wait wait, String message) {
    // Services that one declaration stands for have the same mistakes.
    boolean news =
        told.add(List.of(declarations.getOrDefault(service, wait.at()), wait.at(), wait.on()));
    if (news && !problems.isSettled(wait.at())) {
      problems.add(wait.at(), "service '" + service + "': " + message);
    }
  }
}
