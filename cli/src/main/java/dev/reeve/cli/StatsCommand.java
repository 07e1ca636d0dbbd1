package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.Series;
import dev.reeve.api.StatsQuery;
import dev.reeve.client.Client;
import java.util.ArrayList;
import java.util.List;

/** {@code stats}: what services used in the last hours, as charts. */
final class StatsCommand implements Command {
  private static final long HOUR = 3_600_000;
  private static final long USUAL = 6 * HOUR;
  private static final long LONGEST = 18 * HOUR;

  /** So far back there is a point every two seconds. */
  private static final long FINE = 15 * 60_000;

  private static final Opt HOURS =
      Opt.value(
          "--hours", "H", "so many hours, up to 18; 0.25 and less every 2 s (6, or what there is)");
  private static final Opt CPU = Opt.flag("--cpu", "processor time only");
  private static final Opt MEM = Opt.flag("--mem", "memory only");
  private static final Opt UPTIME = Opt.flag("--uptime", "uptime only");
  private static final Opt RESTARTS = Opt.flag("--restarts", "restarts only");
  private static final Opt ALL = Opt.flag("--all", "all charts, as without any of these");

  @Override
  public Usage usage() {
    return Usage.of("stats", "what services used in the last hours, as charts")
        .words("[TARGET…] [options]", 0, Usage.MANY)
        .text(
            "Charts of CPU, memory, uptime and restarts, of each instance with all its processes."
                + " The daemon looks every two seconds and keeps that for 15 minutes, and one point"
                + " a minute for 18 hours, also while it is replaced. Several services are drawn"
                + " into the same charts; of more than "
                + StatsView.MOST_CURVES
                + " those that use most.")
        .options(HOURS, CPU, MEM, UPTIME, RESTARTS, ALL)
        .examples(
            new Usage.Example("stats api", "one service"),
            new Usage.Example("stats --cpu --hours 2", "CPU of all, last two hours"),
            new Usage.Example("stats --json --hours 18", "for programs: every point there is"));
  }

  @Override
  public String what(Call call) {
    return "show the history" + (call.words().isEmpty() ? "" : " of " + call.wordsText());
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    long wanted = span(call);
    Client client = call.client(Daemon.Need.STATE);
    long span = wanted > 0 ? wanted : USUAL;
    int points = call.json() ? 0 : 2 * StatsView.width(call);
    Answer answer = ask(call, client, span, points);
    if (wanted == 0 && !answer.series.isEmpty()) {
      long known = answer.to() - answer.oldest();
      if (known < FINE - 60_000) {
        answer = ask(call, client, FINE, points);
      }
    }
    if (call.json()) {
      call.printJsonArray(answer.series);
    } else if (!call.quiet()) {
      print(call, answer, wanted > 0);
    }
    return answer.exit;
  }

  private static void print(Call call, Answer answer, boolean whole) {
    if (answer.series.isEmpty()) {
      if (answer.exit == 0) {
        Help.noServices(call.out);
      }
    } else if (answer.oldest() == Long.MAX_VALUE) {
      call.out.line("nothing is known yet; the first point comes within seconds");
    } else {
      // What was before there was anything to see would be an empty chart.
      long from = StatsView.millis(answer.reply.from());
      long begin = whole ? from : Math.max(from, Math.min(answer.oldest(), answer.to() - 60_000));
      StatsView.print(
          call, metrics(call), answer.series, begin, answer.to(), answer.reply.stepMs());
    }
  }

  private record Answer(List<Series> series, StatsQuery.Reply reply, int exit) {
    /** The time of the first point; the greatest number if there is none. */
    long oldest() {
      long oldest = Long.MAX_VALUE;
      for (Series each : series) {
        if (!each.points().isEmpty()) {
          oldest = Math.min(oldest, StatsView.millis(each.points().getFirst().at()));
        }
      }
      return oldest;
    }

    long to() {
      return StatsView.millis(reply.to());
    }
  }

  private static Answer ask(Call call, Client client, long span, int points) throws ApiException {
    StatsQuery.Reply[] reply = {new StatsQuery.Reply("", "", 0)};
    Found<Series> found =
        Found.ask(
            call,
            call.words(),
            "show the history of",
            targets -> {
              List<Series> all = new ArrayList<>();
              reply[0] =
                  client.call(Methods.STATS, new StatsQuery(targets, span, points), all::add);
              return all;
            });
    return new Answer(found.items(), reply[0], found.exit());
  }

  private static List<Metric> metrics(Call call) {
    List<Metric> metrics = new ArrayList<>();
    for (Metric metric : Metric.values()) {
      Opt opt =
          switch (metric) {
            case CPU -> CPU;
            case MEMORY -> MEM;
            case UPTIME -> UPTIME;
            case RESTARTS -> RESTARTS;
          };
      if (call.arguments.has(opt)) {
        metrics.add(metric);
      }
    }
    return metrics.isEmpty() || call.arguments.has(ALL) ? List.of(Metric.values()) : metrics;
  }

  /** In milliseconds; 0 if nothing was said. */
  private static long span(Call call) throws Complaint {
    String text = call.arguments.value(HOURS).orElse("");
    if (text.isEmpty() && !call.arguments.has(HOURS)) {
      return 0;
    }
    double hours;
    try {
      hours = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      hours = Double.NaN;
    }
    long span = Math.round(hours * HOUR);
    if (!(hours > 0) || span > LONGEST || span < 60_000) {
      throw call.arguments.complaint(
          "--hours " + Clean.line(text) + " is not a number of hours from 0.02 to 18");
    }
    return span;
  }
}
