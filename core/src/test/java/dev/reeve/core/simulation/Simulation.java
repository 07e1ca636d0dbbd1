package dev.reeve.core.simulation;

import static dev.reeve.core.simulation.KernelModel.MILLI;
import static dev.reeve.core.simulation.KernelModel.SECOND;

import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Engine;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.Health;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.Now;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Report;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.engine.TimerKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * One run of daemons on a simulated machine: users, crashes, deaths of daemons, reboots and clock
 * jumps in an order that follows from the seed alone. It carries out effects as the real daemon
 * does and has {@link Invariants} look at each turn.
 */
final class Simulation {
  private final SplittableRandom random;
  private final Agenda agenda = new Agenda();
  private final KernelModel kernel;
  private final Disk disk = new Disk();
  private final RandomOrders orders;
  private final Invariants invariants;
  private final Trace trace;

  private final Map<TimerKey, Object> timers = new HashMap<>();
  private final Map<String, ServiceView> views = new LinkedHashMap<>();
  private Engine engine;
  private boolean daemonLives;
  private boolean diesDuringTurns = true;
  private boolean unsaved;
  private boolean torn;
  private long wallOffset;
  private long requests;
  private long steps;

  Simulation(long seed) {
    random = new SplittableRandom(seed);
    trace = new Trace(seed, agenda);
    kernel = new KernelModel(random, agenda, this::mainOrLastChildEnded);
    orders = new RandomOrders(random);
    invariants = new Invariants(trace, kernel);
    engine = new Engine(random.split());
    begin();
  }

  /** Lives through this many steps; each is an event handled or something done to the machine. */
  void live(long count) {
    long end = steps + count;
    long calmAt = steps + 300 + random.nextInt(300);
    try {
      while (steps < end) {
        step();
        if (steps >= calmAt) {
          calmDown();
          calmAt = steps + 300 + random.nextInt(300);
        }
      }
    } catch (RuntimeException | Error e) {
      throw trace.failure(e);
    }
  }

  long steps() {
    return steps;
  }

  private void step() {
    steps++;
    int dice = random.nextInt(1000);
    if (!daemonLives) {
      agenda.advance();
    } else if (dice < 70) {
      ask(orders.next());
    } else if (dice < 75) {
      trace.add("the daemon is killed");
      daemonDies(random.nextInt(2) == 0 ? 0 : random.nextLong(10 * SECOND));
    } else if (dice < 76) {
      trace.add("the machine is booted");
      kernel.reboot();
      disk.booted();
      daemonDies(SECOND);
    } else if (dice < 79) {
      wallOffset = random.nextLong(-100_000, 100_000);
      trace.add("the clock is set to " + now().wall());
    } else if (!agenda.advance()) {
      ask(orders.next());
    }
  }

  /** No crash any more: everything must come to rest, and start when asked to. */
  private void calmDown() {
    kernel.calm = true;
    diesDuringTurns = false;
    while (!daemonLives && agenda.advance()) {
      steps++;
    }
    ask(new Order.Pause(all(), false)); // who waits for what is paused waits for ever
    endOneShots();
    drain();
    endOneShots();
    drain();
    AtRest.settled(views.values(), timers.keySet(), kernel.runs());
    startAll();
    startAll(); // those that came too late for others the first time
    AtRest.allUp(views.values());
    if (random.nextBoolean()) {
      ask(new Order.Stop(all(), random.nextInt(4) == 0));
      drain();
      AtRest.settled(views.values(), timers.keySet(), kernel.runs());
      AtRest.allDown(views.values(), kernel.runs());
    }
    kernel.calm = false;
    diesDuringTurns = true;
  }

  /** Those that were declared to be one-shots while they ran as something else. */
  private void endOneShots() {
    for (KernelModel.Run run : List.copyOf(kernel.runs())) {
      ServiceView service = views.get(run.id.service());
      if (service != null && service.spec().once()) {
        agenda.inKernel(MILLI, () -> kernel.endMain(run, new Exit.Code(0)));
      }
    }
  }

  private void startAll() {
    ask(new Order.Start(all()));
    drain();
    AtRest.settled(views.values(), timers.keySet(), kernel.runs());
  }

  private List<Selection> all() {
    return views.keySet().stream().map(Selection::all).toList();
  }

  private void drain() {
    for (int i = 0; (agenda.isBusy() || isUnderWay()) && agenda.advance(); i++) {
      steps++;
      if (i > 100_000) {
        throw new AssertionError("it does not come to rest: " + views.values());
      }
    }
  }

  /** Whether anything is on its way that no crash can keep from arriving. */
  private boolean isUnderWay() {
    for (ServiceView view : views.values()) {
      for (InstanceView instance : view.instances()) {
        boolean comes = instance.state() == State.WAITING || instance.state() == State.STARTING;
        boolean recovers =
            instance.state() == State.RUNNING
                && view.spec().health().isDeclared()
                && instance.health() != Health.HEALTHY;
        if (comes || recovers) {
          return true;
        }
      }
    }
    return false;
  }

