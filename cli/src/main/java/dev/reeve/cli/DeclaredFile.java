package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Application;
import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.PlanReport;
import dev.reeve.client.Client;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** What a configuration file declares, for commands that are about all of it. */
final class DeclaredFile {
  private final Loaded.Ok ok;
  private final Map<String, String> variables;

  private DeclaredFile(Loaded.Ok ok, Map<String, String> variables) {
    this.ok = ok;
    this.variables = variables;
  }

  /**
   * Loads the file that the command names, or the one of the current folder.
   *
   * @param others names of services that may be depended on
   */
  static DeclaredFile load(Call call, String verb, Collection<String> others) throws Complaint {
    return load(call, verb, file(call, verb), others, Map.of());
  }

  /**
   * Loads this file.
   *
   * @param variables for its services, as far as they do not declare others
   */
  static DeclaredFile load(
      Call call, String verb, Path file, Collection<String> others, Map<String, String> variables)
      throws Complaint {
    String what = verb + " " + Clean.line(file.toString());
    Loaded.Ok ok = ConfigFiles.load(call, what, file, Set.copyOf(others), variables);
    return new DeclaredFile(ConfigFiles.notEmpty(ok, what), variables);
  }

  /** The file that the command names, or the only one of the current folder. */
  static Path file(Call call, String verb) throws Complaint {
    return file(call, verb, call.words().isEmpty() ? "" : call.words().getFirst());
  }

  /** This file, or the only one of the current folder if it is empty. */
  static Path file(Call call, String verb, String named) throws Complaint {
    if (!named.isEmpty()) {
      return ConfigFiles.path(call, named);
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
            && (Loader.isNamedForOthers(file)
                || (!ConfigFiles.hasExtension(name) && Loader.isConfiguration(file)))) {
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

  /** The file itself, also where a folder was named. */
  Path file() {
    return ok.file();
  }

  /** By what name the daemon knows it. */
  String source(Call call) {
    return ConfigFiles.source(call, ok.file());
  }

  /** The services that belong to this file: declared by it once, or submitted to its server. */
  Set<String> owned(Call call, Client client) throws ApiException {
    return owned(client.call(Methods.APPLY, unloading(call)));
  }

  /** The question that {@link #owned(Application.Reply)} reads the answer of. */
  Application unloading(Call call) {
    return new Application(source(call), List.of(), List.of(), true, false, false, false);
  }

  /** What would go if the file were unloaded. */
  static Set<String> owned(Application.Reply reply) {
    Set<String> names = new LinkedHashSet<>();
    for (PlanReport.Item item : reply.plan().services()) {
      names.add(item.name());
    }
    return names;
  }

  /** As the daemon wants to be told. */
  List<Definition.Service> definitions(Call call) {
    List<Definition.Service> services = new ArrayList<>();
    for (Definition.Service service : ConfigFiles.services(call, ok)) {
      services.add(with(service, variables, false));
    }
    return services;
  }

  /**
   * The same service with more variables.
   *
   * @param over whether they count more than those it declares
   */
  static Definition.Service with(
      Definition.Service service, Map<String, String> variables, boolean over) {
    if (variables.isEmpty()) {
      return service;
    }
    Map<String, Object> env = new LinkedHashMap<>();
    if (!over) {
      env.putAll(variables);
    }
    if (service.spec().get(Fields.ENV.path()) instanceof Map<?, ?> declared) {
      declared.forEach((key, value) -> env.put(String.valueOf(key), value));
    }
    if (over) {
      env.putAll(variables);
    }
    Map<String, Object> spec = new LinkedHashMap<>(service.spec());
    spec.put(Fields.ENV.path(), env);
    return new Definition.Service(service.name(), service.base(), spec, service.source());
  }
}
