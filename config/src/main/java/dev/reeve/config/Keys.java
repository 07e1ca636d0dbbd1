package dev.reeve.config;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Printable;
import dev.reeve.core.spec.Names;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The keys of a section of settings. */
final class Keys {
  private static final int LONGEST = 80;

  private Keys() {}

  /**
   * Those that have a meaning; complains of the others.
   *
   * @param path what the section is called in messages
   * @return absent if it is no map, which is complained of, too
   */
  static Optional<Map<String, Node.Entry>> of(
      Node.Entry section, String path, List<String> known, AdminActions.Complaints problems) {
    if (!(section.value() instanceof Node.Entries map)) {
      problems.add(
          section.value().at(),
          "'%s' must be a map with %s, not %s"
              .formatted(path, String.join(", ", known), section.value().kind()));
      return Optional.empty();
    }
    Map<String, Node.Entry> found = new LinkedHashMap<>();
    for (Node.Entry entry : map.entries()) {
      if (known.contains(entry.key())) {
        found.put(entry.key(), entry);
      } else {
        problems.add(
            entry.at(),
            "unknown key '%s' in '%s'".formatted(Printable.line(entry.key(), LONGEST), path)
                + Names.didYouMean(entry.key(), known));
      }
    }
    return Optional.of(found);
  }
}
