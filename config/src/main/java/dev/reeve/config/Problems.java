package dev.reeve.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The problems found in one source so far. */
final class Problems {
  /** More are not worth reading, and a hostile file has millions. */
  static final int MOST = 1000;

  private final Source source;
  private final List<ConfigProblem> found = new ArrayList<>();
  private final Set<Spot> settled = new HashSet<>();
  private int unshown;

  Problems(Source source) {
    this.source = source;
  }

  Source source() {
    return source;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Whether so many were found that looking for more is pointless. */
  boolean isFull() {
    return found.size() >= MOST;
  }

  void add(Spot spot, String message) {
    if (isFull()) {
      unshown++;
    } else {
      found.add(source.problem(spot, message));
    }
  }

  /** Adds a problem after which nothing else about this place is worth saying. */
  void settle(Spot spot, String message) {
    settled.add(spot);
    add(spot, message);
  }

  /** Says that a problem was added that explains whatever else is found here. */
  void settle(Spot spot) {
    settled.add(spot);
  }

  /** Whether there was a problem that explains whatever else is found here. */
  boolean isSettled(Spot spot) {
    return settled.contains(spot);
  }

  /** All of them and one more, by place. */
  List<ConfigProblem> sortedWith(ConfigProblem last) {
    found.add(last);
    return sorted();
  }

  /** All of them, by place. */
  List<ConfigProblem> sorted() {
    List<ConfigProblem> sorted =
        new ArrayList<>(
            found.stream()
                .distinct()
                .sorted(
                    Comparator.comparingInt(ConfigProblem::line)
                        .thenComparingInt(ConfigProblem::column))
                .toList());
    if (unshown > 0) {
      sorted.add(ConfigProblem.of(source.file(), "more problems follow; mend these first"));
    }
    return List.copyOf(sorted);
  }
}
