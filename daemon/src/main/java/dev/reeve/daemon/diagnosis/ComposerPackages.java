package dev.reeve.daemon.diagnosis;

import dev.reeve.api.ApiException;
import dev.reeve.api.Wire;
import dev.reeve.core.spec.Words;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Packages of PHP: what {@code composer.json} requires, compared with what Composer says that it
 * has installed; and extensions, for which PHP is asked.
 */
final class ComposerPackages implements Dependencies {
  private static final Pattern NAME =
      Pattern.compile("[a-z0-9]([a-z0-9._-]{0,100})/[a-z0-9][a-z0-9._-]{0,100}");
  private static final Pattern EXTENSION = Pattern.compile("ext-[a-z0-9_-]{1,40}");
  private static final int LONGEST_LIST = 8 << 20;

  @Override
  public Language language() {
    return Language.PHP;
  }

  @Override
  public List<String> missing(Scene scene, Entry entry, Errand errand) throws InterruptedException {
    Optional<Path> folder = Project.folderWith(scene, entry, "composer.json");
    if (folder.isEmpty()) {
      return List.of();
    }
    Optional<Map<String, Object>> manifest =
        Project.manifest(folder.get(), "composer.json").flatMap(ComposerPackages::tree);
    if (manifest.isEmpty() || !(manifest.get().get("require") instanceof Map<?, ?> required)) {
      return List.of();
    }
    boolean elsewhere =
        manifest.get().get("config") instanceof Map<?, ?> config
            && config.containsKey("vendor-dir");
    List<String> missing = new ArrayList<>();
    Set<String> installed = elsewhere ? Set.of() : installed(folder.get());
    for (Object key : required.keySet()) {
      String name = String.valueOf(key).toLowerCase(Locale.ROOT);
      if (!elsewhere && NAME.matcher(name).matches() && !installed.contains(name)) {
        missing.add(name);
      }
    }
    List<String> extensions =
        required.keySet().stream()
            .map(String::valueOf)
            .filter(name -> EXTENSION.matcher(name).matches())
            .toList();
    if (!extensions.isEmpty()) {
      Optional<String> modules = errand.run(List.of(entry.interpreter().toString(), "-m"));
      Set<String> there = loaded(modules.orElse(""));
      if (modules.isPresent()) {
        extensions.stream().filter(name -> !there.contains(name)).forEach(missing::add);
      }
    }
    return missing;
  }

  private static Set<String> loaded(String modules) {
    return modules
        .lines()
        .map(line -> "ext-" + line.strip().toLowerCase(Locale.ROOT).replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** Composer 2 has {@code packages} in a map; what they replace or provide counts as well. */
  private static Set<String> installed(Path folder) {
    Set<String> names = new HashSet<>();
    SmallFile.read(folder.resolve("vendor/composer/installed.json"), LONGEST_LIST)
        .map(text -> text.stripLeading().startsWith("[") ? "{\"packages\":" + text + "}" : text)
        .flatMap(ComposerPackages::tree)
        .ifPresent(tree -> {
          if (tree.get("packages") instanceof Collection<?> packages) {
            packages.forEach(each -> add(each, names));
          }
        });
    return names;
  }

  private static void add(Object each, Set<String> names) {
    if (each instanceof Map<?, ?> its) {
      names.add(String.valueOf(its.get("name")).toLowerCase(Locale.ROOT));
      for (String also : List.of("replace", "provide")) {
        if (its.get(also) instanceof Map<?, ?> others) {
          others.keySet().forEach(name -> names.add(String.valueOf(name)));
        }
      }
    }
  }

  private static Optional<Map<String, Object>> tree(String text) {
    try {
      return Optional.of(Wire.readTree(text));
    } catch (ApiException e) {
      return Optional.empty(); // Composer will say what is wrong with it
    }
  }

  @Override
  public String packageOf(String module) {
    return module;
  }

  @Override
  public boolean isInstallable(String name) {
    return NAME.matcher(name).matches() || EXTENSION.matcher(name).matches();
  }

  @Override
  public String command(Scene scene, Entry entry, List<String> names) {
    List<String> packages = names.stream().filter(name -> !name.startsWith("ext-")).toList();
    List<String> extensions =
        names.stream()
            .filter(name -> name.startsWith("ext-"))
            .map(name -> "php-" + name.substring(4))
            .toList();
    Path folder = Project.folderWith(scene, entry, "composer.json").orElseGet(scene::directory);
    String composer =
        "cd %s && composer require %s"
            .formatted(Words.quoted(folder.toString()), String.join(" ", packages));
    String apt = "apt install " + String.join(" ", extensions);
    return extensions.isEmpty() ? composer : packages.isEmpty() ? apt : apt + " && " + composer;
  }
}
