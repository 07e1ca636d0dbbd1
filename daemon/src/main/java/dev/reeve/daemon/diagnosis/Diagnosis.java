package dev.reeve.daemon.diagnosis;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Finds out why a service cannot start; looks at files and processes, and keeps nothing. */
public final class Diagnosis {
  private static final List<Dependencies> DEPENDENCIES =
      List.of(
          new NodePackages(),
          new PythonPackages(),
          new PerlModules(),
          new ComposerPackages(),
          new Gems());

  /** Each reads the whole output, so that who is sure comes before who guesses. */
  private final List<Classifier> classifiers;

  /**
   * Knows where it is.
   *
   * @param home of the daemon, whose services it tells from other processes
   */
  public Diagnosis(Path home) {
    classifiers =
        List.of(
            new NodeErrors(),
            new PythonErrors(),
            new PerlErrors(),
            new PhpErrors(),
            new RubyErrors(),
            new JavaErrors(),
            new GoErrors(),
            new LoaderErrors(),
            new PortErrors(new Ports(home)),
            new NetworkErrors(),
            new ShellErrors(),
            new FileErrors());
  }

  /**
   * What the last words of a program that ended mean, with everything else that it lacks.
   *
   * @param lines what it wrote, by anybody
   */
  public Optional<Finding> ofDeath(Scene scene, List<String> lines, Errand errand)
      throws InterruptedException {
    Said said = Said.of(lines);
    Entry entry = Entry.of(scene);
    Optional<Clue> clue = clue(said, scene, entry);
    return switch (clue.orElse(null)) {
      case Clue.Plain(String hint) -> Optional.of(new Finding(hint));
      case Clue.Lacks(Language language, String module) ->
          lacking(language, module, scene, entry, errand);
      case null -> before(scene, entry, errand);
    };
  }

  private Optional<Clue> clue(Said said, Scene scene, Entry entry) {
    List<Classifier> ordered = new ArrayList<>();
    entry
        .language()
        .ifPresent(language ->
            classifiers.stream().filter(each -> each.speaks(language)).forEach(ordered::add));
    classifiers.stream().filter(each -> !ordered.contains(each)).forEach(ordered::add);
    for (Classifier classifier : ordered) {
      Optional<Clue> clue = classifier.of(said, scene);
      if (clue.isPresent()) {
        return clue;
      }
    }
    List<Function<Said, Optional<Clue>>> anything =
        List.of(
            NodeErrors::thrown,
            PythonErrors::raised,
            JavaErrors::thrown,
            PhpErrors::thrown,
            RubyErrors::raised);
    return anything.stream().flatMap(each -> each.apply(said).stream()).findFirst();
  }

  private static Optional<Finding> lacking(
      Language language, String module, Scene scene, Entry entry, Errand errand)
      throws InterruptedException {
    Optional<Dependencies> found = dependencies(language);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Dependencies dependencies = found.get();
    Set<String> names = new LinkedHashSet<>();
    String asked = dependencies.packageOf(module);
    names.add(asked);
    if (entry.language().equals(Optional.of(language))) {
      for (String name : dependencies.missing(scene, entry, errand)) {
        if (!Requirements.normal(name).equals(Requirements.normal(asked))) {
          names.add(name);
        }
      }
    }
    return Lacking.of(dependencies, scene, entry, List.copyOf(names));
  }

  /** What a service lacks before it is started at all. */
  public Optional<Finding> ofStart(Scene scene, Errand errand) throws InterruptedException {
    return before(scene, Entry.of(scene), errand);
  }

  private static Optional<Finding> before(Scene scene, Entry entry, Errand errand)
      throws InterruptedException {
    Optional<Dependencies> found = entry.language().flatMap(Diagnosis::dependencies);
    return found.isEmpty()
        ? Optional.empty()
        : Lacking.of(found.get(), scene, entry, found.get().missing(scene, entry, errand));
  }

  private static Optional<Dependencies> dependencies(Language language) {
    return DEPENDENCIES.stream().filter(each -> each.language() == language).findFirst();
  }
}
