package dev.reeve.core.engine;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one instance at one moment; immutable.
 *
 * @param health whether it does its work, as far as is known
 * @param generation counts its spawns; 0 before the first
 * @param process its main process while it lives
 * @param since when it entered its state
 * @param restarts how often it was started again without being asked, since it was last asked
 * @param reason why it is in its state, for people: {@code exit code 3, restarting in 2s (attempt
 *     2)}
 * @param lastExit how its latest ended process ended
 * @param desired what the user asked for this instance; to be kept, so that a later daemon knows
 *     whether an instance that is being ended is to be started again
 * @param troubles what its probes complain of, for people: {@code check disk failed 3 times: no
 *     such file}, {@code unhealthy: connection refused}
 */
public record InstanceView(
    InstanceId id,
    State state,
    Health health,
    long generation,
    @Nullable ProcessRef process,
    Instant since,
    int restarts,
    String reason,
    @Nullable LastExit lastExit,
    Desired desired,
    List<String> troubles) {

  public InstanceView {
    troubles = List.copyOf(troubles);
  }

  /** An instance that is wanted up, of which no health is known. */
  public InstanceView(
      InstanceId id,
      State state,
      long generation,
      @Nullable ProcessRef process,
      Instant since,
      int restarts,
      String reason,
      @Nullable LastExit lastExit) {
    this(
        id,
        state,
        Health.UNKNOWN,
        generation,
        process,
        since,
        restarts,
        reason,
        lastExit,
        Desired.UP,
        List.of());
  }

  /** The end of a process: how, when, and of which generation. */
  public record LastExit(Exit exit, Instant at, long generation) {}

  /** The pid of its main process. */
  public Optional<Integer> pid() {
    return Optional.ofNullable(process).map(ProcessRef::pid);
  }
}
