package dev.reeve.core.engine;

import dev.reeve.core.engine.Phase.Next;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.StopSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ends instances: asks, waits for the grace, kills, until nothing of them is left. */
final class Ends {
  private static final Duration FIRST_REPEAT = Duration.ofMillis(100);
  private static final Duration LONGEST_REPEAT = Duration.ofSeconds(1);

  /** Names shown of those that are waited for. */
  static final int SHOWN_NAMES = 3;

  private static final String PENDING = "waiting for ";
  private static final String KILLED = "; killed because it did not end within ";

  private final Fleet fleet;
  private final Turn turn;
  private final Starts starts;

  Ends(Fleet fleet, Turn turn, Starts starts) {
    this.fleet = fleet;
    this.turn = turn;
    this.starts = starts;
  }

  /**
   * Ends whatever there is of an instance, on somebody's behalf.
   *
   * @param force without grace, without waiting for dependants
   * @param why for people, such as {@code stopped by cli (root)}
   */
  void end(Instance instance, Next next, boolean force, String why) {
    instance.why = why;
    switch (instance.phase()) {
      case Phase.Running r -> {
        if (!force && !instance.service.enders.isEmpty()) {
          pend(instance, r.generation(), r.process(), next, r.sinceNanos(), r.ready());
        } else {
          stop(instance, r.process(), next, force);
        }
      }
      case Phase.StopPending p -> {
        if (force) {
          stop(instance, p.process(), next, true);
        } else {
          pend(instance, p.generation(), p.process(), next, p.sinceNanos(), p.ready());
        }
      }
      case Phase.Starting s -> abort(instance, s.generation(), next, force);
      case Phase.Aborting a -> abort(instance, a.generation(), next, a.force() || force);
      case Phase.Stopping s -> {
        fleet.enter(
            instance,
            new Phase.Stopping(s.generation(), s.process(), next, s.killing(), s.since()),
            why);
        if (force && !s.killing()) {
          kill(instance);
        }
      }
      case Phase.Waiting w -> finish(instance, next);
      case Phase.Backoff b -> finish(instance, next);
      case Phase.Planned p -> finish(instance, next);
      case Phase.Failed f -> finish(instance, next);
      case Phase.Stopped s -> finish(instance, next);
      case Phase.Completed c -> {
        // What it did stays done; only its removal or a new start changes that.
        if (!(next instanceof Next.Stop)) {
          finish(instance, next);
        }
      }
    }
  }

  private void abort(Instance instance, long generation, Next next, boolean force) {
    fleet.enter(instance, new Phase.Aborting(generation, next, force), instance.why);
  }

  private void pend(
      Instance instance,
      long generation,
      ProcessRef process,
      Next next,
      long sinceNanos,
      boolean ready) {
    boolean news = !(instance.phase() instanceof Phase.StopPending);
    fleet.enter(
        instance,
        new Phase.StopPending(generation, process, next, sinceNanos, ready),
        waitingFor(instance));
    if (news) {
      turn.journal(instance, "stopping", instance.why + ", " + instance.reason());
    }
  }

  private static String waitingFor(Instance instance) {
    List<String> names = new ArrayList<>();
    for (Service ender : instance.service.enders) {
      if (names.size() == SHOWN_NAMES) {
        names.add((instance.service.enders.size() - SHOWN_NAMES) + " more");
        break;
      }
      names.add(ender.name());
    }
    return PENDING + String.join(", ", names) + " to stop";
  }

  /** What was asked of an instance that is being ended, from the reason shown; null if not said. */
  static @Nullable String asked(String reason) {
    int killed = reason.indexOf(KILLED);
    String asked = killed < 0 ? reason : reason.substring(0, killed);
    boolean said =
        !asked.isEmpty() && !asked.startsWith(PENDING) && !asked.equals(Rulings.CLEANING);
    return said ? asked : null;
  }

  /** Looks again at a pending stop when dependants have ended. */
  void reconsider(Instance instance, Phase.StopPending pending) {
    if (instance.service.enders.isEmpty()) {
      stop(instance, pending.process(), pending.next(), false);
    } else {
      fleet.enter(instance, pending, waitingFor(instance));
    }
  }

  /** A spawn that nobody wants any more succeeded. */
  void spawnedUnwanted(Instance instance, Phase.Aborting aborting, ProcessRef process) {
    if (!aborting.force() && !instance.service.enders.isEmpty()) {
      pend(instance, aborting.generation(), process, aborting.next(), turn.now().nanos(), false);
    } else {
      stop(instance, process, aborting.next(), aborting.force());
    }
  }

