package dev.reeve.cli;

import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.config.ConfigProblem;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a configuration file declares, for commands that are about all of it. */
final class DeclaredFile {
  private final Loaded.Ok ok;

  private DeclaredFile(Loaded.Ok ok) {
    this.ok = ok;
  }

  /**
   * Loads the file that the command names, or the one of the current folder.
   *
   * @param others names of services that may be depended on
   */
  static DeclaredFile load(Call call, String verb, Collection<String> others) throws Complaint {
    return load(call, verb, file(call, verb), others);
  }

  /** Loads this file. */
  static DeclaredFile load(Call call, String verb, Path file, Collection<String> others)
      throws Complaint {
    Environment environment = new Environment(call.invocation.environment());
    return switch (Loader.load(file, environment, Set.copyOf(others))) {
      case Loaded.Broken broken ->
          throw ConfigFiles.complaint(verb + " " + Clean.line(file.toString()), broken);
      case Loaded.Ok ok -> {
        for (ConfigProblem warning : ok.warnings()) {
          call.err.line("warning: " + warning.text());
        }
        call.err.flush();
        yield new DeclaredFile(ConfigFiles.notEmpty(ok, verb + " " + Clean.line(file.toString())));
      }
    };
  }

  /** The file that the command names, or the only one of the current folder. */
  static Path file(Call call, String verb) throws Complaint {
    if (!call.words().isEmpty()) {
      return ConfigFiles.path(call, call.words().getFirst());
    }
    Path here = ConfigFiles.path(call, ".");
    if (ConfigFiles.isOne(here)) {
      return here;
    }
    List<String> found = foreign(call, verb);
    if (found.size() == 1) {
      return ConfigFiles.path(call, found.getFirst());
    }
    String folder = Clean.line(call.invocation.directory().toString());
    throw new Complaint(
        ErrorCode.FAILED,
        verb,
        found.isEmpty()
            ? "there is no configuration file in " + folder
            : "several configuration files are in "
                + folder
                + ": "
                + Clean.line(String.join(", ", found)),
        "name the file: reeve " + verb + " FILE");
  }

  /** Files of other systems. Any YAML or JSON file may be something else altogether. */
  private static List<String> foreign(Call call, String verb) throws Complaint {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.list(call.invocation.directory())) {
      for (Path file : files.sorted().toList()) {
        String name = String.valueOf(file.getFileName());
        if (Files.isRegularFile(file)
            && !ConfigFiles.hasExtension(name)
            && Loader.isConfiguration(file)) {
          found.add(name);
        }
      }
    } catch (IOException e) {
      throw new Complaint(ErrorCode.FAILED, verb, Failures.reason(e), "name the file");
    }
    return found;
  }

  List<ServiceSpec> specs() {
    return ok.specs();
  }

  List<String> names() {
    return ok.specs().stream().map(ServiceSpec::name).toList();
  }

  /** As the daemon wants to be told. */
  List<Definition.Service> definitions(Call call) {
    return ConfigFiles.services(call, ok);
  }
}
