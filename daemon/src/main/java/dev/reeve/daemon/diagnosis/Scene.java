package dev.reeve.daemon.diagnosis;

import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a service is started: what is executed, where, and with which variables.
 *
 * @param program absolute
 * @param words its arguments, its name first
 * @param environment that of the process
 */
public record Scene(
    ServiceSpec spec, Path program, List<String> words, Map<String, String> environment) {
  public Scene {
    words = List.copyOf(words);
    environment = Map.copyOf(environment);
  }

  /** The working directory. */
  Path directory() {
    return spec.directory();
  }

  /** What a text means there; nothing if it is no path. */
  Optional<Path> path(String text) {
    try {
      return Optional.of(directory().resolve(text).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /** Where programs are looked for. */
  String searchPath() {
    return environment.getOrDefault("PATH", "");
  }
}
