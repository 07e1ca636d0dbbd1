package dev.reeve.config;

import dev.reeve.config.dialect.Dialect;
import dev.reeve.config.dialect.Dialects;
import dev.reeve.config.dialect.Translation;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Unloadable;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Loads configuration files: which file, its text, its tree, its services, and what they say of
 * each other. Files of other systems are recognised and translated. A mistake in a file is never an
 * exception.
 */
public final class Loader {
  private static final List<String> NATIVE_ENDINGS = List.of(".yaml", ".yml", ".json");

  private Loader() {}

  /** The same as the other one, where no services exist beside the file. */
  public static Loaded load(Path fileOrFolder, Environment environment) {
    return load(fileOrFolder, environment, Set.of());
  }

  /**
   * Loads a file.
   *
   * @param fileOrFolder a file of Reeve (YAML or JSON) or of a system whose files are known, or a
   *     folder with a {@code reeve.yaml}, {@code reeve.yml} or {@code reeve.json}; problems name it
   *     as it is given here
   * @param environment for {@code ${VAR}} and {@code ~}
   * @param others names of services that exist beside the file and may be depended on
   */
  public static Loaded load(Path fileOrFolder, Environment environment, Set<String> others) {
    try {
      Path file = ConfigFile.find(fileOrFolder);
      return read(SourceFile.read(file), environment, others);
    } catch (Unloadable e) {
      return new Loaded.Broken(List.of(e.problem()));
    }
  }

  /**
   * The same for a text; {@code file} is where relative paths start from and what messages name.
   */
  public static Loaded parse(Path file, String text, Environment environment, Set<String> others) {
    return read(new Source(file, text), environment, others);
  }

  /**
   * Whether a file can only be meant as a configuration, and not as a program to run: by its name,
   * or, where other systems call theirs {@code *.conf}, by what stands in it. Nothing in it is
   * evaluated.
   */
  public static boolean isConfiguration(Path file) {
    String name = String.valueOf(file.getFileName());
    if (NATIVE_ENDINGS.stream().anyMatch(name::endsWith) || Dialects.claims(name)) {
      return true;
    }
    try {
      return name.endsWith(".conf") && Dialects.of(SourceFile.read(file)).isPresent();
    } catch (Unloadable e) {
      return false; // whatever it is, it cannot be read as one
    }
  }

  /** Whether a file has the very name that some other system gives its configuration. */
  public static boolean isNamedForOthers(Path file) {
    return Dialects.claims(String.valueOf(file.getFileName()));
  }

  private static Loaded read(Source source, Environment environment, Set<String> others) {
    Optional<Dialect> dialect = Dialects.of(source);
    return dialect.isPresent()
        ? readForeign(dialect.get(), source, environment, others)
        : readNative(source, environment, others);
  }

  private static Loaded readNative(Source source, Environment environment, Set<String> others) {
    Problems problems = new Problems();
    NativeReader files = new NativeReader(problems, environment);
    files.read(source);
    Values values = new Values(environment);
    TemplateCheck check = new TemplateCheck(problems, values);
    files.defaults().ifPresent(entry -> check.check(entry, "defaults: "));
    files.templates().forEach((name, entry) -> check.check(entry, "template '" + name + "': "));
    Templates templates =
        new Templates(files.templates(), files.defaults(), problems, files.isComplete());
    ServicesReader reader = new ServicesReader(problems, Optional.of(values), check::isSaid);
    Map<String, Node.Entry> services = new LinkedHashMap<>();
    files
        .services()
        .forEach((name, declared) -> {
          if (!problems.isFull()) {
            Node.Entry service = templates.applied(declared);
            services.put(name, service);
            reader.read(service, Folders.of(service.at().source().file()));
          }
        });
    if (files.isComplete()) {
      Dependencies.check(problems, services, reader.specs(), others);
    }
    return loaded(source, files.files(), Loaded.NATIVE, services, reader, problems, new Problems());
  }

  private static Loaded readForeign(
      Dialect dialect, Source source, Environment environment, Set<String> others) {
    Problems problems = new Problems();
    Problems warnings = new Problems();
    Translation translation = new Translation(source, environment, others, problems, warnings);
    ServicesReader reader = new ServicesReader(problems, Optional.empty(), (at, message) -> false);
    Map<String, Node.Entry> services = new LinkedHashMap<>();
    try {
      dialect.translate(translation);
      services.putAll(translation.services());
      Path base = Folders.of(source.file());
      services.values().forEach(service -> reader.read(service, base));
      Dependencies.check(problems, services, reader.specs(), others);
      if (services.isEmpty() && problems.isEmpty()) {
        problems.add(source.start(), "the " + dialect.name() + " file declares nothing to run");
      }
    } catch (Unloadable e) {
      problems.add(e.problem());
    }
    return loaded(
        source, translation.files(), dialect.name(), services, reader, problems, warnings);
  }

  private static Loaded loaded(
      Source source,
      List<Path> files,
      String format,
      Map<String, Node.Entry> services,
      ServicesReader reader,
      Problems problems,
      Problems warnings) {
    if (!problems.isEmpty()) {
      return new Loaded.Broken(problems.sorted());
    }
    Map<String, Place> origins = new LinkedHashMap<>();
    services.forEach((name, entry) -> origins.put(name, entry.at().place()));
    return new Loaded.Ok(
        List.copyOf(reader.specs()),
        source.file(),
        files,
        format,
        Collections.unmodifiableMap(origins),
        new Places(source, services),
        warnings.sorted());
  }
}
