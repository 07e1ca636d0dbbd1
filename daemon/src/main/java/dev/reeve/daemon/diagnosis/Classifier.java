package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/** Knows how the failures of one runtime look in its error output. */
interface Classifier {
  /** Whether the output of programs in this language is its own. */
  boolean speaks(Language language);

  /** What the output means; nothing if it says nothing that this one knows. */
  Optional<Clue> of(Said said, Scene scene);
}
