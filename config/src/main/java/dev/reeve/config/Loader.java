package dev.reeve.config;

import dev.reeve.config.dialect.AutoServices;
import dev.reeve.config.dialect.Dialect;
import dev.reeve.config.dialect.Dialects;
import dev.reeve.config.dialect.Translation;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.SourceFile;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.config.tree.YamlReader;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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
      if (isFolderOfServices(fileOrFolder)) {
        return readForeign(new AutoServices(), new Source(fileOrFolder, ""), environment, others);
      }
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
   * Whether a folder is what processmaster calls an auto-service, or has some in it, and has no
   * configuration file of Reeve.
   */
  public static boolean isFolderOfServices(Path folder) {
    return Files.isDirectory(folder)
        && ConfigFile.NAMES.stream().noneMatch(name -> Files.exists(folder.resolve(name)))
        && AutoServices.isOne(folder);
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

  /**
   * What a native file says of the group of all services, whatever else stands in it: a daemon must
   * know before it knows of any service.
   *
   * @return absent if there is a mistake in it, or if the file cannot be read
   */
  public static Optional<MasterGroup> masterGroup(Path file, Environment environment) {
    Problems problems = new Problems();
    try {
      DaemonReader daemon = new DaemonReader(problems, environment);
      if (YamlReader.read(SourceFile.read(file), problems).orElse(null)
          instanceof Node.Entries top) {
        top.entry("daemon").ifPresent(entry -> daemon.read(entry, true));
      }
      MasterGroup group = daemon.cgroup();
      return problems.isEmpty() ? Optional.of(group) : Optional.empty();
    } catch (Unloadable e) {
      return Optional.empty();
    }
  }

  private static Loaded read(Source source, Environment environment, Set<String> others) {
    Optional<Dialect> dialect = Dialects.of(source);
    return dialect.isPresent()
        ? readForeign(dialect.get(), source, environment, others)
        : readNative(source, environment, others);
  }

  private static Loaded readNative(Source source, Environment environment, Set<String> others) {
    Problems problems = new Problems();
    Problems warnings = new Problems();
    NativeReader files = new NativeReader(problems, environment);
    files.read(source);
    Values values = new Values(environment);
    TemplateCheck check =
        new TemplateCheck(problems, new Values(withVariables(environment, files)));
    files.daemon().defaults().ifPresent(entry -> check.check(entry, "defaults: "));
    files.templates().forEach((name, entry) -> check.check(entry, "template '" + name + "': "));
    Templates templates =
        new Templates(files.templates(), files.daemon().defaults(), problems, files.isComplete());
    DaemonReader.Logs logs = files.daemon().logs();
    ServicesReader reader = new ServicesReader(problems, Optional.of(values), check::isSaid);
    Map<String, Node.Entry> declared = new LinkedHashMap<>();
    files
        .services()
        .forEach((name, service) -> {
          if (!problems.isFull()) {
            declared.put(name, logs.under(templates.applied(service)));
          }
        });
    Map<String, Node.Entry> services =
        new LinkedHashMap<>(
            ForEach.expanded(problems, warnings, Optional.of(environment), declared));
    Set<Spot> read = services.values().stream().map(Node.Entry::at).collect(Collectors.toSet());
    files
        .services()
        .forEach((name, service) -> {
          // One for each of no file is checked as well: there may be one tomorrow.
          if (!read.contains(service.at())) {
            check.check(service, "service '" + name + "': ");
          }
        });
    services.values().stream()
        .filter(service -> !problems.isFull())
        .forEach(service -> reader.read(service, service.at().source().folder()));
    AutoFolder auto = new AutoFolder(source, environment, problems, warnings);
    files.daemon().autoServices().ifPresent(named -> auto.read(named, services));
    List<ServiceSpec> specs = new ArrayList<>(reader.specs());
    specs.addAll(auto.specs());
    if (files.isComplete()) {
      Dependencies.check(problems, services, specs, others);
      StartTargets.check(problems, declared.keySet(), services, specs, others);
    }
    List<Followed> followed = new ArrayList<>(files.followed());
    followed.addAll(auto.followed());
    boolean reload = files.daemon().autoReload();
    Telemetry telemetry = files.daemon().telemetry(warnings, values);
    return loaded(
        source,
        files.files(),
        Loaded.NATIVE,
        services,
        specs,
        problems,
        warnings,
        reload,
        new DaemonSettings(
            files.daemon().allowGroup(),
            telemetry,
            files.daemon().adminActions(),
            files.daemon().cgroup()),
        followed);
  }

  /** What a template may mention is known only where it is used. */
  private static Environment withVariables(Environment environment, NativeReader files) {
    List<Node.Entry> all = new ArrayList<>(files.services().values());
    all.addAll(files.templates().values());
    files.daemon().defaults().ifPresent(all::add);
    Map<String, String> variables = new HashMap<>(environment.variables());
    ForEach.variables(all).forEach(name -> variables.putIfAbsent(name, name));
    return new Environment(variables);
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
      Map<String, Node.Entry> declared = translation.services();
      services.putAll(ForEach.expanded(problems, warnings, Optional.empty(), declared));
      Path base = Folders.of(source.file());
      services.values().forEach(service -> reader.read(service, base));
      Dependencies.check(problems, services, reader.specs(), others);
      StartTargets.check(problems, declared.keySet(), services, reader.specs(), others);
      if (declared.isEmpty() && translation.adminActions().isEmpty() && problems.isEmpty()) {
        problems.add(source.start(), "the " + dialect.name() + " file declares nothing to run");
      }
    } catch (Unloadable e) {
      problems.add(e.problem());
    }
    return loaded(
        source,
        translation.files(),
        dialect.name(),
        services,
        reader.specs(),
        problems,
        warnings,
        translation.isFollowed(),
        new DaemonSettings(
            Optional.empty(),
            Telemetry.NONE,
            translation.adminActions(),
            translation.masterGroup()),
        List.of());
  }

  private static Loaded loaded(
      Source source,
      List<Path> files,
      String format,
      Map<String, Node.Entry> services,
      List<ServiceSpec> specs,
      Problems problems,
      Problems warnings,
      boolean reload,
      DaemonSettings daemon,
      List<Followed> followed) {
    if (!problems.isEmpty()) {
      return new Loaded.Broken(problems.sorted());
    }
    Map<String, Place> origins = new LinkedHashMap<>();
    services.forEach((name, entry) -> origins.put(name, entry.at().place()));
    return new Loaded.Ok(
        List.copyOf(specs),
        source.file(),
        files,
        format,
        Collections.unmodifiableMap(origins),
        new Places(source, services),
        warnings.sorted(),
        reload,
        daemon,
        followed(files, followed));
  }

  private static List<Followed> followed(List<Path> files, List<Followed> folders) {
    List<Followed> all = new ArrayList<>();
    for (Path file : files) {
      all.add(Followed.file(file));
    }
    all.addAll(folders);
    return List.copyOf(all);
  }
}
