package dev.reeve.core.engine;

import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person or program asks of the engine. Each is answered by exactly one {@link
 * Effect.Answer}.
 */
public sealed interface Order {
  /**
   * Creates services, or changes those that exist, all or none of them. Refused as a whole when a
   * dependency is unknown or the dependencies form a cycle ({@code a -> b -> a}).
   *
   * <p>If it is refused, the outcomes name only those that are wrong.
   *
   * @param existing what to do with a service that exists already
   * @param start whether they are wanted up afterwards; otherwise new ones stay stopped and
   *     existing ones stay as they are
   * @param restart whether a running service whose changed fields need it is restarted; otherwise
   *     the change waits for its next start
   * @param sources the files that declare them, by name of the service; one that is not named keeps
   *     what it has
   */
  record Define(
      List<ServiceSpec> specs,
      Existing existing,
      boolean start,
      boolean restart,
      Map<String, String> sources)
      implements Order {
    /** The same for services that no file declares. */
    public Define(List<ServiceSpec> specs, Existing existing, boolean start, boolean restart) {
      this(specs, existing, start, restart, Map.of());
    }
  }

  /**
   * Makes services be as a file declares them, all or nothing: creates and starts those that are
   * new, changes those that exist and leaves them up or down, ends and forgets those that are gone.
   * Refused as a whole for the reasons of {@link Define} and of {@link Delete}.
   *
   * @param specs new and changed services
   * @param removals names of services to delete; one that is in {@code specs}, too, stays
   * @param sources as in {@link Define}; may name services that are not in {@code specs}
   * @param restart as in {@link Define}
   */
  record Apply(
      List<ServiceSpec> specs, List<String> removals, Map<String, String> sources, boolean restart)
      implements Order {}

  /** What {@link Define} does with a service that exists already. */
  enum Existing {
    /** Change it. */
    REPLACE,
    /** Refuse the whole order. */
    REFUSE
  }

  /** Starts services, their dependencies first; those that run are left alone. */
  record Start(List<Selection> targets) implements Order {}

  /**
   * Ends them, dependants first. With force, without the grace and without waiting for dependants.
   * What has failed becomes stopped; what has completed stays so.
   */
  record Stop(List<Selection> targets, boolean force) implements Order {}

  /** Ends what runs and starts all of it again; resets the restart counters. */
  record Restart(List<Selection> targets) implements Order {}

  /** Reads configuration anew as each service declares it; a restart where it declares nothing. */
  record Reload(List<Selection> targets) implements Order {}

  /** Ends and forgets services. Refused while a service that stays depends on one of them. */
  record Delete(List<String> services) implements Order {}

  /** Sends a signal, by name without {@code SIG}, to every process of the running instances. */
  record Signal(List<Selection> targets, String signal) implements Order {}

  /** Stops running instances where they are, or lets them go on. */
  record Pause(List<Selection> targets, boolean paused) implements Order {}

  /** Whether services are brought back when the machine boots. */
  record Enable(List<String> services, boolean enabled) implements Order {}

  /**
   * Pins flags to services; one that is there gets another time.
   *
   * @param flags good names ({@link UserFlag#isName}); others are refused
   * @param ttl after which they go by themselves; null for never
   */
  record Flag(List<String> services, List<String> flags, @Nullable Duration ttl) implements Order {}

  /** Takes flags off services; those that are not there are gone already. */
  record Unflag(List<String> services, List<String> flags) implements Order {}

  /** Gives a service another name without touching its processes; dependants follow. */
  record Rename(String from, String to) implements Order {}

  /** Starts what is wanted up and does not run: after a halt, or after a failure. */
  record Resurrect() implements Order {}

  /**
   * Prepares the end of the daemon. With {@code keep} nothing is touched; else everything is ended,
   * dependants first, but what is wanted up stays wanted up for {@link Resurrect}.
   */
  record Shutdown(boolean keep) implements Order {}
}
