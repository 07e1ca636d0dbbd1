package dev.reeve.core.spec;

import java.time.Duration;
import java.util.List;

/**
 * Which changes of files lead to an action.
 *
 * @param paths patterns, relative to the working directory; empty if nothing is watched
 * @param ignore patterns of what does not count
 * @param delay the action comes when nothing has changed for this long
 */
public record WatchSpec(List<String> paths, List<String> ignore, Duration delay, Action action) {
  public static final Duration DELAY = Duration.ofMillis(200);

  /** Nothing is watched. */
  public static final WatchSpec NONE =
      new WatchSpec(List.of(), List.of(), DELAY, new Action.Restart());

  public WatchSpec {
    paths = List.copyOf(paths);
    ignore = List.copyOf(ignore);
  }

  /** Whether anything is watched. */
  public boolean isDeclared() {
    return !paths.isEmpty();
  }

  /** What follows a change. */
  public sealed interface Action {
    /** Like {@code reeve restart}. */
    record Restart() implements Action {}

    /** Like {@code reeve reload}. */
    record Reload() implements Action {}

    /** A signal, by name without {@code SIG}. */
    record Signal(String name) implements Action {}
  }
}
