package dev.reeve.core.engine;

import dev.reeve.core.spec.ServiceSpec;
import java.util.List;
import java.util.stream.Stream;

/** Takes orders, refuses them when it is too late for any, and sees to it that each is answered. */
final class Orders {
  private final Fleet fleet;
  private final Turn turn;
  private final Runs runs;
  private final Pauses pauses;
  private final Definitions definitions;
  private final Flags flags;

  /** What is left to do before the daemon may end. */
  private enum Closing {
    NO,
    WHEN_EMPTY,
    CLOSED
  }

  private Closing closing = Closing.NO;

  Orders(Fleet fleet, Turn turn, Runs runs, Pauses pauses, Definitions definitions, Flags flags) {
    this.fleet = fleet;
    this.turn = turn;
    this.runs = runs;
    this.pauses = pauses;
    this.definitions = definitions;
    this.flags = flags;
  }

  void take(Event.Asked asked) {
    turn.askedBy(asked.by());
    turn.answer(asked.request(), outcomes(asked.order()));
  }

  private List<Outcome> outcomes(Order order) {
    if (closing != Closing.NO && !(order instanceof Order.Shutdown)) {
      return targets(order)
          .map(target ->
              Targets.refused(
                  target, "the daemon is shutting down", "try again when it is started again"))
          .toList();
    }
    return switch (order) {
      case Order.Define define -> definitions.define(define);
      case Order.Apply apply -> definitions.apply(apply);
      case Order.Start start -> runs.start(start);
      case Order.Stop stop -> runs.stop(stop);
      case Order.Restart restart -> runs.restart(restart);
      case Order.Reload reload -> runs.reload(reload);
      case Order.Delete delete -> definitions.delete(delete);
      case Order.Signal signal -> runs.signal(signal);
      case Order.Pause pause -> pauses.take(pause);
      case Order.Enable enable -> definitions.enable(enable);
      case Order.Flag flag -> flags.set(flag);
      case Order.Unflag unflag -> flags.unset(unflag);
      case Order.Rename rename -> definitions.rename(rename);
      case Order.Resurrect() -> runs.resurrect();
      case Order.Shutdown(boolean keep) -> shutDown(keep);
    };
  }

  private List<Outcome> shutDown(boolean keep) {
    turn.save();
    if (keep) {
      turn.journal("shutdown", turn.byText("services are kept"));
      closing = Closing.CLOSED;
      turn.halted();
    } else if (closing == Closing.NO) {
      turn.journal("shutdown", turn.byText("everything is ended"));
      closing = Closing.WHEN_EMPTY;
      runs.endAll();
    }
    return List.of();
  }

  /** At the end of each turn: whether the last process of a shutdown has ended. */
  void settle() {
    if (closing == Closing.WHEN_EMPTY && !fleet.isAlive()) {
      closing = Closing.CLOSED;
      turn.halted();
    }
  }

  private static Stream<String> targets(Order order) {
    return switch (order) {
      case Order.Define define -> define.specs().stream().map(ServiceSpec::name);
      case Order.Apply apply ->
          Stream.concat(apply.specs().stream().map(ServiceSpec::name), apply.removals().stream());
      case Order.Start(List<Selection> targets) -> targets.stream().map(Selection::toString);
      case Order.Stop(List<Selection> targets, boolean force) ->
          targets.stream().map(Selection::toString);
      case Order.Restart(List<Selection> targets) -> targets.stream().map(Selection::toString);
      case Order.Reload(List<Selection> targets) -> targets.stream().map(Selection::toString);
      case Order.Signal(List<Selection> targets, String signal) ->
          targets.stream().map(Selection::toString);
      case Order.Pause(List<Selection> targets, boolean paused) ->
          targets.stream().map(Selection::toString);
      case Order.Delete(List<String> services) -> services.stream();
      case Order.Enable(List<String> services, boolean enabled) -> services.stream();
      case Order.Flag flag -> flag.services().stream();
      case Order.Unflag unflag -> unflag.services().stream();
      case Order.Rename(String from, String to) -> Stream.of(from);
      case Order.Resurrect(), Order.Shutdown _ -> Stream.of("all");
    };
  }
}
