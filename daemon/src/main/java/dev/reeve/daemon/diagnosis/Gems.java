package dev.reeve.daemon.diagnosis;

import dev.reeve.core.spec.Words;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Gems of Ruby: those of the {@code Gemfile} that are not only for development or tests, or of
 * {@code Gemfile.lock} where there is none. RubyGems is asked which it has; none is loaded.
 */
final class Gems implements Dependencies {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,100}");
  private static final int MOST = 300;
  private static final String SPECIFIED =
      "ARGV.each { |n| puts n if Gem::Specification.find_all_by_name(n).empty? }";
  private static final Map<String, String> GEMS =
      Map.of(
          "active_record", "activerecord",
          "active_support", "activesupport",
          "mysql2/mysql2", "mysql2",
          "rack/handler/puma", "puma",
          "sinatra/base", "sinatra",
          "bundler/setup", "bundler",
          "dotenv/load", "dotenv");

  @Override
  public Language language() {
    return Language.RUBY;
  }

  @Override
  public List<String> missing(Scene scene, Entry entry, Errand errand) throws InterruptedException {
    Optional<Path> folder = folder(scene, entry);
    if (folder.isEmpty()) {
      return List.of();
    }
    List<String> names =
        declared(folder.get()).stream()
            .filter(name -> NAME.matcher(name).matches())
            .limit(MOST)
            .toList();
    Set<String> bundled = bundled(folder.get());
    List<String> asked =
        names.stream()
            .filter(name -> bundled.stream().noneMatch(gem -> gem.startsWith(name + "-")))
            .toList();
    if (asked.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of(interpreter(entry), "-e", SPECIFIED, "--"));
    words.addAll(asked);
    return errand.told(words, asked);
  }

  /** {@code bundle} itself is a script of Ruby beside it. */
  private static String interpreter(Entry entry) {
    Path program = entry.interpreter();
    return String.valueOf(program.getFileName()).startsWith("bundle")
        ? program.resolveSibling("ruby").toString()
        : program.toString();
  }

  private static Optional<Path> folder(Scene scene, Entry entry) {
    return Project.folderWith(scene, entry, "Gemfile")
        .or(() -> Project.folderWith(scene, entry, "Gemfile.lock"));
  }

  private static Set<String> declared(Path folder) {
    Set<String> names = new LinkedHashSet<>();
    Optional<String> gemfile = Project.manifest(folder, "Gemfile");
    if (gemfile.isPresent()) {
      gemfile(gemfile.get(), names);
    } else {
      Project.manifest(folder, "Gemfile.lock").ifPresent(text -> locked(text, names));
    }
    return names;
  }

  /** {@code gem 'sinatra', '~> 4'}, not in a group for development or tests, and not by path. */
  private static void gemfile(String text, Set<String> names) {
    boolean elsewhere = false;
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      boolean development = line.contains(":development") || line.contains(":test");
      if (line.startsWith("group ") || line.startsWith("platforms ") || line.startsWith("path ")) {
        elsewhere = development || !line.startsWith("group ");
      } else if (line.equals("end")) {
        elsewhere = false;
      } else if (line.startsWith("gem ") || line.startsWith("gem(")) {
        boolean special =
            development
                || line.contains("path:")
                || line.contains("git")
                || line.contains("platform")
                || line.contains("require: false");
        if (!elsewhere && !special) {
          Said.quoted(line).ifPresent(names::add);
        }
      }
    }
  }

  /** The part {@code DEPENDENCIES}; those with an exclamation mark are not from RubyGems. */
  private static void locked(String text, Set<String> names) {
    boolean inside = false;
    for (String line : text.split("\n", -1)) {
      if (!line.startsWith(" ")) {
        inside = line.strip().equals("DEPENDENCIES");
      } else if (inside && !line.strip().endsWith("!")) {
        names.add(line.strip().split(" ", 2)[0]);
      }
    }
  }

  /** What Bundler has put into the project: {@code vendor/bundle/ruby/3.1.0/gems/sinatra-4.0.0}. */
  private static Set<String> bundled(Path folder) {
    Set<String> gems = new LinkedHashSet<>();
    Path ruby = folder.resolve("vendor/bundle/ruby");
    if (!Files.isDirectory(ruby)) {
      return gems;
    }
    try (DirectoryStream<Path> versions = Files.newDirectoryStream(ruby)) {
      for (Path version : versions) {
        try (DirectoryStream<Path> each = Files.newDirectoryStream(version.resolve("gems"))) {
          each.forEach(gem -> gems.add(String.valueOf(gem.getFileName())));
        }
      }
    } catch (IOException e) {
      return gems; // what cannot be seen is looked for by Ruby itself
    }
    return gems;
  }

  @Override
  public String packageOf(String module) {
    String known = GEMS.get(module);
    int slash = module.indexOf('/');
    return known != null ? known : slash > 0 ? module.substring(0, slash) : module;
  }

  @Override
  public boolean isInstallable(String name) {
    return NAME.matcher(name).matches();
  }

  @Override
  public String command(Scene scene, Entry entry, List<String> names) {
    return Project.folderWith(scene, entry, "Gemfile")
        .map(folder -> "cd %s && bundle install".formatted(Words.quoted(folder.toString())))
        .orElse("gem install " + String.join(" ", names));
  }
}
