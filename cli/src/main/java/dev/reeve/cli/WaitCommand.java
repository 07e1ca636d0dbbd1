package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.WaitFor;
import dev.reeve.client.Client;
import dev.reeve.core.spec.Names;
import java.util.List;

/** {@code wait}: until services are in a state. */
final class WaitCommand implements Command {
  private static final List<String> STATES =
      List.of("ready", "running", "healthy", "stopped", "completed");

  private static final Opt FOR =
      Opt.value("--for", "STATE", "ready (unless given), running, healthy, stopped or completed");

  @Override
  public Usage usage() {
    return Usage.of("wait", "until services are in a state")
        .words("TARGET… [options]", 1, Usage.MANY)
        .text(
            "Returns when every target is in the state; fails as soon as one of them cannot come"
                + " into it any more. Without --timeout it waits for ever.")
        .options(FOR, Opt.TIMEOUT)
        .examples(
            new Usage.Example("wait db --timeout 30s", "until the database is ready"),
            new Usage.Example("wait migrate --for completed", "until a one-shot is done"))
        .exits("0 it is · 1 it cannot be any more · 3 no such service · 6 timed out");
  }

  @Override
  public String what(Call call) {
    return "wait for " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String state = call.arguments.value(FOR).orElse("ready");
    if (!STATES.contains(state)) {
      throw call.arguments.complaint(
          "--for must be one of "
              + String.join(", ", STATES)
              + Names.didYouMean(Clean.line(state), STATES));
    }
    WaitFor order = new WaitFor(call.words(), state, call.arguments.timeoutMillis());
    Client client = call.client(Daemon.Need.STATE);
    List<ActionResult> results;
    try (ProgressView view = ProgressView.open(call, "waiting until it is " + state)) {
      results = client.call(Methods.WAIT, order, view).results();
    }
    return Results.print(call, results, "wait for", "is " + state);
  }
}
