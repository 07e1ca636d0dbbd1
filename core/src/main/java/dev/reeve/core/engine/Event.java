package dev.reeve.core.engine;

/** Something that happened. The engine learns of the world only by these. */
public sealed interface Event {
  /**
   * Somebody asks for something.
   *
   * @param request comes back in the {@link Effect.Answer}
   * @param by who asks, for the journal, such as {@code cli (root)}
   */
  record Asked(long request, String by, Order order) implements Event {}

  /** An ordered spawn succeeded. */
  record Spawned(InstanceId id, long generation, ProcessRef process) implements Event {}

  /**
   * An ordered spawn failed; no process exists.
   *
   * @param reason what and where, a clause: {@code /srv/x: no such file}
   * @param hint what to do next; may be empty
   * @param passing whether the reason may go away by itself (too many processes, no memory): then
   *     it is retried like a failed run, else the instance has failed
   */
  record SpawnFailed(InstanceId id, long generation, String reason, String hint, boolean passing)
      implements Event {}

  /**
   * The main process ended.
   *
   * @param emptied whether nothing else of it is left; then no {@link Emptied} follows. Otherwise
   *     it does, as soon as that is so.
   */
  record Exited(InstanceId id, long generation, Exit exit, boolean emptied) implements Event {}

  /**
   * No process of this generation of the instance is left. Never before its {@link Exited}, and
   * never after one that said so itself.
   */
  record Emptied(InstanceId id, long generation) implements Event {}

  /** A hook ended, or could not be run. */
  record HookEnded(InstanceId id, long generation, Hook hook, boolean ok, String detail)
      implements Event {}

  /**
   * An answer to {@link Effect.Ask}.
   *
   * @param detail what was seen, for people: {@code HTTP 503}
   */
  record Answered(InstanceId id, long generation, long serial, boolean ok, String detail)
      implements Event {}

  /** An instance says something of itself. */
  record Reported(InstanceId id, long generation, Report report) implements Event {}

  /** A timer ran out that was started by {@link Effect.StartTimer} and not cancelled since. */
  record TimerFired(TimerKey key) implements Event {}
}
