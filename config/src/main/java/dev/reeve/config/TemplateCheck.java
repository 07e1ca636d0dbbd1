package dev.reeve.config;

import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.FieldPaths;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Problem;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.Unreadable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads each field of each template by itself, so that a mistake in a template is said once, for
 * the template, and also where no service uses it.
 */
final class TemplateCheck {
  private final Problems problems;
  private final Values values;
  private final Map<Spot, Set<String>> said = new HashMap<>();

  TemplateCheck(Problems problems, Values values) {
    this.problems = problems;
    this.values = values;
  }

  /** Whether a problem is one of a template and has been said. */
  boolean isSaid(Spot at, String message) {
    return said.getOrDefault(at, Set.of()).contains(message);
  }

  /**
   * Checks one.
   *
   * @param prefix begins every message
   */
  void check(Node.Entry template, String prefix) {
    if (!(template.value() instanceof Node.Entries map)) {
      if (!problems.isSettled(template.value().at())) {
        problems.add(
            template.value() instanceof Node.Text text && text.isAbsent()
                ? template.at()
                : template.value().at(),
            prefix + "must be a map of fields, not " + template.value().kind());
      }
      return;
    }
    FieldTree trees = new FieldTree(Optional.of(values), problems, prefix, template.at().source());
    Path base = Folders.of(template.at().source().file());
    Layer.of(map, problems, prefix)
        .fields()
        .forEach((path, entry) -> {
          // What a command is depends on 'shell', which may be declared elsewhere.
          boolean elsewhere = path.equals(Templates.TEMPLATE) || path.equals(ForEach.KEY);
          if (!elsewhere && !path.equals(Fields.COMMAND.path())) {
            check(entry, trees.value(path, entry.value()), base, prefix);
          }
        });
  }

  private void check(Node.Entry entry, @Nullable Object tree, Path base, String prefix) {
    String path = entry.key();
    Optional<Field<?>> field = FieldPaths.field(path);
    if (field.isPresent() && tree != null) {
      try {
        field.get().type().read(tree, base);
      } catch (Unreadable e) {
        add(entry, e.problem(path), prefix);
      }
      return;
    }
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put(Fields.COMMAND.path(), "any");
    one.put(path, tree);
    for (Problem problem : SpecReader.read("any", one, base).problems()) {
      if (!problem.path().isEmpty()) {
        add(entry, problem, prefix);
      }
    }
  }

  private void add(Node.Entry field, Problem problem, String prefix) {
    Node.Entry whole =
        new Node.Entry(field.at(), "", new Node.Entries(field.at(), java.util.List.of(field)));
    Spot spot = Places.spot(whole, problem.path(), problem.unknownKey());
    if (!problems.isSettled(spot)) {
      said.computeIfAbsent(spot, any -> new HashSet<>()).add(problem.message());
      problems.add(spot, prefix + problem.message());
    }
  }
}
