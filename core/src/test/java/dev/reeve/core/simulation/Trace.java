package dev.reeve.core.simulation;

import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecWriter;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Supplier;

/** The last things that happened, to be shown when something is wrong. */
final class Trace {
  private static final int KEPT = 50;

  private final long seed;
  private final Agenda agenda;
  private final ArrayDeque<Supplier<String>> last = new ArrayDeque<>();

  Trace(long seed, Agenda agenda) {
    this.seed = seed;
    this.agenda = agenda;
  }

  void add(String what) {
    long at = agenda.nanos;
    push(() -> time(at) + what);
  }

  void turn(Event event, List<Effect> effects) {
    long at = agenda.nanos;
    push(() -> time(at) + shown(event) + lines(effects));
  }

  void restored(Memory memory, List<Effect> effects) {
    long at = agenda.nanos;
    push(() -> time(at) + "begins with " + shown(memory) + lines(effects));
  }

  private void push(Supplier<String> line) {
    if (last.size() == KEPT) {
      last.removeFirst();
    }
    last.addLast(line);
  }

  AssertionError failure(Throwable cause) {
    StringBuilder text = new StringBuilder();
    text.append("seed ").append(seed).append(": ").append(cause.getMessage()).append('\n');
    last.forEach(line -> text.append(line.get()).append('\n'));
    return new AssertionError(text.toString(), cause);
  }

  private static String time(long nanos) {
    return "%.6f ".formatted(nanos / 1e9);
  }

  private static String lines(List<Effect> effects) {
    StringBuilder text = new StringBuilder();
    for (Effect effect : effects) {
      text.append("\n    ")
          .append(
              switch (effect) {
                case Effect.Publish(ServiceView view) -> shown(view);
                case Effect.Spawn(var id, long generation, var spec) ->
                    "Spawn " + id + "/" + generation;
                case Effect.RunHook hook -> "RunHook " + hook.hook() + " " + hook.id();
                default -> effect.toString();
              });
    }
    return text.toString();
  }

  private static String shown(ServiceView view) {
    StringBuilder text = new StringBuilder("Publish " + view.name() + " " + view.desired() + ":");
    for (InstanceView instance : view.instances()) {
      text.append(
          " %s %s/%d %s%s '%s'"
              .formatted(
                  instance.id(),
                  instance.state(),
                  instance.generation(),
                  instance.desired(),
                  instance.restarts() == 0 ? "" : " restarts " + instance.restarts(),
                  instance.reason()));
    }
    return text.toString();
  }

  private static String shown(Event event) {
    return event instanceof Event.Asked(long request, String by, Order.Define define)
        ? "Asked %d Define start=%s restart=%s%s"
            .formatted(request, define.start(), define.restart(), specs(define.specs()))
        : event.toString();
  }

  private static String specs(List<ServiceSpec> specs) {
    StringBuilder text = new StringBuilder();
    specs.forEach(
        spec -> text.append("\n      ").append(spec.name()).append(SpecWriter.declared(spec)));
    return text.toString();
  }

  private static String shown(Memory memory) {
    StringBuilder text = new StringBuilder();
    text.append(memory.halted() ? "halted " : "").append(memory.freshBoot() ? "booted " : "");
    for (Memory.Kept kept : memory.services()) {
      text.append("\n      ").append(kept.desired()).append(specs(List.of(kept.spec())));
      kept.instances().forEach(instance -> text.append("\n        ").append(instance));
    }
    memory.processes().forEach(found -> text.append("\n      ").append(found));
    return text.toString();
  }
}
