package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The configuration files of the tests, and the environment they are loaded in. */
final class Fixtures {
  static final Environment ENVIRONMENT =
      new Environment(Map.of("HOME", "/home/me", "PORT", "8080", "EMPTY", ""));

  private Fixtures() {}

  static Path folder(String name) {
    try {
      return Path.of(Fixtures.class.getResource("/" + name).toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All configuration files of a folder, by name. */
  static List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(folder(folder))) {
      return files.filter(file -> !file.toString().endsWith(".expected")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Loaded parse(String text, String... others) {
    return Loader.parse(Path.of("/conf/reeve.yaml"), text, ENVIRONMENT, Set.of(others));
  }

  /** The services of a text without problems. */
  static List<ServiceSpec> specs(String text, String... others) {
    return ok(parse(text, others)).specs();
  }

  /** The messages of a text with problems, without places and excerpts. */
  static List<String> messages(String text, String... others) {
    Loaded loaded = parse(text, others);
    assertThat(loaded).isInstanceOf(Loaded.Broken.class);
    return ((Loaded.Broken) loaded).problems().stream().map(ConfigProblem::message).toList();
  }

  static Loaded.Ok ok(Loaded loaded) {
    if (loaded instanceof Loaded.Broken broken) {
      throw new AssertionError(broken.text());
    }
    return (Loaded.Ok) loaded;
  }

  static String broken(Loaded loaded) {
    assertThat(loaded).isInstanceOf(Loaded.Broken.class);
    return ((Loaded.Broken) loaded).text();
  }
}
