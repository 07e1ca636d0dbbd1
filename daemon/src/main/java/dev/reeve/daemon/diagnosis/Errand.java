package dev.reeve.daemon.diagnosis;

import java.util.List;
import java.util.Optional;

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
}
