package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import dev.reeve.config.Loaded;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** {@code load}: starts what files declare, and leaves alone what runs as declared. */
final class LoadCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("load", "start what files declare and does not run yet")
        .words("FILE… [options]", 1, Usage.MANY)
        .text(
            "Creates, changes and starts the services of files, as 'reeve start FILE' does, and says"
                + " which ones run already as they are declared. Nothing is deleted: 'reeve apply'"
                + " does that.")
        .options(Opt.WAIT)
        .examples(new Usage.Example("load reeve.yaml conf/Procfile", "of two files"));
  }

  @Override
  public String what(Call call) {
    return "load " + call.wordsText();
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    List<Loaded.Ok> files = new ArrayList<>();
    for (String file : call.words()) {
      files.add(ConfigFiles.notEmpty(ConfigFiles.load(call, what(call), file), what(call)));
    }
    Client client = call.client(Daemon.Need.START);
    List<Definition.Service> services = missing(call, client, files);
    List<ActionResult> results = List.of();
    if (!services.isEmpty()) {
      boolean await = call.arguments.holds(Opt.WAIT);
      Definition definition = new Definition(services, false, true, true, false, await);
      try (ProgressView view = ProgressView.open(call, "starting")) {
        results = client.call(Methods.DEFINE, definition, view).results();
      }
    }
    return Results.print(call, results, "load", "started");
  }

  /** What files declare and does not run as declared; of the rest it is said that it does. */
  static List<Definition.Service> missing(Call call, Client client, List<Loaded.Ok> files)
      throws Complaint, ApiException {
    Set<String> skipped = new HashSet<>();
    for (Loaded.Ok file : files) {
      skipped.addAll(PlanCommand.plan(call, file, List.of()).unchanged());
    }
    skipped.retainAll(running(client));
    List<Definition.Service> services = new ArrayList<>();
    for (Loaded.Ok file : files) {
      for (Definition.Service service : ConfigFiles.services(call, file)) {
        if (!skipped.contains(service.name())) {
          services.add(service);
        } else if (!call.json() && !call.quiet()) {
          call.out.line(Clean.line(service.name()) + " runs as declared");
        }
      }
    }
    return services;
  }

  /** Services of which every instance runs, or has done what it had to. */
  private static Set<String> running(Client client) throws ApiException {
    Set<String> running = new HashSet<>();
    for (ServiceRow service : client.call(Methods.LIST, new Query(List.of())).services()) {
      boolean all = !service.instances().isEmpty();
      for (ServiceRow.InstanceRow instance : service.instances()) {
        all &= instance.state().equals("running") || instance.state().equals("completed");
      }
      if (all) {
        running.add(service.name());
      }
    }
    return running;
  }
}
