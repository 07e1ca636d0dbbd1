package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.client.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** {@code update}: changes fields of services in place. */
final class UpdateCommand implements Command {
  private static final Opt NO_RESTART =
      Opt.flag("--no-restart", "do not restart; a change that needs it waits for the next start");

  @Override
  public Usage usage() {
    List<Opt> options = new ArrayList<>(List.of(Unset.OPTION, NO_RESTART, Opt.WAIT));
    options.addAll(FieldOptions.change());
    return Usage.of("update", "change fields of services in place")
        .words("TARGET… [fields]", 1, Usage.MANY)
        .text(
            "Lays the given fields over what is declared and leaves the others as they are. --unset"
                + " takes away what is declared, so that the default holds again: a field by its"
                + " path or by its option, a whole section, or one variable as env.KEY. Running"
                + " services are restarted only if a changed field needs it.")
        .options(options)
        .examples(
            new Usage.Example("update api --max-restarts 5", "takes effect at once"),
            new Usage.Example("update api --env LOG=debug --no-restart", "from the next start on"),
            new Usage.Example("update api --unset restart.max --unset env.LOG", "the defaults"));
  }

  @Override
  public String what(Call call) {
    return "update " + call.wordsText();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Map<String, Object> patch =
        FieldOptions.tree(call.arguments, what(call), call.invocation.directory());
    Unset.lay(call.arguments, what(call), patch);
    if (patch.isEmpty()) {
      throw call.arguments.complaint("no field is given that should change");
    }
    Client client = call.client(Daemon.Need.STATE);
    Patch order =
        new Patch(!call.arguments.has(NO_RESTART), call.arguments.holds(Opt.WAIT), "updating");
    for (String service : Patch.services(client, call.words())) {
      order.add(service, call.invocation.directory(), patch);
    }
    return order.send(call, client, "update", "updated");
  }
}
