package dev.reeve.config.dialect;

import dev.reeve.config.tree.BadText;
import dev.reeve.config.tree.Globs;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The configuration of supervisord 4: {@code [program:x]}, {@code [group:x]}, {@code [include]},
 * and of {@code [supervisord]} what reaches the programs.
 */
final class Supervisord implements Dialect {
  private static final Pattern SECTION =
      Pattern.compile(
          "^\\[(supervisord\\]|program:|group:|eventlistener:|fcgi-program:|include\\])",
          Pattern.MULTILINE);
  private static final Pattern NAME = Pattern.compile("supervisord?\\.conf|.+\\.ini");

  @Override
  public String name() {
    return "supervisord";
  }

  @Override
  public boolean claims(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate.extension().equals("conf") && SECTION.matcher(candidate.text()).find();
  }

  @Override
  public void translate(Translation translation) {
    List<Ini.Section> sections = new ArrayList<>(Ini.read(translation, translation.source()));
    Map<String, String> values = values(translation);
    for (Ini.Section section : List.copyOf(sections)) {
      if (section.name().equals("include")) {
        include(translation, section, values).forEach(sections::addAll);
      }
    }
    Map<String, String> groups = new LinkedHashMap<>();
    Optional<Ini.Section> daemon = Optional.empty();
    for (Ini.Section section : sections) {
      if (section.name().startsWith("group:")) {
        group(translation, section, sections, groups);
      } else if (section.name().equals("supervisord")) {
        daemon = Optional.of(section);
        daemon(translation, section);
      }
    }
    for (Ini.Section section : sections) {
      if (!translation.isHopeless()) {
        section(translation, section, daemon, groups, values);
      }
    }
  }

  /** What {@code %(…)s} means everywhere. */
  private static Map<String, String> values(Translation translation) {
    Map<String, String> values = new HashMap<>();
    translation
        .environment()
        .variables()
        .forEach((name, value) -> values.put("ENV_" + name, value));
    values.put("here", translation.folder().toString());
    values.put("host_node_name", translation.environment().value("HOSTNAME").orElse("localhost"));
    return values;
  }

  private static List<List<Ini.Section>> include(
      Translation translation, Ini.Section include, Map<String, String> values) {
    List<List<Ini.Section>> included = new ArrayList<>();
    Optional<Node.Entry> files = include.entry("files");
    if (files.isEmpty()) {
      translation.problem(include.at(), "[include] has no 'files'");
      return included;
    }
    Spot at = files.get().value().at();
    try {
      Path parent = translation.source().file().getParent();
      Path folder = parent == null ? Path.of("") : parent;
      String patterns = PythonFormat.format(include.text("files"), values).strip();
      for (String pattern : patterns.split("\\s+", -1)) {
        for (Path file : Globs.files(folder, pattern)) {
          if (!translation.isOpened(file)) {
            Source source = translation.open(file);
            included.add(Ini.read(translation, source));
          }
        }
      }
    } catch (BadText e) {
      translation.problem(at, "'files': " + e.reason());
    } catch (Globs.Unmatchable e) {
      translation.problem(at, "cannot include: " + e.reason());
    } catch (InvalidPathException e) {
      translation.problem(at, "cannot include: this is not a path");
    } catch (Unloadable e) {
      translation.problem(e);
    }
    for (List<Ini.Section> sections : included) {
      for (Ini.Section section : sections) {
        if (section.name().equals("include")) {
          translation.warn(section.at(), "included files cannot include others; ignored");
        }
      }
    }
    return included;
  }

  private static void group(
      Translation translation,
      Ini.Section group,
      List<Ini.Section> sections,
      Map<String, String> groups) {
    String name = group.name().substring("group:".length());
    Spot at = group.entry("programs").map(entry -> entry.value().at()).orElse(group.at());
    for (String program : group.text("programs").split(",", -1)) {
      String known = program.strip();
      if (known.isEmpty()) {
        continue;
      }
      if (sections.stream().noneMatch(section -> section.name().equals("program:" + known))) {
        translation.problem(at, "group '" + name + "': there is no program '" + known + "'");
      }
      groups.put(known, name);
    }
    if (group.text("programs").isBlank()) {
      translation.problem(at, "group '" + name + "' has no 'programs'");
    }
    group
        .entry("priority")
        .ifPresent(entry ->
            translation.warn(
                entry.at(),
                "group '"
                    + name
                    + "': 'priority' has no equivalent: say with 'depends_on' what"
                    + " must run before; ignored"));
  }

  private static void daemon(Translation translation, Ini.Section section) {
    List<String> ignored =
        section.entries().keySet().stream()
            .filter(key -> !List.of("environment", "directory").contains(key))
            .toList();
    if (!ignored.isEmpty()) {
      translation.warn(
          section.at(),
          "[supervisord]: "
              + String.join(", ", ignored)
              + " have no equivalent: Reeve's daemon needs none of them; ignored");
    }
  }

  private static void section(
      Translation translation,
      Ini.Section section,
      Optional<Ini.Section> daemon,
      Map<String, String> groups,
      Map<String, String> values) {
    int colon = section.name().indexOf(':');
    String kind = section.name().substring(0, colon + 1);
    switch (colon < 0 ? section.name() : kind) {
      case "program:" -> {
        String name = section.name().substring("program:".length()).strip();
        new SupervisordProgram(
                translation, section, daemon, name, groups.getOrDefault(name, ""), values)
            .translate();
      }
      case "supervisord", "group:", "include" -> {
        // read before
      }
      case "unix_http_server", "inet_http_server", "supervisorctl", "rpcinterface:" ->
          translation.warn(
              section.at(),
              "[" + section.name() + "] has no equivalent: Reeve has a socket of its own; ignored");
      case "eventlistener:" ->
          translation.warn(
              section.at(),
              "["
                  + section.name()
                  + "] has no equivalent: Reeve does not feed events to programs; 'reeve events -f"
                  + " --json' prints them; ignored");
      case "fcgi-program:" ->
          translation.warn(
              section.at(),
              "["
                  + section.name()
                  + "] has no equivalent: Reeve passes no FastCGI sockets; ignored");
      default -> translation.warn(section.at(), "[" + section.name() + "] is unknown; ignored");
    }
  }
}
