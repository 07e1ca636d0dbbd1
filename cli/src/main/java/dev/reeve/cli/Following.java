package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.EventItem;
import dev.reeve.api.EventQuery;
import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Method;
import dev.reeve.api.Methods;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What goes on until somebody has seen enough of it, also when the daemon is replaced meanwhile.
 */
final class Following {
  private final Link link;

  /** What was there before is shown by the first daemon or not at all; logs know milliseconds. */
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  /** The latest record of the journal that was shown. */
  private @Nullable EventItem seen;

  private Following(Link link) {
    this.link = link;
  }

  /** With the daemon there is; the next one is waited for and not started. */
  static Following of(Call call) throws Complaint {
    Link link =
        new Link(
            call,
            Daemon.Need.STATE,
            what -> {
              if (!call.quiet()) {
                call.err.line(call.errStyle().dim("reeve: " + what)).flush();
              }
            });
    call.invocation.terminal().endless().run();
    return new Following(link);
  }

  /**
   * Lines of output, each once; where lines have no times, those that come while there is no daemon
   * are left out.
   */
  void lines(LogQuery query, Consumer<LogLine.Batch> shown) throws ApiException {
    Progress progress = new Progress();
    on(
        Methods.LOGS,
        query,
        () -> {
          Instant latest = progress.latest(begin);
          LogQuery rest = query.from((latest.isAfter(begin) ? latest : begin).toString());
          progress.resume();
          progress.forgetUntimed();
          for (LogLine.Batch batch : link.items(Methods.LOGS, rest.still())) {
            batch.lines().stream().filter(line -> line.at() == null).forEach(progress::skip);
          }
          return rest;
        },
        batch -> {
          List<LogLine> fresh = batch.lines().stream().filter(progress::isNew).toList();
          shown.accept(new LogLine.Batch(fresh));
        });
  }

  /** Records of the journal, each once. */
  void events(EventQuery query, Consumer<EventItem.Batch> shown) throws ApiException {
    on(
        Methods.EVENTS,
        query,
        () ->
            new EventQuery(query.targets(), -1, seen == null ? begin.toString() : seen.at(), true),
        batch -> {
          long known = seen == null ? 0 : seen.seq();
          List<EventItem> fresh = batch.events().stream().filter(e -> e.seq() > known).toList();
          if (!fresh.isEmpty()) {
            seen = fresh.getLast();
          }
          shown.accept(new EventItem.Batch(fresh));
        });
  }

  /** Whoever wants the rest finds the daemon already there. */
  private interface Rest<P> {
    P get() throws ApiException;
  }

  private <P, I, R> void on(Method<P, I, R> method, P first, Rest<P> rest, Consumer<I> shown)
      throws ApiException {
    P query = first;
    while (true) {
      try {
        link.client().call(method, query, shown);
        return;
      } catch (ApiException e) {
        link.renew(e);
      }
      query = rest.get();
    }
  }
}
