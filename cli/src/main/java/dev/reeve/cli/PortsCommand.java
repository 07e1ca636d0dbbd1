package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.PortRow;
import dev.reeve.api.Query;
import dev.reeve.cli.Table.Cell;
import dev.reeve.cli.Table.Column;
import dev.reeve.client.Client;
import java.util.List;

/** {@code ports}: who listens where. */
final class PortsCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("ports", "who listens where")
        .words("[TARGET…]", 0, Usage.MANY)
        .text(
            "Sockets of TCP that listen and sockets of UDP that are bound, of all processes of the"
                + " services, at this moment, also in network namespaces of their own. Red is what"
                + " other machines can reach.")
        .examples(
            new Usage.Example("ports", "all services"),
            new Usage.Example("ports api --json", "for programs: an array of objects"));
  }

  @Override
  public String what(Call call) {
    return "look at the ports" + (call.words().isEmpty() ? "" : " of " + call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Client client = call.client(Daemon.Need.STATE);
    Found<PortRow> found =
        Found.ask(
            call,
            call.words(),
            "look at the ports of",
            targets -> client.call(Methods.PORTS, new Query(targets)).ports());
    if (call.json()) {
      call.printJsonArray(found.items());
    } else if (found.items().isEmpty() && found.exit() == 0 && !call.quiet()) {
      call.out.line("nobody listens");
    } else if (!found.items().isEmpty() && !call.quiet()) {
      print(call, found.items());
    }
    return found.exit();
  }

  private static void print(Call call, List<PortRow> ports) {
    Table table =
        new Table(
            List.of(
                new Column("SERVICE", false, 10, 0),
                new Column("PROTO", false, 0, 2),
                new Column("ADDRESS", false, 9, 1),
                new Column("PORT", true, 0, 0),
                new Column("PID", true, 0, 3),
                new Column("PROCESS", false, 0, 4)));
    for (PortRow port : ports) {
      String colour = port.local() ? Style.NONE : Style.RED;
      table.row(
          List.of(
              new Cell(Clean.line(port.service() + "#" + port.instance()), Style.BOLD),
              new Cell(Clean.line(port.protocol()), Style.DIM),
              new Cell(Clean.line(port.address()), colour),
              new Cell(Integer.toString(port.port()), colour),
              new Cell(Integer.toString(port.pid()), Style.DIM),
              new Cell(Clean.line(port.process()), Style.NONE)));
    }
    table.print(call.out, call.style, call.columns());
  }

  /** In one cell: {@code tcp@127.0.0.1:8080}. */
  static String text(PortRow port) {
    String address = port.address().contains(":") ? "[" + port.address() + "]" : port.address();
    return port.protocol() + "@" + address + ":" + port.port();
  }
}
