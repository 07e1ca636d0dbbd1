package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.config.Place;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Configuration files that are named on the command line. */
final class ConfigFiles {
  private ConfigFiles() {}

  /** Relative to where the command runs, and short in messages if that is where Java runs, too. */
  static Path path(Call call, String text) {
    Path path = Path.of(text);
    boolean here = call.invocation.directory().equals(Path.of("").toAbsolutePath());
    return here ? path : call.invocation.directory().resolve(path).normalize();
  }

  /**
   * Whether it can only be meant as one: a file of any system that is known, or a folder with one.
   */
  static boolean isOne(Path path) {
    if (Files.isDirectory(path)) {
      return Files.exists(path.resolve("reeve.yaml"))
          || Files.exists(path.resolve("reeve.yml"))
          || Files.exists(path.resolve("reeve.json"))
          || Loader.isFolderOfServices(path);
    }
    return Files.exists(path) && Loader.isConfiguration(path);
  }

  static boolean hasExtension(String name) {
    return name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json");
  }

  /**
   * Loads a file for a command that uses it; its warnings go to stderr.
   *
   * @param what verb and object of the complaint, should it be broken
   * @param others services that exist beside the file and may be depended on
   */
  static Loaded.Ok load(Call call, String what, String text, Set<String> others) throws Complaint {
    return load(call, what, path(call, text), others, Map.of());
  }

  /**
   * The same for a path.
   *
   * @param variables what is in the environment beside the caller's own, and before it
   */
  static Loaded.Ok load(
      Call call, String what, Path file, Set<String> others, Map<String, String> variables)
      throws Complaint {
    Map<String, String> all = new HashMap<>(call.invocation.environment());
    all.putAll(variables);
    return switch (Loader.load(file, new Environment(all), others)) {
      case Loaded.Broken broken -> throw complaint(what, broken);
      case Loaded.Ok ok -> {
        warn(call, warnings(call, ok));
        yield ok;
      }
    };
  }

  /** What a file declares, as the daemon is told of it. */
  static List<Definition.Service> services(Call call, Loaded.Ok ok) {
    String source = source(call, ok.file());
    List<Definition.Service> services = new ArrayList<>(ok.specs().size());
    for (ServiceSpec spec : ok.specs()) {
      services.add(
          new Definition.Service(
              spec.name(), spec.directory().toString(), SpecWriter.declared(spec), source));
    }
    return services;
  }

  /** By what name the daemon knows a file. */
  static String source(Call call, Path file) {
    return call.invocation.directory().resolve(file).normalize().toString();
  }

  /**
   * Loads a file that may depend on services beside it; the daemon is asked for them only if that
   * may help.
   */
  static Loaded.Ok load(Call call, String what, String text) throws Complaint, ApiException {
    Environment environment = new Environment(call.invocation.environment());
    if (Loader.load(path(call, text), environment) instanceof Loaded.Ok ok) {
      warn(call, warnings(call, ok));
      return ok;
    }
    Set<String> others = new HashSet<>();
    StartCommand.services(call).forEach(service -> others.add(service.name()));
    return load(call, what, text, others);
  }

  /** The same file, unless nothing is left of it: no target would mean all there are. */
  static Loaded.Ok notEmpty(Loaded.Ok ok, String what) throws Complaint {
    if (ok.specs().isEmpty()) {
      throw new Complaint(
          ErrorCode.FAILED,
          what,
          "it declares nothing to run: none of its 'for_each' matches a file",
          "'reeve check " + Clean.line(ok.file().toString()) + "' shows which");
    }
    return ok;
  }

  /** What a file says and Reeve does not do, or not with this file. */
  static List<ConfigProblem> warnings(Call call, Loaded.Ok ok) {
    List<ConfigProblem> warnings = new ArrayList<>(ok.warnings());
    Path home = call.home().config();
    if (!source(call, ok.file()).equals(home.toString())) {
      ok.daemon()
          .allowGroup()
          .ifPresent(group -> warnings.add(elsewhere(group.place(), "allow_group", home)));
      ok.daemon()
          .telemetry()
          .place()
          .ifPresent(place -> warnings.add(elsewhere(place, "telemetry", home)));
      ok.daemon().adminActions().stream()
          .findFirst()
          .ifPresent(first -> warnings.add(elsewhere(first.place(), "admin_actions", home)));
      ok.daemon()
          .cgroup()
          .place()
          .ifPresent(place -> warnings.add(elsewhere(place, "cgroup", home)));
    }
    return warnings;
  }

  private static ConfigProblem elsewhere(Place place, String key, Path home) {
    return new ConfigProblem(
        place.file(),
        place.line(),
        place.column(),
        "'daemon." + key + "' counts in " + home + " only, when the daemon begins",
        "");
  }

  /** Each on a line of stderr, with {@code --json} as an object; with {@code --quiet} nothing. */
  static void warn(Call call, List<ConfigProblem> warnings) {
    if (!call.quiet()) {
      for (ConfigProblem warning : warnings) {
        call.err.line(
            call.json() ? Json.text(Map.of("warning", item(warning))) : warning.warning());
      }
      call.err.flush();
    }
  }

  /** A problem or a warning for programs. */
  static Map<String, Object> item(ConfigProblem problem) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("file", problem.file().toString());
    item.put("line", problem.line());
    item.put("column", problem.column());
    item.put("message", problem.message());
    return item;
  }

  static Complaint complaint(String what, Loaded.Broken broken) {
    int count = broken.problems().size();
    return new Complaint(
        ErrorCode.FAILED,
        what,
        Human.count(count, "mistake") + "\n" + broken.text(),
        "nothing was started or changed; mend the file and try again");
  }

  /** All mistakes of a file. */
  static void print(Call call, String file, Loaded.Broken broken) {
    Style style = call.errStyle();
    call.err.line(broken.text());
    // Of a folder the file was meant in which the first of them is.
    String named =
        Files.isDirectory(path(call, file))
            ? broken.problems().getFirst().file().normalize().toString()
            : file;
    call.err.line(
        style.red(Clean.line(named) + " has " + Human.count(broken.problems().size(), "mistake")));
    call.err.flush();
  }
}
