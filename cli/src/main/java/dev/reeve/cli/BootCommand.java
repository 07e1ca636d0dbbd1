package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Methods;
import dev.reeve.client.Client;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code boot}: what happens when the machine boots. */
final class BootCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("boot", "load the configuration of the home and bring everything back")
        .words("[options]", 0, 0)
        .text(
            "What the start of the machine does: starts the daemon if there is none, loads the"
                + " configuration of its home ('reeve status' shows where it is) if there is one,"
                + " and starts every service that is wanted up and does not run. What runs as"
                + " declared is left alone, so it does no harm at any time.")
        .options(Opt.WAIT)
        .examples(new Usage.Example("boot", "after a change of /etc/reeve/reeve.yaml"));
  }

  @Override
  public String what(Call call) {
    return "boot";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Path config = call.home().config();
    Client client = call.client(Daemon.Need.START);
    List<ActionResult> results = new ArrayList<>();
    boolean await = call.arguments.holds(Opt.WAIT);
    if (Files.exists(config)) {
      List<Definition.Service> services =
          LoadCommand.missing(
              call, client, List.of(ConfigFiles.load(call, "boot", config.toString())));
      if (!services.isEmpty()) {
        try (ProgressView view = ProgressView.open(call, "starting")) {
          results.addAll(
              client
                  .call(
                      Methods.DEFINE,
                      new Definition(services, false, true, true, false, await),
                      view)
                  .results());
        }
      }
    }
    Action wanted = new Action(List.of(), false, await, 0);
    results.addAll(
        ActionCommand.ordered(call, client, Methods.RESURRECT, "start", "starting", wanted));
    if (results.isEmpty() && !call.json() && !call.quiet()) {
      call.out.line("everything that should run does");
    }
    return Results.print(call, results, "start", "started");
  }
}
