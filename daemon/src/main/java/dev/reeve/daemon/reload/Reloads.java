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

    /** These files. */
    record Files(List<Followed> files) implements Wish {}
  }

  /** Whether a file may say that it is to be followed; cheap, and wrong in one direction only. */
  boolean mayFollow(String source);

  /** What a configuration wants, which was loaded or unloaded just now. */
  Wish look(String source) throws InterruptedException;

  /**
   * Applies a configuration that has changed, if it is good.
   *
   * @param what the files that changed, for people
   */
  Wish reload(String source, String what) throws InterruptedException;

  /** Something cannot be watched. */
  void trouble(String message);
}
