package dev.reeve.core.engine;

import dev.reeve.core.spec.CheckSpec;
import dev.reeve.core.spec.Gate;
import dev.reeve.core.spec.HealthSpec;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.Ready;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Asks what is to be asked of each instance, when it is due. One timer serves all rounds of an
 * instance; what the answers mean is decided in {@link Care} and {@link Starts}.
 */
final class Rounds {
  /** One attempt where none has a time of its own: all but those for health. */
  private static final Duration ATTEMPT = Duration.ofSeconds(5);

  private final Turn turn;
  private long lastSerial;

  Rounds(Turn turn) {
    this.turn = turn;
  }

  /** Asks for what must be so before an instance starts. */
  void beginGates(Instance instance) {
    instance.rounds.clear();
    List<Gate> gates = instance.service.spec.needs().on().gates();
    for (int i = 0; i < gates.size(); i++) {
      Gate gate = gates.get(i);
      begin(instance, Round.Purpose.GATE, i, gate.probe(), gate.interval(), ATTEMPT, true);
    }
    schedule(instance);
  }

  /** Whether the rounds of a waiting instance are those that its spec declares now. */
  boolean areOfGates(Instance instance) {
    List<Gate> gates = instance.service.spec.needs().on().gates();
    if (gates.size() != instance.rounds.size()) {
      return false;
    }
    for (Round round : instance.rounds) {
      Gate gate = gates.get(round.index);
      if (!gate.probe().equals(round.probe) || !gate.interval().equals(round.interval)) {
        return false;
      }
    }
    return true;
  }

  /** Asks whether an instance is ready, if that is found out by asking. */
  void beginReady(Instance instance) {
    end(instance, Round.Purpose.READY, Round.Purpose.HEALTH);
    if (instance.ready instanceof Ready.ByProbe(Probe probe, Duration interval, Duration timeout)) {
      begin(instance, Round.Purpose.READY, 0, probe, interval, ATTEMPT, true);
    }
    schedule(instance);
  }

  /** Asks for the health of an instance from now on, or waits for its reports. */
  void beginHealth(Instance instance) {
    end(instance, Round.Purpose.READY, Round.Purpose.HEALTH);
    HealthSpec health = instance.service.spec.health();
    if (health.isDeclared()) {
      Duration interval =
          health.push() ? health.interval().plus(health.timeout()) : health.interval();
      Probe probe = health.probe().orElse(null);
      begin(instance, Round.Purpose.HEALTH, 0, probe, interval, health.timeout(), !health.push());
    }
    schedule(instance);
  }

  /**
   * Begins to ask for what must stay so while an instance runs. The caller schedules.
   *
   * @param sinceNanos since when it runs
   */
  void beginChecks(Instance instance, long sinceNanos) {
    end(instance, Round.Purpose.CHECK);
    List<CheckSpec> checks = instance.service.spec.checks();
    for (int i = 0; i < checks.size(); i++) {
      CheckSpec check = checks.get(i);
      begin(instance, Round.Purpose.CHECK, i, check.probe(), check.interval(), ATTEMPT, true);
      instance.rounds.getLast().dueNanos = sinceNanos + check.initialDelay().toNanos();
    }
  }

  private static void end(Instance instance, Round.Purpose... purposes) {
    instance.rounds.removeIf(round -> List.of(purposes).contains(round.purpose));
  }

  private void begin(
      Instance instance,
      Round.Purpose purpose,
      int index,
      @Nullable Probe probe,
      Duration interval,
      Duration timeout,
      boolean atOnce) {
    long now = turn.now().nanos();
    long due = atOnce ? now : now + interval.toNanos();
    instance.rounds.add(new Round(purpose, index, probe, interval, timeout, now, due));
  }

  /** Begins what was under way anew: its answers would not find their way any more. */
  void resume(Instance instance) {
    for (Round round : instance.rounds) {
      round.asked = 0;
    }
    schedule(instance);
  }

  /** Starts the timer for what is due next, and asks what is due now; of the paused, nothing. */
  void schedule(Instance instance) {
    if (instance.paused) {
      turn.cancelTimer(instance, TimerKey.Kind.PROBE);
      return;
    }
    long now = turn.now().nanos();
    long earliest = Long.MAX_VALUE;
    for (Round round : instance.rounds) {
      Probe probe = round.probe;
      if (round.isOver() || round.asked != 0) {
        continue;
      }
      if (probe != null && round.dueNanos - now <= 0) {
        ask(instance, round, probe);
      } else {
        earliest = Math.min(earliest, Math.max(0, round.dueNanos - now));
      }
    }
    if (earliest == Long.MAX_VALUE) {
      turn.cancelTimer(instance, TimerKey.Kind.PROBE);
    } else {
      turn.startTimer(instance, TimerKey.Kind.PROBE, Duration.ofNanos(earliest));
    }
  }

  private void ask(Instance instance, Round round, Probe probe) {
    round.asked = ++lastSerial;
    ServiceSpec spec = instance.service.spec;
    turn.act(
        new Effect.Ask(
            instance.id(), instance.generation, round.asked, probe, round.timeout, spec));
  }

  /**
   * Takes in an answer.
   *
   * @return the round it belongs to; empty if that is over
   */
  Optional<Round> answered(Instance instance, Event.Answered answer) {
    for (Round round : instance.rounds) {
      if (round.asked == answer.serial()) {
        round.asked = 0;
        take(round, answer.ok(), answer.detail());
        return Optional.of(round);
      }
    }
    return Optional.empty();
  }

  /** Says what is not as it should be, for whoever looks; nothing if it is. */
  void complain(Instance instance, Round round, String trouble) {
    if (!trouble.equals(round.trouble)) {
      round.trouble = trouble;
      instance.changed();
      turn.touch(instance.service);
    }
  }

  /** Counts one answer, and sets when the next one is due. */
  void take(Round round, boolean ok, String detail) {
    round.met = ok;
    round.ended = ok ? round.failures : 0;
    round.failures = ok ? 0 : round.failures + 1;
    round.detail = detail;
    round.dueNanos = turn.now().nanos() + round.interval.toNanos();
  }
}
