package dev.reeve.core.engine;

import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Gate;
import dev.reeve.core.spec.OnTimeout;
import dev.reeve.core.spec.Ready;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Starts instances: when what they need is there, and not before. */
final class Starts {
  static final String HALTED = "ended by 'reeve kill'; 'reeve resurrect' brings it back";

  /** In the reason of those that failed because dependencies were late. */
  static final String NOT_THERE = " not there within ";

  private static final String ALL_THE_SAME = "; starting all the same (on_timeout: start)";

  /** At the beginning of the reason of those that failed because of a dependency. */
  static final String FOR_DEPENDENCY = "dependency ";

  private final Fleet fleet;
  private final Turn turn;
  private final Rounds rounds;
  private final Planner planner;

  Starts(Fleet fleet, Turn turn, Rounds rounds, Planner planner) {
    this.fleet = fleet;
    this.turn = turn;
    this.rounds = rounds;
    this.planner = planner;
  }

  /** Starts an instance that has no process, or plans its next run. */
  void begin(Instance instance, String why) {
    if (Planner.isPlanned(instance) && !instance.queued) {
      instance.why = why;
      planner.plan(instance, State.WAITING, "");
    } else {
      instance.queued = false;
      proceed(instance, why);
    }
  }

  /** Starts an instance that has no process, now or when its dependencies are there. */
  void proceed(Instance instance, String why) {
    instance.why = why;
    Set<String> unmet = unmet(instance);
    if (unmet == null) {
      return;
    }
    if (unmet.isEmpty()) {
      spawn(instance, why);
      return;
    }
    hold(instance, unmet, turn.now().wall());
    rounds.beginGates(instance);
    Duration patience = instance.service.spec.needs().timeout();
    if (!patience.isZero()) {
      turn.startTimer(instance, TimerKey.Kind.DEPENDENCIES, patience);
    }
    turn.journal(instance, "waiting", instance.reason());
  }

  private void hold(Instance instance, Set<String> unmet, Instant since) {
    fleet.enter(
        instance, new Phase.Waiting(unmet, since), "waiting for " + String.join(", ", unmet));
  }

  /** Starts an instance whose dependencies do not matter: they were there, or time is up. */
  void spawn(Instance instance, String why) {
    fleet.forgetFormers(instance);
    instance.why = why;
    instance.generation = ++instance.usedGeneration;
    instance.ready = instance.service.spec.ready();
    turn.act(new Effect.Spawn(instance.id(), instance.generation, instance.service.spec));
    fleet.enter(instance, new Phase.Starting(instance.generation), why);
  }

  /** Its process is there. */
  void spawned(Instance instance, ProcessRef process) {
    fleet.enter(
        instance,
        new Phase.Running(
            instance.generation,
            process,
            turn.now().nanos(),
            instance.ready instanceof Ready.Started),
        instance.reason());
    turn.journal(
        instance,
        "started",
        instance.reason(),
        "pid",
        Integer.toString(process.pid()),
        "generation",
        Long.toString(instance.generation));
  }

  /** Looks again at the dependencies of a waiting instance. */
  void reconsider(Instance instance, Phase.Waiting waiting) {
    if (!rounds.areOfGates(instance)) {
      rounds.beginGates(instance); // they were declared anew
    }
    Set<String> unmet = unmet(instance);
    if (unmet == null) {
      return;
    }
    if (unmet.isEmpty()) {
      spawn(instance, instance.why);
    } else if (!unmet.equals(waiting.unmet())) {
      hold(instance, unmet, waiting.since());
    }
  }

  /** One of the probes in {@code depends_on} of a waiting instance was answered. */
  void gateAnswered(Instance instance, Phase.Waiting waiting, Round round) {
    Gate gate = instance.service.spec.needs().on().gates().get(round.index);
    Duration waited = Duration.ofNanos(turn.now().nanos() - round.sinceNanos);
    if (!round.met && !gate.retry()) {
      fail(instance, gate.probe().text() + ": " + round.detail + " (retry: false)", null);
    } else if (!round.met && !gate.timeout().isZero() && waited.compareTo(gate.timeout()) >= 0) {
      gateTimedOut(instance, waiting, round, gate);
    } else {
      reconsider(instance, waiting);
    }
    rounds.schedule(instance);
  }

  private void gateTimedOut(Instance instance, Phase.Waiting waiting, Round round, Gate gate) {
    String missing = said(round) + NOT_THERE + Durations.format(gate.timeout());
    if (instance.service.spec.needs().onTimeout() == OnTimeout.START) {
      turn.journal(instance, "warning", missing + ALL_THE_SAME);
      round.met = true;
      reconsider(instance, waiting);
    } else {
      fail(instance, missing, null);
    }
  }

