package dev.reeve.api;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * Where everything of one daemon is.
 *
 * @param root {@code REEVE_HOME}; for the default places the folder of the state
 * @param config the configuration that is loaded when the daemon begins, if it is there
 * @param state what must survive a power loss
 * @param logs output of services
 * @param run what lives as long as the machine runs: socket, lock, pipes
 */
public record Home(Path root, Path config, Path state, Path logs, Path run) {
  /** The home of the machine, which members of a group may share with root. */
  public static final Path OF_MACHINE = Path.of("/var/lib/reeve");

  /** The longest path of a unix socket in bytes, see unix(7). */
  public static final int LONGEST_SOCKET = 107;

  /**
   * The home that an environment names: {@code REEVE_HOME} (where that is {@link #OF_MACHINE}, the
   * places are those of the system), else the places of the system for root, else those of the XDG
   * base directory specification.
   */
  public static Home of(Map<String, String> environment, boolean isRoot) {
    String home = environment.getOrDefault("REEVE_HOME", "");
    Path root = Path.of(home).toAbsolutePath().normalize();
    boolean ofMachine = home.isEmpty() ? isRoot : root.equals(OF_MACHINE);
    if (!home.isEmpty() && !ofMachine) {
      return new Home(
          root,
          root.resolve("reeve.yaml"),
          root.resolve("state"),
          root.resolve("logs"),
          root.resolve("run"));
    }
    if (ofMachine) {
      return new Home(
          OF_MACHINE,
          Path.of("/etc/reeve/reeve.yaml"),
          OF_MACHINE,
          Path.of("/var/log/reeve"),
          Path.of("/run/reeve"));
    }
    Path user = Path.of(environment.getOrDefault("HOME", "/"));
    Path state = xdg(environment, "XDG_STATE_HOME", user.resolve(".local/state"));
    String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
    return new Home(
        state,
        xdg(environment, "XDG_CONFIG_HOME", user.resolve(".config")).resolve("reeve.yaml"),
        state,
        state.resolve("logs"),
        runtime.startsWith("/") ? Path.of(runtime, "reeve") : state.resolve("run"));
  }

  /** A relative path in one of these variables is to be ignored, says the specification. */
  private static Path xdg(Map<String, String> environment, String variable, Path fallback) {
    String value = environment.getOrDefault(variable, "");
    return (value.startsWith("/") ? Path.of(value) : fallback).resolve("reeve");
  }

  /** Where the daemon listens. */
  public Path socket() {
    return run.resolve("reeve.sock");
  }

  /** How many bytes the path of its socket is long; more than {@link #LONGEST_SOCKET} cannot be. */
  public int socketLength() {
    return socket().toString().getBytes(StandardCharsets.UTF_8).length;
  }

  /** Held by the one daemon of this home. */
  public Path lock() {
    return run.resolve("reeve.lock");
  }

  /** What the daemon says of itself. */
  public Path daemonLog() {
    return logs.resolve("reeved.log");
  }

  /** The name of its control group: two homes beside each other never share one. */
  public String groupName() {
    String text = root.toString();
    return "reeve-%08x%08x".formatted(Checksum.of(text), text.hashCode());
  }
}
