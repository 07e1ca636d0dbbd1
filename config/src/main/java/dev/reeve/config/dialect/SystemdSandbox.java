package dev.reeve.config.dialect;

import dev.reeve.core.spec.Capabilities;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a unit of systemd is kept from, see systemd.exec(5). What Reeve cannot forbid in the same
 * way is a warning; nothing that a unit forbids is allowed by the translation.
 */
final class SystemdSandbox {
  private static final String SERVICE = "Service";
  private static final String BOUNDING = "CapabilityBoundingSet";
  private static final String AMBIENT = "AmbientCapabilities";
  private static final String FIELD = "sandbox.capabilities";
  private static final Set<String> TRUE = Set.of("yes", "true", "on", "1");

  private final UnitFile unit;
  private final Draft draft;
  private final UnitSpecifiers specifiers;

  SystemdSandbox(UnitFile unit, Draft draft, UnitSpecifiers specifiers, Set<String> read) {
    this.unit = unit;
    this.draft = draft;
    this.specifiers = specifiers;
    read.addAll(
        List.of("UMask", "NoNewPrivileges", "PrivateTmp", "ReadOnlyPaths", BOUNDING, AMBIENT));
  }

  /**
   * Translates.
   *
   * @param user as whom it runs; empty for root
   */
  void translate(String user) {
    last("UMask").ifPresent(it -> draft.put(it.valueAt(), it.key(), "umask", it.value()));
    boolean nothingNew = isSet("NoNewPrivileges", "sandbox.no_new_privileges", TRUE);
    isSet("PrivateTmp", "sandbox.private_tmp", Set.of("yes", "true", "on", "1", "disconnected"));
    readOnlyPaths();
    boolean root = user.isEmpty() || user.equals("root") || user.equals("0");
    capabilities(root, nothingNew);
  }

  private Optional<UnitFile.Setting> last(String key) {
    List<UnitFile.Setting> all = unit.all(SERVICE, key);
    return all.isEmpty() ? Optional.empty() : Optional.of(all.getLast());
  }

  private boolean isSet(String key, String path, Set<String> words) {
    Optional<UnitFile.Setting> setting =
        last(key).filter(it -> words.contains(it.value().toLowerCase(Locale.ROOT)));
    setting.ifPresent(it -> draft.put(it.valueAt(), key, path, "true"));
    return setting.isPresent();
  }

  private void readOnlyPaths() {
    List<String> paths = new ArrayList<>();
    for (UnitFile.Setting setting : unit.all(SERVICE, "ReadOnlyPaths")) {
      try {
        for (String word : UnitWords.split(specifiers.expand(setting))) {
          String path = word.replaceFirst("^[-+]{1,2}", "");
          if (word.startsWith("-") && !exists(path)) {
            draft.warn(
                setting.valueAt(), "there is no " + path + ", which need not be there; ignored");
          } else {
            paths.add(path);
          }
        }
      } catch (UnitWords.Unclosed e) {
        draft.problem(setting.valueAt(), "'ReadOnlyPaths' " + e.reason());
      }
    }
    if (!paths.isEmpty()) {
      UnitFile.Setting at = unit.all(SERVICE, "ReadOnlyPaths").getFirst();
      draft.put(at.valueAt(), at.key(), "sandbox.read_only_paths", paths);
    }
  }

  private static boolean exists(String path) {
    try {
      return Files.exists(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * Root has all of the bounding set; another user has the ambient ones, and could get the bounding
   * ones by a setuid program, for which Reeve has no word.
   */
  private void capabilities(boolean root, boolean nothingNew) {
    Optional<Set<String>> bounding = set(BOUNDING);
    Optional<Set<String>> ambient = set(AMBIENT);
    Optional<UnitFile.Setting> at = last(BOUNDING).or(() -> last(AMBIENT));
    if (root) {
      bounding.ifPresent(names -> keep(at, names));
    } else if (ambient.filter(names -> !names.isEmpty()).isPresent()) {
      Set<String> both = new LinkedHashSet<>(ambient.get());
      bounding.ifPresent(both::retainAll);
      keep(at, both);
    } else if (bounding.isPresent() && (bounding.get().isEmpty() || nothingNew)) {
      keep(at, Set.of());
    } else if (bounding.isPresent()) {
      draft.ignored(
          at.map(UnitFile.Setting::at).orElse(draft.at()),
          BOUNDING,
          "'capabilities' would give them to its user; declare 'capabilities: none' if it needs no"
              + " setuid program");
    }
  }

  private void keep(Optional<UnitFile.Setting> at, Set<String> names) {
    draft.put(
        at.map(UnitFile.Setting::valueAt).orElse(draft.at()), BOUNDING, FIELD, List.copyOf(names));
  }

  /** Assignments add to each other; those with {@code ~} take away; an empty one is none. */
  private Optional<Set<String>> set(String key) {
    List<UnitFile.Setting> all = unit.all(SERVICE, key);
    if (all.isEmpty()) {
      return unit.isEmptied(SERVICE, key) ? Optional.of(Set.of()) : Optional.empty();
    }
    boolean inverted = all.getFirst().value().startsWith("~");
    Set<String> kept = new LinkedHashSet<>(inverted ? Capabilities.ALL : List.of());
    for (UnitFile.Setting setting : all) {
      boolean takes = setting.value().startsWith("~");
      for (String word : setting.value().replaceFirst("^~", "").strip().split("\\s+", -1)) {
        String name = word.toLowerCase(Locale.ROOT).replaceFirst("^cap_", "");
        if (!word.isEmpty() && !Capabilities.ALL.contains(name)) {
          draft.warn(setting.valueAt(), "there is no capability " + word + "; ignored");
        } else if (takes) {
          kept.remove(name);
        } else if (!word.isEmpty()) {
          kept.add(name);
        }
      }
    }
    return Optional.of(kept);
  }
}
