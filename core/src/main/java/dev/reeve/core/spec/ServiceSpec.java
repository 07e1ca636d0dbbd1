package dev.reeve.core.spec;

import dev.reeve.core.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

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
    boolean essential,
    RestartSpec restart,
    StopSpec stop,
    ReloadAction reload,
    Duration startupGrace,
    Needs needs,
    Ready ready,
    HealthSpec health,
    Duration watchdog,
    Optional<Schedule> schedule,
    WatchSpec watch,
    RolloutSpec rollout,
    LogSpec logs) {

  /** Which services it needs, and what of each. */
  public Map<String, Condition> dependsOn() {
    return needs.on().services();
  }

  /** The same service under another name. */
  public ServiceSpec named(String newName) {
    return with(newName, enabled, needs);
  }

  /** The same service with other dependencies. */
  public ServiceSpec dependingOn(Map<String, Condition> dependencies) {
    Needs.On on = new Needs.On(dependencies, needs.on().gates());
    return with(name, enabled, new Needs(on, needs.timeout(), needs.onTimeout()));
  }

  /** The same service, brought back at boot or not. */
  public ServiceSpec enabled(boolean atBoot) {
    return with(name, atBoot, needs);
  }

  private ServiceSpec with(String newName, boolean atBoot, Needs newNeeds) {
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
        atBoot,
        labels,
        once,
        essential,
        restart,
        stop,
        reload,
        startupGrace,
        newNeeds,
        ready,
        health,
        watchdog,
        schedule,
        watch,
        rollout,
        logs);
  }
}
