package dev.reeve.core.engine;

import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.HealthSpec;
import dev.reeve.core.spec.Ready;
import java.time.Duration;
import java.util.List;

/**
 * Looks after running instances: when they are ready, whether they are healthy, and what follows if
 * they are not.
 */
final class Care {
  private final Fleet fleet;
  private final Turn turn;
  private final Rounds rounds;
  private final Ends ends;

  Care(Fleet fleet, Turn turn, Rounds rounds, Ends ends) {
    this.fleet = fleet;
    this.turn = turn;
    this.rounds = rounds;
    this.ends = ends;
  }

  /** Its process runs from now on, or is found running. */
  void begin(Instance instance) {
    if (!(instance.phase() instanceof Phase.Running running) || instance.paused) {
      return;
    }
    rounds.beginChecks(instance, running.sinceNanos());
    if (running.ready()) {
      rounds.beginHealth(instance);
    } else {
      awaitReady(instance);
    }
    watch(instance);
  }

  private void awaitReady(Instance instance) {
    rounds.beginReady(instance);
    Duration patience = instance.ready.patience();
    if (!patience.isZero()) {
      turn.startTimer(instance, TimerKey.Kind.READY, patience);
    }
  }

  private void watch(Instance instance) {
    Duration watchdog = instance.service.spec.watchdog();
    if (!watchdog.isZero() && !instance.paused) {
      turn.startTimer(instance, TimerKey.Kind.WATCHDOG, watchdog);
    }
  }

  /** Nothing is asked or expected of it until it begins anew. */
  void rest(Instance instance) {
    instance.rounds.clear();
    turn.cancelTimer(instance, TimerKey.Kind.PROBE);
    turn.cancelTimer(instance, TimerKey.Kind.READY);
    turn.cancelTimer(instance, TimerKey.Kind.WATCHDOG);
  }

  /** What is declared of its health has changed while it runs. */
  void changed(Instance instance) {
    if (instance.phase() instanceof Phase.Running running && running.ready() && !instance.paused) {
      become(instance, Health.UNKNOWN, "");
      rounds.beginHealth(instance);
    }
  }

  /**
   * How it is to show that it is ready was declared anew. One that is to say so itself can do that
   * from its next run on, as it was not told where.
   */
  void readyChanged(Instance instance) {
    Ready ready = instance.service.spec.ready();
    if (isSaid(ready) || !(instance.phase() instanceof Phase.Running running) || running.ready()) {
      return;
    }
    instance.ready = ready;
    turn.cancelTimer(instance, TimerKey.Kind.READY);
    if (ready instanceof Ready.Started) {
      ready(instance, running, "");
    } else if (!instance.paused) {
      awaitReady(instance);
    }
  }

  private static boolean isSaid(Ready ready) {
    return ready instanceof Ready.Notify || ready instanceof Ready.Descriptor;
  }

  /** What must stay so is declared anew while it runs. */
  void checksChanged(Instance instance) {
    if (instance.phase() instanceof Phase.Running running && !instance.paused) {
      rounds.beginChecks(instance, running.sinceNanos());
      rounds.schedule(instance);
      instance.changed();
    }
  }

  /** An instance says something of itself. */
  void reported(Instance instance, Report report) {
    if (!(instance.phase() instanceof Phase.Running running)) {
      return; // what is being ended may say what it likes
    }
    switch (report) {
      case Report.Ready() -> {
        if (isSaid(instance.ready) && !running.ready()) {
          ready(instance, running, "it said so");
        }
      }
      case Report.Alive() -> watch(instance);
      case Report.Healthy(boolean ok, String detail) -> {
        for (Round round : List.copyOf(instance.rounds)) {
          if (round.purpose == Round.Purpose.HEALTH && round.probe == null) {
            rounds.take(round, ok, detail);
            judge(instance, round);
          }
        }
      }
    }
  }

  /** A round about a running instance was answered. */
  void answered(Instance instance, Round round) {
    if (!(instance.phase() instanceof Phase.Running running)) {
      return;
    }
    if (round.purpose == Round.Purpose.READY && round.met) {
      ready(instance, running, round.detail);
    } else if (round.purpose == Round.Purpose.HEALTH) {
      judge(instance, round);
    } else {
      rounds.complain(instance, round, "not ready yet" + round.because());
      rounds.schedule(instance);
    }
  }

  private void ready(Instance instance, Phase.Running running, String why) {
    fleet.enter(
        instance,
        new Phase.Running(running.generation(), running.process(), running.sinceNanos(), true),
        instance.reason());
    Duration took = turn.now().since(running.sinceNanos());
    turn.journal(
        instance,
        "ready",
        why.isEmpty() ? "ready" : "ready: " + why,
        "took_ms",
        Long.toString(took.toMillis()));
    if (!instance.paused) {
      rounds.beginHealth(instance);
    }
  }

  private void judge(Instance instance, Round round) {
    HealthSpec health = instance.service.spec.health();
    if (round.met) {
      rounds.complain(instance, round, "");
      become(instance, Health.HEALTHY, round.detail);
    } else if (inStartPeriod(instance, health)) {
      round.failures = 0;
    } else if (round.failures >= health.failures()) {
      boolean news = instance.health != Health.UNHEALTHY;
      become(instance, Health.UNHEALTHY, round.detail);
      rounds.complain(instance, round, "unhealthy" + round.because());
      if (health.restart() && news) {
        failed(instance, "unhealthy (" + round.detail + ")");
        return;
      }
    }
    rounds.schedule(instance);
  }

  private boolean inStartPeriod(Instance instance, HealthSpec health) {
    return instance.health == Health.UNKNOWN
        && instance.phase() instanceof Phase.Running running
        && turn.now().since(running.sinceNanos()).compareTo(health.startPeriod()) < 0;
  }

  private void become(Instance instance, Health health, String detail) {
    if (instance.health != health) {
      instance.health = health;
      instance.changed();
      fleet.healthChanged(instance);
      if (health != Health.UNKNOWN) {
        turn.journal(instance, health.word(), detail);
      }
    }
  }

  /** The timer of the rounds ran out. */
  void due(Instance instance) {
    for (Round round : List.copyOf(instance.rounds)) {
      boolean silent = round.probe == null && round.dueNanos - turn.now().nanos() <= 0;
      if (silent) {
        rounds.take(round, false, "no report within " + Durations.format(round.interval));
        judge(instance, round);
        if (!(instance.phase() instanceof Phase.Running)) {
          return;
        }
      }
    }
    rounds.schedule(instance);
  }

  /** It was not ready in time. */
  void notReadyInTime(Instance instance) {
    String last = "";
    for (Round round : instance.rounds) {
      if (round.purpose == Round.Purpose.READY && !round.detail.isEmpty()) {
        last = " (" + round.detail + ")";
      }
    }
    failed(instance, "not ready within " + Durations.format(instance.ready.patience()) + last);
  }

  /** Its watchdog was not fed. */
  void watchdogRanOut(Instance instance) {
    failed(
        instance,
        "no sign of life within "
            + Durations.format(instance.service.spec.watchdog())
            + " (watchdog)");
  }

  /** What runs is no good: it is ended, and the restart policy says what follows. */
  void failed(Instance instance, String cause) {
    if (instance.phase() instanceof Phase.Running running) {
      Duration uptime = turn.now().since(running.sinceNanos());
      boolean quick =
          !running.ready() || uptime.compareTo(instance.service.spec.restart().minUptime()) < 0;
      instance.why = cause;
      ends.stop(instance, running.process(), new Phase.Next.Fail(cause, quick), false);
    }
  }
}
