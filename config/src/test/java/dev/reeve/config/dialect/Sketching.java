package dev.reeve.config.dialect;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Unloadable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What dialects sketch before anything is validated, so that fields are asserted that this version
 * does not know yet.
 */
final class Sketching {
  /** The sketches of a file, its problems and warnings. */
  record Result(Map<String, Sketch> sketches, List<String> problems, List<String> warnings) {
    Sketch sketch(String name) {
      Sketch sketch = sketches.get(name);
      if (sketch == null) {
        throw new AssertionError("no " + name + " in " + sketches.keySet() + problems);
      }
      return sketch;
    }

    /** What the file declares of a service, and what the foreign system does otherwise. */
    String all(String name) {
      return declared(name) + fallbacks(name);
    }

    /** What the file declares of a service, sorted by native paths. */
    String declared(String name) {
      return text(name, false);
    }

    /** What the foreign system does where nothing is declared. */
    String fallbacks(String name) {
      return text(name, true);
    }

    private String text(String name, boolean fallback) {
      Sketch sketch = sketch(name);
      Map<String, String> lines = new TreeMap<>();
      sketch
          .wishes()
          .forEach((path, wish) -> {
            if (wish.fallback() == fallback) {
              lines.put(path, shown(wish.value()));
            }
          });
      if (!fallback) {
        sketch.variables().forEach((key, entry) -> lines.put("env." + key, shown(entry.value())));
        List<Node> waits = sketch.waits();
        for (int i = 0; i < waits.size(); i++) {
          lines.put("depends_on[" + i + "]", shown(waits.get(i)));
        }
      }
      return lines.entrySet().stream()
          .map(line -> line.getKey() + ": " + line.getValue() + "\n")
          .collect(Collectors.joining());
    }
  }

  private Sketching() {}

  static Result of(SketchingDialect dialect, String name, String text) {
    return of(dialect, new Source(Path.of("/conf/" + name), text));
  }

  static Result of(SketchingDialect dialect, Path file) {
    try {
      return of(dialect, SourceFile.read(file));
    } catch (Unloadable e) {
      throw new AssertionError(e);
    }
  }

  private static Result of(SketchingDialect dialect, Source source) {
    Problems problems = new Problems();
    Problems warnings = new Problems();
    Environment environment = Dialecting.ENVIRONMENT;
    Map<String, Sketch> sketches = new LinkedHashMap<>();
    try {
      dialect
          .sketches(new Translation(source, environment, problems, warnings))
          .forEach(sketch -> sketches.put(sketch.name(), sketch));
    } catch (Unloadable e) {
      problems.add(e.problem());
    }
    return new Result(sketches, lines(problems.sorted()), lines(warnings.sorted()));
  }

  private static List<String> lines(List<ConfigProblem> problems) {
    return problems.stream().map(Sketching::line).toList();
  }

  private static String line(ConfigProblem problem) {
    String file = String.valueOf(problem.file().getFileName());
    return file + ":" + problem.line() + ":" + problem.column() + ": " + problem.message();
  }

  /** The warnings of a load, but for those of fields that a later version has. */
  static List<String> lasting(Loaded.Ok ok) {
    return Dialecting.warnings(ok).stream()
        .filter(warning -> !warning.contains("is not supported by this version"))
        .toList();
  }

  static String shown(Node node) {
    return switch (node) {
      case Node.Text text -> text.text();
      case Node.Items items -> items.items().stream().map(Sketching::shown).toList().toString();
      case Node.Entries map -> {
        List<String> entries = new ArrayList<>();
        map.entries().forEach(entry -> entries.add(entry.key() + ": " + shown(entry.value())));
        yield "{" + String.join(", ", entries) + "}";
      }
    };
  }
}
