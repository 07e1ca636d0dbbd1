package dev.reeve.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Loads configuration files: which file, its text, its tree, its services, and what they say of
 * each other. A mistake in a file is never an exception.
 */
public final class Loader {
  private Loader() {}

  /** The same as the other one, where no services exist beside the file. */
  public static Loaded load(Path fileOrFolder, Environment environment) {
    return load(fileOrFolder, environment, Set.of());
  }

  /**
   * Loads a file.
   *
   * @param fileOrFolder a YAML or JSON file, or a folder with a {@code reeve.yaml}, {@code
   *     reeve.yml} or {@code reeve.json}; problems name it as it is given here
   * @param environment for {@code ${VAR}} and {@code ~}
   * @param others names of services that exist beside the file and may be depended on
   */
  public static Loaded load(Path fileOrFolder, Environment environment, Set<String> others) {
    try {
      Path file = ConfigFile.find(fileOrFolder);
      return read(ConfigFile.read(file), environment, others);
    } catch (Unloadable e) {
      return new Loaded.Broken(List.of(e.problem()));
    }
  }

  /**
   * The same for a text; {@code file} is where relative paths start from and what messages name.
   */
  public static Loaded parse(Path file, String text, Environment environment, Set<String> others) {
    return read(new Source(file, text), environment, others);
  }

  private static Loaded read(Source source, Environment environment, Set<String> others) {
    Problems problems = new Problems(source);
    Optional<Node> root;
    try {
      root = YamlReader.read(problems);
    } catch (Unloadable e) {
      // What was found before the reading stopped is worth mending, too.
      return new Loaded.Broken(problems.sortedWith(e.problem()));
    }
    Path absolute = source.file().toAbsolutePath().normalize();
    Path folder = absolute.getParent();
    Path base = folder == null ? absolute : folder;
    ServicesReader services = new ServicesReader(problems, environment, base);
    services.read(root.orElse(new Node.Text(Spot.START, "", true)));
    Dependencies.check(problems, services.entries(), services.specs(), others);
    if (!problems.isEmpty()) {
      return new Loaded.Broken(problems.sorted());
    }
    Map<String, Place> origins = new LinkedHashMap<>();
    services.entries().forEach((name, entry) -> origins.put(name, source.place(entry.at())));
    return new Loaded.Ok(
        List.copyOf(services.specs()),
        source.file(),
        Collections.unmodifiableMap(origins),
        new Places(source, services.entries()));
  }
}
