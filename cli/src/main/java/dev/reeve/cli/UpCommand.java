package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Departure;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import java.util.List;

/** {@code up}: all that a file declares, in the foreground. */
final class UpCommand implements Command {
  static final Opt KEEP_GOING =
      Opt.flag("--keep-going", 'k', "a service that fails does not end the others");
  static final Opt DEBUG =
      Opt.flag("--debug", "when a service fails, wait for Enter before the others are stopped");
  private static final Opt DETACH =
      Opt.flag("--detach", 'd', "start them and return, like 'reeve start FILE'");

  @Override
  public Usage usage() {
    return Usage.of("up", "all that a file declares, in the foreground")
        .words("[FILE] [options]", 0, 1)
        .text(
            "Starts the services of a configuration file (that of the current folder if none is"
                + " given), what is needed first, and shows what they write. Ends when all of them"
                + " are done, when one has failed for good, or with Ctrl-C; then it stops what it"
                + " has started, dependants first. Ctrl-C once more kills. The services are the"
                + " daemon's: where 'up' itself is killed they go on, and 'reeve down' ends them;"
                + " where the daemon is replaced, 'up' goes on with the next one. A service that is"
                + " 'essential' ends it all when it ends for good. As the first process of a"
                + " container it does what process 1 has to.")
        .options(KEEP_GOING, DEBUG, DETACH)
        .examples(
            new Usage.Example("up", "the file of this folder"),
            new Usage.Example("up Procfile", "any file that 'reeve start' knows"),
            new Usage.Example("up tests.yaml --keep-going", "one-shots, to the end of the last"))
        .exits(
            "0 all are done · that of the first service that failed (1 if a signal ended it) · that"
                + " of an essential one (128 and its number if a signal ended it) · 130 Ctrl-C · 143"
                + " SIGTERM");
  }

  @Override
  public String what(Call call) {
    return "bring up " + (call.words().isEmpty() ? "services" : call.wordsText());
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  /** Whether process 1 ends with this command, and so everything there is. */
  private static boolean isFirst(Call call) {
    return !call.invocation.variable("REEVE_FIRST").isEmpty();
  }

  /** In good order, so that it has written all it knows; the kernel would not wait for that. */
  private static void endDaemon(Call call) throws Complaint, ApiException {
    // A connection of its own: that of the foreground is closed by now.
    try (Client client = Client.connect(call.home().socket())) {
      DaemonStatus last = client.call(Methods.SHUTDOWN, new Departure(false, false));
      Departed.await(call.home(), last.pid());
    }
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    List<ServiceRow> services = StartCommand.services(call);
    if (call.arguments.has(DETACH)) {
      for (Opt option : List.of(KEEP_GOING, DEBUG)) {
        if (call.arguments.has(option)) {
          throw call.arguments.complaint("--detach and " + option.name() + " exclude each other");
        }
      }
      var file = DeclaredFile.file(call, "up");
      Start start = new Start(call, services, what(call));
      start.add(new Meaning.File(file.toString(), file));
      return start.run();
    }
    DeclaredFile declared =
        DeclaredFile.load(call, "up", services.stream().map(ServiceRow::name).toList());
    int exit = new Foreground(call, declared, null).run();
    if (isFirst(call)) {
      endDaemon(call);
    }
    return exit;
  }
}
