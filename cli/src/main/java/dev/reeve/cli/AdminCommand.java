package dev.reeve.cli;

import dev.reeve.api.AdminAction;
import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.Nothing;
import dev.reeve.cli.Table.Cell;
import dev.reeve.cli.Table.Column;
import dev.reeve.client.Client;
import dev.reeve.core.spec.Words;
import java.util.List;

/** {@code admin}: commands that the configuration lets admins have the daemon run. */
final class AdminCommand implements Command {
  private static final List<String> VERBS = List.of("list", "run", "ps", "kill");

  @Override
  public Usage usage() {
    return Usage.of("admin", "run commands that the configuration offers to admins")
        .words("[list|run ID|ps|kill [ID]]", 0, 2)
        .text(
            "Actions are declared below 'daemon.admin_actions' in the file of the daemon's home. The"
                + " daemon runs them as its own user, without a shell; 'run' returns when the"
                + " program has begun, and its output goes to a file. 'ps' shows what lives of them,"
                + " 'kill' ends it, also after the daemon was replaced. For admins only.")
        .examples(
            new Usage.Example("admin", "what there is to run"),
            new Usage.Example("admin run update", "run one"),
            new Usage.Example("admin kill update", "end what lives of it"))
        .exits("0 done · 1 failed · 5 not an admin");
  }

  @Override
  public String what(Call call) {
    return call.words().isEmpty() ? "list admin actions" : "admin " + call.wordsText();
  }

  @Override
  public boolean namesServices(Call call) {
    return false;
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    List<String> words = call.words();
    String verb = words.isEmpty() ? "list" : words.getFirst();
    String id = words.size() > 1 ? words.get(1) : "";
    if (!VERBS.contains(verb)) {
      throw call.arguments.complaint(
          "'" + Clean.line(verb) + "' is none of " + String.join(", ", VERBS));
    }
    if (verb.equals("run") == id.isEmpty() && !verb.equals("kill")) {
      throw call.arguments.complaint(
          id.isEmpty()
              ? "which action? 'reeve admin list' shows them"
              : verb + " takes no '" + Clean.line(id) + "'");
    }
    Client client = call.client(Daemon.Need.START);
    switch (verb) {
      case "run" -> begun(call, client.call(Methods.ADMIN_RUN, new AdminAction.Query(id)));
      case "ps" -> processes(call, client.call(Methods.ADMIN_PS, new Nothing()));
      case "kill" -> killed(call, client.call(Methods.ADMIN_KILL, new AdminAction.Query(id)));
      default -> list(call, client.call(Methods.ADMIN_LIST, new Nothing()));
    }
    return 0;
  }

  private static void begun(Call call, AdminAction.Begun begun) {
    if (call.json()) {
      call.printJson(begun);
    } else if (!call.quiet()) {
      call.out.line(
          Clean.line(
              begun.id() + " runs (pid " + begun.pid() + "), its output goes to " + begun.log()));
    }
  }

  private static void killed(Call call, AdminAction.Processes killed) {
    if (call.json()) {
      call.printJsonArray(killed.processes());
    } else if (!call.quiet()) {
      int count = killed.processes().size();
      call.out.line(count == 0 ? "nothing was running" : Human.count(count, "process") + " killed");
    }
  }

  private static void list(Call call, AdminAction.All all) {
    if (call.json()) {
      call.printJsonArray(all.actions());
      return;
    }
    if (call.quiet()) {
      return;
    }
    if (all.actions().isEmpty()) {
      call.out.line(
          "there are no admin actions; 'daemon.admin_actions' in "
              + Clean.line(call.home().config() + " declares some"));
      return;
    }
    Table table =
        new Table(
            List.of(
                new Column("ID", false, 0, 0),
                new Column("LABEL", false, 10, 1, Table.Cut.END),
                new Column("PROCESSES", true, 0, 2),
                new Column("COMMAND", false, 10, 3, Table.Cut.END)));
    for (AdminAction action : all.actions()) {
      table.row(
          List.of(
              new Cell(Clean.line(action.id()), Style.BOLD),
              Cell.of(Clean.line(action.label())),
              new Cell(
                  Integer.toString(action.running()),
                  action.running() == 0 ? Style.DIM : Style.GREEN),
              Cell.of(Clean.line(Words.join(action.command())))));
    }
    table.print(call.out, call.style, call.columns());
  }

  private static void processes(Call call, AdminAction.Processes all) {
    if (call.json()) {
      call.printJsonArray(all.processes());
      return;
    }
    if (call.quiet()) {
      return;
    }
    if (all.processes().isEmpty()) {
      call.out.line("no admin action runs");
      return;
    }
    Table table =
        new Table(
            List.of(
                new Column("ACTION", false, 0, 0),
                new Column("PID", true, 0, 0),
                new Column("PARENT", true, 0, 3),
                new Column("STATE", false, 0, 4),
                new Column("MEM", true, 0, 2),
                new Column("COMMAND", false, 10, 1, Table.Cut.END)));
    for (AdminAction.Living process : all.processes()) {
      table.row(
          List.of(
              new Cell(process.id().isEmpty() ? "-" : Clean.line(process.id()), Style.BOLD),
              Cell.of(Integer.toString(process.pid())),
              Cell.of(Integer.toString(process.parent())),
              Cell.of(Clean.line(process.state())),
              Cell.of(Human.bytes(process.memoryBytes())),
              Cell.of(Clean.line(process.command()))));
    }
    table.print(call.out, call.style, call.columns());
  }
}
