package dev.reeve.core.engine;

import dev.reeve.core.spec.ServiceSpec;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon knows when it begins: what an earlier one kept, and what was found running.
 *
 * @param nextId the id that the next new service gets
 * @param halted whether everything was ended by a shutdown and waits for a resurrect
 * @param freshBoot whether the machine was booted since the latest save
 * @param spawned the highest generation of any spawn that was ordered, also for instances that are
 *     no more: what is made anew begins above it
 */
public record Memory(
    List<Kept> services,
    List<Found> processes,
    int nextId,
    boolean halted,
    boolean freshBoot,
    long spawned) {
  /** Without spawns for instances that are no more. */
  public Memory(
      List<Kept> services, List<Found> processes, int nextId, boolean halted, boolean freshBoot) {
    this(services, processes, nextId, halted, freshBoot, 0);
  }

  /**
   * A service as it was kept.
   *
   * @param source the file that declares it; empty if none does
   * @param flags what people have pinned to it; those whose time is over, too
   * @param rollout what was under way
   */
  public record Kept(
      int id,
      ServiceSpec spec,
      Desired desired,
      List<KeptInstance> instances,
      String source,
      List<UserFlag> flags,
      Optional<RolloutView> rollout) {
    /** A service that no file declares, without flags. */
    public Kept(int id, ServiceSpec spec, Desired desired, List<KeptInstance> instances) {
      this(id, spec, desired, instances, "", List.of(), Optional.empty());
    }
  }

  /**
   * An instance as it was kept; {@code state} is one of {@code STOPPED FAILED COMPLETED} when that
   * was its final state, else whatever it was.
   *
   * @param generation at least that of every spawn that was ever ordered
   * @param desired what was asked for this one instance ({@link InstanceView#desired})
   */
  public record KeptInstance(
      int number,
      State state,
      long generation,
      int restarts,
      String reason,
      InstanceView.@Nullable LastExit lastExit,
      Desired desired) {

    /** An instance that wants what its service wants. */
    public KeptInstance(
        int number,
        State state,
        long generation,
        int restarts,
        String reason,
        InstanceView.@Nullable LastExit lastExit) {
      this(number, state, generation, restarts, reason, lastExit, Desired.UP);
    }

    /**
     * The same with what is known of the latest spawn. If that came after this was kept, the run
     * that was being ended then is over, and what was to follow has begun.
     *
     * @param ordered the generation of the latest spawn that was ordered
     */
    public KeptInstance withSpawn(long ordered) {
      if (ordered <= generation) {
        return this;
      }
      boolean goneOn = state == State.STOPPING;
      return new KeptInstance(
          number,
          goneOn ? State.STARTING : state,
          ordered,
          restarts,
          goneOn ? "started" : reason,
          lastExit,
          desired);
    }
  }

  /**
   * A living main process of an earlier daemon.
   *
   * @param exit null while it lives; how it ended if it did while no daemon was there. {@code
   *     Emptied} follows as an event.
   */
  public record Found(InstanceId id, long generation, ProcessRef process, @Nullable Exit exit) {}
}
