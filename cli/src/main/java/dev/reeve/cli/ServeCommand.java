package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ServiceRow;
import java.util.List;
import java.util.Map;

/** {@code serve}: all that a file declares, in the foreground, and what is submitted to it. */
final class ServeCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("serve", "like up, and takes more processes while it runs")
        .words("[FILE] [options]", 0, 1)
        .text(
            "Starts the services of a configuration file as 'reeve up' does, and then goes on and"
                + " takes what 'reeve submit' hands it: further processes, each a service beside"
                + " those of the file. Ends with 'reeve shutdown', with Ctrl-C, or when a service"
                + " has failed for good; then it stops what it has started, dependants first. What"
                + " is submitted comes as lines of JSON through a FIFO, whose place follows from"
                + " that of the file and is said at the start.")
        .options(Variables.OPTION, UpCommand.KEEP_GOING, UpCommand.DEBUG)
        .examples(
            new Usage.Example("serve", "the file of this folder"),
            new Usage.Example(
                "serve procman.yaml -e LOG=debug", "with a variable for all services"))
        .exits(
            "0 shut down · that of the first service that failed (1 if a signal ended it) · 130"
                + " Ctrl-C · 143 SIGTERM");
  }

  @Override
  public String what(Call call) {
    return "serve " + (call.words().isEmpty() ? "services" : call.wordsText());
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Map<String, String> variables = Variables.of(call.arguments);
    String named = call.words().isEmpty() ? "" : call.words().getFirst();
    ServedFile served = ServedFile.of(call, "serve", named);
    List<String> others = StartCommand.services(call).stream().map(ServiceRow::name).toList();
    DeclaredFile declared =
        DeclaredFile.load(
            call, "serve", DeclaredFile.file(call, "serve", named), others, variables);
    try (Door door = Door.listen(what(call), served.fifo())) {
      return new Foreground(call, declared, door).run();
    }
  }
}
