package dev.reeve.config.dialect;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Loads foreign files in tests. */
final class Dialecting {
  static final Environment ENVIRONMENT =
      new Environment(Map.of("HOME", "/home/me", "PORT", "8080", "EMPTY", ""));

  private Dialecting() {}

  static Loaded load(String name, String text) {
    return Loader.parse(Path.of("/conf/" + name), text, ENVIRONMENT, Set.of());
  }

  static Loaded.Ok ok(String name, String text) {
    return ok(load(name, text));
  }

  static Loaded.Ok ok(Loaded loaded) {
    if (loaded instanceof Loaded.Broken broken) {
      throw new AssertionError(broken.text());
    }
    return (Loaded.Ok) loaded;
  }

  /** The problems as {@code LINE:COLUMN: MESSAGE}. */
  static List<String> problems(String name, String text) {
    return problems(load(name, text));
  }

  /** The problems as {@code LINE:COLUMN: MESSAGE}. */
  static List<String> problems(Loaded loaded) {
    return switch (loaded) {
      case Loaded.Broken broken -> lines(broken.problems());
      case Loaded.Ok ok -> throw new AssertionError("is good: " + ok.specs());
    };
  }

  /** The warnings as {@code LINE:COLUMN: MESSAGE}. */
  static List<String> warnings(Loaded.Ok ok) {
    return lines(ok.warnings());
  }

  private static List<String> lines(List<ConfigProblem> problems) {
    return problems.stream()
        .map(problem -> problem.line() + ":" + problem.column() + ": " + problem.message())
        .toList();
  }

  /** The service of that name. */
  static ServiceSpec spec(Loaded.Ok ok, String name) {
    return ok.specs().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + ok.specs()));
  }
}
