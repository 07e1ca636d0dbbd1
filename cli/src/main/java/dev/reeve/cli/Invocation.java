package dev.reeve.cli;

import dev.reeve.api.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * All that a command depends on.
 *
 * @param arguments without the name of the program
 * @param environment of the caller
 * @param directory absolute; relative paths in arguments start from it
 * @param install the folder Reeve is installed in, where {@code lib/keep} starts a daemon
 */
public record Invocation(
    List<String> arguments,
    Map<String, String> environment,
    Path directory,
    Path install,
    Terminal terminal) {
  /** The arguments are copied. */
  public Invocation {
    arguments = List.copyOf(arguments);
  }

  /** Where the daemon that the environment names has its things. */
  public Home home() {
    return Home.of(environment, environment.getOrDefault("REEVE_HOME", "").isEmpty() && isRoot());
  }

  /** A variable of the environment; empty if it is not set. */
  String variable(String name) {
    return environment.getOrDefault(name, "");
  }

  /** A process owns its own folder in /proc with its effective user; see proc(5). */
  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
    } catch (IOException | UnsupportedOperationException e) {
      return "root".equals(System.getProperty("user.name"));
    }
  }
}
