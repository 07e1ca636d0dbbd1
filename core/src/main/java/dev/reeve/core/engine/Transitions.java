package dev.reeve.core.engine;

import dev.reeve.core.engine.Phase.Aborting;
import dev.reeve.core.engine.Phase.Backoff;
import dev.reeve.core.engine.Phase.Completed;
import dev.reeve.core.engine.Phase.Failed;
import dev.reeve.core.engine.Phase.Next;
import dev.reeve.core.engine.Phase.Planned;
import dev.reeve.core.engine.Phase.Running;
import dev.reeve.core.engine.Phase.Starting;
import dev.reeve.core.engine.Phase.StopPending;
import dev.reeve.core.engine.Phase.Stopped;
import dev.reeve.core.engine.Phase.Stopping;
import dev.reeve.core.engine.Phase.Waiting;
import java.time.Duration;
import java.util.Optional;

/**
 * The table of an instance: for each thing that may happen to it, what follows in each phase it may
 * be in. Orders of people have their table in {@link Ends#end} and {@link Runs}.
 *
 * <p>Only news of the present generation get here. Pairs that a correct daemon never produces are
 * written to the journal as {@code unexpected}; where they say that a process is gone, that is
 * believed, for to wait for its end would be to wait for ever.
 */
final class Transitions {
  private final Fleet fleet;
  private final Turn turn;
  private final Starts starts;
  private final Ends ends;
  private final Rulings rulings;
  private final Rounds rounds;
  private final Care care;
  private final Checks checks;
  private final ScheduledRuns scheduled;
  private final Rollouts rollouts;
  private final Flags flags;

  Transitions(
      Fleet fleet,
      Turn turn,
      Starts starts,
      Ends ends,
      Rulings rulings,
      Rounds rounds,
      Care care,
      Checks checks,
      ScheduledRuns scheduled,
      Rollouts rollouts,
      Flags flags) {
    this.fleet = fleet;
    this.turn = turn;
    this.starts = starts;
    this.ends = ends;
    this.rulings = rulings;
    this.rounds = rounds;
    this.care = care;
    this.checks = checks;
    this.scheduled = scheduled;
    this.rollouts = rollouts;
    this.flags = flags;
  }

  /** Takes in news from the kernel. */
  void take(Event event) {
    switch (event) {
      case Event.Spawned e -> present(e.id(), e.generation()).ifPresent(i -> spawned(i, e));
      case Event.SpawnFailed e -> present(e.id(), e.generation()).ifPresent(i -> spawnFailed(i, e));
      case Event.Exited e -> present(e.id(), e.generation()).ifPresent(i -> exited(i, e));
      case Event.Emptied e -> present(e.id(), e.generation()).ifPresent(i -> emptied(i, e));
      case Event.HookEnded e -> present(e.id(), e.generation()).ifPresent(i -> hookEnded(i, e));
      case Event.Answered e -> answered(e);
      case Event.Reported e ->
          present(e.id(), e.generation()).ifPresent(i -> care.reported(i, e.report()));
      case Event.TimerFired(TimerKey key) -> timerFired(key);
      case Event.Asked asked -> throw new IllegalArgumentException("not from the kernel: " + asked);
    }
  }

  /**
   * Whom news are about; nobody if they are late news of an earlier run or of a removed instance,
   * which change nothing any more.
   */
  private Optional<Instance> present(InstanceId id, long generation) {
    Instance instance = fleet.find(id, generation);
    if (instance == null) {
      return Optional.empty();
    }
    if (generation > instance.usedGeneration) {
      turn.journal(instance, "unexpected", "news of generation " + generation + ", not ordered");
      return Optional.empty();
    }
    return generation == instance.generation ? Optional.of(instance) : Optional.empty();
  }

  private void spawned(Instance i, Event.Spawned e) {
    switch (i.phase()) {
      case Starting s -> {
        starts.spawned(i, e.process());
        care.begin(i);
        scheduled.began(i, Duration.ZERO);
      }
      case Aborting a -> ends.spawnedUnwanted(i, a, e.process());
      case Waiting _,
          Running _,
          StopPending _,
          Stopping _,
          Stopped _,
          Backoff _,
          Failed _,
          Planned _,
          Completed _ -> {
        // Its end may overtake the report of its start.
        if (!endKnown(i)) {
          unexpected(i, e);
        }
      }
    }
  }

  private void spawnFailed(Instance i, Event.SpawnFailed e) {
    switch (i.phase()) {
      case Starting s -> rulings.notStarted(i, e);
      case Aborting a -> ends.finish(i, a.next());
      case Waiting _,
          Running _,
          StopPending _,
          Stopping _,
          Stopped _,
          Backoff _,
          Failed _,
          Planned _,
          Completed _ ->
          unexpected(i, e);
    }
  }

