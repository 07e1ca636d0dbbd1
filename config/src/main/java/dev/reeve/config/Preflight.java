package dev.reeve.config;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ReloadAction;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks whether this machine has what the services of a file need: folders, files and programs.
 * What is missing may still come before the service starts, so these are warnings. Users and groups
 * are looked up by the daemon, which alone may become them.
 */
public final class Preflight {
  private final Loaded.Ok loaded;
  private final Environment environment;
  private final List<ConfigProblem> warnings = new ArrayList<>();

  private Preflight(Loaded.Ok loaded, Environment environment) {
    this.loaded = loaded;
    this.environment = environment;
  }

  /**
   * The warnings, in the order of the services.
   *
   * @param environment the one that services inherit; its {@code PATH} is where programs are looked
   *     for, unless a service has its own
   */
  public static List<ConfigProblem> check(Loaded.Ok loaded, Environment environment) {
    Preflight preflight = new Preflight(loaded, environment);
    loaded.specs().forEach(preflight::check);
    return List.copyOf(preflight.warnings);
  }

  private void check(ServiceSpec spec) {
    boolean folder = checkFolder(spec);
    for (Path file : spec.environment().files()) {
      reasonUnreadable(file)
          .ifPresent(why ->
              warn(spec, Fields.ENV_FILE.path(), "cannot read env_file " + file + ": " + why));
    }
    // Without the folder nothing relative to it can be judged, and the daemon starts nothing.
    if (folder) {
      Programs programs = new Programs(spec, environment);
      if (spec.command() instanceof Command.Argv(List<String> words)) {
        programs
            .missing(words.getFirst(), true)
            .ifPresent(why -> warn(spec, Fields.COMMAND.path(), why));
      }
      checkCommand(spec, Fields.STOP_COMMAND.path(), spec.stop().command(), programs);
      if (spec.reload() instanceof ReloadAction.Run(Command command)) {
        checkCommand(spec, Fields.RELOAD.path(), command, programs);
      }
    }
  }

  private boolean checkFolder(ServiceSpec spec) {
    Path folder = spec.directory();
    String why =
        !Files.exists(folder)
            ? "no such folder"
            : !Files.isDirectory(folder)
                ? "it is not a folder"
                : !Files.isExecutable(folder) ? "permission denied for this user" : "";
    if (!why.isEmpty()) {
      warn(spec, Fields.DIRECTORY.path(), "cannot use cwd " + folder + ": " + why);
    }
    return why.isEmpty();
  }

  private static Optional<String> reasonUnreadable(Path file) {
    return !Files.exists(file)
        ? Optional.of("no such file")
        : Files.isDirectory(file)
            ? Optional.of("it is a folder")
            : !Files.isReadable(file)
                ? Optional.of("permission denied for this user")
                : Optional.empty();
  }

  private void checkCommand(ServiceSpec spec, String path, Command command, Programs programs) {
    if (command instanceof Command.Argv(List<String> words) && !words.isEmpty()) {
      programs.missing(words.getFirst(), false).ifPresent(why -> warn(spec, path, why));
    }
  }

  private void warn(ServiceSpec spec, String path, String message) {
    warnings.add(loaded.places().problem(spec.name(), path, message));
  }
}
