package dev.reeve.daemon.diagnosis;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Runs a short command as the service would run: its user, directory and environment. */
@FunctionalInterface
public interface Errand {
  /**
   * Runs to the end, which is not far.
   *
   * @param words what to run, an absolute program first
   * @return what it printed, if it ended with 0 in time
   */
  Optional<String> run(List<String> words) throws InterruptedException;

  /**
   * Which of these names a command prints, a line each: whatever else it prints is none of them.
   *
   * @param asked the names
   * @return in the order in which they were asked for
   */
  default List<String> told(List<String> words, List<String> asked) throws InterruptedException {
    Set<String> printed = Set.copyOf(run(words).orElse("").lines().map(String::strip).toList());
    return asked.stream().filter(printed::contains).toList();
  }
}
