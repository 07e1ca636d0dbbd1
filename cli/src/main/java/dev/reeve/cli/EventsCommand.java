package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.EventItem;
import dev.reeve.api.EventQuery;
import dev.reeve.api.Methods;
import dev.reeve.cli.Table.Cell;
import dev.reeve.cli.Table.Column;
import dev.reeve.client.Client;
import java.util.ArrayList;
import java.util.List;

/** {@code events} and {@code history}: what happened, why, and who asked. */
final class EventsCommand implements Command {
  private static final int LAST = 50;

  private static final Opt COUNT = Opt.value("--lines", 'n', "N", "the last N events");
  private static final Opt FOLLOW = Opt.flag("--follow", 'f', "go on with new ones until Ctrl-C");

  private final boolean history;

  /**
   * @param history everything of given services, not the latest of any
   */
  EventsCommand(boolean history) {
    this.history = history;
  }

  @Override
  public Usage usage() {
    Usage usage =
        history
            ? Usage.of("history", "every start and stop of a service, and who asked")
                .words("TARGET… [options]", 1, Usage.MANY)
                .examples(
                    new Usage.Example("history api", "everything the journal has on it"),
                    new Usage.Example("history api --since yesterday", "the recent part"))
            : Usage.of("events", "what happened, why, and who asked")
                .words("[TARGET…] [options]", 0, Usage.MANY)
                .examples(
                    new Usage.Example("events -n 20", "the last 20"),
                    new Usage.Example("events -f --json", "for programs: an object a line"));
    return usage
        .text(
            "Reads the journal: starts, exits, restarts and changes, each with its reason and with"
                + " the user who asked. "
                + (history ? "Shows all there is." : "Shows the last " + LAST + "."))
        .options(COUNT, FOLLOW, Since.OPTION)
        .exits("0 done, also when -f is ended by Ctrl-C · 3 no such service");
  }

  @Override
  public String what(Call call) {
    return "read the journal" + (call.words().isEmpty() ? "" : " of " + call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    boolean follow = call.arguments.has(FOLLOW);
    boolean all = history || call.arguments.has(Since.OPTION);
    EventQuery query =
        new EventQuery(
            call.words(), call.arguments.number(COUNT, all ? -1 : LAST), Since.of(call), follow);
    if (follow) {
      Following.of(call).events(query, batch -> stream(call, batch));
      return 0;
    }
    Client client = call.client(Daemon.Need.STATE);
    if (call.json()) {
      client.call(Methods.EVENTS, query, batch -> stream(call, batch));
      return 0;
    }
    List<EventItem> events = new ArrayList<>();
    client.call(Methods.EVENTS, query, batch -> events.addAll(batch.events()));
    if (call.quiet()) {
      return 0;
    }
    if (events.isEmpty()) {
      call.out.line("nothing happened yet");
    } else {
      table(call, events);
    }
    return 0;
  }

  private static void table(Call call, List<EventItem> events) {
    Table table =
        new Table(
            List.of(
                new Column("TIME", false, 0, 1),
                new Column("SERVICE", false, 8, 0),
                new Column("EVENT", false, 0, 0),
                new Column("REASON", false, 12, 2, Table.Cut.END),
                new Column("BY", false, 0, 3)));
    for (EventItem event : events) {
      table.row(
          List.of(
              new Cell(time(call, event), Style.DIM),
              new Cell(subject(event), event.service().isEmpty() ? Style.DIM : Style.BOLD),
              new Cell(Clean.line(event.event()), colour(event.event())),
              Cell.of(Clean.line(event.reason())),
              new Cell(Clean.line(event.by()), Style.DIM)));
    }
    table.print(call.out, call.style, call.columns());
  }

  private static void stream(Call call, EventItem.Batch batch) {
    for (EventItem event : batch.events()) {
      if (call.json()) {
        call.printJsonLine(event);
      } else {
        String subject = subject(event);
        String word = Clean.line(event.event());
        call.out.add(call.style.dim(time(call, event))).add("  ");
        call.out.add(call.style.bold(subject)).repeat(' ', 16 - Width.of(subject)).add("  ");
        call.out.add(call.style.paint(word, colour(word))).repeat(' ', 10 - Width.of(word));
        call.out.add("  ").add(Clean.line(event.reason()));
        call.out.line(
            event.by().isEmpty() ? "" : call.style.dim(" (" + Clean.line(event.by()) + ")"));
      }
    }
    call.out.flush();
  }

  private static String time(Call call, EventItem event) {
    return Clean.line(
        call.style.frames() ? Human.time(event.at(), call.zone(), call.now()) : event.at());
  }

  private static String subject(EventItem event) {
    if (event.service().isEmpty()) {
      return "(daemon)";
    }
    return Clean.line(
        event.instance() == 0 ? event.service() : event.service() + "#" + event.instance());
  }

  private static String colour(String event) {
    if (event.contains("fail") || event.contains("kill") || event.contains("lost")) {
      return Style.RED;
    }
    return switch (event) {
      case "started", "running", "ready", "healthy" -> Style.GREEN;
      case "exited", "restarting", "backoff", "stopping", "waiting" -> Style.YELLOW;
      default -> Style.NONE;
    };
  }
}
