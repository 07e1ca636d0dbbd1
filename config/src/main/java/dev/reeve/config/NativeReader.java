package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Globs;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Names;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;

/**
 * The top level of native files: what keys there are, and which other files are included. A file
 * comes before those it includes, and each file counts once.
 */
final class NativeReader {
  /** How many files may include each other in a row. */
  static final int DEEPEST = 16;

  /** How many files one load may read. */
  static final int MOST_FILES = 1000;

  /** In characters, of all files together. */
  static final int LARGEST_SUM = 8 * SourceFile.LARGEST;

  private static final String SERVICES = "services";
  private static final String TEMPLATES = "templates";
  private static final String INCLUDE = "include";
  private static final String DAEMON = "daemon";

  /** The keys of a file. */
  static final List<String> KEYS = List.of(SERVICES, TEMPLATES, INCLUDE, DAEMON);

  private static final String EXAMPLE = "services: {web: {command: node server.js}}";

  private final Problems problems;
  private final Expansion expansion;
  private final Map<String, Node.Entry> services = new LinkedHashMap<>();
  private final Map<String, Node.Entry> templates = new LinkedHashMap<>();
  private final Map<Path, Path> files = new LinkedHashMap<>();
  private final List<Followed> followed = new ArrayList<>();
  private final DaemonReader daemon;
  private boolean complete = true;
  private long characters;

  NativeReader(Problems problems, Environment environment) {
    this.problems = problems;
    this.expansion = new Expansion(environment);
    this.daemon = new DaemonReader(problems, environment);
  }

  /** The services by name, with their places; also those that have problems. */
  Map<String, Node.Entry> services() {
    return services;
  }

  /** The templates by name. */
  Map<String, Node.Entry> templates() {
    return templates;
  }

  /** What the files say of the daemon, and of all services. */
  DaemonReader daemon() {
    return daemon;
  }

  /** Where files appear that would belong to these. */
  List<Followed> followed() {
    return followed;
  }

  /** All files that were read, the loaded one first. */
  List<Path> files() {
    return List.copyOf(files.values());
  }

  /** Whether all files could be read; otherwise nothing can be said about what is missing. */
  boolean isComplete() {
    return complete;
  }

  /** Reads a file and those it includes. */
  void read(Source main) {
    SequencedSet<Path> chain = new LinkedHashSet<>();
    Path key = key(main.file());
    files.put(key, main.file());
    chain.add(key);
    read(main, chain);
    if (services.isEmpty() && problems.isEmpty() && !daemon.isEnough()) {
      problems.add(
          main.start(),
          files.size() == 1
              ? "'services' is missing; declare one, for example " + EXAMPLE
              : "neither this file nor those it includes have a service; declare one, for example "
                  + EXAMPLE);
    }
  }

  private void read(Source source, SequencedSet<Path> chain) {
    problems.begin(source.file());
    characters += source.text().length();
    Node root;
    try {
      root = YamlReader.read(source, problems).orElse(new Node.Text(source.start(), "", true));
    } catch (Unloadable e) {
      // What was found before the reading stopped, and in other files, is worth mending, too.
      problems.add(e.problem());
      complete = false;
      return;
    }
    if (!(root instanceof Node.Entries top)) {
      boolean empty = root instanceof Node.Text text && text.tree() == null;
      if (!empty || files.size() == 1) {
        problems.add(
            root.at(),
            empty
                ? "the file is empty; declare a service, for example " + EXAMPLE
                : "the file must be a map, for example " + EXAMPLE + ", not " + root.kind());
      }
      return;
    }
    for (Node.Entry entry : top.entries()) {
      switch (entry.key()) {
        case SERVICES -> collect(entry, services);
        case TEMPLATES -> collect(entry, templates);
        case DAEMON -> daemon.read(entry, chain.size() == 1);
        case INCLUDE -> {
          // after everything else
        }
        default -> problems.add(entry.at(), unknownKey(entry.key()));
      }
    }
    top.entry(INCLUDE).ifPresent(entry -> include(entry, source, chain));
    if (chain.size() == 1) {
      daemon.configDirs().forEach(named -> directory(named, chain));
    }
  }

