package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Departure;
import dev.reeve.api.Methods;
import dev.reeve.client.Client;

/** {@code kill}: ends the daemon. */
final class KillCommand implements Command {
  private static final Opt KEEP =
      Opt.flag("--keep-services", "leave services running; the next daemon finds them again");

  @Override
  public Usage usage() {
    return Usage.of("kill", "end the daemon and all services")
        .alias("exit")
        .text(
            "Stops all services, then the daemon; when the command returns, both are gone. The"
                + " services stay wanted: 'reeve resurrect' starts them again. To end one service:"
                + " 'reeve stop'. To send a signal: 'reeve signal KILL TARGET'.")
        .words("[options]", 0, Usage.MANY)
        .options(KEEP)
        .examples(
            new Usage.Example("kill", "everything"),
            new Usage.Example("kill --keep-services", "only the daemon"))
        .exits("0 done · 4 there is no daemon · 5 not permitted");
  }

  @Override
  public String what(Call call) {
    return "end the daemon";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    if (!call.words().isEmpty()) {
      // Elsewhere 'kill NAME' ends one process; here it would end everything.
      throw Complaint.usage(
          "run 'kill'",
          "it takes no '" + call.wordsText() + "'",
          "it ends the daemon with all services; to end one service: reeve stop "
              + call.wordsText());
    }
    boolean keep = call.arguments.has(KEEP);
    Client client = call.client(Daemon.Need.RUNNING);
    DaemonStatus status;
    try (ProgressView view = ProgressView.open(call, keep ? "ending" : "stopping all services")) {
      status = client.call(Methods.SHUTDOWN, new Departure(keep, false), view);
    }
    Departed.await(call.home(), status.pid());
    if (call.json()) {
      call.printJson(status);
    } else if (!call.quiet()) {
      String services = Human.count(status.services(), "service");
      call.out.line(
          "the daemon (pid "
              + status.pid()
              + ") has ended, "
              + (status.services() == 0
                  ? "it had no services"
                  : services + (keep ? " left running" : " stopped")));
    }
    return 0;
  }
}
