package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Departure;
import dev.reeve.api.Hello;
import dev.reeve.api.Methods;
import dev.reeve.api.Version;
import dev.reeve.client.Client;

/** {@code reboot}: another daemon under running services. */
final class RebootCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("reboot", "replace the daemon under running services")
        .text(
            "Ends the daemon and waits until a new one answers. Services are not touched; it is how"
                + " an upgrade takes effect. Starts a daemon if there is none.")
        .examples(new Usage.Example("reboot", "after an upgrade"));
  }

  @Override
  public String what(Call call) {
    return "reboot the daemon";
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Client client = call.client(Daemon.Need.START);
    Hello before = client.call(Methods.HELLO, new Hello.Params(Methods.PROTOCOL, Version.CURRENT));
    Hello after;
    try (ProgressView view = ProgressView.open(call, "waiting for the new daemon")) {
      client.call(Methods.SHUTDOWN, new Departure(true, true), view);
      after = Departed.awaitNext(call, before.pid());
    }
    if (call.json()) {
      call.printJson(after);
    } else if (!call.quiet()) {
      call.out.line(
          "the daemon is replaced: pid "
              + before.pid()
              + " → "
              + after.pid()
              + ", version "
              + Clean.line(after.version()));
    }
    return 0;
  }
}
