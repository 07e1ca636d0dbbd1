package dev.reeve.daemon.diagnosis;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Everything that is not installed, in one line with one command. */
final class Lacking {
  /** More are not told, but the command says so. */
  private static final int MOST = 40;

  private Lacking() {}

  /**
   * Tells of them.
   *
   * @param names may have been made by somebody who means no good
   */
  static Optional<Finding> of(Dependencies of, Scene scene, Entry entry, List<String> names) {
    Set<String> all = new LinkedHashSet<>(names);
    if (all.isEmpty()) {
      return Optional.empty();
    }
    List<String> told = new ArrayList<>();
    List<String> installable = new ArrayList<>();
    for (String name : all) {
      if (told.size() < MOST) {
        told.add(Said.cut(name));
        if (of.isInstallable(name)) {
          installable.add(name);
        }
      }
    }
    int more = all.size() - told.size();
    String what =
        told.size() == 1
            ? of.language().title() + " has no module '" + told.getFirst() + "'"
            : "%s lacks %d modules (%s%s)"
                .formatted(
                    of.language().title(),
                    all.size(),
                    String.join(", ", told),
                    more > 0 ? " and " + more + " more" : "");
    return Optional.of(
        new Finding(
            installable.isEmpty()
                ? what + ": install it, or check its name"
                : what + ": " + of.command(scene, entry, installable),
            told));
  }
}
