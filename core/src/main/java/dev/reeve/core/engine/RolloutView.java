package dev.reeve.core.engine;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rollout that is under way, as it is shown, and kept for a later daemon to go on with.
 *
 * @param why who asked for it, for people
 * @param all how many instances it renews
 * @param outdated the numbers of those that are not renewed yet, and the generation each had: one
 *     with a higher generation was started since
 * @param resting the number of the renewed one whose delay runs before the next one follows; 0 for
 *     none
 */
public record RolloutView(String why, int all, SortedMap<Integer, Long> outdated, int resting) {
  public RolloutView {
    outdated = Collections.unmodifiableSortedMap(new TreeMap<>(outdated));
  }

  /** For people: {@code 2 of 4 renewed}. */
  public String text() {
    return (all - outdated.size()) + " of " + all + " renewed";
  }
}
