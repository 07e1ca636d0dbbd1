package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Hello;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.Version;
import dev.reeve.client.Client;
import java.util.List;

/** {@code list}: services and what they do. */
final class ListCommand implements Command {
  private static final Opt WIDE = Opt.flag("--wide", 'w', "all columns, nothing shortened");
  static final Opt PORTS = Opt.flag("--ports", 'p', "a column with the ports they listen on");
  private static final Opt GROUP = Opt.value("--group", "GROUP", "only services of this group");

  private final boolean bare;

  ListCommand() {
    this(false);
  }

  /**
   * @param bare no command was given, so that help is of more use than an empty list
   */
  ListCommand(boolean bare) {
    this.bare = bare;
  }

  @Override
  public Usage usage() {
    return Usage.of("list", "services and what they do")
        .alias("ls")
        .words("[TARGET…] [options]", 0, bare ? 0 : Usage.MANY)
        .text(
            "A table with a row for each instance: state, process, use of the machine, restarts"
                + " since it was last started by hand, and why it does not run. On a narrow screen"
                + " the least important columns are left out.")
        .options(WIDE, PORTS, GROUP)
        .examples(
            new Usage.Example("list", "all services"),
            new Usage.Example("list 'web-*' @batch", "some of them"),
            new Usage.Example("list --json", "for programs: an array of objects"));
  }

  @Override
  public String what(Call call) {
    return "list " + (call.words().isEmpty() ? "services" : call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Client open;
    try {
      open = call.client(Daemon.Need.STATE);
    } catch (Daemon.NoServices e) {
      return nothing(call, e);
    }
    Client client = open;
    Found<ServiceRow> found =
        Found.ask(
            call,
            targets(call),
            "list",
            targets -> client.call(Methods.LIST, new Query(targets)).services());
    List<ServiceRow> services = found.items();
    if (call.json()) {
      call.printJsonArray(services);
    } else if (services.isEmpty() && found.exit() == 0 && !call.quiet()) {
      if (bare) {
        Help.overview(call.out, call.style);
      } else {
        Help.noServices(call.out);
      }
    } else if (!services.isEmpty() && !call.quiet()) {
      boolean wide = call.arguments.has(WIDE);
      Extras extras = Extras.ask(client, call.arguments.has(PORTS), wide);
      ServiceTable.print(call, call.out, services, wide, extras);
    }
    if (call.forPeople()) {
      warnOfVersion(call, client);
    }
    return found.exit();
  }

  private int nothing(Call call, Daemon.NoServices e) {
    if (!bare || call.json() || call.quiet()) {
      throw e;
    }
    Help.overview(call.out, call.style);
    return 0;
  }

  private static List<String> targets(Call call) throws Complaint {
    if (!call.arguments.has(GROUP)) {
      return call.words();
    }
    if (!call.words().isEmpty()) {
      throw call.arguments.complaint("--group and a target exclude each other");
    }
    return List.of("@" + call.arguments.value(GROUP).orElse(""));
  }

  /** A daemon of another version goes on as it is, but what it does may differ from the help. */
  private static void warnOfVersion(Call call, Client client) throws ApiException {
    Hello hello = client.call(Methods.HELLO, new Hello.Params(Methods.PROTOCOL, Version.CURRENT));
    if (!hello.version().equals(Version.CURRENT)) {
      call.out.line(
          call.style.paint("!", Style.YELLOW)
              + " the daemon is version "
              + Clean.line(hello.version())
              + ", this command "
              + Version.CURRENT
              + "; 'reeve reboot' replaces the daemon under running services");
    }
  }
}
