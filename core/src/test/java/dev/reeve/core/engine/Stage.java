package dev.reeve.core.engine;

import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * An engine with a daemon that does nothing by itself: a test says what happens and looks at what
 * the engine wants. Instances are written {@code web#1}.
 */
final class Stage {
  Engine engine = new Engine(new SplittableRandom(1));
  final Map<String, ServiceView> views = new LinkedHashMap<>();
  final Map<TimerKey, Duration> timers = new LinkedHashMap<>();
  final List<Effect.Journal> journal = new ArrayList<>();
  List<Effect> effects = List.of();
  List<Outcome> outcomes = List.of();
  long nanos = 1_000_000_000_000L;
  Instant wall = Instant.parse("2026-11-20T12:00:00Z");
  private long requests;
  private int pids = 100;

  /** Existing services are changed; all of these are started. */
  Stage start(ServiceSpec... specs) {
    return ask(new Order.Define(List.of(specs), Order.Existing.REPLACE, true, true));
  }

  /** They exist afterwards but are not started by this. */
  Stage define(ServiceSpec... specs) {
    return ask(new Order.Define(List.of(specs), Order.Existing.REPLACE, false, true));
  }

  /** Starts these and lets each spawn succeed until nothing more is spawned. */
  Stage up(ServiceSpec... specs) {
    start(specs);
    return settleSpawns();
  }

  /** Lets each spawn succeed until nothing more is spawned. */
  Stage settleSpawns() {
    List<Effect.Spawn> open = new ArrayList<>(all(Effect.Spawn.class));
    while (!open.isEmpty()) {
      Effect.Spawn spawn = open.removeFirst();
      spawned(spawn.id().toString());
      open.addAll(all(Effect.Spawn.class));
    }
    return this;
  }

  Stage ask(Order order) {
    return happens(new Event.Asked(++requests, "cli (root)", order));
  }

  Stage startAll(String... targets) {
    return ask(new Order.Start(selections(targets)));
  }

  Stage stop(String... targets) {
    return ask(new Order.Stop(selections(targets), false));
  }

  Stage restart(String... targets) {
    return ask(new Order.Restart(selections(targets)));
  }

  static List<Selection> selections(String... targets) {
    return Stream.of(targets).map(Stage::selection).toList();
  }

  private static Selection selection(String target) {
    int hash = target.indexOf('#');
    return hash < 0
        ? Selection.all(target)
        : new Selection(target.substring(0, hash), Integer.parseInt(target.substring(hash + 1)));
  }

  static InstanceId id(String instance) {
    Selection selection = selection(instance);
    return new InstanceId(selection.service(), selection.number());
  }

  Stage spawned(String instance) {
    int pid = pids++;
    return happens(
        new Event.Spawned(
            id(instance), generation(instance), new ProcessRef(pid, pid, "boot", wall)));
  }

  Stage spawnFailed(String instance, String reason, boolean passing) {
    return happens(
        new Event.SpawnFailed(id(instance), generation(instance), reason, "look there", passing));
  }

  /** The main process ended and nothing else is left. */
  Stage exited(String instance, int code) {
    return exited(instance, new Exit.Code(code), true);
  }

  Stage exited(String instance, Exit exit, boolean emptied) {
    return happens(new Event.Exited(id(instance), generation(instance), exit, emptied));
  }

  Stage emptied(String instance) {
    return happens(new Event.Emptied(id(instance), generation(instance)));
  }

  /** The questions of the last event, as {@code tcp 127.0.0.1:80}. */
  List<String> questions() {
    return all(Effect.Ask.class).stream().map(ask -> ask.probe().text()).toList();
  }

  /** Answers the only question of the last event. */
  Stage answers(boolean ok, String detail) {
    Effect.Ask ask = all(Effect.Ask.class).getFirst();
    return happens(new Event.Answered(ask.id(), ask.generation(), ask.serial(), ok, detail));
  }

  /** Lets the time until the next attempt pass, and answers it. */
  Stage asksAgain(String instance, boolean ok, String detail) {
    return fires(instance, TimerKey.Kind.PROBE).answers(ok, detail);
  }

  Stage reports(String instance, Report report) {
    return happens(new Event.Reported(id(instance), generation(instance), report));
  }

  /** It ends at once, with all it has. */
  Stage dies(String instance) {
    return exited(instance, new Exit.Signalled("TERM", false), true);
  }

  /** Lets the time of a timer pass. */
  Stage fires(String instance, TimerKey.Kind kind) {
    TimerKey key = new TimerKey(id(instance), kind);
    Duration delay = timers.remove(key);
    if (delay == null) {
      throw new AssertionError(key + " does not run, only " + timers);
    }
    passes(delay);
    return happens(new Event.TimerFired(key));
  }

  Stage passes(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
    return this;
  }

  Stage happens(Event event) {
    return take(engine.handle(event, new Now(nanos, wall)));
  }

  /** Another daemon begins; what the earlier one published is forgotten. */
  Stage restored(Memory memory) {
    engine = new Engine(new SplittableRandom(1));
    views.clear();
    timers.clear();
    return take(engine.restore(memory, new Now(nanos, wall)));
  }

  private Stage take(List<Effect> all) {
    effects = all;
    for (Effect effect : all) {
      switch (effect) {
        case Effect.Publish(ServiceView view) -> views.put(view.name(), view);
        case Effect.Withdraw(String service) -> views.remove(service);
        case Effect.Renamed(String from, String to) -> views.remove(from);
        case Effect.StartTimer(TimerKey key, Duration delay) -> timers.put(key, delay);
        case Effect.CancelTimer(TimerKey key) -> timers.remove(key);
        case Effect.Journal entry -> journal.add(entry);
        case Effect.Answer(long request, List<Outcome> its) -> outcomes = its;
        default -> {}
      }
    }
    return this;
  }

  InstanceView view(String instance) {
    InstanceId id = id(instance);
    ServiceView service = views.get(id.service());
    if (service == null) {
      throw new AssertionError("no service " + id.service() + " but " + views.keySet());
    }
    return service.instances().stream()
        .filter(view -> view.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + id + " in " + service));
  }

  State state(String instance) {
    return view(instance).state();
  }

  String reason(String instance) {
    return view(instance).reason();
  }

  long generation(String instance) {
    return view(instance).generation();
  }

  /** The spawns wanted by the last event, as {@code web#1}. */
  List<String> spawns() {
    return all(Effect.Spawn.class).stream().map(spawn -> spawn.id().toString()).toList();
  }

  /** The signals wanted by the last event, as {@code TERM web#1}. */
  List<String> signals() {
    return all(Effect.Signal.class).stream()
        .map(signal -> signal.signal() + " " + signal.id())
        .toList();
  }

  <E extends Effect> List<E> all(Class<E> kind) {
    return effects.stream().filter(kind::isInstance).map(kind::cast).toList();
  }

  /** What was written about an instance or service with this word. */
  List<String> journal(String event) {
    return journal.stream()
        .filter(entry -> entry.event().equals(event))
        .map(Effect.Journal::reason)
        .toList();
  }

  /** What a daemon would have kept of the present state. */
  Memory memory(boolean freshBoot, Memory.Found... found) {
    List<Memory.Kept> kept = new ArrayList<>();
    for (ServiceView view : views.values()) {
      kept.add(
          new Memory.Kept(
              view.id(),
              view.spec(),
              view.desired(),
              view.instances().stream()
                  .map(i ->
                      new Memory.KeptInstance(
                          i.id().number(),
                          i.state(),
                          i.generation(),
                          i.restarts(),
                          i.reason(),
                          i.lastExit(),
                          i.desired()))
                  .toList(),
              view.source(),
              view.flags(),
              view.rollout()));
    }
    return new Memory(kept, List.of(found), engine.nextId(), engine.halted(), freshBoot);
  }

  /** Its process was found alive. */
  Memory.Found found(String instance) {
    return found(instance, null);
  }

  /** Its process was found, or, with an exit, was found to have ended. */
  Memory.Found found(String instance, Exit exit) {
    ProcessRef process = view(instance).process();
    return new Memory.Found(
        id(instance),
        generation(instance),
        process == null ? new ProcessRef(99, 99, "boot", wall) : process,
        exit);
  }
}
