package dev.reeve.core.spec;

import dev.reeve.core.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
    Diagnose diagnose,
    Needs needs,
    Ready ready,
    HealthSpec health,
    Duration watchdog,
    List<CheckSpec> checks,
    Optional<Schedule> schedule,
    WatchSpec watch,
    RolloutSpec rollout,
    List<ProvisionStep> provision,
    CrashSpec onCrash,
    StatsdSpec statsd,
    ResourceSpec resources,
    SandboxSpec sandbox,
    List<SocketSpec> sockets,
    LogSpec logs) {

  /** Which services it needs, and what of each. */
  public Map<String, Condition> dependsOn() {
    return needs.on().services();
  }

  /** The same service under another name. */
  public ServiceSpec named(String newName) {
    return with(newName, enabled, needs, checks);
  }

  /** The same service with other dependencies. */
  public ServiceSpec dependingOn(Map<String, Condition> dependencies) {
    Needs.On on = new Needs.On(dependencies, needs.on().gates());
    return with(name, enabled, new Needs(on, needs.timeout(), needs.onTimeout()), checks);
  }

  /** The same service, brought back at boot or not. */
  public ServiceSpec enabled(boolean atBoot) {
    return with(name, atBoot, needs, checks);
  }

  /** The same service, whose checks start another service where they start this one. */
  public ServiceSpec starting(String from, String to) {
    return with(
        name, enabled, needs, checks.stream().map(check -> check.renaming(from, to)).toList());
  }

  private ServiceSpec with(
      String newName, boolean atBoot, Needs newNeeds, List<CheckSpec> newChecks) {
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
        diagnose,
        newNeeds,
        ready,
        health,
        watchdog,
        newChecks,
        schedule,
        watch,
        rollout,
        provision,
        onCrash,
        statsd,
        resources,
        sandbox,
        sockets,
        logs);
  }
}
