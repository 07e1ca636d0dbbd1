package dev.reeve.cli;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Hello;
import dev.reeve.api.Methods;
import dev.reeve.cli.boot.InitSystem;
import dev.reeve.cli.boot.Registration;
import dev.reeve.cli.boot.Tools;
import dev.reeve.client.Client;
import java.util.List;

/** {@code suspend} and {@code unsuspend}: takes everything offline, also for boots, and back. */
final class SuspendCommand implements Command {
  private final boolean off;

  SuspendCommand(boolean off) {
    this.off = off;
  }

  @Override
  public Usage usage() {
    Usage usage =
        off
            ? Usage.of("suspend", "end everything, and do not start it with the machine")
                .text(
                    "For maintenance: ends all services and the daemon, and has the init system not"
                        + " start it any more. What is known of the services stays;"
                        + " 'reeve unsuspend' brings everything back.")
                .examples(new Usage.Example("suspend", "until 'unsuspend', also over boots"))
            : Usage.of("unsuspend", "undo suspend")
                .text(
                    "Has the init system start the daemon with the machine again, starts it now, and"
                        + " brings back the services that ran when it was suspended.")
                .examples(new Usage.Example("unsuspend", "everything is back"));
    return usage
        .words("[options]", 0, 0)
        .options(BootOptions.USER, BootOptions.AS_ROOT, BootOptions.INIT)
        .exits("0 done · 1 it is not installed · 5 not root");
  }

  @Override
  public String what(Call call) {
    return off ? "suspend the daemon" : "bring back the daemon";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Tools tools = Tools.real();
    Registration registration = BootOptions.registration(call, tools);
    BootOptions.needRoot(call, (off ? "suspend" : "unsuspend") + BootOptions.again(registration));
    InitSystem init = BootOptions.init(call, tools);
    AtBoot atBoot = new AtBoot(registration, init, AtBoot.LINK, BootOptions.teller(call));
    atBoot.needInstalled();
    if (off) {
      atBoot.suspend();
      if (call.json()) {
        call.printJsonText(Json.text(java.util.Map.of("service", registration.name())));
      } else if (!call.quiet()) {
        call.out.line("suspended; 'reeve unsuspend' brings everything back");
      }
      return 0;
    }
    Hello hello = atBoot.unsuspend();
    BootOptions.teller(call).accept("the daemon runs, pid " + hello.pid());
    try (Client client = Client.connect(atBoot.home().socket())) {
      Action all = new Action(List.of(), false, true, 0);
      List<ActionResult> results =
          ActionCommand.ordered(call, client, Methods.RESURRECT, "start", "starting", all);
      return Results.print(call, results, "start", "started");
    }
  }
}
