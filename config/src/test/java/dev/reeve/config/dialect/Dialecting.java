package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.config.SpecYaml;
import dev.reeve.config.tree.Source;
import dev.reeve.core.spec.Field;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Loads foreign files in tests. */
final class Dialecting {
  static final Environment ENVIRONMENT =
      new Environment(Map.of("HOME", "/home/me", "PORT", "8080", "EMPTY", ""));

  private Dialecting() {}

  /** Whose file this is taken for. */
  static String dialect(String name, String text) {
    return Dialects.of(new Source(Path.of("/conf", name), text))
        .map(Dialect::name)
        .orElse("native");
  }

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
    Loaded.Ok ok = (Loaded.Ok) loaded;
    assertThat(converted(ok)).isEqualTo(ok.specs());
    return ok;
  }

  /** What 'reeve convert' writes of it, loaded again: so all files of these tests are converted. */
  private static List<ServiceSpec> converted(Loaded.Ok ok) {
    String yaml = SpecYaml.write(ok.specs());
    return switch (Loader.parse(Path.of("/else/reeve.yaml"), yaml, ENVIRONMENT, Set.of())) {
      case Loaded.Broken broken -> throw new AssertionError(yaml + broken.text());
      case Loaded.Ok again -> again.specs();
    };
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

  /** Every field of a service that is not Reeve's default, by its path. */
  static Map<String, Object> fields(Loaded.Ok ok, String name) {
    ServiceSpec spec = spec(ok, name);
    Map<String, Object> fields = new TreeMap<>();
    for (Field<?> field : Fields.ALL) {
      if (field.isDeclared(spec)) {
        fields.put(field.path(), field.tree(spec));
      }
    }
    return fields;
  }

  /** The same written as {@code path: value} lines, to compare with a text. */
  static String text(Loaded.Ok ok, String name) {
    StringBuilder text = new StringBuilder();
    fields(ok, name).forEach((path, value) -> text.append(path + ": " + value + "\n"));
    return text.toString();
  }

  /** The service of that name. */
  static ServiceSpec spec(Loaded.Ok ok, String name) {
    return ok.specs().stream()
        .filter(spec -> spec.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + ok.specs()));
  }
}
