package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.spec;

import dev.reeve.core.spec.ServiceSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Prints how fast the engine is here. Run by hand; nothing is asserted. */
final class EngineFigures {
  private static final int MANY = 10_000;
  private static final Instant WALL = Instant.parse("2026-11-20T12:00:00Z");

  private final Engine engine = new Engine(new SplittableRandom(1));
  private long nanos;
  private long requests;

  private EngineFigures() {}

  public static void main(String[] arguments) {
    for (int round = 1; round <= 3; round++) {
      System.out.println("round " + round);
      new EngineFigures().independent();
      new EngineFigures().oneDependency();
      new EngineFigures().manyInstances();
    }
  }

  private void independent() {
    List<ServiceSpec> specs = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      specs.add(spec("s" + i, "restart.delay", 0));
    }
    long began = System.nanoTime();
    List<Effect> effects = ask(new Order.Define(specs, Order.Existing.REPLACE, true, true));
    print("define and start 10,000 services in one order", began, 1);
    began = System.nanoTime();
    spawnAll(effects);
    print("each Spawned of 10,000", began, MANY);
    int crashes = 1_000_000;
    began = System.nanoTime();
    for (int i = 0; i < crashes; i++) {
      InstanceId id = new InstanceId("s" + i % MANY, 1);
      long generation = 1L + i / MANY;
      handle(new Event.Exited(id, generation, new Exit.Code(1), true));
      handle(new Event.Spawned(id, generation + 1, new ProcessRef(i, i, "boot", WALL)));
    }
    print("each crash with its restart, of 1,000,000 among 10,000", began, crashes);
    began = System.nanoTime();
    ask(new Order.Define(specs, Order.Existing.REPLACE, false, true));
    print("define the same 10,000 again", began, 1);
    began = System.nanoTime();
    ask(new Order.Shutdown(false));
    print("shutdown of 10,000", began, 1);
  }

  private void oneDependency() {
    List<ServiceSpec> specs = new ArrayList<>();
    specs.add(spec("db"));
    for (int i = 1; i < MANY; i++) {
      specs.add(spec("s" + i, "depends_on", List.of("db")));
    }
    long began = System.nanoTime();
    spawnAll(ask(new Order.Define(specs, Order.Existing.REPLACE, true, true)));
    print("start 9,999 dependants of one service, to the last Spawned", began, 1);
    began = System.nanoTime();
    List<Effect> effects =
        ask(new Order.Stop(specs.stream().map(s -> Selection.all(s.name())).toList(), false));
    while (!effects.isEmpty()) {
      List<Effect> next = new ArrayList<>();
      for (Effect effect : effects) {
        if (effect instanceof Effect.Signal(InstanceId id, long generation, var s, var e)) {
          next.addAll(handle(new Event.Exited(id, generation, new Exit.Code(0), true)));
        }
      }
      effects = next;
    }
    print("stop all 10,000 in order, to the last Exited", began, 1);
  }

  private void manyInstances() {
    long began = System.nanoTime();
    spawnAll(
        ask(
            new Order.Define(
                List.of(spec("s", "instances", MANY)), Order.Existing.REPLACE, true, true)));
    print("start one service with 10,000 instances, to the last Spawned", began, 1);
  }

  private void spawnAll(List<Effect> first) {
    List<Effect> effects = first;
    int pid = 1;
    while (!effects.isEmpty()) {
      List<Effect> next = new ArrayList<>();
      for (Effect effect : effects) {
        if (effect instanceof Effect.Spawn(InstanceId id, long generation, var spec)) {
          next.addAll(
              handle(new Event.Spawned(id, generation, new ProcessRef(pid++, 1, "boot", WALL))));
        }
      }
      effects = next;
    }
  }

  private List<Effect> ask(Order order) {
    return handle(new Event.Asked(++requests, "figures", order));
  }

  private List<Effect> handle(Event event) {
    nanos += 1000;
    return engine.handle(event, new Now(nanos, WALL));
  }

  private static void print(String what, long began, int count) {
    double micros = (System.nanoTime() - began) / 1e3 / count;
    System.out.printf("  %-60s %,12.1f us%n", what, micros);
  }
}