  private static String unknownKey(String key) {
    String guess = Names.didYouMean(key, KEYS);
    boolean field =
        Fields.ALL.stream()
            .map(any -> any.path())
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

  private void collect(Node.Entry section, Map<String, Node.Entry> into) {
    String what = section.key().equals(SERVICES) ? "service" : "template";
    String of = "'" + section.key() + "'";
    if (section.value() instanceof Node.Entries map && !map.entries().isEmpty()) {
      for (Node.Entry entry : map.entries()) {
        if (problems.isFull()) {
          return;
        }
        Node.Entry first = into.putIfAbsent(entry.key(), entry);
        if (first != null) {
          problems.add(
              entry.at(),
              what + " '" + entry.key() + "' is declared twice; the first one is at " + first.at());
        }
      }
      return;
    }
    switch (section.value()) {
      case Node.Items list when !list.items().isEmpty() ->
          problems.add(
              list.at(),
              of
                  + " must be a map of names to fields, not a list; write '"
                  + exampleName(list)
                  + ":' and its fields below it");
      case Node.Text text when !text.isAbsent() ->
          problems.add(text.at(), of + " must be a map of names to fields, not " + text.kind());
      default -> problems.add(section.at(), of + " has no " + what + " in it");
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

  /** The files of a folder that belongs to the loaded file. */
  private void directory(DaemonReader.Named named, SequencedSet<Path> chain) {
    followed.add(Followed.inFolder(named.folder(), "*"));
    try {
      for (Path file : Globs.files(named.folder(), "*.{yaml,yml}")) {
        if (!chain.contains(key(file))) { // it may be the folder of the file itself
          include(file, named.at().at(), chain);
        }
      }
    } catch (Globs.Unmatchable e) {
      problems.add(named.at().at(), "'daemon.config_dirs': " + e.reason());
    }
  }

  private void include(Node.Entry include, Source source, SequencedSet<Path> chain) {
    List<Node> items =
        include.value() instanceof Node.Items list ? list.items() : List.of(include.value());
    for (Node item : items) {
      if (item instanceof Node.Text text && text.tree() != null) {
        include(text, source, chain);
      } else if (!problems.isSettled(item.at())) {
        problems.add(
            item.at(),
            "'include' must be a path, a pattern, or a list of them, not " + item.kind());
      }
    }
  }

  private void include(Node.Text text, Source source, SequencedSet<Path> chain) {
    try {
      String pattern = expansion.path(text.text());
      Path parent = source.file().getParent();
      Path folder = parent == null ? Path.of("") : parent;
      if (Globs.isPattern(pattern)) {
        follow(folder, pattern);
        for (Path file : Globs.files(folder, pattern)) {
          if (!chain.contains(key(file))) { // a pattern may match the file it stands in
            include(file, text.at(), chain);
          }
        }
      } else if (pattern.isEmpty()) {
        problems.add(text.at(), "'include' is empty; name a file, or a pattern of files");
      } else {
        include(folder.resolve(pattern), text.at(), chain);
      }
    } catch (BadText e) {
      problems.settle(text.at(), e.reason());
    } catch (Globs.Unmatchable e) {
      problems.add(text.at(), "cannot include '" + text.text() + "': " + e.reason());
    } catch (InvalidPathException e) {
      problems.add(text.at(), "cannot include '" + text.text() + "': it is not a path");
    }
  }

  /** All names in the folder before the first pattern count: one too many changes nothing. */
  private void follow(Path folder, String pattern) {
    Path below = Folders.absolute(folder);
    List<String> names = List.of(pattern.split("/", -1));
    int plain = 0;
    while (plain < names.size() - 1 && !Globs.isPattern(names.get(plain))) {
      plain++;
    }
    Path start = below.resolve(String.join("/", names.subList(0, plain)) + (plain > 0 ? "/" : ""));
    boolean deep = plain < names.size() - 1;
    followed.add(
        Followed.inFolder(
            (pattern.startsWith("/") && plain <= 1 ? Path.of("/") : start).normalize(),
            deep ? "**" : "*"));
  }

  private void include(Path file, Spot at, SequencedSet<Path> chain) {
    Path key = key(file);
    if (chain.contains(key)) {
      List<String> circle = new ArrayList<>();
      chain.forEach(link -> circle.add(String.valueOf(files.get(link))));
      circle.subList(0, List.copyOf(chain).indexOf(key)).clear();
      circle.add(circle.getFirst());
      problems.add(at, "the file includes itself: " + String.join(" -> ", circle));
    } else if (files.containsKey(key) || problems.isFull()) {
      return; // it has been read
    } else if (chain.size() == DEEPEST) {
      problems.add(at, "more than " + DEEPEST + " files include each other in a row");
    } else if (files.size() == MOST_FILES || characters > LARGEST_SUM) {
      complete = false;
      problems.settle(
          at,
          files.size() == MOST_FILES
              ? "more than " + MOST_FILES + " files are included"
              : "the included files are larger than " + (LARGEST_SUM >> 20) + " MiB together");
    } else {
      files.put(key, file);
      chain.add(key);
      try {
        read(SourceFile.read(file), chain);
      } catch (Unloadable e) {
        complete = false;
        // A file as a whole has no place of its own; where it is asked for is one.
        problems.add(
            e.problem().line() > 0
                ? e.problem()
                : at.problem("cannot include " + file + ": " + reason(file, e.problem())));
      }
      chain.removeLast();
    }
  }

  private static String reason(Path file, ConfigProblem problem) {
    return Files.isDirectory(file)
        ? "it is a folder; write " + file + "/*.yaml for the files in it"
        : !Files.exists(file)
            ? "no such file"
            : problem.message().replace("cannot read the configuration: ", "");
  }

  /** One file is one file by whatever path. */
  private static Path key(Path file) {
    try {
      return Files.exists(file) ? file.toRealPath() : Folders.absolute(file);
    } catch (IOException e) {
      return Folders.absolute(file); // reading it will say why it cannot be reached
    }
  }
}