  private void exited(Instance i, Event.Exited e) {
    switch (i.phase()) {
      case Starting s -> rulings.ended(i, e.exit(), e.emptied(), Duration.ZERO);
      case Running r -> rulings.ended(i, e.exit(), e.emptied(), turn.now().since(r.sinceNanos()));
      case Aborting a -> exitedUnwanted(i, e, a.next());
      case StopPending p -> exitedUnwanted(i, e, p.next());
      case Stopping s when s.process() != null -> {
        rulings.recordExit(i, e.exit());
        if (e.emptied()) {
          empty(i, s.next());
        } else {
          ends.mainEnded(i, s);
        }
      }
      case Waiting _, Stopping _, Stopped _, Backoff _, Failed _, Planned _, Completed _ ->
          unexpected(i, e);
    }
  }

  /** It ended by itself before it was asked to. */
  private void exitedUnwanted(Instance i, Event.Exited e, Next next) {
    rulings.recordExit(i, e.exit());
    if (e.emptied()) {
      ends.finish(i, next);
    } else {
      ends.cleanUp(i, next, i.why);
    }
  }

  private void emptied(Instance i, Event.Emptied e) {
    switch (i.phase()) {
      case Stopping s when s.process() == null -> empty(i, s.next());
      case Running _, StopPending _, Stopping _ -> {
        unexpected(i, e);
        exited(i, new Event.Exited(e.id(), e.generation(), new Exit.Unknown(), true));
      }
      case Starting _, Aborting _ -> unexpected(i, e); // the answer to the spawn is still to come
      case Waiting _, Stopped _, Backoff _, Failed _, Planned _, Completed _ -> {
        // Its Exited said so already.
      }
    }
  }

  private void empty(Instance i, Next next) {
    switch (next) {
      case Next.Decide(Exit exit, boolean quick) -> rulings.decide(i, Ending.of(exit, quick));
      case Next.Fail(String cause, boolean quick) -> rulings.decide(i, Ending.failed(cause, quick));
      case Next.Start _, Next.Stop _, Next.Remove _ -> ends.finish(i, next);
    }
  }

  private void hookEnded(Instance i, Event.HookEnded e) {
    switch (e.hook()) {
      case STOP -> {
        if (i.phase() instanceof Stopping s && !s.killing()) {
          ends.stopCommandEnded(i, e);
        }
        // Else it told a process to end that has ended, or is being killed.
      }
      case RELOAD ->
          turn.journal(
              i,
              e.ok() ? "reloaded" : "warning",
              e.ok() ? "reload command ended well" : "reload command failed: " + e.detail());
    }
  }

  /**
   * What was asked is asked anew under a new name, and no two questions have the same serial: an
   * answer is for whoever has the name now, or for nobody.
   */
  private void answered(Event.Answered e) {
    Instance i = fleet.find(e.id());
    if (i == null || i.generation != e.generation()) {
      return;
    }
    rounds
        .answered(i, e)
        .ifPresent(round -> {
          if (i.phase() instanceof Waiting waiting) {
            starts.gateAnswered(i, waiting, round);
          } else if (round.purpose == Round.Purpose.CHECK) {
            checks.answered(i, round);
          } else {
            care.answered(i, round);
          }
        });
  }

  private void timerFired(TimerKey key) {
    Instance i = fleet.find(key.instance());
    Long end = i == null ? null : i.armed.get(key.kind());
    if (i == null || end == null) {
      return; // cancelled while this was under way
    }
    if (end - turn.now().nanos() > 0) {
      // It was started anew while the end of the old one was under way.
      turn.startTimer(i, key.kind(), Duration.ofNanos(end - turn.now().nanos()));
      return;
    }
    i.armed.remove(key.kind());
    switch (i.phase()) {
      case Backoff _ when key.kind() == TimerKey.Kind.BACKOFF -> rulings.restart(i);
      case Waiting w when key.kind() == TimerKey.Kind.DEPENDENCIES ->
          starts.dependenciesTimedOut(i, w);
      case Waiting _ when key.kind() == TimerKey.Kind.PROBE -> starts.gatesDue(i);
      case Running _ when key.kind() == TimerKey.Kind.PROBE -> care.due(i);
      case Running _ when key.kind() == TimerKey.Kind.READY -> care.notReadyInTime(i);
      case Running _ when key.kind() == TimerKey.Kind.WATCHDOG -> care.watchdogRanOut(i);
      case Running _ when key.kind() == TimerKey.Kind.MAX_RUN -> scheduled.tookTooLong(i);
      case Phase _ when key.kind() == TimerKey.Kind.SCHEDULE -> scheduled.due(i);
      case Phase _ when key.kind() == TimerKey.Kind.FLAGS -> flags.due(i.service);
      case Running _ when key.kind() == TimerKey.Kind.ROLLOUT -> rollouts.pauseOver(i);
      case Stopping _ when key.kind() == TimerKey.Kind.GRACE -> ends.graceOver(i);
      case Stopping _ when key.kind() == TimerKey.Kind.KILL_AGAIN -> ends.killAgain(i);
      // Fleet.enter ends timers that mean nothing in the phase.
      case Phase phase -> throw new IllegalStateException(key + " ran in " + phase);
    }
  }

  private static boolean endKnown(Instance i) {
    return i.lastExit != null && i.lastExit.generation() == i.generation;
  }

  private void unexpected(Instance i, Event event) {
    turn.journal(
        i,
        "unexpected",
        "%s while %s".formatted(event.getClass().getSimpleName(), i.state().word()));
  }
}
