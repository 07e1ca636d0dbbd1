package dev.reeve.core.engine;

import dev.reeve.core.spec.CheckSpec;
import java.util.List;

/** Does what is declared for a running instance when one of its checks has failed too often. */
final class Checks {
  private final Fleet fleet;
  private final Turn turn;
  private final Rounds rounds;
  private final Care care;
  private final Runs runs;

  Checks(Fleet fleet, Turn turn, Rounds rounds, Care care, Runs runs) {
    this.fleet = fleet;
    this.turn = turn;
    this.rounds = rounds;
    this.care = care;
    this.runs = runs;
  }

  /** An attempt of a check was answered. */
  void answered(Instance instance, Round round) {
    if (!(instance.phase() instanceof Phase.Running) || instance.paused) {
      return;
    }
    CheckSpec check = instance.service.spec.checks().get(round.index);
    if (round.met && !round.trouble.isEmpty()) {
      rounds.complain(instance, round, "");
      String after = round.ended == 1 ? "1 failure" : round.ended + " failures";
      turn.journal(
          instance,
          "check-recovered",
          "check %s recovered after %s".formatted(check.name(), after),
          "check",
          check.name());
    } else if (!round.met && round.trouble.isEmpty() && round.failures >= check.failures()) {
      rounds.complain(instance, round, trouble(check, round));
      turn.journal(instance, "check-failed", round.trouble, "check", check.name());
      act(instance, check, round.trouble);
    }
    rounds.schedule(instance);
  }

  private static String trouble(CheckSpec check, Round round) {
    String times = round.failures == 1 ? "" : " " + round.failures + " times";
    return "check " + check.name() + " failed" + times + round.because();
  }

  private void act(Instance instance, CheckSpec check, String trouble) {
    switch (check.onFail()) {
      case CheckSpec.OnFail.Log() -> {
        // The journal has it.
      }
      case CheckSpec.OnFail.Restart() -> care.failed(instance, trouble);
      case CheckSpec.OnFail.Shutdown() ->
          runs.stop(Targets.all(List.of(instance.service)), false, "stopped (" + trouble + ")");
      case CheckSpec.OnFail.Start(String service) -> start(instance, service, trouble);
    }
  }

  private void start(Instance instance, String service, String trouble) {
    Targets targets = Targets.of(fleet, List.of(Selection.all(service)), false);
    Outcome outcome = targets.outcomes.getFirst();
    if (outcome.ok() && !fleet.halted) {
      String of = instance.service.label(instance);
      runs.start(targets.chosen, "started by " + of + " (" + trouble + ")");
    } else if (!outcome.ok()) {
      turn.journal(
          instance,
          "warning",
          "cannot start " + service + ": " + outcome.reason(),
          "hint",
          outcome.hint());
    }
  }
}
