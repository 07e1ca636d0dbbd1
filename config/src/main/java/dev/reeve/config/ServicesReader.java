package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Problem;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiPredicate;

/** Makes specs of the nodes of services. */
final class ServicesReader {
  private final Problems problems;
  private final Optional<Values> values;
  private final BiPredicate<Spot, String> said;
  private final List<ServiceSpec> specs = new ArrayList<>();
  private final Set<Told> told = new HashSet<>();

  /** A mistake of a service that is declared at a place. */
  private record Told(Spot service, Spot at, String message) {}

  /**
   * Prepares for one load.
   *
   * @param values what texts mean; nothing if they mean themselves
   * @param said whether a problem at a place is known already
   */
  ServicesReader(Problems problems, Optional<Values> values, BiPredicate<Spot, String> said) {
    this.problems = problems;
    this.values = values;
    this.said = said;
  }

  /** The services without problems. */
  List<ServiceSpec> specs() {
    return specs;
  }

  /**
   * Reads one service.
   *
   * @param base the folder that relative paths start from
   */
  void read(Node.Entry entry, Path base) {
    String prefix = "service '" + entry.key() + "': ";
    if (!(entry.value() instanceof Node.Entries fields)) {
      addNoMap(entry, prefix);
      return;
    }
    Map<String, ?> tree = new FieldTree(values, problems, prefix, entry.at().source()).of(fields);
    SpecReader.Reading reading = SpecReader.read(entry.key(), tree, base);
    for (Problem problem : reading.problems()) {
      add(entry, prefix, problem);
    }
    if (reading.spec().isPresent()) {
      specs.add(reading.spec().get());
    }
  }

  private void addNoMap(Node.Entry entry, String prefix) {
    switch (entry.value()) {
      case Node.Text text when problems.isSettled(text.at()) -> {
        // an alias or tag that has been reported
      }
      case Node.Text text when text.isAbsent() ->
          problems.add(entry.at(), prefix + "'command' is missing; say what to run");
      case Node.Text text ->
          problems.add(
              text.at(),
              prefix + "must be a map of fields; write 'command: " + text.text() + "' below it");
      default -> problems.add(entry.value().at(), prefix + "must be a map of fields, not a list");
    }
  }

  private void add(Node.Entry entry, String prefix, Problem problem) {
    Spot spot = Places.spot(entry, problem.path(), problem.unknownKey());
    boolean nameItself = problem.path().isEmpty() && problem.unknownKey();
    boolean explained =
        problem.path().isEmpty() && !nameItself && problems.isSettled(entry.value().at());
    // Services that one declaration stands for have the same mistakes.
    boolean news = told.add(new Told(entry.at(), spot, problem.message()));
    if (news && !problems.isSettled(spot) && !explained && !said.test(spot, problem.message())) {
      problems.add(
          spot, nameItself ? problem.message() : prefix + problem.message() + hint(problem));
    }
  }

  /** What the reader of specs cannot guess: fields that files have beside those of specs. */
  private static String hint(Problem problem) {
    return problem.unknownKey() && !problem.message().contains("did you mean")
        ? Names.didYouMean(problem.path(), List.of(Templates.TEMPLATE, ForEach.KEY))
        : "";
  }
}
