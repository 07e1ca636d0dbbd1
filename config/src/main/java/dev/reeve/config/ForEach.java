package dev.reeve.config;

import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Globs;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Spot;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Services that are declared once for each of several files ({@code for_each: {glob, as}}), each
 * under a name of its own that follows from the path of its file.
 */
public final class ForEach {
  /** The field of a service. */
  public static final String KEY = "for_each";

  /** How many files one of them may mean. */
  static final int MOST_MATCHES = 1000;

  private static final String GLOB = "glob";
  private static final String AS = "as";
  static final String NAME = "[A-Za-z_][A-Za-z0-9_]*";

  /** What a good one says. */
  private record Each(Node.Text glob, String pattern, String as) {}

  private final Problems problems;
  private final Problems warnings;
  private final Optional<Environment> environment;
  private final Map<String, Node.Entry> declared;
  private final Map<String, List<String>> groups = new LinkedHashMap<>();
  private final Map<String, Node.Entry> services = new LinkedHashMap<>();

  private ForEach(
      Problems problems,
      Problems warnings,
      Optional<Environment> environment,
      Map<String, Node.Entry> declared) {
    this.problems = problems;
    this.warnings = warnings;
    this.environment = environment;
    this.declared = declared;
  }

  /**
   * The services with each {@code for_each} replaced by what it stands for.
   *
   * @param environment for the variables in patterns; nothing where texts mean themselves, so that
   *     the value is in the environment of the service only
   * @param declared the services of a file by name, with all that stands under them
   */
  static Map<String, Node.Entry> expanded(
      Problems problems,
      Problems warnings,
      Optional<Environment> environment,
      Map<String, Node.Entry> declared) {
    if (declared.values().stream().noneMatch(service -> field(service).isPresent())) {
      return declared;
    }
    ForEach all = new ForEach(problems, warnings, environment, declared);
    declared.forEach(all::expand);
    Map<String, Node.Entry> services = new LinkedHashMap<>();
    GroupNames names = new GroupNames(problems, all.groups);
    all.services.forEach((name, service) -> services.put(name, names.replaced(service)));
    return services;
  }

  /** The names of all variables that these services and templates may use. */
  static Set<String> variables(Iterable<Node.Entry> services) {
    Set<String> names = new HashSet<>();
    for (Node.Entry service : services) {
      field(service)
          .filter(each -> each.value() instanceof Node.Entries)
          .flatMap(each -> ((Node.Entries) each.value()).entry(AS))
          .filter(as -> as.value() instanceof Node.Text)
          .ifPresent(as -> names.add(((Node.Text) as.value()).text()));
    }
    return names;
  }

  private static Optional<Node.Entry> field(Node.Entry service) {
    return service.value() instanceof Node.Entries fields ? fields.entry(KEY) : Optional.empty();
  }

  private void expand(String name, Node.Entry service) {
    Optional<Node.Entry> field = field(service);
    if (field.isEmpty()) {
      services.putIfAbsent(name, service);
      return;
    }
    groups.put(name, List.of());
    String prefix = "service '" + name + "': ";
    Optional<Each> each = read(field.get(), prefix);
    if (each.isPresent()) {
      Node.Text glob = each.get().glob();
      try {
        Matches matches = Matches.of(Folders.of(glob.at().source().file()), each.get().pattern());
        for (String outside : matches.outside()) {
          warnings.add(
              glob.at(), prefix + "'" + outside + "' is a link to something elsewhere; ignored");
        }
        if (matches.files().size() > MOST_MATCHES) {
          problems.add(
              glob.at(),
              prefix
                  + "'%s' matches %s files; at most %s may be meant"
                      .formatted(glob.text(), matches.files().size(), MOST_MATCHES));
          return;
        }
        if (matches.files().isEmpty()) {
          warnings.add(
              glob.at(),
              prefix + "'" + glob.text() + "' matches no file, so there is no such service");
        }
        put(service, (Node.Entries) service.value(), each.get(), matches.files());
      } catch (Globs.Unmatchable e) {
        problems.add(glob.at(), prefix + "cannot look for '" + glob.text() + "': " + e.reason());
      } catch (InvalidPathException e) {
        problems.add(glob.at(), prefix + "cannot look for '" + glob.text() + "': it is no path");
      }
    }
  }

  private Optional<Each> read(Node.Entry field, String prefix) {
    if (!(field.value() instanceof Node.Entries map)) {
      if (!problems.isSettled(field.value().at())) {
        problems.add(
            field.value().at(),
            prefix
                + "'for_each' must be {glob: PATTERN, as: VARIABLE}, not "
                + field.value().kind());
      }
      return Optional.empty();
    }
    boolean good = true;
    for (Node.Entry entry : map.entries()) {
      if (!List.of(GLOB, AS).contains(entry.key())) {
        problems.add(
            entry.at(),
            prefix
                + "'for_each' has the unknown key '"
                + entry.key()
                + "'"
                + Names.didYouMean(entry.key(), List.of(GLOB, AS)));
        good = false;
      }
    }
    Optional<Node.Text> glob = text(map, GLOB, "a pattern of files such as sites/*.conf", prefix);
    Optional<Node.Text> as = text(map, AS, "the name of a variable such as SITE", prefix);
    if (as.isPresent() && !as.get().text().matches(NAME)) {
      problems.add(
          as.get().at(),
          prefix
              + "'for_each.as' must be the name of a variable: letters, digits and '_', not '"
              + as.get().text()
              + "'");
      return Optional.empty();
    }
    if (!good || glob.isEmpty() || as.isEmpty()) {
      return Optional.empty();
    }
    try {
      String written = glob.get().text();
      String pattern =
          environment.isPresent() ? new Expansion(environment.get()).path(written) : written;
      return Optional.of(new Each(glob.get(), pattern, as.get().text()));
    } catch (Expansion.Unexpandable e) {
      problems.settle(glob.get().at(), prefix + e.reason());
      return Optional.empty();
    }
  }

