package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.RenameOrder;

/** {@code rename}: another name for a service. */
final class RenameCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("rename", "give a service another name")
        .words("TARGET NAME", 2, 2)
        .text("Its processes go on untouched; services that depend on it follow.")
        .examples(new Usage.Example("rename web frontend", "web is frontend from now on"));
  }

  @Override
  public String what(Call call) {
    return "rename " + Clean.line(call.words().getFirst());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    String name = call.words().get(1);
    ServiceNames.check(call, what(call), name);
    return Results.print(
        call,
        call.client(Daemon.Need.STATE)
            .call(Methods.RENAME, new RenameOrder(call.words().getFirst(), name))
            .results(),
        "rename",
        "is the name of " + Clean.line(call.words().getFirst()) + " now");
  }
}
