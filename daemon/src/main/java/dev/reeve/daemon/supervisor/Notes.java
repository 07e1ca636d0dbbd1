package dev.reeve.daemon.supervisor;

import dev.reeve.api.EventItem;
import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.Outcome;
import dev.reeve.daemon.diagnosis.Finding;
import dev.reeve.daemon.state.Keeper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What the loop has to say to the disk and to those who asked: gathered while a batch of events is
 * handled, handed over at its end, so that many become one write.
 */
final class Notes {
  /**
   * The answer to a request.
   *
   * @param outcomes one for each target
   * @param diskTrouble empty, or why the disk refused to keep what was done
   */
  record Reply(List<Outcome> outcomes, String diskTrouble) {}

  private record Answer(long request, List<Outcome> outcomes) {}

  private final Keeper keeper;
  private final ConcurrentHashMap<Long, CompletableFuture<Reply>> open = new ConcurrentHashMap<>();
  private final List<EventItem> records = new ArrayList<>();
  private final List<Answer> answers = new ArrayList<>();
  private long lastSeq;
  private boolean saveWanted;
  private boolean halted;

  Notes(Keeper keeper, long lastSeq) {
    this.keeper = keeper;
    this.lastSeq = lastSeq;
  }

  /** Somebody is going to wait for the answer to this request. From any thread. */
  CompletableFuture<Reply> expect(long request) {
    CompletableFuture<Reply> future = new CompletableFuture<>();
    open.put(request, future);
    return future;
  }

  void save() {
    saveWanted = true;
  }

  void journal(Effect.Journal journal, Instant now) {
    record(
        journal.service(),
        journal.instance(),
        journal.event(),
        journal.reason(),
        journal.by(),
        journal.detail(),
        now);
  }

  /** A record about the daemon itself. */
  void daemon(String event, String reason, String by, Instant now) {
    record("", 0, event, reason, by, Map.of(), now);
  }

  /** A record about one instance that the engine does not know of. */
  void trouble(String service, int instance, String event, String reason, Instant now) {
    record(service, instance, event, reason, "", Map.of(), now);
  }

  /** A record about what was found out of an instance that ended. */
  void diagnosed(InstanceId id, Finding finding, Instant now) {
    Map<String, String> detail =
        finding.missing().isEmpty()
            ? Map.of()
            : Map.of("missing", String.join(" ", finding.missing()));
    record(id.service(), id.number(), "diagnosed", finding.hint(), "", detail, now);
  }

  private void record(
      String service,
      int instance,
      String event,
      String reason,
      String by,
      Map<String, String> detail,
      Instant now) {
    lastSeq++;
    records.add(
        new EventItem(
            Times.text(now), lastSeq, service, instance, event, reason, by, new HashMap<>(detail)));
  }

  void answer(long request, List<Outcome> outcomes) {
    answers.add(new Answer(request, outcomes));
  }

  void halted() {
    halted = true;
  }

  boolean isHalted() {
    return halted;
  }

  /** Hands everything over; answers leave when what was done is on disk. */
  void handOver() {
    if (!records.isEmpty()) {
      keeper.record(List.copyOf(records));
      records.clear();
    }
    if (saveWanted) {
      keeper.save();
      saveWanted = false;
    }
    if (!answers.isEmpty()) {
      List<Answer> leaving = List.copyOf(answers);
      answers.clear();
      keeper.whenDurable(trouble -> {
        for (Answer answer : leaving) {
          CompletableFuture<Reply> future = open.remove(answer.request());
          if (future != null) {
            future.complete(new Reply(answer.outcomes(), trouble));
          }
        }
      });
    }
  }
}
