package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.EnableOrder;
import dev.reeve.api.Methods;

/** {@code enable} and {@code disable}: whether services start when the machine boots. */
final class EnableCommand implements Command {
  private final boolean enabled;

  EnableCommand(boolean enabled) {
    this.enabled = enabled;
  }

  private String verb() {
    return enabled ? "enable" : "disable";
  }

  @Override
  public Usage usage() {
    return Usage.of(verb(), enabled ? "start services at boot" : "do not start services at boot")
        .words("TARGET…", 1, Usage.MANY)
        .text("Changes nothing about whether a service runs now.")
        .examples(new Usage.Example(verb() + " api", "from the next boot on"));
  }

  @Override
  public String what(Call call) {
    return verb() + " " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    return Results.print(
        call,
        call.client(Daemon.Need.STATE)
            .call(Methods.ENABLE, new EnableOrder(call.words(), enabled))
            .results(),
        verb(),
        enabled ? "is started at boot" : "is not started at boot");
  }
}
