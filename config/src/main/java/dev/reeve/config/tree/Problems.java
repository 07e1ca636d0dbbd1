package dev.reeve.config.tree;

import dev.reeve.config.ConfigProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The problems found so far, in any number of sources. */
public final class Problems {
  /** More are not worth reading, and a hostile file has millions. */
  public static final int MOST = 1000;

  private final List<ConfigProblem> found = new ArrayList<>();
  private final Set<Spot> settled = new HashSet<>();
  private final Map<Path, Integer> order = new HashMap<>();
  private int unshown;

  /** Says that a file is read now: its problems come behind those of the files before. */
  public void begin(Path file) {
    order.putIfAbsent(file, order.size());
  }

  public boolean isEmpty() {
    return found.isEmpty();
  }

  /** Whether so many were found that looking for more is pointless. */
  public boolean isFull() {
    return found.size() >= MOST;
  }

  public void add(Spot spot, String message) {
    if (isFull()) {
      unshown++;
    } else {
      add(spot.problem(message));
    }
  }

  /** Adds one that is known already, also when there are many. */
  public void add(ConfigProblem problem) {
    begin(problem.file());
    found.add(problem);
  }

  /** Adds a problem after which nothing else about this place is worth saying. */
  public void settle(Spot spot, String message) {
    settled.add(spot);
    add(spot, message);
  }

  /** Says that a problem was added that explains whatever else is found here. */
  public void settle(Spot spot) {
    settled.add(spot);
  }

  /** Whether there was a problem that explains whatever else is found here. */
  public boolean isSettled(Spot spot) {
    return !settled.isEmpty() && settled.contains(spot);
  }

  /** All of them, by file and place. */
  public List<ConfigProblem> sorted() {
    if (found.isEmpty()) {
      return List.of();
    }
    Comparator<ConfigProblem> byFile =
        Comparator.comparingInt(problem -> order.getOrDefault(problem.file(), 0));
    List<ConfigProblem> sorted =
        new ArrayList<>(
            found.stream()
                .distinct()
                .sorted(
                    byFile
                        .thenComparingInt(ConfigProblem::line)
                        .thenComparingInt(ConfigProblem::column))
                .toList());
    if (unshown > 0) {
      sorted.add(
          ConfigProblem.of(found.getLast().file(), "more problems follow; mend these first"));
    }
    return List.copyOf(sorted);
  }
}
