package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.ServiceRow;
import dev.reeve.client.Client;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** {@code watch}: the table of {@code list}, again and again. */
final class WatchCommand implements Command {
  private static final Opt INTERVAL =
      Opt.value("--interval", 'i', "S", "seconds between two looks, 1 or more (1)");
  private static final Opt TIMEOUT =
      Opt.value("--timeout", 't', "S", "end after so many seconds; 0 goes on (0)");

  private final BlockingQueue<Integer> signals = new LinkedBlockingQueue<>();

  @Override
  public Usage usage() {
    return Usage.of("watch", "the table of services, refreshed in place")
        .words("[TARGET…] [options]", 0, Usage.MANY)
        .text(
            "Shows what 'list' shows and goes on until Ctrl-C, also while the daemon is replaced."
                + " The screen is as before when it ends, with the last table below. In a pipe each"
                + " look is printed after the one before.")
        .options(INTERVAL, TIMEOUT, ListCommand.PORTS)
        .examples(
            new Usage.Example("watch", "all services, every second"),
            new Usage.Example("watch api -i 5 -t 60", "one, every five seconds, for a minute"),
            new Usage.Example("watch --json", "for programs: an array a line"))
        .exits("0 done, also when it is ended by Ctrl-C · 3 no such service");
  }

  @Override
  public String what(Call call) {
    return "watch " + (call.words().isEmpty() ? "services" : call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    int interval = call.arguments.number(INTERVAL, 1);
    int timeout = call.arguments.number(TIMEOUT, 0);
    if (interval < 1) {
      throw call.arguments.complaint("-i must be at least 1");
    }
    Client first = call.client(Daemon.Need.STATE);
    Look look = Look.at(first, call);
    call.invocation.terminal().signals().accept(signals::add);
    long end = timeout == 0 ? Long.MAX_VALUE : System.nanoTime() + timeout * 1_000_000_000L;
    if (!call.forPeople()) {
      return stream(call, first, look, interval, end);
    }
    try (FullScreen screen = FullScreen.open(call.out)) {
      return show(call, screen, first, look, interval, end);
    }
  }

  /** What is shown at a time. */
  private record Look(List<ServiceRow> rows, Extras extras) {
    static Look at(Client client, Call call) throws ApiException {
      List<ServiceRow> rows = client.call(Methods.LIST, new Query(call.words())).services();
      return new Look(rows, Extras.ask(client, call.arguments.has(ListCommand.PORTS), false));
    }
  }

  /** For files and pipes; a daemon that goes away ends it. */
  private int stream(Call call, Client client, Look first, int interval, long end)
      throws ApiException {
    Look look = first;
    while (true) {
      if (call.json()) {
        call.printJsonLines(look.rows);
      } else if (!call.quiet()) {
        ServiceTable.print(call, call.out, look.rows, false, look.extras);
        call.out.end();
      }
      call.out.flush();
      int signal = waited(interval, end);
      if (signal != NONE) {
        return exit(signal);
      }
      look = Look.at(client, call);
    }
  }

  private int show(
      Call call, FullScreen screen, Client first, Look firstLook, int interval, long end)
      throws ApiException {
    Client client = first;
    Look look = firstLook;
    String trouble = "";
    while (true) {
      screen.paint(lines(call, look, interval, trouble), call.rows());
      int signal = waited(interval, end);
      if (signal != NONE) {
        screen.close();
        lines(call, look, interval, trouble).stream()
            .skip(1)
            .limit(call.rows() - 2L)
            .forEach(call.out::line);
        return exit(signal);
      }
      try {
        look = Look.at(client, call);
        trouble = "";
      } catch (ApiException e) {
        if (e.code() != ErrorCode.UNREACHABLE) {
          throw e;
        }
        trouble = "the daemon does not answer";
        client = again(call, client);
      }
    }
  }

  /** A new connection, or the old one while there is none to be had. */
  private static Client again(Call call, Client old) {
    try {
      Client client = Client.connect(call.home().socket());
      old.close();
      return client;
    } catch (ApiException e) {
      return old;
    }
  }

  private static List<String> lines(Call call, Look look, int interval, String trouble) {
    List<ServiceRow> rows = look.rows;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Output table = new Output(bytes);
    if (rows.isEmpty()) {
      table.line("there are no services");
    } else {
      ServiceTable.print(call, table, rows, false, look.extras);
    }
    table.flush();
    List<String> lines = new ArrayList<>();
    String now = Human.time(call.now().toString(), call.zone(), call.now());
    String head =
        Human.count(rows.size(), "service")
            + "  every "
            + Human.duration(interval * 1000L)
            + "  "
            + now;
    lines.add(
        trouble.isEmpty()
            ? call.style.dim(Width.end(head, call.columns()))
            : call.style.red(Width.end(head + "  " + trouble, call.columns())));
    bytes.toString(StandardCharsets.UTF_8).lines().forEach(lines::add);
    int high = call.rows();
    if (lines.size() > high) {
      int hidden = lines.size() - high + 1;
      lines.subList(high - 1, lines.size()).clear();
      lines.add(call.style.dim("… " + Human.count(hidden, "more line")));
    }
    return lines;
  }

  private static final int NONE = -1;
  private static final int TIME_IS_UP = 0;

  /** Waits for the next look; says why there is none, or {@link #NONE}. */
  private int waited(int interval, long end) {
    long nanos = Math.min(interval * 1_000_000_000L, end - System.nanoTime());
    try {
      Integer signal = signals.poll(Math.max(0, nanos), TimeUnit.NANOSECONDS);
      return signal != null ? signal : System.nanoTime() >= end ? TIME_IS_UP : NONE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return TIME_IS_UP;
    }
  }

  private static int exit(int signal) {
    return signal == TIME_IS_UP || signal == Ending.INTERRUPT ? 0 : 128 + signal;
  }
}
