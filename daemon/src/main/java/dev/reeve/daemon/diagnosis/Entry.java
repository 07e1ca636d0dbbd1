package dev.reeve.daemon.diagnosis;

import dev.reeve.core.spec.Unreadable;
import dev.reeve.core.spec.Words;
import dev.reeve.linux.Programs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a service runs, seen through shells, {@code env} and first lines of scripts.
 *
 * @param language absent if nothing tells it
 * @param interpreter the program that runs the script, or the program itself
 * @param script absent if there is none, or it cannot be told
 */
record Entry(Optional<Language> language, Path interpreter, Optional<Path> script) {
  /** Options that take the next word with them; with others it belongs to them or is none. */
  private static final Map<Language, Set<String>> WITH_VALUE =
      Map.of(
          Language.NODE,
          Set.of("-r", "--require", "--import", "--loader", "--experimental-loader", "-C"),
          Language.PYTHON,
          Set.of("-W", "-X"),
          Language.PERL,
          Set.of("-I"),
          Language.PHP,
          Set.of("-d", "-c"),
          Language.RUBY,
          Set.of("-I", "-r", "-C"),
          Language.SHELL,
          Set.of("-o", "+o"));

  /** Options after which no script comes. */
  private static final Set<String> NO_SCRIPT = Set.of("-c", "-e", "-E", "-m", "-p", "-S", "--eval");

  private static final int NESTED = 4;

  static Entry of(Scene scene) {
    return of(scene, scene.program(), scene.words(), 0);
  }

  private static Entry of(Scene scene, Path program, List<String> words, int depth) {
    Optional<Language> language = Language.of(program);
    if (language.isEmpty()) {
      boolean isEnv = program.endsWith("env");
      return isEnv && depth < NESTED
          ? inner(scene, bare(words.subList(1, words.size())), depth)
              .orElseGet(() -> new Entry(Optional.empty(), program, Optional.empty()))
          : behindFirstLine(scene, program);
    }
    if (language.get() == Language.SHELL && words.size() >= 3 && words.get(1).equals("-c")) {
      Optional<Entry> inner =
          depth < NESTED ? inner(scene, simple(words.get(2)), depth) : Optional.empty();
      return inner.orElseGet(() -> new Entry(language, program, Optional.empty()));
    }
    return new Entry(language, program, script(scene, language.get(), words));
  }

  private static Optional<Entry> inner(Scene scene, List<String> words, int depth) {
    if (!words.isEmpty()
        && Programs.resolve(words.getFirst(), scene.searchPath(), scene.directory())
            instanceof Programs.Result.Found(Path program)) {
      return Optional.of(of(scene, program, words, depth + 1));
    }
    return Optional.empty();
  }

  /** The words of a line that is one plain command, or none. */
  private static List<String> simple(String line) {
    if (line.chars().anyMatch(c -> "|&;<>()$`\n*?".indexOf(c) >= 0)) {
      return List.of();
    }
    try {
      List<String> words = Words.split(line);
      boolean exec = !words.isEmpty() && words.getFirst().equals("exec");
      return bare(exec ? words.subList(1, words.size()) : words);
    } catch (Unreadable e) {
      return List.of();
    }
  }

  /** Without the variables in front. */
  private static List<String> bare(List<String> words) {
    int first = 0;
    while (first < words.size() && words.get(first).indexOf('=') > 0) {
      first++;
    }
    return words.subList(first, words.size());
  }

  private static Entry behindFirstLine(Scene scene, Path program) {
    String line = SmallFile.firstLine(program);
    if (!line.startsWith("#!")) {
      return new Entry(Optional.empty(), program, Optional.empty());
    }
    List<String> words = new ArrayList<>(List.of(line.substring(2).strip().split("[ \t]+", -1)));
    if (words.size() > 1 && words.getFirst().endsWith("/env")) {
      words.removeFirst();
      words.removeIf(word -> word.startsWith("-"));
    }
    Optional<Path> interpreter =
        !words.isEmpty()
                && Programs.resolve(words.getFirst(), scene.searchPath(), scene.directory())
                    instanceof Programs.Result.Found(Path found)
            ? Optional.of(found)
            : Optional.empty();
    return new Entry(
        interpreter.flatMap(Language::of), interpreter.orElse(program), Optional.of(program));
  }

  private static Optional<Path> script(Scene scene, Language language, List<String> words) {
    Set<String> withValue = WITH_VALUE.getOrDefault(language, Set.of());
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--") || (language == Language.PHP && word.equals("-f"))) {
        continue;
      }
      if (NO_SCRIPT.contains(word) && !(language == Language.SHELL && word.equals("-e"))) {
        return Optional.empty();
      }
      if (withValue.contains(word)) {
        i++;
      } else if (!word.startsWith("-") && !word.isEmpty()) {
        return scene.path(word);
      }
    }
    return Optional.empty();
  }

  /** Where the project begins: the folder of the script, else the working directory. */
  Path folder(Scene scene) {
    return script.map(Path::getParent).filter(parent -> parent != null).orElse(scene.directory());
  }
}
