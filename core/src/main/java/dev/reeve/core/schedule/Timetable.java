package dev.reeve.core.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Says when the runs of a {@link Schedule} are. It knows no clock: every question comes with its
 * time.
 */
public final class Timetable {
  private final Schedule schedule;
  private final Occurrences occurrences;
  private final RandomGenerator random;

  /**
   * For one schedule.
   *
   * @param machineZone the time zone where the schedule names none
   * @param random draws the jitter
   */
  public Timetable(Schedule schedule, ZoneId machineZone, RandomGenerator random) {
    this.schedule = schedule;
    this.occurrences = new Occurrences(schedule.cron(), schedule.zone().orElse(machineZone));
    this.random = random;
  }

  /**
   * The next run that is due strictly after a moment; empty if none is before {@code not_after}.
   * For the run after a planned one, ask with {@link Planned#due}: its start may be later than the
   * next due moment.
   */
  public Optional<Planned> next(Instant after) {
    return due(after).map(due -> new Planned(due, jittered(due)));
  }

  /** The next moments a run is due, without jitter; fewer than n if the schedule ends. */
  public List<Instant> upcoming(Instant after, int n) {
    List<Instant> moments = new ArrayList<>();
    Optional<Instant> due = due(after);
    while (due.isPresent() && moments.size() < n) {
      moments.add(due.get());
      due = due(due.get());
    }
    return moments;
  }

  /**
   * Which runs were due after a moment up to and including another; empty if none.
   *
   * @param after the due moment of the last run that was started, left out or caught up
   */
  public Optional<Missed> missed(Instant after, Instant upTo) {
    Optional<Instant> first = dueUpTo(after, upTo);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    int count = 1;
    for (Optional<Instant> next = dueUpTo(first.get(), upTo);
        next.isPresent() && count < Missed.MANY;
        next = dueUpTo(next.get(), upTo)) {
      count++;
    }
    return Optional.of(new Missed(first.get(), last(first.get(), upTo), count));
  }

  /**
   * The one run that makes up for those missed after a moment up to now; empty if none was missed
   * or the schedule does not catch up. It is the latest of them, and starts now (plus jitter, for
   * many services catch up at once).
   */
  public Optional<Planned> catchUp(Instant after, Instant now) {
    if (!schedule.catchUp() || schedule.notAfter().filter(now::isAfter).isPresent()) {
      return Optional.empty();
    }
    return dueUpTo(after, now).map(first -> new Planned(last(first, now), jittered(now)));
  }

  private Optional<Instant> due(Instant after) {
    // A run that is due exactly at not_before is allowed, and the search is strictly after.
    Instant from =
        schedule
            .notBefore()
            .map(earliest -> earliest.minusNanos(1))
            .filter(after::isBefore)
            .orElse(after);
    return Optional.of(occurrences.after(from))
        .filter(due -> schedule.notAfter().filter(due::isAfter).isEmpty());
  }

  private Optional<Instant> dueUpTo(Instant after, Instant upTo) {
    return due(after).filter(due -> !due.isAfter(upTo));
  }

  /**
   * The latest due moment, found by halving: months of missed minutes are not counted one by one.
   *
   * @param known a due moment that is not after the bound
   */
  private Instant last(Instant known, Instant upTo) {
    Instant last = known;
    Instant none = upTo; // nothing is due after it and up to the bound
    while (last.isBefore(none)) {
      Instant middle = last.plus(Duration.between(last, none).dividedBy(2));
      Optional<Instant> due = dueUpTo(middle, upTo);
      if (due.isPresent()) {
        last = due.get();
      } else {
        none = middle;
      }
    }
    return last;
  }

  /** A moment from the given one on, but not after the end of the schedule. */
  private Instant jittered(Instant moment) {
    Duration longest =
        schedule
            .notAfter()
            .map(end -> Duration.between(moment, end))
            .filter(rest -> rest.compareTo(schedule.jitter()) < 0)
            .orElse(schedule.jitter());
    long millis = longest.toMillis();
    return millis <= 0 ? moment : moment.plusMillis(random.nextLong(millis + 1));
  }
}
