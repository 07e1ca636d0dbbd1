package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/** What a line of a program's output means. */
sealed interface Clue {
  /** The whole story: what is wrong and what to do. */
  record Plain(String hint) implements Clue {}

  /** A hint that is all there is to say. */
  static Optional<Clue> plain(String hint) {
    return Optional.of(new Plain(hint));
  }

  /**
   * A module is not installed, and it may not be the only one.
   *
   * @param module as the program asks for it: {@code @scope/name}, {@code yaml}, {@code DBI}
   */
  record Lacks(Language language, String module) implements Clue {}
}