  /** Asks a living process to end. */
  void stop(Instance instance, ProcessRef process, Next next, boolean force) {
    enterStopping(instance, process, next, instance.why);
    turn.journal(instance, "stopping", instance.why);
    if (force) {
      kill(instance);
      return;
    }
    StopSpec stop = instance.service.spec.stop();
    Command command = stop.command();
    if (command.isNone()) {
      signal(instance, stop.signal());
    } else {
      instance.stopCommandRuns = true;
      turn.act(
          new Effect.RunHook(
              instance.id(), instance.generation, Hook.STOP, command, instance.service.spec));
    }
    turn.startTimer(instance, TimerKey.Kind.GRACE, stop.grace());
  }

  private void enterStopping(
      Instance instance, @Nullable ProcessRef process, Next next, String reason) {
    instance.kills = 0;
    instance.stopCommandRuns = false;
    fleet.enter(
        instance,
        new Phase.Stopping(instance.generation, process, next, false, turn.now().wall()),
        reason);
  }

  /** The main process ended and left others behind: they are ended before anything follows. */
  void cleanUp(Instance instance, Next next, String reason) {
    enterStopping(instance, null, next, reason);
    StopSpec stop = instance.service.spec.stop();
    signal(instance, stop.signal());
    turn.startTimer(instance, TimerKey.Kind.GRACE, stop.grace());
  }

  /** The main process ended while everything is being ended, and something of it is left. */
  void mainEnded(Instance instance, Phase.Stopping stopping) {
    fleet.enter(
        instance,
        new Phase.Stopping(
            stopping.generation(), null, stopping.next(), stopping.killing(), stopping.since()),
        instance.reason());
    // Has the actuator watch what is left; a stop command may not even have told it.
    signal(instance, stopping.killing() ? "KILL" : instance.service.spec.stop().signal());
  }

  /** The stop command ended. */
  void stopCommandEnded(Instance instance, Event.HookEnded ended) {
    instance.stopCommandRuns = false;
    if (ended.ok()) {
      turn.journal(instance, "stop-command", "stop.command ended well");
    } else {
      String signal = instance.service.spec.stop().signal();
      turn.journal(
          instance,
          "warning",
          "stop.command failed (" + ended.detail() + "); sending SIG" + signal + " instead");
      signal(instance, signal);
    }
  }

  /** The grace is over. */
  void graceOver(Instance instance) {
    String grace = Durations.format(instance.service.spec.stop().grace());
    Phase.Stopping stopping = (Phase.Stopping) instance.phase();
    fleet.enter(instance, stopping, instance.reason() + KILLED + grace);
    String command =
        instance.stopCommandRuns ? "; its stop.command had not ended either and is given up" : "";
    turn.journal(instance, "killed", "did not end within " + grace + command);
    kill(instance);
  }

  private void kill(Instance instance) {
    Phase.Stopping s = (Phase.Stopping) instance.phase();
    turn.cancelTimer(instance, TimerKey.Kind.GRACE);
    fleet.enter(
        instance,
        new Phase.Stopping(s.generation(), s.process(), s.next(), true, s.since()),
        instance.reason());
    killAgain(instance);
  }

  /** Kills what the last kill did not reach: processes that were just being forked. */
  void killAgain(Instance instance) {
    signal(instance, "KILL");
    Duration repeat = FIRST_REPEAT.multipliedBy(1L << Math.min(instance.kills, 10));
    instance.kills++;
    turn.startTimer(
        instance,
        TimerKey.Kind.KILL_AGAIN,
        repeat.compareTo(LONGEST_REPEAT) < 0 ? repeat : LONGEST_REPEAT);
  }

  private void signal(Instance instance, String name) {
    turn.act(new Effect.Signal(instance.id(), instance.generation, name, true));
  }

  /** Nothing of an instance is left, and what follows was asked for. */
  void finish(Instance instance, Next next) {
    switch (next) {
      case Next.Stop() -> {
        instance.queued = false;
        // What is being stopped may have learnt more about why: that it had to be killed.
        String reason =
            instance.phase() instanceof Phase.Stopping ? instance.reason() : instance.why;
        boolean news = instance.state() != State.STOPPED;
        fleet.enter(instance, new Phase.Stopped(), reason);
        if (news) {
          turn.journal(instance, "stopped", reason);
        }
      }
      case Next.Start() -> starts.begin(instance, instance.why);
      case Next.Remove() -> remove(instance);
      case Next.Decide _, Next.Fail _ ->
          throw new IllegalArgumentException("a ruling is needed for " + next);
    }
  }

  private void remove(Instance instance) {
    Service service = instance.service;
    fleet.remove(instance);
    turn.journal(instance, "removed", instance.why);
    if (service.instances.isEmpty()) {
      fleet.remove(service);
      if (!service.hidden) {
        turn.act(new Effect.Withdraw(service.name()));
        turn.journal(service, "deleted", instance.why);
      }
    }
  }
}
