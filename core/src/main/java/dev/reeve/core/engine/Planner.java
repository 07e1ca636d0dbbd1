package dev.reeve.core.engine;

import dev.reeve.core.schedule.Planned;
import dev.reeve.core.schedule.Schedule;
import dev.reeve.core.schedule.Timetable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Knows when instances with a schedule run next, and sets their timers. */
final class Planner {
  /** The clock may be set, and the machine may sleep: timers count neither. */
  private static final Duration LOOK_AGAIN = Duration.ofMinutes(10);

  private static final String NEXT = "next run at ";

  private final Fleet fleet;
  private final Turn turn;
  private final RandomGenerator random;
  private final ZoneId zone;

  Planner(Fleet fleet, Turn turn, RandomGenerator random, ZoneId zone) {
    this.fleet = fleet;
    this.turn = turn;
    this.random = random;
    this.zone = zone;
  }

  static boolean isPlanned(Instance instance) {
    return instance.service.spec.schedule().isPresent();
  }

  /**
   * Puts an instance that has no process to rest until its next run.
   *
   * @param shown the state people see meanwhile
   * @param last how the latest run ended, for people; may be empty
   */
  void plan(Instance instance, State shown, String last) {
    Optional<Planned> next = next(instance);
    instance.next = next.orElse(null);
    if (next.isEmpty()) {
      fleet.enter(
          instance,
          shown == State.FAILED ? new Phase.Failed() : new Phase.Completed(),
          (last.isEmpty() ? "" : last + "; ") + "no further run (schedule.not_after)");
      return;
    }
    String when = NEXT + next.get().start().truncatedTo(ChronoUnit.SECONDS);
    fleet.enter(instance, new Phase.Planned(shown), last.isEmpty() ? when : last + "; " + when);
    arm(instance);
  }

  /** Sets the timer for the next run while one is under way. */
  void planBeside(Instance instance) {
    instance.next = next(instance).orElse(null);
    arm(instance);
  }

  private Optional<Planned> next(Instance instance) {
    Schedule schedule = instance.service.spec.schedule().orElseThrow();
    Timetable timetable = new Timetable(schedule, zone, random);
    Instant now = turn.now().wall();
    InstanceView.LastExit last = instance.lastExit;
    if (!instance.wasPlanned && last != null) {
      instance.wasPlanned = true;
      Optional<Planned> missed = timetable.catchUp(last.at(), now);
      if (missed.isPresent()) {
        return missed;
      }
    }
    instance.wasPlanned = true;
    return timetable.next(now);
  }

  /** Sets the timer anew for what is planned. */
  void arm(Instance instance) {
    Planned next = instance.next;
    if (next == null) {
      turn.cancelTimer(instance, TimerKey.Kind.SCHEDULE);
      return;
    }
    Duration left = Duration.between(turn.now().wall(), next.start());
    Duration positive = left.isNegative() ? Duration.ZERO : left;
    turn.startTimer(
        instance,
        TimerKey.Kind.SCHEDULE,
        positive.compareTo(LOOK_AGAIN) > 0 ? LOOK_AGAIN : positive);
  }
}
