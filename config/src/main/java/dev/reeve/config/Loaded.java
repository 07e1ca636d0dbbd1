package dev.reeve.config;

import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What became of a configuration file. */
public sealed interface Loaded {
  /**
   * The file is good.
   *
   * @param specs the services, in the order of the file; at least one
   * @param file the file that was read, also when a folder was asked for
   * @param origins where the name of each service stands
   * @param places where everything else stands
   */
  record Ok(List<ServiceSpec> specs, Path file, Map<String, Place> origins, Places places)
      implements Loaded {}

  /**
   * The file is not good, and nothing of it should be used.
   *
   * @param problems all of them, in the order of the file; at least one
   */
  record Broken(List<ConfigProblem> problems) implements Loaded {
    /** All problems as a person reads them, with a line break between them. */
    public String text() {
      return String.join("\n", problems.stream().map(ConfigProblem::text).toList());
    }
  }
}
