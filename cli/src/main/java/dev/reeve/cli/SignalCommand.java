package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.SignalOrder;
import dev.reeve.core.spec.SignalNames;
import dev.reeve.core.spec.Unreadable;
import java.util.List;

/** {@code signal}: to all processes of services; also {@code reeve SIGHUP api}. */
final class SignalCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("signal", "send a signal to all processes of services")
        .words("SIGNAL TARGET…", 2, Usage.MANY)
        .text(
            "The signal is a name (SIGHUP, hup) or a number. The word 'signal' may be left out"
                + " before a name that begins with SIG.")
        .examples(
            new Usage.Example("signal hup api", "to all its instances"),
            new Usage.Example("SIGUSR1 api#2", "to one of them"));
  }

  @Override
  public String what(Call call) {
    return "signal " + Clean.line(String.join(" ", targets(call)));
  }

  private static List<String> targets(Call call) {
    return call.words().subList(1, call.words().size());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String signal;
    try {
      signal = SignalNames.checked(call.words().getFirst());
    } catch (Unreadable e) {
      throw Complaint.usage(
          what(call),
          "'" + Clean.line(call.words().getFirst()) + "' " + e.reason(),
          "write it like this: reeve signal HUP " + Clean.line(String.join(" ", targets(call))));
    }
    return Results.print(
        call,
        call.client(Daemon.Need.STATE)
            .call(Methods.SIGNAL, new SignalOrder(targets(call), signal))
            .results(),
        "send SIG" + signal + " to",
        "got SIG" + signal);
  }
}
