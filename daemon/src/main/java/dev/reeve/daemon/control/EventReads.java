package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.EventItem;
import dev.reeve.api.EventQuery;
import dev.reeve.api.Methods;
import dev.reeve.core.engine.Selection;
import dev.reeve.daemon.state.Journal;
import dev.reeve.daemon.supervisor.Times;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Reads and follows the journal. */
final class EventReads {
  private static final int BATCH = 256;

  private final Journal journal;
  private final EventHub hub;
  private final Targets targets;

  EventReads(Journal journal, EventHub hub, Targets targets) {
    this.journal = journal;
    this.hub = hub;
    this.targets = targets;
  }

  void bind(Registry registry) {
    registry.bind(Methods.EVENTS, this::read);
  }

  private EventQuery.Reply read(Call<EventQuery, EventItem.Batch> call)
      throws ApiException, IOException, InterruptedException {
    EventQuery query = call.params();
    Predicate<EventItem> wanted = wanted(query);
    BlockingQueue<EventItem> news = hub.follow();
    try {
      long upTo = hub.lastWritten();
      checkTargets(query, upTo);
      long most = query.last() < 0 ? Long.MAX_VALUE : query.last();
      List<EventItem> items = journal.read(wanted, most, 0, upTo);
      long sent = send(items, call);
      while (query.follow()) {
        EventItem item = news.poll(1, TimeUnit.HOURS);
        if (item == null) {
          continue;
        }
        List<EventItem> batch = new ArrayList<>(List.of(item));
        news.drainTo(batch, BATCH);
        batch.removeIf(i -> i.seq() <= upTo || !wanted.test(i));
        sent += send(batch, call);
        if (news.isEmpty() && !hub.isFollowing(news)) {
          throw new ApiException(
              ErrorCode.FAILED, "the events came faster than they were read", "follow again");
        }
      }
      return new EventQuery.Reply(sent);
    } finally {
      hub.leave(news);
    }
  }

  private static long send(List<EventItem> items, Call<EventQuery, EventItem.Batch> call)
      throws IOException {
    for (int i = 0; i < items.size(); i += BATCH) {
      call.items().send(new EventItem.Batch(items.subList(i, Math.min(items.size(), i + BATCH))));
    }
    return items.size();
  }

  /** A target must name something that exists, or something that the journal knows. */
  private void checkTargets(EventQuery query, long upTo) throws ApiException, IOException {
    for (Targets.Missing missing : targets.resolve(query.targets()).missing()) {
      String target = missing.target();
      if (journal.read(item -> item.service().equals(target), 1, 0, upTo).isEmpty()) {
        throw new ApiException(
            ErrorCode.UNKNOWN_SERVICE, target + ": " + missing.reason(), missing.hint());
      }
    }
  }

  /** A service that was deleted still has a history, so names need not exist. */
  private Predicate<EventItem> wanted(EventQuery query) throws ApiException {
    Instant since = Times.since(query.since()).orElse(Instant.MIN);
    List<Selection> selections = targets.resolve(query.targets()).selections();
    return item -> {
      boolean isMeant =
          query.targets().isEmpty()
              || query.targets().contains(item.service())
              || selections.stream().anyMatch(s -> covers(s, item));
      return isMeant && (since.equals(Instant.MIN) || !Instant.parse(item.at()).isBefore(since));
    };
  }

  private static boolean covers(Selection selection, EventItem item) {
    return selection.service().equals(item.service())
        && (selection.number() == 0
            || item.instance() == 0
            || selection.number() == item.instance());
  }
}