  private Optional<Node.Text> text(Node.Entries map, String key, String what, String prefix) {
    Optional<Node.Entry> entry = map.entry(key);
    if (entry.isEmpty()) {
      problems.add(map.at(), prefix + "'for_each' needs '" + key + "', " + what);
    } else if (entry.get().value() instanceof Node.Text text && !text.text().isBlank()) {
      return Optional.of(text);
    } else if (!problems.isSettled(entry.get().value().at())) {
      Node value = entry.get().value();
      problems.add(
          value instanceof Node.Text text && text.isAbsent() ? entry.get().at() : value.at(),
          prefix + "'for_each." + key + "' must be " + what + ", not " + value.kind());
    }
    return Optional.empty();
  }

  private void put(
      Node.Entry service, Node.Entries fields, Each each, List<Matches.Match> matches) {
    List<String> names = new ArrayList<>();
    Map<String, String> files = new LinkedHashMap<>();
    boolean relative = fields.entry(Fields.DIRECTORY.path()).isEmpty() && isOfOneFile(service);
    for (Matches.Match match : matches) {
      String name = service.key() + "-" + match.part();
      String other = files.putIfAbsent(name, match.written());
      Node.Entry taken = declared.getOrDefault(name, services.get(name));
      if (other != null || taken != null) {
        String by =
            other == null && taken != null ? "the service at " + taken.at() : "'" + other + "'";
        problems.add(
            each.glob().at(),
            "service '%s': '%s' would be called '%s', as %s is; rename one of the two"
                .formatted(service.key(), match.written(), name, by));
        continue;
      }
      String value = relative ? match.written() : match.absolute().toString();
      names.add(name);
      services.put(name, one(service, fields, name, each, value));
    }
    groups.put(service.key(), List.copyOf(names));
  }

  /** Whether relative paths mean the same wherever they stand in it. */
  private static boolean isOfOneFile(Node.Entry service) {
    return !(service.value() instanceof Node.Entries fields)
        || fields.entries().stream()
            .allMatch(field -> field.at().source() == service.at().source());
  }

  private Node.Entry one(
      Node.Entry service, Node.Entries fields, String name, Each each, String value) {
    List<Node.Entry> own =
        fields.entries().stream().filter(field -> !field.key().equals(KEY)).toList();
    if (environment.isPresent()) {
      boolean shell =
          fields
              .entry(Fields.SHELL.path())
              .filter(
                  entry -> entry.value() instanceof Node.Text text && text.text().equals("true"))
              .isPresent();
      own = new Filling(each.as(), value, shell).filled(own);
    }
    List<Node.Entry> all = new ArrayList<>(own);
    Spot at = each.glob().at();
    variable(all, service.key(), at, each.as(), value);
    if (fields.entry(Fields.GROUP_NAME.path()).isEmpty()) {
      Node group = new Node.Text(at, service.key(), false);
      all.add(new Node.Entry(at, Fields.GROUP_NAME.path(), group));
    }
    return new Node.Entry(service.at(), name, new Node.Entries(fields.at(), all));
  }

  /** Puts the value into the environment, in whichever form that is declared. */
  private void variable(List<Node.Entry> fields, String service, Spot at, String as, String value) {
    String written =
        environment.isPresent() ? EncodedValues.escape(value.replace("$", "$$")) : value;
    Node.Entry pair = new Node.Entry(at, as, new Node.Text(at, written, false));
    for (int i = 0; i < fields.size(); i++) {
      Node.Entry field = fields.get(i);
      if (!field.key().equals(Fields.ENV.path())) {
        continue;
      }
      if (field.value() instanceof Node.Entries map) {
        map.entry(as).ifPresent(taken -> taken(taken.at(), service, as));
        List<Node.Entry> entries = new ArrayList<>(map.entries());
        entries.add(pair);
        fields.set(i, new Node.Entry(field.at(), field.key(), new Node.Entries(map.at(), entries)));
      } else if (field.value() instanceof Node.Items list) {
        for (Node item : list.items()) {
          if (item instanceof Node.Text text && text.text().startsWith(as + "=")) {
            taken(text.at(), service, as);
          }
        }
        List<Node> items = new ArrayList<>(list.items());
        items.add(new Node.Text(at, as + "=" + written, false));
        fields.set(i, new Node.Entry(field.at(), field.key(), new Node.Items(list.at(), items)));
      }
      return;
    }
    fields.add(new Node.Entry(at, Fields.ENV.path(), new Node.Entries(at, List.of(pair))));
  }

  private void taken(Spot at, String service, String as) {
    if (!problems.isSettled(at)) {
      problems.settle(
          at, "service '" + service + "': 'env' has '" + as + "', which 'for_each' sets");
    }
  }
}
