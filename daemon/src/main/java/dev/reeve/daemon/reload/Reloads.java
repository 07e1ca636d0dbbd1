package dev.reeve.daemon.reload;

import dev.reeve.config.Followed;
import java.util.List;

/** What is to be followed, and what follows a change. */
public interface Reloads {
  /** What is to be watched of a configuration. */
  sealed interface Wish {
    /** What was watched so far. */
    record Same() implements Wish {}

    /** Nothing. */
    record None() implements Wish {}

    /**
     * These files.
     *
     * @param changed whether they are not what was applied last, so that they are to be applied
     */
    record Files(List<Followed> files, boolean changed) implements Wish {
      /** Files that are as they were applied. */
      public Files(List<Followed> files) {
        this(files, false);
      }
    }
  }

  /** Whether a file may say that it is to be followed; cheap, and wrong in one direction only. */
  boolean mayFollow(String source);

  /** What a configuration wants, which was loaded or unloaded just now. */
  Wish look(String source) throws InterruptedException;

  /**
   * What has changed.
   *
   * @param files for people
   * @param at when it was last seen to change, by {@link System#nanoTime}
   */
  record Change(String files, long at) {}

  /**
   * Applies a configuration that has changed, if it is good and was not unloaded since the change.
   */
  Wish reload(String source, Change change) throws InterruptedException;

  /** Something cannot be watched. */
  void trouble(String message);
}
