package dev.reeve.core.engine;

/** A timer of an instance; starting one that runs replaces it. */
public record TimerKey(InstanceId instance, Kind kind) {
  /** What a timer is for. */
  public enum Kind {
    /** The delay before a restart. */
    BACKOFF,
    /** The grace of a stop; then everything is killed. */
    GRACE,
    /** Kill again what survived the kill. */
    KILL_AGAIN,
    /** The patience with dependencies. */
    DEPENDENCIES,
    /** The patience with its readiness. */
    READY,
    /** The next attempt of something that is asked again and again. */
    PROBE,
    /** It must have said by then that it lives. */
    WATCHDOG,
    /** The next run of its schedule. */
    SCHEDULE,
    /** The time that a run of its schedule may take. */
    MAX_RUN,
    /** The delay before the next instance is renewed. */
    ROLLOUT,
    /** The next flag of the service has had its time; goes by its first instance. */
    FLAGS
  }
}
