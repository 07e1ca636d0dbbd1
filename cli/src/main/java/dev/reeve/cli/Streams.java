package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.api.EventItem;
import dev.reeve.api.EventQuery;
import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Output and journal of the crew, brought to the stage as they come. */
final class Streams implements AutoCloseable {
  private final Call call;
  private final Crew crew;
  private final Stage stage;
  private final Consumer<News> news;
  private final List<Background> open = new ArrayList<>();
  private volatile int era;

  /** Times of records have no more digits than this. */
  private final Instant begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);

  Streams(Call call, Crew crew, Stage stage, Consumer<News> news) {
    this.call = call;
    this.crew = crew;
    this.stage = stage;
    this.news = news;
  }

  /** Since when everything is shown. */
  Instant begin() {
    return begin;
  }

  /** Which connections are meant; those before are no news any more. */
  int era() {
    return era;
  }

  /** Begins with the journal of all and the output of these, which must exist. */
  void open(Link link, List<ServiceRow> services) throws ApiException {
    journal(link);
    follow(link, services);
  }

  private void journal(Link link) throws ApiException {
    EventQuery events = new EventQuery(List.of(), -1, stage.latestAt(begin).toString(), true);
    int mine = era;
    background(
        link, "journal", own -> own.call(Methods.EVENTS, events, batch -> show(mine, batch)));
  }

  /** Shows the output of these, too. */
  void follow(Link link, List<ServiceRow> services) throws ApiException {
    List<String> names = services.stream().map(ServiceRow::name).toList();
    for (ServiceRow service : services) {
      stage.knows(service.name(), service.instances().size());
    }
    if (names.isEmpty()) {
      return;
    }
    // Where a log has no times, what it holds already is older than all that is to come.
    for (LogLine.Batch batch : link.items(Methods.LOGS, lines(names, begin, false))) {
      stage.skip(batch);
    }
    lines(link, names, begin);
  }

  private void lines(Link link, List<String> names, Instant since) throws ApiException {
    LogQuery query = lines(names, since, true);
    int mine = era;
    background(link, "output", own -> own.call(Methods.LOGS, query, batch -> show(mine, batch)));
  }

  private static LogQuery lines(List<String> names, Instant since, boolean follow) {
    return new LogQuery(names, "", -1, since.toString(), "", false, false, follow, false);
  }

  /** Takes all of it up again where it was left, with another daemon. */
  void reopen(Link link) throws ApiException {
    close();
    synchronized (stage) {
      era++;
      stage.resume();
    }
    journal(link);
    List<ServiceRow> rows = crew.rows(link);
    if (!rows.isEmpty()) {
      lines(link, rows.stream().map(ServiceRow::name).toList(), stage.againFrom(begin));
    }
  }

  private void background(Link link, String name, Background.Work work) throws ApiException {
    int mine = era;
    while (true) {
      try {
        open.add(new Background(call, name, work, e -> news.accept(new News.Lost(e, mine))));
        return;
      } catch (ApiException e) {
        link.renew(e);
      }
    }
  }

  /** What an earlier connection still brings is brought once more by the next one. */
  private void show(int mine, LogLine.Batch batch) {
    synchronized (stage) {
      if (mine != era) {
        return;
      }
      stage.lines(batch);
    }
    if (stage.isDeaf()) {
      news.accept(new News.NobodyReads());
    }
  }

  private void show(int mine, EventItem.Batch batch) {
    for (EventItem event : batch.events()) {
      boolean shown = crew.has(event.service());
      boolean isNew;
      synchronized (stage) {
        isNew = mine == era && stage.event(event, shown);
      }
      if (isNew && shown) {
        news.accept(new News.Happened(event));
      }
    }
    if (stage.isDeaf()) {
      news.accept(new News.NobodyReads());
    }
  }

  @Override
  public void close() {
    open.forEach(Background::close);
    open.clear();
  }
}
