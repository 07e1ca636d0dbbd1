package dev.reeve.core.engine;

import java.util.Locale;

/** The states of an instance as people see them. */
public enum State {
  /** Its dependencies are not there yet. */
  WAITING,
  /** Its process is being started. */
  STARTING,
  /** Its process lives. */
  RUNNING,
  /** Its processes live and are stopped where they are, until they are told to go on. */
  PAUSED,
  /** It is being ended; some of its processes still live. */
  STOPPING,
  /** It does not run because nobody wants it to, or its policy says so. */
  STOPPED,
  /** It has ended and will be started again after a delay. */
  BACKOFF,
  /** It has ended, or could not be started, and will not be tried again. */
  FAILED,
  /** A one-shot that ended well. */
  COMPLETED;

  /** In lower case, as it is shown and written. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether processes may exist in this state. */
  public boolean hasProcesses() {
    return this == STARTING || this == RUNNING || this == PAUSED || this == STOPPING;
  }
}
