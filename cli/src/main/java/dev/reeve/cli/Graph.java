package dev.reeve.cli;

import dev.reeve.api.Description;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Gate;
import dev.reeve.core.spec.Needs;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Services and what each of them needs. */
final class Graph {
  /**
   * One of them.
   *
   * @param state empty where no daemon was asked
   * @param needs services with the word of the condition
   * @param probes what else must be so, for people
   */
  record Node(String name, String state, Map<String, String> needs, List<String> probes) {
    private static Node of(String name, String state, Needs.On on) {
      Map<String, String> needs = new LinkedHashMap<>();
      on.services()
          .forEach(
              (other, condition) -> needs.put(other, condition.name().toLowerCase(Locale.ROOT)));
      List<String> probes = new ArrayList<>();
      for (Gate gate : on.gates()) {
        probes.add(gate.probe().text());
      }
      return new Node(name, state, needs, probes);
    }
  }

  private final Map<String, Node> nodes = new LinkedHashMap<>();

  private Graph() {}

  /** Of services that exist. */
  static Graph of(List<Description> services) {
    Graph graph = new Graph();
    for (Description each : services) {
      String name = each.service().name();
      graph.nodes.put(name, Node.of(name, each.service().state(), needs(each)));
    }
    return graph;
  }

  /** Of what a file declares. */
  static Graph ofSpecs(List<ServiceSpec> specs) {
    Graph graph = new Graph();
    for (ServiceSpec spec : specs) {
      graph.nodes.put(spec.name(), Node.of(spec.name(), "", spec.needs().on()));
    }
    return graph;
  }

  /** What an existing service needs. */
  static Needs.On needs(Description description) {
    Object tree = description.declared().get(Fields.DEPENDS_ON.path());
    if (tree == null) {
      return Needs.On.services(Map.of());
    }
    Map<String, Object> spec =
        Map.of(Fields.COMMAND.path(), "true", Fields.DEPENDS_ON.path(), tree);
    return SpecReader.read("x", spec, Path.of("/"))
        .spec()
        .map(read -> read.needs().on())
        .orElse(Needs.On.services(Map.of()));
  }

  Map<String, Node> nodes() {
    return nodes;
  }

  /** The same with these services and all they need, directly or not. */
  Graph below(Collection<String> names) {
    Graph graph = new Graph();
    Set<String> seen = new LinkedHashSet<>(names);
    List<String> open = new ArrayList<>(seen);
    for (int i = 0; i < open.size(); i++) {
      Node node = nodes.get(open.get(i));
      if (node != null) {
        graph.nodes.put(node.name(), node);
        for (String need : node.needs().keySet()) {
          if (seen.add(need)) {
            open.add(need);
          }
        }
      }
    }
    return graph;
  }

  /** Those that no other one needs. */
  List<String> roots() {
    Set<String> needed = new LinkedHashSet<>();
    nodes.values().forEach(node -> needed.addAll(node.needs().keySet()));
    return nodes.keySet().stream().filter(name -> !needed.contains(name)).toList();
  }

  /** For Graphviz: an arrow from each service to what it needs. */
  String dot() {
    StringBuilder dot = new StringBuilder("digraph services {\n  rankdir=LR;\n");
    for (Node node : nodes.values()) {
      String label = node.state().isEmpty() ? node.name() : node.name() + "\n" + node.state();
      dot.append("  ").append(quoted(node.name()));
      dot.append(" [shape=box, label=").append(quoted(label)).append("];\n");
    }
    for (Node node : nodes.values()) {
      node.needs().forEach((other, condition) -> arrow(dot, node.name(), other, condition));
      for (String probe : node.probes()) {
        dot.append("  ").append(quoted(probe)).append(" [shape=ellipse, style=dashed];\n");
        arrow(dot, node.name(), probe, "");
      }
    }
    return dot.append("}\n").toString();
  }

  private static void arrow(StringBuilder dot, String from, String to, String label) {
    dot.append("  ").append(quoted(from)).append(" -> ").append(quoted(to));
    dot.append(label.isEmpty() ? "" : " [label=" + quoted(label) + "]").append(";\n");
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return "\"" + Clean.line(escaped) + "\"";
  }
}
