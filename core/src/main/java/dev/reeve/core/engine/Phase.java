package dev.reeve.core.engine;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an instance is doing, with what belongs to it only then. */
public sealed interface Phase {
  /** Not started until these dependencies are there; each is written {@code db (started)}. */
  record Waiting(Set<String> unmet, Instant since) implements Phase {}

  /** The spawn was ordered and has not been reported back. */
  record Starting(long generation) implements Phase {}

  /** The spawn was ordered and has not been reported back, but nobody wants it any more. */
  record Aborting(long generation, Next next, boolean force) implements Phase {}

  /**
   * The process lives.
   *
   * @param ready whether it does its work already; until then people see it starting
   */
  record Running(long generation, ProcessRef process, long sinceNanos, boolean ready)
      implements Phase {}

  /**
   * It is to be ended, but only after dependants that are being ended; not signalled yet.
   *
   * @param ready whether it was ready before
   */
  record StopPending(long generation, ProcessRef process, Next next, long sinceNanos, boolean ready)
      implements Phase {}

  /**
   * Everything of the instance is being ended.
   *
   * @param process the main process as long as it lives
   * @param next what comes when nothing is left
   * @param killing whether the grace is over
   */
  record Stopping(
      long generation, @Nullable ProcessRef process, Next next, boolean killing, Instant since)
      implements Phase {}

  /** Nothing runs and nothing is planned. */
  record Stopped() implements Phase {}

  /** Will be started again. */
  record Backoff(Instant until) implements Phase {}

  /**
   * Nothing runs until the next run of its schedule.
   *
   * @param shown what people see: whether the latest run ended well, or that it waits for the first
   */
  record Planned(State shown) implements Phase {}

  /** Given up. */
  record Failed() implements Phase {}

  /** A one-shot that ended well. */
  record Completed() implements Phase {}

  /** What follows when an instance that is being ended is empty. */
  sealed interface Next {
    /** It stays stopped. */
    record Stop() implements Next {}

    /** It is started again at once. */
    record Start() implements Next {}

    /** It is removed: its service was deleted or has fewer instances now. */
    record Remove() implements Next {}

    /**
     * Its process ended by itself and left others behind; the restart policy decides.
     *
     * @param quick whether it ended before {@code restart.min_uptime}
     */
    record Decide(Exit exit, boolean quick) implements Next {}

    /**
     * It was no good and is ended for that; the restart policy decides.
     *
     * @param cause what was wrong, for people
     * @param quick whether that was before {@code restart.min_uptime}
     */
    record Fail(String cause, boolean quick) implements Next {}

    /** Whether nobody asked for the end. */
    default boolean isUnasked() {
      return this instanceof Decide || this instanceof Fail;
    }
  }

  /** The state people see. */
  default State state() {
    return switch (this) {
      case Waiting w -> State.WAITING;
      case Starting s -> State.STARTING;
      case Running r -> r.ready() ? State.RUNNING : State.STARTING;
      case Aborting a -> State.STOPPING;
      case StopPending p -> State.STOPPING;
      case Stopping s -> State.STOPPING;
      case Stopped s -> State.STOPPED;
      case Backoff b -> State.BACKOFF;
      case Planned p -> p.shown();
      case Failed f -> State.FAILED;
      case Completed c -> State.COMPLETED;
    };
  }
}
