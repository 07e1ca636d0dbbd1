package dev.reeve.core.engine;

import org.jspecify.annotations.Nullable;

/**
 * The end of a run, or of the attempt to begin one, as the restart policy sees it.
 *
 * @param text what happened, for people: {@code exit code 3}
 * @param ok whether it was a success
 * @param exit how its process ended; null if there never was one
 * @param quick whether it ended before {@code restart.min_uptime}
 */
record Ending(String text, boolean ok, @Nullable Exit exit, boolean quick) {
  static Ending of(Exit exit, boolean quick) {
    return new Ending(exit.text(), exit.ok(), exit, quick);
  }

  /** It ran and was no good. */
  static Ending failed(String cause, boolean quick) {
    return new Ending(cause, false, new Exit.Unknown(), quick);
  }

  /** Its process could not be started for a reason that may pass. */
  static Ending notStarted(String reason) {
    return new Ending(reason, false, null, true);
  }
}
