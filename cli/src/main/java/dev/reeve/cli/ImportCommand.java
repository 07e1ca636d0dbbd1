package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Methods;
import dev.reeve.config.Loaded;
import dev.reeve.core.spec.Command.Argv;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.List;

/** {@code import}: takes in services of files, and leaves out those there are already. */
final class ImportCommand implements Command {
  private static final Opt START =
      new Opt("--start", (char) 0, "", "only declare them", "", false, true, true);

  @Override
  public Usage usage() {
    return Usage.of("import", "take in services of files, once")
        .words("FILE… [options]", 1, Usage.MANY)
        .text(
            "Creates the services of files and starts them. A service that runs the same command in"
                + " the same folder as one that exists is left out, and said. Another service of"
                + " the same name is refused, and then nothing is taken in. The services do not"
                + " belong to the file afterwards: 'reeve apply' and 'reeve unload' of it leave"
                + " them alone.")
        .options(START, Opt.WAIT)
        .examples(
            new Usage.Example("import dump.json --no-start", "then look at them with 'reeve list'"),
            new Usage.Example("import Procfile other/reeve.yaml", "of two files"));
  }

  @Override
  public String what(Call call) {
    return "import " + call.wordsText();
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    List<ServiceSpec> known = new ArrayList<>(Declared.specs(call, what(call), List.of()));
    List<Definition.Service> services = new ArrayList<>();
    for (String file : call.words()) {
      Loaded.Ok ok = ConfigFiles.notEmpty(ConfigFiles.load(call, what(call), file), what(call));
      for (Definition.Service service : ConfigFiles.services(call, ok)) {
        ServiceSpec spec =
            ok.specs().stream()
                .filter(s -> s.name().equals(service.name()))
                .findFirst()
                .orElseThrow();
        ServiceSpec same = same(known, spec);
        if (same == null) {
          known.add(spec);
          services.add(new Definition.Service(service.name(), service.base(), service.spec(), ""));
        } else if (!call.json() && !call.quiet()) {
          call.out.line(
              Clean.line(spec.name())
                  + " left out: '"
                  + Clean.line(same.name())
                  + "' runs the same command in the same folder");
        }
      }
    }
    List<ActionResult> results = List.of();
    boolean start = call.arguments.holds(START);
    if (!services.isEmpty()) {
      boolean await = start && call.arguments.holds(Opt.WAIT);
      Definition definition = new Definition(services, true, start, false, false, await);
      try (ProgressView view = ProgressView.open(call, "starting")) {
        results = call.client(Daemon.Need.START).call(Methods.DEFINE, definition, view).results();
      }
    }
    return Results.print(call, results, "import", start ? "started" : "created");
  }

  private static @org.jspecify.annotations.Nullable ServiceSpec same(
      List<ServiceSpec> known, ServiceSpec spec) {
    for (ServiceSpec other : known) {
      boolean command =
          other.command() instanceof Argv == spec.command() instanceof Argv
              && other.command().text().equals(spec.command().text());
      if (command && other.directory().equals(spec.directory())) {
        return other;
      }
    }
    return null;
  }
}
