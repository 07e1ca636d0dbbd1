package dev.reeve.core.engine;

import dev.reeve.core.engine.Phase.Next;
import dev.reeve.core.engine.RestartDecider.Ruling;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries out what the restart policy says when something ended that nobody asked to end. */
final class Rulings {
  /** Why an instance is being ended whose main process ended by itself. */
  static final String CLEANING = "ending the processes it left behind";

  private final Fleet fleet;
  private final Turn turn;
  private final Starts starts;
  private final Ends ends;
  private final RestartDecider decider;
  private final ScheduledRuns scheduled;

  Rulings(
      Fleet fleet,
      Turn turn,
      Starts starts,
      Ends ends,
      RestartDecider decider,
      ScheduledRuns scheduled) {
    this.fleet = fleet;
    this.turn = turn;
    this.starts = starts;
    this.ends = ends;
    this.decider = decider;
    this.scheduled = scheduled;
  }

  /** The main process of a running instance ended after this time. */
  void ended(Instance instance, Exit exit, boolean emptied, Duration uptime) {
    boolean quick = uptime.compareTo(instance.service.spec.restart().minUptime()) < 0;
    recordExit(instance, exit);
    if (emptied) {
      decide(instance, Ending.of(exit, quick));
    } else {
      ends.cleanUp(instance, new Next.Decide(exit, quick), CLEANING);
    }
  }

  /** Keeps how a process ended. */
  void recordExit(Instance instance, Exit exit) {
    instance.lastExit = new InstanceView.LastExit(exit, turn.now().wall(), instance.generation);
    instance.changed();
    turn.touch(instance.service);
    List<String> pairs = new ArrayList<>(exit.pairs());
    pairs.addAll(List.of("generation", Long.toString(instance.generation)));
    if (instance.phase() instanceof Phase.Running running) {
      // Only of what nobody asked to end.
      pairs.add("ran_ms");
      pairs.add(Long.toString(turn.now().since(running.sinceNanos()).toMillis()));
    }
    turn.journal(instance, "exited", exit.text(), pairs.toArray(String[]::new));
  }

  /** A spawn failed. */
  void notStarted(Instance instance, Event.SpawnFailed failed) {
    String reason = "cannot start: " + failed.reason();
    if (failed.passing()) {
      decide(instance, Ending.notStarted(reason));
      return;
    }
    if (Planner.isPlanned(instance)) {
      scheduled.ended(instance, false, reason);
      return;
    }
    fleet.enter(instance, new Phase.Failed(), reason);
    if (failed.hint().isEmpty()) {
      turn.journal(instance, "failed", reason);
    } else {
      turn.journal(instance, "failed", reason, "hint", failed.hint());
    }
  }

  /** Nothing of the instance is left; the policy says what follows. */
  void decide(Instance instance, Ending ending) {
    if (Planner.isPlanned(instance)) {
      scheduled.ended(instance, ending.ok(), ending.text());
      return;
    }
    carryOut(instance, ending, rule(instance, ending));
  }

  /** The same for one that has been down since an earlier daemon went: it need not wait more. */
  void decideAfterAbsence(Instance instance, Ending ending) {
    if (Planner.isPlanned(instance)) {
      scheduled.ended(instance, ending.ok(), ending.text());
      return;
    }
    Ruling ruling = rule(instance, ending);
    if (ruling instanceof Ruling.Restart(Duration delay, int attempt, String reason)) {
      ruling =
          new Ruling.Restart(
              Duration.ZERO, attempt, ending.text() + ", restarting (attempt " + attempt + ")");
    }
    carryOut(instance, ending, ruling);
  }

  private Ruling rule(Instance instance, Ending ending) {
    return decider.decide(instance.service.spec, ending, instance.streak, turn.now().nanos());
  }

  private void carryOut(Instance instance, Ending ending, Ruling ruling) {
    switch (ruling) {
      case Ruling.Restart(Duration delay, int attempt, String reason) -> {
        turn.journal(
            instance,
            "restarting",
            reason,
            "delay_ms",
            Long.toString(delay.toMillis()),
            "attempt",
            Integer.toString(attempt));
        instance.why = "restarted (" + ending.text() + ")";
        if (delay.isZero()) {
          restart(instance);
        } else {
          fleet.enter(instance, new Phase.Backoff(turn.now().wall().plus(delay)), reason);
          turn.startTimer(instance, TimerKey.Kind.BACKOFF, delay);
        }
      }
      case Ruling.Stop(String reason) -> {
        fleet.enter(instance, new Phase.Stopped(), reason);
        turn.journal(instance, "stopped", reason);
      }
      case Ruling.Fail(String reason) -> starts.fail(instance, reason, null);
      case Ruling.Complete(String reason) -> {
        fleet.enter(instance, new Phase.Completed(), reason);
        turn.journal(instance, "completed", reason);
      }
    }
  }

  /** Starts an instance again that nobody asked to start. Its dependencies were there before. */
  void restart(Instance instance) {
    instance.restarts++;
    starts.spawn(instance, instance.why);
  }
}
