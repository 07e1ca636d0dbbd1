package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Description;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import dev.reeve.config.Loaded;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.Problem;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.core.spec.SpecWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts together what is to be started, and has it started only when all of it makes sense. */
final class Start {
  private final Call call;
  private final String what;
  private final Set<String> existing = new HashSet<>();
  private final Map<String, Object> fields;
  private final List<String> known = new ArrayList<>();
  private final List<Definition.Service> declared = new ArrayList<>();
  private final List<Definition.Service> created = new ArrayList<>();

  Start(Call call, List<ServiceRow> services, String what) throws Complaint {
    this.call = call;
    this.what = what;
    for (ServiceRow service : services) {
      existing.add(service.name());
    }
    this.fields = FieldOptions.tree(call.arguments, what, call.invocation.directory());
  }

  /** Whether the command line is for a shell. */
  static boolean shell(Call call) {
    for (Opt option : call.arguments.usage().options()) {
      if (option.name().equals(FieldOptions.name(Fields.SHELL))) {
        return call.arguments.holds(option);
      }
    }
    return false;
  }

  void add(Meaning meaning) throws Complaint, ApiException {
    switch (meaning) {
      case Meaning.Known(String target) -> {
        refuseFields(target, "it exists already", "to change it: reeve update " + target);
        known.add(target);
      }
      case Meaning.File(String text, var path) -> {
        refuseFields(text, "a file declares its services itself", "declare it in the file");
        addFile(text);
      }
      case Meaning.Program program -> addProgram(program);
    }
  }

  private void refuseFields(String target, String reason, String hint) throws Complaint {
    boolean named = call.arguments.has(StartCommand.NAME);
    if (!fields.isEmpty() || named) {
      throw Complaint.usage(
          "start " + Clean.line(target),
          reason + ", so that options of a new service have no meaning",
          Clean.line(hint));
    }
  }

  private void addFile(String text) throws Complaint {
    String starting = "start " + Clean.line(text);
    Loaded.Ok ok = ConfigFiles.notEmpty(ConfigFiles.load(call, starting, text, existing), starting);
    declared.addAll(ConfigFiles.services(call, ok));
  }

  private void addProgram(Meaning.Program program) throws Complaint, ApiException {
    String name = call.arguments.value(StartCommand.NAME).orElse("");
    if (name.isEmpty()) {
      name = ServiceNames.of(program.words());
    } else if (!created.isEmpty()) {
      throw call.arguments.complaint("--name fits one program, not several");
    }
    ServiceNames.check(call, what, name);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put(Fields.COMMAND.path(), shell(call) ? program.line() : program.words());
    spec.putAll(fields);
    Path directory = call.invocation.directory();
    SpecReader.Reading reading = SpecReader.read(name, spec, directory);
    if (!reading.problems().isEmpty()) {
      List<String> problems = new ArrayList<>();
      for (Problem problem : reading.problems()) {
        problems.add(FieldOptions.inOptions(problem));
      }
      throw Complaint.usage(what, String.join("\n  and ", problems), "see 'reeve help start'");
    }
    if (existing.contains(name)) {
      again(name, reading.spec().orElseThrow());
    } else {
      existing.add(name);
      created.add(new Definition.Service(name, directory.toString(), spec, ""));
    }
  }

  /** The same command line once more starts the same service; another one is refused. */
  private void again(String name, ServiceSpec wanted) throws Complaint, ApiException {
    boolean same = false;
    String command = "";
    for (Definition.Service other : created) {
      command = other.name().equals(name) ? wanted.command().text() : command;
    }
    if (command.isEmpty()) {
      Description found =
          call.client(Daemon.Need.START)
              .call(Methods.DESCRIBE, new Query(List.of(name)))
              .services()
              .getFirst();
      command = found.service().command();
      Map<String, Object> tree = SpecWriter.full(wanted);
      same = command.equals(wanted.command().text()) && agrees(tree, found);
    }
    if (same) {
      known.add(name);
      return;
    }
    throw new Complaint(
        ErrorCode.FAILED,
        what,
        "a service '" + name + "' exists already (" + Clean.line(command) + ")",
        "give the new one a name with --name; to change the existing one: reeve update "
            + name
            + " --command '…'");
  }

  /** Whether what is given now, and where, is what is declared. */
  private boolean agrees(Map<String, Object> wanted, Description found) {
    boolean place =
        String.valueOf(wanted.get(Fields.DIRECTORY.path()))
            .equals(String.valueOf(found.spec().get(Fields.DIRECTORY.path())));
    return place && fields.isEmpty();
  }

  /** Has it done, and tells what became of it. */
  int run() throws Complaint, ApiException {
    Client client = call.client(Daemon.Need.START);
    boolean await = call.arguments.holds(Opt.WAIT);
    long timeout = call.arguments.timeoutMillis();
    List<ActionResult> results = new ArrayList<>();
    define(client, declared, false, await, timeout, results);
    define(client, created, true, await, timeout, results);
    if (!known.isEmpty()) {
      results.addAll(
          ActionCommand.ordered(
              call,
              client,
              Methods.START,
              "start",
              "starting",
              new Action(known, false, await, timeout)));
    }
    return ActionCommand.printStarted(
        call, client, results, "start", await ? "started" : "is being started");
  }

  private void define(
      Client client,
      List<Definition.Service> services,
      boolean refuseExisting,
      boolean await,
      long timeout,
      List<ActionResult> results)
      throws ApiException {
    if (services.isEmpty()) {
      return;
    }
    Definition definition = new Definition(services, refuseExisting, true, true, false, await);
    List<String> names = services.stream().map(Definition.Service::name).toList();
    try (ProgressView view = ProgressView.open(call, "starting", "start", names);
        Deadline deadline = Deadline.of(client, timeout)) {
      try {
        results.addAll(client.call(Methods.DEFINE, definition, view).results());
      } catch (ApiException e) {
        throw deadline.explain(e);
      }
    }
  }
}
