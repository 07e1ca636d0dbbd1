package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;

/** {@code flush}: clears log files. */
final class FlushCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("flush", "clear log files")
        .words("TARGET…", 1, Usage.MANY)
        .text("Empties the log files of services and removes the rotated ones.")
        .examples(
            new Usage.Example("flush api", "of one service"),
            new Usage.Example("flush all", "of all services"));
  }

  @Override
  public String what(Call call) {
    return "flush the logs of " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    return Results.print(
        call,
        call.client(Daemon.Need.STATE).call(Methods.FLUSH, new Query(call.words())).results(),
        "flush the logs of",
        "has empty logs");
  }
}
