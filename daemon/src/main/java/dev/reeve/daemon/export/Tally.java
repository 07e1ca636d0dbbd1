package dev.reeve.daemon.export;

import dev.reeve.api.EventItem;
import dev.reeve.core.engine.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Counts what happens to instances, by the records of the journal, from the daemon's start on. */
final class Tally {
  /** Before the name of the file in the reason of a restart that a watch has asked for. */
  private static final String BY_WATCH = "restarted by watch (";

  /** Before the end that a restart nobody has asked for follows. */
  private static final String BY_ITSELF = "restarted (";

  /**
   * What has happened to an instance.
   *
   * @param stops how often it was asked to end, be it to start it again
   * @param crashes ends unasked, with another exit code than 0
   * @param askedRestarts that somebody asked for
   * @param watchRestarts that a change of files has asked for
   * @param cleanRestarts unasked, after exit code 0
   * @param failureRestarts unasked, after anything else
   * @param streak consecutive restarts when the latest delay before one began
   * @param lastRunMillis how long the latest run that has ended took
   */
  record Counts(
      long starts,
      long stops,
      long crashes,
      long askedRestarts,
      long watchRestarts,
      long cleanRestarts,
      long failureRestarts,
      long streak,
      long lastRunMillis) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0, 0, 0);

    /** Restarts that nobody has asked for. */
    long ownRestarts() {
      return cleanRestarts + failureRestarts;
    }
  }

  /**
   * What has happened besides.
   *
   * @param strays processes that were found and should not have been there
   * @param stale news of processes that had been replaced already
   * @param cancelledRestarts stops of what waited for its restart
   */
  record Oddities(long strays, long stale, long cancelledRestarts) {}

  private static final class Count {
    long starts;
    long stops;
    long crashes;
    long askedRestarts;
    long watchRestarts;
    long cleanRestarts;
    long failureRestarts;
    long streak;
    long lastRunMillis;

    boolean restartDue;
    boolean ending;
    boolean endedWell;
    Instant startedAt = Instant.EPOCH;

    Counts frozen() {
      return new Counts(
          starts,
          stops,
          crashes,
          askedRestarts,
          watchRestarts,
          cleanRestarts,
          failureRestarts,
          streak,
          lastRunMillis);
    }
  }

  private final Map<InstanceId, Count> counts = new HashMap<>();
  private long strays;
  private long stale;
  private long cancelledRestarts;

  /** These records are in the journal now. */
  synchronized void written(Iterable<EventItem> events) {
    for (EventItem event : events) {
      if (event.instance() > 0) {
        ofInstance(event);
      } else {
        ofOther(event);
      }
    }
  }

  private void ofOther(EventItem event) {
    switch (event.event()) {
      case "stray", "unexpected" -> strays++;
      case "renamed" -> rename(event.detail().getOrDefault("from", ""), event.service());
      case "deleted" -> counts.keySet().removeIf(id -> id.service().equals(event.service()));
      default -> {
        // not counted
      }
    }
  }

  private void rename(String from, String to) {
    for (InstanceId id : counts.keySet().toArray(InstanceId[]::new)) {
      Count count = id.service().equals(from) ? counts.remove(id) : null;
      if (count != null) {
        counts.put(new InstanceId(to, id.number()), count);
      }
    }
  }

  private void ofInstance(EventItem event) {
    InstanceId id = new InstanceId(event.service(), event.instance());
    if (event.event().equals("removed")) {
      counts.remove(id);
      return;
    }
    Count count = counts.computeIfAbsent(id, any -> new Count());
    switch (event.event()) {
      case "started" -> started(count, event);
      case "exited" -> exited(count, event);
      case "restarting" -> {
        count.restartDue = true;
        count.streak = Long.parseLong(event.detail().getOrDefault("attempt", "0"));
      }
      case "stopping" -> {
        // Said twice of one that waits for its dependants to end first.
        count.stops += count.ending ? 0 : 1;
        count.ending = true;
      }
      case "stopped" -> {
        if (count.restartDue && !count.ending) {
          cancelledRestarts++;
          count.stops++;
        }
        count.restartDue = false;
        count.ending = false;
      }
      case "failed", "completed" -> {
        count.restartDue = false;
        count.ending = false;
      }
      case "unexpected" -> stale++;
      default -> {
        // not counted
      }
    }
  }

  private static void started(Count count, EventItem event) {
    count.starts++;
    // Somebody may have asked while it waited.
    if (count.restartDue && event.reason().startsWith(BY_ITSELF)) {
      if (count.endedWell) {
        count.cleanRestarts++;
      } else {
        count.failureRestarts++;
      }
    } else {
      count.streak = 0;
      if (event.reason().startsWith(BY_WATCH)) {
        count.watchRestarts++;
      } else if (count.ending || event.reason().startsWith("restarted by ")) {
        count.askedRestarts++;
      }
    }
    count.restartDue = false;
    count.ending = false;
    count.startedAt = Instant.parse(event.at());
  }

  private static void exited(Count count, EventItem event) {
    count.endedWell = "0".equals(event.detail().get("code"));
    String ran = event.detail().get("ran_ms");
    if (ran != null) {
      count.lastRunMillis = Long.parseLong(ran);
      count.crashes += count.endedWell ? 0 : 1;
    } else if (!count.startedAt.equals(Instant.EPOCH)) {
      Duration run = Duration.between(count.startedAt, Instant.parse(event.at()));
      count.lastRunMillis = Math.max(0, run.toMillis());
    }
  }

  /** What has happened to an instance so far. */
  synchronized Counts of(InstanceId id) {
    Count count = counts.get(id);
    return count == null ? Counts.NONE : count.frozen();
  }

  /** What has happened besides so far. */
  synchronized Oddities oddities() {
    return new Oddities(strays, stale, cancelledRestarts);
  }
}
