package dev.reeve.config;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ReloadAction;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** Many services look for the same at the same places; each place is looked at once. */
  private final Map<Path, String> folders = new HashMap<>();

  private final Map<List<Object>, Optional<String>> programs = new HashMap<>();

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
      checkCommand(spec, Fields.COMMAND.path(), spec.command(), true);
      checkCommand(spec, Fields.STOP_COMMAND.path(), spec.stop().command(), false);
      if (spec.reload() instanceof ReloadAction.Run(Command command)) {
        checkCommand(spec, Fields.RELOAD.path(), command, false);
      }
    }
  }

  private boolean checkFolder(ServiceSpec spec) {
    Path folder = spec.directory();
    String why = folders.computeIfAbsent(folder, Preflight::reasonUnusable);
    if (!why.isEmpty()) {
      warn(spec, Fields.DIRECTORY.path(), "cannot use cwd " + folder + ": " + why);
    }
    return why.isEmpty();
  }

  private static String reasonUnusable(Path folder) {
    return !Files.exists(folder)
        ? "no such folder"
        : !Files.isDirectory(folder)
            ? "it is not a folder"
            : !Files.isExecutable(folder) ? "permission denied for this user" : "";
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

  /** Whether there is the program; {@code main}: an interpreter may run it. */
  private void checkCommand(ServiceSpec spec, String path, Command command, boolean main) {
    if (command instanceof Command.Argv(List<String> words) && !words.isEmpty()) {
      String program = words.getFirst();
      Programs places = new Programs(spec, environment);
      programs
          .computeIfAbsent(
              List.of(places.key(), program, main), any -> places.missing(program, main))
          .ifPresent(why -> warn(spec, path, why));
    }
  }

  private void warn(ServiceSpec spec, String path, String message) {
    warnings.add(loaded.places().problem(spec.name(), path, message));
  }
}