  private Now now() {
    return new Now(
        agenda.nanos,
        Instant.EPOCH.plusSeconds(1_800_000_000 + wallOffset).plusNanos(agenda.nanos));
  }

  private void ask(Order order) {
    deliver(new Event.Asked(++requests, "user", order));
  }

  private void deliver(Event event) {
    if (!daemonLives) {
      return;
    }
    List<Effect> effects = engine.handle(event, now());
    trace.turn(event, effects);
    carryOut(event, effects);
  }

  private void carryOut(Event event, List<Effect> effects) {
    Map<String, ServiceView> after = new LinkedHashMap<>(views);
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Publish(ServiceView view) -> after.put(view.name(), view);
        case Effect.Withdraw(String service) -> after.remove(service);
        case Effect.Renamed(String from, String to) -> after.remove(from);
        default -> {}
      }
    }
    invariants.turn(event, effects, views, after, now());
    boolean renames = effects.stream().anyMatch(effect -> effect instanceof Effect.Renamed);
    int dies =
        diesDuringTurns && !renames && random.nextInt(400) == 0
            ? random.nextInt(effects.size() + 1)
            : Integer.MAX_VALUE;
    views.clear();
    views.putAll(after);
    for (Effect effect : effects) {
      if (dies-- == 0) {
        trace.add("the daemon is killed before " + effect);
        daemonDies(random.nextLong(SECOND));
        torn = true;
        return;
      }
      carryOut(effect);
      if (!daemonLives) {
        return;
      }
    }
    if (unsaved && (renames || random.nextInt(10) != 0)) {
      flush();
    }
    invariants.timers(views.values(), timers.keySet());
  }

  private void carryOut(Effect effect) {
    switch (effect) {
      case Effect.Spawn spawn -> spawn(spawn);
      case Effect.Signal(InstanceId id, long generation, String signal, boolean everything) ->
          signal(id, generation, signal, everything);
      case Effect.Freeze freeze -> {}
      case Effect.RunHook hook -> runHook(hook);
      case Effect.StartTimer(TimerKey key, var delay) -> {
        Object token = new Object();
        timers.put(key, token);
        Runnable fire =
            () -> {
              if (timers.remove(key, token)) {
                deliver(new Event.TimerFired(key));
              }
            };
        long after = delay.toNanos() + random.nextLong(MILLI);
        boolean forEver =
            key.kind() == TimerKey.Kind.FLAGS // while the clock is set back
                || (key.kind() == TimerKey.Kind.PROBE && isReady(key.instance()));
        if (forEver) {
          agenda.againAndAgain(after, fire);
        } else {
          agenda.inDaemon(after, fire);
        }
      }
      case Effect.CancelTimer(TimerKey key) -> timers.remove(key);
      case Effect.Ask ask -> answer(ask);
      case Effect.Publish publish -> {}
      case Effect.Withdraw(String service) -> disk.withdraw(service);
      case Effect.Renamed(String from, String to) -> renamed(from, to);
      case Effect.Save() -> unsaved = true;
      case Effect.Journal journal -> {}
      case Effect.Answer answer -> {
        if (unsaved) {
          flush();
        }
        invariants.acknowledged(views);
      }
      case Effect.Halted() -> {
        trace.add("the daemon ends");
        daemonDies(random.nextLong(SECOND));
      }
    }
  }

  private void flush() {
    disk.save(new ArrayList<>(views.values()), engine.nextId(), engine.halted());
    unsaved = false;
  }

  private void spawn(Effect.Spawn spawn) {
    disk.intend(spawn.id(), spawn.generation());
    invariants.spawns(spawn);
    long slow = random.nextInt(10) == 0 && !kernel.calm ? SECOND : 2 * MILLI;
    long latency = random.nextLong(slow);
    if (!kernel.calm && random.nextInt(100) < 6) {
      boolean passing = random.nextBoolean();
      agenda.inDaemon(
          latency,
          () ->
              deliver(
                  new Event.SpawnFailed(
                      spawn.id(), spawn.generation(), "no such file", "", passing)));
      return;
    }
    KernelModel.Run run = kernel.spawn(spawn.id(), spawn.generation(), spawn.spec(), now().wall());
    run.quietUntil = random.nextInt(20) == 0 ? 0 : agenda.nanos + latency + 1;
    agenda.inDaemon(
        latency, () -> deliver(new Event.Spawned(spawn.id(), spawn.generation(), run.process)));
    boolean patient = spawn.spec().ready().patience().isZero();
    if (run.getsReady || patient || kernel.calm) {
      long takes = kernel.calm ? 20 * MILLI : random.nextLong(3 * SECOND);
      agenda.inDaemon(
          latency + takes,
          () -> deliver(new Event.Reported(run.id, run.generation, new Report.Ready())));
    }
  }

  private void answer(Effect.Ask ask) {
    boolean well = random.nextInt(100) < 70;
    Runnable answers =
        () -> {
          boolean ok = kernel.calm || well;
          deliver(
              new Event.Answered(
                  ask.id(), ask.generation(), ask.serial(), ok, ok ? "" : "refused"));
        };
    long takes = random.nextLong(kernel.calm ? 5 * MILLI : ask.timeout().toNanos());
    if (isReady(ask.id())) {
      agenda.againAndAgain(takes, answers);
    } else {
      agenda.inDaemon(takes, answers);
    }
  }

  /** Whether an instance may go on as it is. */
  private boolean isReady(InstanceId id) {
    ServiceView view = views.get(id.service());
    return view != null
        && view.instances().stream()
            .anyMatch(instance -> instance.id().equals(id) && instance.state() == State.RUNNING);
  }

  private void signal(InstanceId id, long generation, String signal, boolean everything) {
    for (KernelModel.Run run : List.copyOf(kernel.runs())) {
      if (run.id.equals(id) && run.generation == generation) {
        kernel.signal(run, signal, everything);
        if (everything && run.endReported) {
          run.watched = true;
          reportIfEmpty(run);
        }
      }
    }
  }

  private void runHook(Effect.RunHook hook) {
    boolean ok = random.nextInt(4) != 0;
    agenda.inDaemon(
        random.nextLong(SECOND),
        () -> {
          if (ok) {
            signal(hook.id(), hook.generation(), "INT", false);
          }
          deliver(
              new Event.HookEnded(hook.id(), hook.generation(), hook.hook(), ok, "exit code 1"));
        });
  }

  private void renamed(String from, String to) {
    disk.rename(from, to);
    views.remove(from);
    for (KernelModel.Run run : kernel.runs()) {
      if (run.id.service().equals(from)) {
        run.id = new InstanceId(to, run.id.number());
      }
    }
    invariants.renamed(from, to);
  }

  private void mainOrLastChildEnded(KernelModel.Run run) {
    if (!daemonLives) {
      return;
    }
    if (run.endReported) {
      reportIfEmpty(run);
      return;
    }
    InstanceId asOfNow = run.id; // may be renamed while the news are under way
    long latency = Math.max(random.nextLong(MILLI), run.quietUntil - agenda.nanos);
    agenda.inDaemon(latency, () -> reportEnd(run, known(run, asOfNow)));
  }

  /**
   * News that were under way when a service was renamed come with its old name, if that is free.
   */
  private InstanceId known(KernelModel.Run run, InstanceId asOfThen) {
    boolean taken = kernel.runs().stream().anyMatch(other -> other.id.equals(asOfThen));
    return taken ? run.id : asOfThen;
  }

  private void reportEnd(KernelModel.Run run, InstanceId id) {
    if (run.endReported) {
      return;
    }
    run.endReported = true;
    boolean empty = run.children == 0;
    boolean inTwo = empty && random.nextInt(5) == 0;
    if (empty) {
      kernel.forget(run);
    }
    deliver(new Event.Exited(id, run.generation, run.exit, empty && !inTwo));
    if (inTwo) {
      deliver(new Event.Emptied(id, run.generation));
    }
  }

  private void reportIfEmpty(KernelModel.Run run) {
    if (run.watched && !run.lives() && !run.forgotten) {
      kernel.forget(run);
      InstanceId asOfNow = run.id;
      agenda.inDaemon(
          random.nextLong(MILLI),
          () -> deliver(new Event.Emptied(known(run, asOfNow), run.generation)));
    }
  }

  private void daemonDies(long gap) {
    daemonLives = false;
    unsaved = false;
    agenda.daemonDied();
    timers.clear();
    agenda.inKernel(gap, this::begin);
  }

  /** A daemon begins with what was kept and what it finds. */
  private void begin() {
    engine = new Engine(random.split());
    daemonLives = true;
    Memory memory = disk.memory(found());
    invariants.daemonBegins(memory);
    Map<String, ServiceView> before = new LinkedHashMap<>(views);
    views.clear();
    List<Effect> effects = engine.restore(memory, now());
    trace.restored(memory, effects);
    boolean wereDying = diesDuringTurns;
    diesDuringTurns = false;
    carryOut(new Event.Asked(0, "restore", new Order.Resurrect()), effects);
    diesDuringTurns = wereDying;
    invariants.restored(memory, before, views, torn);
    torn = false;
  }

  private List<Memory.Found> found() {
    List<Memory.Found> found = new ArrayList<>();
    for (KernelModel.Run run : kernel.unforgotten()) {
      run.endReported = false;
      run.watched = false;
      if (run.mainLives) {
        found.add(new Memory.Found(run.id, run.generation, run.process, null));
      } else if (run.children > 0 || random.nextBoolean()) {
        run.endReported = true;
        Exit exit = random.nextBoolean() ? run.exit : new Exit.Unknown();
        found.add(new Memory.Found(run.id, run.generation, run.process, exit));
      } else {
        kernel.forget(run);
      }
    }
    return found;
  }
}