  private static String said(Round round) {
    String what = round.probe == null ? "" : round.probe.text();
    return round.detail.isEmpty() ? what : what + " (" + round.detail + ")";
  }

  /** The time has come to ask again what must be so before an instance starts. */
  void gatesDue(Instance instance) {
    rounds.schedule(instance);
  }

  /** An instance that has failed comes back with these dependencies; at once if all are there. */
  void blame(Instance instance, Instance.Blame blame) {
    instance.blame = blame;
    fleet.enter(instance, instance.phase(), instance.reason());
    boolean allThere =
        instance.service.spec.dependsOn().entrySet().stream()
            .allMatch(need -> {
              Service dependency = fleet.any(need.getKey());
              return dependency != null
                  && dependency.readiness(need.getValue()) == Service.Readiness.MET;
            });
    if (allThere && !blame.dependencies().isEmpty()) {
      comeBack(instance, blame.dependencies().iterator().next());
    }
  }

  /** A dependency is there that an instance failed for. */
  void comeBack(Instance instance, Service dependency) {
    Instance.Blame blame = instance.blame;
    if (blame != null
        && !fleet.halted
        && !blame.late()
        && blame.dependencies().contains(dependency)
        && instance.desired == Desired.UP) {
      instance.forgive();
      begin(instance, dependency.name() + " is there again");
    }
  }

  /** The patience with dependencies is over. */
  void dependenciesTimedOut(Instance instance, Phase.Waiting waiting) {
    List<String> late = late(instance, waiting);
    if (late.isEmpty()) {
      return; // what is missing has a patience of its own
    }
    String missing =
        String.join(", ", late)
            + NOT_THERE
            + Durations.format(instance.service.spec.needs().timeout());
    if (instance.service.spec.needs().onTimeout() == OnTimeout.START) {
      turn.journal(instance, "warning", missing + ALL_THE_SAME);
      spawn(instance, instance.why);
    } else {
      fail(instance, missing, new Instance.Blame(blamed(instance), true));
    }
  }

  /** What is missing of that for which {@code depends_timeout} counts, with what was seen last. */
  private static List<String> late(Instance instance, Phase.Waiting waiting) {
    Set<String> unmet = new LinkedHashSet<>(waiting.unmet());
    List<String> late = new ArrayList<>();
    List<Gate> gates = instance.service.spec.needs().on().gates();
    for (Round round : instance.rounds) {
      if (round.probe != null && unmet.remove(round.probe.text())) {
        if (gates.get(round.index).timeout().isZero()) {
          late.add(said(round));
        }
      }
    }
    late.addAll(0, unmet);
    return late;
  }

  private Set<Service> blamed(Instance instance) {
    Set<Service> blamed = new LinkedHashSet<>();
    instance
        .service
        .spec
        .dependsOn()
        .forEach((name, condition) -> {
          Service dependency = fleet.any(name);
          if (dependency != null && dependency.readiness(condition) != Service.Readiness.MET) {
            blamed.add(dependency);
          }
        });
    return blamed;
  }

  /** Gives up an instance that has no process. */
  void fail(Instance instance, String reason, Instance.@Nullable Blame blame) {
    if (Planner.isPlanned(instance)) {
      turn.journal(instance, "failed", reason);
      planner.plan(instance, State.FAILED, reason);
      return;
    }
    instance.blame = blame;
    fleet.enter(instance, new Phase.Failed(), reason);
    turn.journal(instance, "failed", reason);
  }

  /** What is missing, as {@code db (started)}; null if it never comes, which fails the instance. */
  private @Nullable Set<String> unmet(Instance instance) {
    Map<String, Condition> needs = instance.service.spec.dependsOn();
    List<Gate> gates = instance.service.spec.needs().on().gates();
    if (needs.isEmpty() && gates.isEmpty()) {
      return Set.of();
    }
    Set<String> unmet = new LinkedHashSet<>();
    for (Map.Entry<String, Condition> need : needs.entrySet()) {
      Service dependency = fleet.service(need.getKey()).orElse(null);
      if (dependency == null) {
        fail(instance, FOR_DEPENDENCY + need.getKey() + " does not exist", null);
        return null;
      }
      switch (dependency.readiness(need.getValue())) {
        case MET -> {}
        case PENDING -> unmet.add(need.getKey() + " (" + word(need.getValue()) + ")");
        case NEVER -> {
          fail(instance, dependency.failure(), new Instance.Blame(Set.of(dependency), false));
          return null;
        }
      }
    }
    boolean asked = instance.phase() instanceof Phase.Waiting;
    for (int i = 0; i < gates.size(); i++) {
      if (!asked || !instance.rounds.get(i).met) {
        unmet.add(gates.get(i).probe().text());
      }
    }
    return unmet;
  }

  private static String word(Condition condition) {
    return condition.name().toLowerCase(Locale.ROOT);
  }
}
