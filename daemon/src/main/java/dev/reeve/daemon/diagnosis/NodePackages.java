package dev.reeve.daemon.diagnosis;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import dev.reeve.core.spec.Words;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Packages of Node.js: those that {@code package.json} depends on, or that the sources import where
 * there is none, looked for in {@code node_modules} here and in all folders above, as Node.js does.
 * Nothing is run.
 */
final class NodePackages implements Dependencies {
  private static final Pattern NAME =
      Pattern.compile("(@[a-z0-9~][a-z0-9._~-]{0,100}/)?[A-Za-z0-9~][A-Za-z0-9._~-]{0,100}");

  @Override
  public Language language() {
    return Language.NODE;
  }

  @Override
  public List<String> missing(Scene scene, Entry entry, Errand errand) {
    Optional<Path> folder = Project.folderWith(scene, entry, "package.json");
    if (folder.isPresent() && isUnusual(folder.get())) {
      return List.of();
    }
    Optional<Map<?, ?>> declared = folder.flatMap(NodePackages::declared);
    Path from = folder.orElseGet(() -> entry.folder(scene));
    Set<String> names = new TreeSet<>();
    if (declared.isPresent()) {
      declared.get().keySet().forEach(name -> names.add(String.valueOf(name)));
    } else {
      entry.script().ifPresent(script -> names.addAll(NodeImports.of(script)));
    }
    List<String> missing = new ArrayList<>();
    for (String name : names) {
      if (NAME.matcher(name).matches() && !isThere(name, from, scene)) {
        missing.add(name);
      }
    }
    return missing;
  }

  /** Yarn can do without {@code node_modules}. */
  private static boolean isUnusual(Path folder) {
    for (Path each = folder; each != null; each = each.getParent()) {
      if (Files.exists(each.resolve(".pnp.cjs"))) {
        return true;
      }
    }
    return false;
  }

  /** Only what it cannot do without: for development there is more. */
  private static Optional<Map<?, ?>> declared(Path folder) {
    return Project.manifest(folder, "package.json")
        .flatMap(text -> {
          try {
            return Wire.readTree(text).get("dependencies") instanceof Map<?, ?> map
                ? Optional.of(map)
                : Optional.empty();
          } catch (ApiException e) {
            return Optional.empty(); // Node.js itself will say what is wrong with it
          }
        });
  }

  private static boolean isThere(String name, Path from, Scene scene) {
    for (Path folder = from; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve("node_modules").resolve(name))) {
        return true;
      }
    }
    String more = scene.environment().getOrDefault("NODE_PATH", "");
    for (String folder : more.split(":", -1)) {
      try {
        if (!folder.isEmpty() && Files.exists(scene.directory().resolve(folder).resolve(name))) {
          return true;
        }
      } catch (InvalidPathException e) {
        // Node.js finds nothing there either.
      }
    }
    return false;
  }

  @Override
  public String packageOf(String module) {
    int slash = module.indexOf('/');
    if (module.startsWith("@") && slash > 0) {
      slash = module.indexOf('/', slash + 1);
    }
    return slash > 0 ? module.substring(0, slash) : module;
  }

  @Override
  public boolean isInstallable(String name) {
    return NAME.matcher(name).matches();
  }

  @Override
  public String command(Scene scene, Entry entry, List<String> names) {
    Path folder =
        Project.folderWith(scene, entry, "package.json").orElseGet(() -> entry.folder(scene));
    String tool =
        Files.exists(folder.resolve("pnpm-lock.yaml"))
            ? "pnpm add"
            : Files.exists(folder.resolve("yarn.lock")) ? "yarn add" : "npm install";
    return "cd %s && %s %s"
        .formatted(Words.quoted(folder.toString()), tool, String.join(" ", names));
  }
}
