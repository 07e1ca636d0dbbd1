package dev.reeve.core.engine;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Something the engine wants done. Results come back as {@link Event}s. */
public sealed interface Effect {
  /**
   * Start the program; answered by {@code Spawned} or {@code SpawnFailed} of the generation. The
   * generation is kept before the process exists, so that none is ever used twice.
   */
  record Spawn(InstanceId id, long generation, ServiceSpec spec) implements Effect {}

  /**
   * Send a signal, by name without {@code SIG}.
   *
   * @param everything to every process of the instance, or only to its main process. A signal to
   *     everything after the main process ended also makes the actuator watch what is left and
   *     report {@code Emptied}.
   */
  record Signal(InstanceId id, long generation, String signal, boolean everything)
      implements Effect {}

  /** Stop everything of the instance where it is, or let it go on. */
  record Freeze(InstanceId id, long generation, boolean frozen) implements Effect {}

  /** Run a command of the spec besides the program; answered by {@code HookEnded}. */
  record RunHook(InstanceId id, long generation, Hook hook, Command command, ServiceSpec spec)
      implements Effect {}

  /**
   * Find something out, once; answered by {@code Answered} with the same serial, at the latest
   * after the timeout.
   */
  record Ask(
      InstanceId id, long generation, long serial, Probe probe, Duration timeout, ServiceSpec spec)
      implements Effect {}

  /** Start a timer, replacing one with the same key. */
  record StartTimer(TimerKey key, Duration delay) implements Effect {}

  /** Cancel a timer, if it runs. */
  record CancelTimer(TimerKey key) implements Effect {}

  /** Publish what is now known of a service. */
  record Publish(ServiceView view) implements Effect {}

  /** A service is gone. */
  record Withdraw(String service) implements Effect {}

  /**
   * A service has another name from now on; what is kept under the old one (logs, identities of
   * processes) moves.
   */
  record Renamed(String from, String to) implements Effect {}

  /**
   * Keep the state: what was published so far, {@link Engine#nextId} and {@link Engine#halted} must
   * be on disk before a later answer leaves.
   */
  record Save() implements Effect {}

  /**
   * Write to the journal.
   *
   * @param instance 0 if it is about the service, or the daemon when the service is empty
   * @param event a word; of instances: {@code waiting started ready healthy unhealthy check-failed
   *     check-recovered missed skipped queued exited restarting stopping killed stopped failed
   *     completed kept removed adopted paused resumed reloading reloaded signalled stop-command
   *     warning unexpected}, of services: {@code created changed enabled disabled renamed deleted
   *     flagged unflagged flag-expired}, of the daemon: {@code shutdown unexpected}
   * @param reason why, for people; may be empty
   * @param by who asked; empty if the engine decided itself
   * @param detail more pairs: {@code pid}, {@code generation}, {@code code} or {@code signal} and
   *     {@code ran_ms} (if nobody asked for the end) of {@code exited}, {@code delay_ms}, {@code
   *     attempt}, {@code fields}, {@code from}, {@code hint}
   */
  record Journal(
      String service,
      int instance,
      String event,
      String reason,
      String by,
      Map<String, String> detail)
      implements Effect {}

  /** The answer to a request; it leaves when everything before it is durable. */
  record Answer(long request, List<Outcome> outcomes) implements Effect {}

  /** Everything a {@link Order.Shutdown} wanted is done: the daemon may end. */
  record Halted() implements Effect {}
}
