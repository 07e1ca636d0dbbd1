package dev.reeve.config;

import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Problem;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The top level of a native configuration: what keys there are, and the services in it. */
final class ServicesReader {
  private static final String SERVICES = "services";
  private static final List<String> KEYS = List.of(SERVICES);
  private static final String EXAMPLE = "services: {web: {command: node server.js}}";

  private final Problems problems;
  private final Environment environment;
  private final Path base;
  private final Map<String, Node.Entry> entries = new LinkedHashMap<>();
  private final List<ServiceSpec> specs = new ArrayList<>();

  /**
   * Prepares for one file.
   *
   * @param base the folder that relative paths start from
   */
  ServicesReader(Problems problems, Environment environment, Path base) {
    this.problems = problems;
    this.environment = environment;
    this.base = base;
  }

  /** The services by name, with their places; also those that have problems. */
  Map<String, Node.Entry> entries() {
    return entries;
  }

  /** The services without problems. */
  List<ServiceSpec> specs() {
    return specs;
  }

  void read(Node root) {
    if (!(root instanceof Node.Entries top)) {
      problems.add(
          root.at(),
          root instanceof Node.Text text && FieldTree.plain(text) == null
              ? "the file is empty; declare a service, for example " + EXAMPLE
              : "the file must be a map, for example " + EXAMPLE + ", not " + root.kind());
      return;
    }
    boolean found = false;
    for (Node.Entry entry : top.entries()) {
      if (entry.key().equals(SERVICES)) {
        found = true;
        services(entry);
      } else {
        problems.add(entry.at(), unknownKey(entry.key()));
      }
    }
    if (!found && problems.isEmpty()) {
      problems.add(top.at(), "'services' is missing; declare one, for example " + EXAMPLE);
    }
  }

  private static String unknownKey(String key) {
    String guess = Names.didYouMean(key, KEYS);
    boolean field =
        Fields.ALL.stream()
            .map(Field::path)
            .anyMatch(path -> path.equals(key) || path.startsWith(key + "."));
    return "unknown key '"
        + key
        + "'"
        + (!guess.isEmpty()
            ? guess
            : field
                ? "; the fields of a service belong below 'services:' and its name"
                : "; the file may have '" + String.join("', '", KEYS) + "'");
  }

  private void services(Node.Entry services) {
    switch (services.value()) {
      case Node.Entries map when !map.entries().isEmpty() -> {
        for (Node.Entry entry : map.entries()) {
          if (problems.isFull()) {
            return;
          }
          entries.put(entry.key(), entry);
          service(entry);
        }
      }
      case Node.Entries map -> problems.add(services.at(), "'services' has no service in it");
      case Node.Text text when text.isAbsent() ->
          problems.add(services.at(), "'services' has no service in it");
      case Node.Items list when list.items().isEmpty() ->
          problems.add(services.at(), "'services' has no service in it");
      case Node.Items list ->
          problems.add(
              list.at(),
              "'services' must be a map of names to fields, not a list; write '"
                  + exampleName(list)
                  + ":' and its fields below it");
      case Node.Text text ->
          problems.add(
              text.at(), "'services' must be a map of names to fields, not " + text.kind());
    }
  }

  /** A name for the example, out of {@code - web} or {@code - name: web}. */
  private static String exampleName(Node.Items list) {
    Node first = list.items().getFirst();
    Node name =
        first instanceof Node.Entries map
            ? map.entry("name").map(Node.Entry::value).orElse(first)
            : first;
    return name instanceof Node.Text text && !text.isAbsent() ? text.text() : "web";
  }

  private void service(Node.Entry entry) {
    String prefix = "service '" + entry.key() + "': ";
    switch (entry.value()) {
      case Node.Entries fields -> {
        Map<String, ?> tree = new FieldTree(environment, problems, prefix).of(fields);
        SpecReader.Reading reading = SpecReader.read(entry.key(), tree, base);
        for (Problem problem : reading.problems()) {
          add(entry, prefix, problem);
        }
        reading.spec().ifPresent(specs::add);
      }
      case Node.Text text when problems.isSettled(text.at()) -> {
        // an alias or tag that has been reported
      }
      case Node.Text text when text.isAbsent() ->
          problems.add(entry.at(), prefix + "'command' is missing; say what to run");
      case Node.Text text ->
          problems.add(
              text.at(),
              prefix + "must be a map of fields; write 'command: " + text.text() + "' below it");
      case Node.Items list ->
          problems.add(list.at(), prefix + "must be a map of fields, not a list");
    }
  }

  private void add(Node.Entry entry, String prefix, Problem problem) {
    Spot spot = Places.spot(entry, problem.path(), problem.unknownKey());
    boolean nameItself = problem.path().isEmpty() && problem.unknownKey();
    boolean explained =
        problem.path().isEmpty() && !nameItself && problems.isSettled(entry.value().at());
    if (!problems.isSettled(spot) && !explained) {
      problems.add(spot, nameItself ? problem.message() : prefix + problem.message());
    }
  }
}
