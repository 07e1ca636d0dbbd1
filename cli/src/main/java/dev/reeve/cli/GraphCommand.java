package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.config.Loader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code graph}: which service needs which. */
final class GraphCommand implements Command {
  private static final Opt DOT = Opt.flag("--dot", "for Graphviz: reeve graph --dot | dot -Tsvg");

  @Override
  public Usage usage() {
    return Usage.of("graph", "which service needs which")
        .words("[TARGET…|FILE] [options]", 0, Usage.MANY)
        .text(
            "Shows services as a tree: below each one what it needs before it starts, with the"
                + " condition. What was shown before is marked and not shown again. With a"
                + " configuration file: what it declares, without a daemon.")
        .options(DOT)
        .examples(
            new Usage.Example("graph", "all services with their states"),
            new Usage.Example("graph web", "one and all it needs"),
            new Usage.Example("graph reeve.yaml --dot", "what a file declares, for Graphviz"));
  }

  @Override
  public String what(Call call) {
    return "show the graph" + (call.words().isEmpty() ? "" : " of " + call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    if (call.json() && call.arguments.has(DOT)) {
      throw call.arguments.complaint("--json and --dot exclude each other");
    }
    if (call.words().size() == 1) {
      Path file = ConfigFiles.path(call, call.words().getFirst());
      if (ConfigFiles.isOne(file) || (Files.isRegularFile(file) && Loader.isConfiguration(file))) {
        // As with 'check', all that is depended on must stand in the file.
        Graph graph =
            Graph.ofSpecs(DeclaredFile.load(call, "read", file, Set.of(), Map.of()).specs());
        print(call, graph, graph.roots());
        return 0;
      }
    }
    List<Description> all =
        call.client(Daemon.Need.STATE).call(Methods.DESCRIBE, new Query(List.of())).services();
    Graph graph = Graph.of(all);
    List<String> roots = graph.roots();
    if (!call.words().isEmpty()) {
      roots =
          call
              .client(Daemon.Need.STATE)
              .call(Methods.LIST, new Query(call.words()))
              .services()
              .stream()
              .map(ServiceRow::name)
              .toList();
      graph = graph.below(roots);
    }
    print(call, graph, roots);
    return 0;
  }

  private static void print(Call call, Graph graph, List<String> roots) {
    if (call.json()) {
      call.printJsonText(Json.text(items(graph)));
    } else if (call.quiet()) {
      return;
    } else if (call.arguments.has(DOT)) {
      call.out.add(graph.dot());
    } else if (graph.nodes().isEmpty()) {
      call.out.line("there are no services");
    } else {
      new Tree(call, graph).print(roots);
    }
  }

  private static List<Map<String, Object>> items(Graph graph) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (Graph.Node node : graph.nodes().values()) {
      List<Map<String, Object>> needs = new ArrayList<>();
      node.needs()
          .forEach((name, condition) -> needs.add(Map.of("service", name, "condition", condition)));
      Map<String, Object> item = new LinkedHashMap<>();
      item.put("name", node.name());
      item.put("state", node.state());
      item.put("needs", needs);
      item.put("probes", node.probes());
      items.add(item);
    }
    return items;
  }

  /** Draws it, each service once. */
  private static final class Tree {
    private static final int DEEPEST = 1000;

    private final Call call;
    private final Graph graph;
    private final Set<String> shown = new HashSet<>();

    Tree(Call call, Graph graph) {
      this.call = call;
      this.graph = graph;
    }

    void print(List<String> roots) {
      for (String root : roots) {
        if (!shown.contains(root)) {
          service(root, "", "", "", 0);
        }
      }
    }

    private void service(String name, String condition, String first, String rest, int depth) {
      Graph.Node node = graph.nodes().get(name);
      String state = node == null ? (condition.isEmpty() ? "" : "not here") : node.state();
      boolean leaf = node == null || (node.needs().isEmpty() && node.probes().isEmpty());
      boolean again = !shown.add(name) && !leaf;
      String text = Clean.line(name) + (condition.isEmpty() ? "" : " (" + condition + ")");
      line(first, text, state, again);
      if (node == null || again || depth > DEEPEST) {
        return;
      }
      int left = node.needs().size() + node.probes().size();
      for (Map.Entry<String, String> need : node.needs().entrySet()) {
        boolean last = --left == 0;
        service(need.getKey(), need.getValue(), rest + branch(last), rest + trunk(last), depth + 1);
      }
      for (String probe : node.probes()) {
        line(rest + branch(--left == 0), Clean.line(probe), "", false);
      }
    }

    private String branch(boolean last) {
      return call.style.frames() ? (last ? "└─ " : "├─ ") : (last ? "`- " : "|- ");
    }

    private String trunk(boolean last) {
      return last ? "   " : call.style.frames() ? "│  " : "|  ";
    }

    /** Where it is narrow the state goes first, then the end of the name; deep branches too. */
    private void line(String branches, String text, String state, boolean again) {
      int columns = call.columns();
      String lead = Width.end(branches, Math.max(4, columns - 12));
      int room = columns - Width.of(lead);
      String shownText = Width.end(text, room);
      int left = room - Width.of(shownText);
      call.out.add(call.style.dim(lead)).add(shownText);
      String signed = state.isEmpty() ? "" : call.style.signed(state);
      if (!signed.isEmpty() && Width.of(signed) + 2 <= left) {
        call.out.add("  ").add(call.style.paint(signed, Style.colour(state)));
        left -= Width.of(signed) + 2;
      }
      String mark = "(see above)";
      if (again && Width.of(mark) + 2 <= left) {
        call.out.add("  ").add(call.style.dim(mark));
      } else if (again && left >= 2) {
        call.out.add(" ").add(call.style.dim("^"));
      }
      call.out.end();
    }
  }
}
