package dev.reeve.core.spec;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * Everything declared of a service; immutable. The fields, their defaults and meanings are declared
 * in {@link Fields}; texts that are not declared are empty.
 */
public record ServiceSpec(
    String name,
    Command command,
    String interpreter,
    Path directory,
    String user,
    String group,
    int instances,
    EnvironmentSpec environment,
    String groupName,
    String description,
    boolean enabled,
    Map<String, String> labels,
    boolean once,
    RestartSpec restart,
    StopSpec stop,
    ReloadAction reload,
    Duration startupGrace,
    Map<String, Condition> dependsOn,
    Duration dependsTimeout,
    OnTimeout onTimeout,
    LogSpec logs) {

  /** The same service under another name. */
  public ServiceSpec named(String newName) {
    return new ServiceSpec(
        newName,
        command,
        interpreter,
        directory,
        user,
        group,
        instances,
        environment,
        groupName,
        description,
        enabled,
        labels,
        once,
        restart,
        stop,
        reload,
        startupGrace,
        dependsOn,
        dependsTimeout,
        onTimeout,
        logs);
  }

  /** The same service with other dependencies. */
  public ServiceSpec dependingOn(Map<String, Condition> dependencies) {
    return new ServiceSpec(
        name,
        command,
        interpreter,
        directory,
        user,
        group,
        instances,
        environment,
        groupName,
        description,
        enabled,
        labels,
        once,
        restart,
        stop,
        reload,
        startupGrace,
        dependencies,
        dependsTimeout,
        onTimeout,
        logs);
  }

  /** The same service, brought back at boot or not. */
  public ServiceSpec enabled(boolean atBoot) {
    return new ServiceSpec(
        name,
        command,
        interpreter,
        directory,
        user,
        group,
        instances,
        environment,
        groupName,
        description,
        atBoot,
        labels,
        once,
        restart,
        stop,
        reload,
        startupGrace,
        dependsOn,
        dependsTimeout,
        onTimeout,
        logs);
  }
}
