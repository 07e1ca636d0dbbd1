package dev.reeve.config;

import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the programs of one service are looked for: a path is a path, a bare name is in PATH. */
final class Programs {
  /** What a service without a PATH of its own gets, see execvp(3). */
  private static final String DEFAULT_PATH = "/usr/local/bin:/usr/bin:/bin";

  /** Files that an interpreter runs, so that they need not be executable. */
  private static final List<String> SCRIPTS =
      List.of(".py", ".js", ".rb", ".sh", ".pl", ".php", ".lua", ".jar");

  private final ServiceSpec spec;
  private final String path;

  Programs(ServiceSpec spec, Environment environment) {
    this.spec = spec;
    String own = spec.environment().variables().get("PATH");
    String inherited =
        spec.environment().inherit()
            ? environment.value("PATH").orElse(DEFAULT_PATH)
            : DEFAULT_PATH;
    this.path = own != null ? own : inherited;
  }

  /** Equal for services of which the same programs are missing. */
  List<Object> key() {
    return List.of(spec.directory(), path, spec.interpreter(), spec.environment().files());
  }

  /**
   * Why a program cannot be run, if so.
   *
   * @param interpretable whether an interpreter may run it, given or by its extension
   */
  Optional<String> missing(String program, boolean interpretable) {
    if (!interpretable) {
      return missingProgram(program);
    }
    if (!spec.interpreter().isEmpty()) {
      return missingProgram(spec.interpreter()).or(() -> missingFile(program));
    }
    boolean script = SCRIPTS.stream().anyMatch(program::endsWith);
    if (script && (program.contains("/") || isFile(program))) {
      return missingFile(program);
    }
    return missingProgram(program);
  }

  private boolean isFile(String name) {
    return resolved(name).filter(Files::isRegularFile).isPresent();
  }

  private Optional<String> missingFile(String name) {
    return isFile(name) ? Optional.empty() : Optional.of("cannot run " + name + ": no such file");
  }

  private Optional<String> missingProgram(String program) {
    if (program.contains("/")) {
      return resolved(program)
          .map(file -> reason(program, file))
          .orElse(Optional.of("cannot run " + program + ": this is not a path"));
    }
    for (String folder : path.split(":", -1)) {
      Optional<Path> file = resolved(folder.isEmpty() ? program : folder + "/" + program);
      if (file.filter(Files::isRegularFile).filter(Files::isExecutable).isPresent()) {
        return Optional.empty();
      }
    }
    return pathMayChange()
        ? Optional.empty()
        : Optional.of(
            "cannot run " + program + ": no such program in PATH (" + path + ")" + hint(program));
  }

  private Optional<String> reason(String program, Path file) {
    if (!Files.exists(file)) {
      return Optional.of("cannot run " + program + ": no such file" + hint(program));
    }
    if (Files.isDirectory(file)) {
      return Optional.of("cannot run " + program + ": it is a folder");
    }
    return Files.isExecutable(file)
        ? Optional.empty()
        : Optional.of(
            "cannot run "
                + program
                + ": it is not executable; chmod +x it, or name an interpreter");
  }

  /** Commands are run as they are, so what only a shell understands is a frequent reason. */
  private String hint(String program) {
    if (program.startsWith("~") || program.contains("$")) {
      return "; write the whole path, or use 'shell: true'";
    }
    return isFile(program) && !program.contains("/") ? "; write ./" + program : "";
  }

  private Optional<Path> resolved(String name) {
    try {
      return Optional.of(spec.directory().resolve(name));
    } catch (InvalidPathException e) {
      return Optional.empty(); // such a file cannot exist
    }
  }

  /** Whether a file of variables sets PATH; what it says then counts only at the start. */
  private boolean pathMayChange() {
    for (Path file : spec.environment().files()) {
      try {
        if (Files.isRegularFile(file)
            && Files.readString(file, StandardCharsets.ISO_8859_1).contains("PATH=")) {
          return true;
        }
      } catch (IOException e) {
        return true; // Preflight has warned of the file itself; of its PATH nothing is known
      }
    }
    return false;
  }
}
