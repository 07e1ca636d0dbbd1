package dev.reeve.daemon.diagnosis;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Modules of Perl: those of a {@code cpanfile}, and those that the script uses at its top level.
 * The service's own Perl is asked for the folders it looks in; no module is loaded.
 */
final class PerlModules implements Dependencies {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w{0,60}(::\\w{1,60}){0,9}");
  private static final Pattern USE = Pattern.compile("(?:use|require)\\s+([A-Za-z_][\\w:]{0,200})");
  private static final int LONGEST = 512 << 10;
  private static final int MOST = 300;

  private static final String LOCATE =
      """
      my $n = shift; unshift @INC, splice(@ARGV, 0, $n);
      for my $m (@ARGV) {
        (my $f = "$m.pm") =~ s{::}{/}g;
        print "$m\\n" unless grep { !ref && -e "$_/$f" } @INC;
      }
      """;

  @Override
  public Language language() {
    return Language.PERL;
  }

  @Override
  public List<String> missing(Scene scene, Entry entry, Errand errand) throws InterruptedException {
    Set<String> modules = new LinkedHashSet<>();
    List<String> folders = new ArrayList<>();
    Project.folderWith(scene, entry, "cpanfile")
        .flatMap(folder -> Project.manifest(folder, "cpanfile"))
        .ifPresent(text -> declared(text, modules));
    Optional<String> source = entry.script().flatMap(script -> SmallFile.read(script, LONGEST));
    if (source.isPresent() && !used(source.get(), scene, entry, modules, folders)) {
      return List.of();
    }
    List<String> asked =
        modules.stream().filter(name -> NAME.matcher(name).matches()).limit(MOST).toList();
    if (asked.isEmpty()) {
      return List.of();
    }
    List<String> words = new ArrayList<>(List.of(entry.interpreter().toString(), "-e", LOCATE));
    words.add(Integer.toString(folders.size()));
    words.addAll(folders);
    words.addAll(asked);
    return errand.told(words, asked);
  }

  /** {@code requires 'DBI', '1.6';} outside of the blocks for development and tests. */
  private static void declared(String text, Set<String> modules) {
    boolean elsewhere = false;
    for (String raw : text.split("\n", -1)) {
      String line = raw.strip();
      if (line.startsWith("on ")) {
        elsewhere = !line.contains("runtime");
      } else if (line.startsWith("}")) {
        elsewhere = false;
      } else if (!elsewhere && line.startsWith("requires")) {
        Said.quoted(line).filter(name -> !name.equals("perl")).ifPresent(modules::add);
      }
    }
  }

  /** False if it cannot be told where Perl would look. */
  private static boolean used(
      String text, Scene scene, Entry entry, Set<String> modules, List<String> folders) {
    boolean pod = false;
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("__END__") || line.startsWith("__DATA__")) {
        break;
      }
      if (line.startsWith("=")) {
        pod = !line.startsWith("=cut");
      }
      if (pod) {
        continue;
      }
      if (line.startsWith("use lib") || line.startsWith("BEGIN")) {
        Optional<Path> folder = library(line, scene, entry);
        if (folder.isEmpty()) {
          return false;
        }
        folders.add(folder.get().toString());
        continue;
      }
      Matcher use = USE.matcher(line);
      if (use.lookingAt() && use.group(1).chars().anyMatch(Character::isUpperCase)) {
        modules.add(use.group(1));
      }
    }
    return true;
  }

  private static Optional<Path> library(String line, Scene scene, Entry entry) {
    Optional<String> text =
        Said.between(line, "use lib '", "'")
            .or(() -> Said.between(line, "use lib \"", "\""))
            .or(() -> Said.between(line, "use lib qw(", ")"));
    try {
      return text.map(name ->
              name.startsWith("$FindBin::Bin")
                  ? entry.folder(scene) + name.substring("$FindBin::Bin".length())
                  : name.indexOf('$') >= 0 || name.indexOf(' ') >= 0
                      ? ""
                      : scene.directory().resolve(name).toString())
          .filter(name -> !name.isEmpty() && name.indexOf('$') < 0)
          .map(Path::of);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  @Override
  public String packageOf(String module) {
    return module;
  }

  @Override
  public boolean isInstallable(String name) {
    return NAME.matcher(name).matches();
  }

  @Override
  public String command(Scene scene, Entry entry, List<String> names) {
    String debian =
        names.size() == 1
            ? " (or: apt install lib%s-perl)"
                .formatted(
                    names.getFirst().toLowerCase(Locale.ROOT).replace("::", "-").replace('_', '-'))
            : "";
    return "cpan " + String.join(" ", names) + debian;
  }
}
