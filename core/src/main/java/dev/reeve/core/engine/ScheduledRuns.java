package dev.reeve.core.engine;

import dev.reeve.core.schedule.Overlap;
import dev.reeve.core.schedule.Planned;
import dev.reeve.core.schedule.Schedule;
import dev.reeve.core.spec.Durations;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The runs of instances with a schedule: begins them when they are due, and ends long ones. */
final class ScheduledRuns {
  /** A run that is later than this was missed: the machine slept, or its clock was set. */
  private static final Duration TOO_LATE = Duration.ofMinutes(1);

  private final Turn turn;
  private final Planner planner;
  private final Starts starts;
  private final Ends ends;

  ScheduledRuns(Turn turn, Planner planner, Starts starts, Ends ends) {
    this.turn = turn;
    this.planner = planner;
    this.starts = starts;
    this.ends = ends;
  }

  /** Its process runs, or was found running. */
  void began(Instance instance, Duration since) {
    Schedule schedule = instance.service.spec.schedule().orElse(null);
    if (schedule == null) {
      return;
    }
    planner.planBeside(instance);
    Duration most = schedule.maxTimePerRun().orElse(null);
    if (most != null) {
      Duration left = most.minus(since);
      turn.startTimer(instance, TimerKey.Kind.MAX_RUN, left.isNegative() ? Duration.ZERO : left);
    }
  }

  /** The timer of the next run ran out. */
  void due(Instance instance) {
    Planned next = instance.next;
    Schedule schedule = instance.service.spec.schedule().orElse(null);
    if (next == null || schedule == null) {
      return;
    }
    Instant now = turn.now().wall();
    if (now.isBefore(next.start())) {
      planner.arm(instance);
      return;
    }
    String at = "the run of " + next.due().truncatedTo(ChronoUnit.SECONDS);
    boolean late =
        !schedule.catchUp() && Duration.between(next.start(), now).compareTo(TOO_LATE) > 0;
    if (late) {
      turn.journal(instance, "missed", at + ": the machine slept, or its clock was set");
    }
    switch (instance.phase()) {
      case Phase.Planned planned when late ->
          planner.plan(instance, planned.shown(), exitText(instance));
      case Phase.Planned _ -> starts.proceed(instance, "scheduled for " + next.due());
      default -> {
        if (!late) {
          overlap(instance, schedule.overlap(), at);
        }
        planner.planBeside(instance);
      }
    }
  }

  private void overlap(Instance instance, Overlap overlap, String at) {
    switch (overlap) {
      case SKIP -> turn.journal(instance, "skipped", at + ": the one before has not ended");
      case QUEUE -> {
        instance.queued = true;
        turn.journal(instance, "queued", at + " waits for the end of the one before");
      }
      case KILL -> {
        instance.queued = true;
        if (instance.phase() instanceof Phase.Running running) {
          String cause = "ended for " + at + " (schedule.overlap: kill)";
          instance.why = cause;
          ends.stop(instance, running.process(), new Phase.Next.Fail(cause, false), false);
        }
      }
    }
  }

  /** A run took longer than it may. */
  void tookTooLong(Instance instance) {
    Schedule schedule = instance.service.spec.schedule().orElse(null);
    if (schedule == null || !(instance.phase() instanceof Phase.Running running)) {
      return;
    }
    String cause =
        "took longer than "
            + Durations.format(schedule.maxTimePerRun().orElse(Duration.ZERO))
            + " (schedule.max_time_per_run)";
    instance.why = cause;
    ends.stop(instance, running.process(), new Phase.Next.Fail(cause, false), false);
  }

  /** A run has ended, or could not begin. */
  void ended(Instance instance, boolean ok, String text) {
    turn.journal(instance, ok ? "completed" : "failed", text);
    if (instance.queued) {
      instance.queued = false;
      starts.proceed(instance, "queued behind the run before");
    } else {
      planner.plan(instance, ok ? State.COMPLETED : State.FAILED, text);
    }
  }

  private static String exitText(Instance instance) {
    InstanceView.@Nullable LastExit last = instance.lastExit;
    return last == null ? "" : last.exit().text();
  }
}
