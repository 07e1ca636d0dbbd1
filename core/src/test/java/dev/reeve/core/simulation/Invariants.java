package dev.reeve.core.simulation;

import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.Health;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Memory;
import dev.reeve.core.engine.Now;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.engine.TimerKey;
import dev.reeve.core.spec.Condition;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold whatever happens. */
final class Invariants {
  private final KernelModel kernel;
  private final RestartCounts restarts = new RestartCounts();

  /** The services as they were when the latest order was acknowledged. */
  private Map<String, ServiceView> acknowledged = Map.of();

  private final Map<InstanceId, Integer> restartsKept = new HashMap<>();
  private boolean shutsDown;

  /** Everything was ended on demand, and nobody has asked for a start since. */
  private boolean halted;

  private boolean halting;

  /** The highest generation each instance was ever spawned with. */
  private final Map<InstanceId, Long> generations = new HashMap<>();

  Invariants(Trace trace, KernelModel kernel) {
    this.kernel = kernel;
  }

  @SuppressWarnings("AnnotateFormatMethod") // its annotations are not among the dependencies
  static void require(boolean holds, String otherwise, Object... about) {
    if (!holds) {
      throw new AssertionError(otherwise.formatted(about));
    }
  }

  /** After each turn of the engine, before it is carried out. */
  void turn(
      Event event,
      List<Effect> effects,
      Map<String, ServiceView> before,
      Map<String, ServiceView> after,
      Now now) {
    answers(event, effects);
    halts(event);
    generations.keySet().removeIf(id -> !knows(after, id));
    for (Effect effect : effects) {
      if (effect instanceof Effect.Journal journal) {
        require(!journal.event().equals("unexpected") || mayBeUnexpected(journal), "%s", journal);
      }
      if (effect instanceof Effect.Publish(ServiceView view)) {
        wellFormed(view);
      }
    }
    restarts.turn(event, effects, before, after, now);
    for (Effect effect : effects) {
      if (effect instanceof Effect.Spawn(InstanceId id, long generation, var spec)) {
        ServiceView service = after.get(id.service());
        require(service != null, "%s is spawned but not published", id);
        InstanceView instance = instance(service, id.number());
        require(instance.generation() == generation, "%s spawned, %s published", generation, id);
        require(!shutsDown, "%s is spawned while the daemon shuts down", id);
        require(!halted, "%s is spawned though all was ended by 'reeve kill'", id);
        require(instance.desired() == Desired.UP, "%s is spawned but not wanted", id);
        int restartsBefore = restartsOf(id, before);
        boolean automatic = instance.restarts() > restartsBefore;
        if (!automatic && !startsAllTheSame(id, effects)) {
          dependenciesHold(service, after);
        }
      }
    }
    stopsInOrder(effects, before, after);
    restartsKept.clear();
    if (event instanceof Event.Asked(long request, String by, var order)
        && order instanceof Order.Shutdown) {
      shutsDown = true;
    }
  }

  private void halts(Event event) {
    halting = false;
    if (event instanceof Event.Asked(long request, String by, Order order) && request > 0) {
      switch (order) {
        case Order.Shutdown(boolean keep) -> halting = !keep;
        case Order.Define define -> halted &= !define.start();
        case Order.Apply apply -> halted = false;
        case Order.Start start -> halted = false;
        case Order.Restart restart -> halted = false;
        case Order.Reload reload -> halted = false;
        case Order.Resurrect resurrect -> halted = false;
        default -> {}
      }
    }
  }

  private static boolean knows(Map<String, ServiceView> views, InstanceId id) {
    return views.containsKey(id.service())
        && views.get(id.service()).instances().stream()
            .anyMatch(instance -> instance.id().equals(id));
  }

  /** Only about what was found, never about what the model of the kernel reports. */
  private static boolean mayBeUnexpected(Effect.Journal journal) {
    return journal.reason().contains("was found") || journal.reason().contains("older generation");
  }

  private static void answers(Event event, List<Effect> effects) {
    List<Effect.Answer> answers =
        effects.stream()
            .filter(Effect.Answer.class::isInstance)
            .map(Effect.Answer.class::cast)
            .toList();
    if (event instanceof Event.Asked(long request, String by, var order) && request > 0) {
      require(answers.size() == 1, "%s got %s answers", event, answers.size());
      require(answers.getFirst().request() == request, "%s got %s", event, answers);
      int save = effects.indexOf(new Effect.Save());
      int answer = effects.indexOf(answers.getFirst());
      require(save < answer, "the answer comes before the save");
      for (int i = answer; i < effects.size(); i++) {
        require(!(effects.get(i) instanceof Effect.Publish), "a view comes after the answer");
      }
    } else {
      require(answers.isEmpty(), "%s got %s", event, answers);
    }
    Set<String> published = new HashSet<>();
    for (Effect effect : effects) {
      if (effect instanceof Effect.Publish(ServiceView view)) {
        require(published.add(view.name()), "%s is published twice", view.name());
      }
    }
  }

  private static void wellFormed(ServiceView view) {
    boolean wanted = false;
    for (InstanceView instance : view.instances()) {
      require(instance.id().service().equals(view.name()), "%s in %s", instance.id(), view.name());
      boolean surplus = instance.id().number() > view.spec().instances();
      require(
          !surplus || instance.desired() == Desired.GONE, "surplus %s is wanted", instance.id());
      require(
          instance.desired() != Desired.GONE || instance.state() == State.STOPPING,
          "%s is to be gone but %s",
          instance.id(),
          instance.state());
      require(
          instance.process() != null || instance.state() != State.RUNNING,
          "%s runs without a process",
          instance.id());
      require(
          instance.state() == State.RUNNING
              || instance.state() == State.STARTING
              || !instance.reason().isEmpty(),
          "%s is %s without a reason",
          instance.id(),
          instance.state());
      wanted |= instance.desired() == Desired.UP;
    }
    require(view.desired() != Desired.UP || wanted, "%s is wanted but none of its instances", view);
    require(
        view.desired() == Desired.UP || !wanted, "an instance of %s is wanted, it is not", view);
  }

  private int restartsOf(InstanceId id, Map<String, ServiceView> before) {
    if (restartsKept.containsKey(id)) {
      return restartsKept.get(id);
    }
    ServiceView view = before.get(id.service());
    if (view != null) {
      for (InstanceView instance : view.instances()) {
        if (instance.id().equals(id)) {
          return instance.restarts();
        }
      }
    }
    return 0;
  }

  private static boolean startsAllTheSame(InstanceId id, List<Effect> effects) {
    return effects.stream()
        .anyMatch(effect ->
            effect instanceof Effect.Journal journal
                && journal.service().equals(id.service())
                && journal.instance() == id.number()
                && journal.reason().contains("on_timeout: start"));
  }

  private static void dependenciesHold(ServiceView service, Map<String, ServiceView> after) {
    service
        .spec()
        .dependsOn()
        .forEach((name, condition) -> {
          ServiceView dependency = after.get(name);
          require(dependency != null, "%s starts without %s", service.name(), name);
          for (int number = 1; number <= dependency.spec().instances(); number++) {
            State state = instance(dependency, number).state();
            boolean done = state == State.COMPLETED && dependency.spec().once();
            // A rollout goes on whoever starts meanwhile.
            boolean rolled = !dependency.rollout().isEmpty() && state == State.STOPPING;
            boolean holds = done || rolled || holds(condition, instance(dependency, number));
            require(
                holds,
                "%s starts while %s#%d is %s, not %s",
                service.name(),
                name,
                number,
                state,
                condition);
          }
        });
  }

  static boolean holds(Condition condition, InstanceView instance) {
    return switch (condition) {
      case STARTED -> isUp(instance);
      case READY -> instance.state() == State.RUNNING;
      case HEALTHY -> instance.health() == Health.HEALTHY && isUp(instance);
      case COMPLETED -> false;
    };
  }

  private static boolean isUp(InstanceView instance) {
    return instance.state() == State.RUNNING
        || instance.state() == State.PAUSED
        || isStartingUp(instance);
  }

  private static boolean isStartingUp(InstanceView instance) {
    return instance.state() == State.STARTING && instance.process() != null;
  }

  private static InstanceView instance(ServiceView service, int number) {
    for (InstanceView instance : service.instances()) {
      if (instance.id().number() == number) {
        return instance;
      }
    }
    throw new AssertionError("no instance " + number + " in " + service);
  }

  /**
   * Whether it is the next of a rollout that went on in this turn, as the instance before it was
   * stopped: that one was asked for, this one follows.
   */
  private static boolean isRolledOn(
      Map<String, ServiceView> before, ServiceView service, InstanceView instance) {
    ServiceView was = before.get(service.name());
    return was != null
        && !was.rollout().isEmpty()
        && was.instances().stream()
            .anyMatch(i -> i.id().equals(instance.id()) && i.state() == State.RUNNING);
  }

  /** A dependency is not told to stop before the dependants that are being stopped have ended. */
  private static void stopsInOrder(
      List<Effect> effects, Map<String, ServiceView> before, Map<String, ServiceView> after) {
    for (Effect effect : effects) {
      if (!(effect instanceof Effect.Signal(InstanceId id, long generation, String name, var all))
          || name.equals("KILL")
          || !after.containsKey(id.service())) {
        continue;
      }
      InstanceView told = instance(after.get(id.service()), id.number());
      State was =
          before.containsKey(id.service())
              ? before.get(id.service()).instances().stream()
                  .filter(instance -> instance.id().equals(id))
                  .findFirst()
                  .map(InstanceView::state)
                  .orElse(State.STOPPED)
              : State.STOPPED;
      boolean begins = was == State.RUNNING && isEnding(told) && told.process() != null;
      if (!begins || told.desired() == Desired.GONE) {
        continue;
      }
      for (ServiceView dependant : after.values()) {
        if (dependant.spec().dependsOn().containsKey(id.service())) {
          for (InstanceView instance : dependant.instances()) {
            boolean endedByItself = isCleaningUp(before, instance.id());
            require(
                endedByItself || isRolledOn(before, dependant, instance) || !isEnding(instance),
                "%s is told to stop before %s",
                id,
                instance);
          }
        }
      }
    }
  }

  private static boolean isCleaningUp(Map<String, ServiceView> before, InstanceId id) {
    return knows(before, id) && unasked(instance(before.get(id.service()), id.number()));
  }

  private static boolean isEnding(InstanceView instance) {
    return instance.state() == State.STOPPING && !unasked(instance);
  }

  /** Whether nobody asked for its end. */
  private static boolean unasked(InstanceView instance) {
    String reason = instance.reason();
    return reason.startsWith("ending the processes")
        || reason.startsWith("unhealthy")
        || reason.startsWith("check ")
        || reason.startsWith("not ready within");
  }

  /** When a spawn is carried out. */
  void spawns(Effect.Spawn spawn) {
    for (KernelModel.Run run : kernel.runs()) {
      require(
          !run.id.equals(spawn.id()) || !run.lives(),
          "%s is spawned while it still has %s",
          spawn.id(),
          run);
      require(
          !run.id.equals(spawn.id()) || run.generation < spawn.generation(),
          "generation %s of %s is used again",
          spawn.generation(),
          spawn.id());
    }
    Long highest = generations.put(spawn.id(), spawn.generation());
    require(
        highest == null || highest < spawn.generation(),
        "generation %s of %s comes after %s",
        spawn.generation(),
        spawn.id(),
        highest);
  }

  /** After each turn: no timer without a purpose, no purpose without its timer. */
  void timers(Collection<ServiceView> views, Set<TimerKey> timers) {
    Map<InstanceId, State> states = new HashMap<>();
    for (ServiceView view : views) {
      for (InstanceView instance : view.instances()) {
        states.put(instance.id(), instance.state());
        if (instance.state() == State.BACKOFF) {
          require(
              timers.contains(new TimerKey(instance.id(), TimerKey.Kind.BACKOFF)),
              "%s waits for no timer",
              instance.id());
        }
      }
    }
    for (TimerKey key : timers) {
      State state = states.get(key.instance());
      boolean fits =
          switch (key.kind()) {
            case BACKOFF -> state == State.BACKOFF;
            case DEPENDENCIES -> state == State.WAITING;
            // Strays are ended without being shown.
            case GRACE, KILL_AGAIN -> state == State.STOPPING || state == null;
            case READY -> state == State.STARTING;
            case PROBE ->
                state == State.RUNNING || state == State.STARTING || state == State.WAITING;
            case WATCHDOG -> state == State.RUNNING || state == State.STARTING;
            case MAX_RUN ->
                state == State.RUNNING || state == State.STARTING || state == State.PAUSED;
            case SCHEDULE, ROLLOUT, FLAGS -> true;
          };
      require(fits, "%s runs while it is %s", key, state);
    }
  }

  /** An order was acknowledged in this state. */
  void acknowledged(Map<String, ServiceView> views) {
    acknowledged = new LinkedHashMap<>(views);
    halted |= halting;
  }

  void renamed(String from, String to) {
    restarts.renamed(from, to);
    Map<InstanceId, Long> moved = new HashMap<>();
    generations.forEach((id, generation) -> {
      if (id.service().equals(from)) {
        moved.put(new InstanceId(to, id.number()), generation);
      }
    });
    generations.putAll(moved);
  }

  void daemonBegins(Memory memory) {
    shutsDown = false;
    restarts.daemonBegins();
    for (Memory.Kept kept : memory.services()) {
      for (Memory.KeptInstance instance : kept.instances()) {
        restartsKept.put(
            new InstanceId(kept.spec().name(), instance.number()), instance.restarts());
      }
    }
  }

  /**
   * After a daemon took up what an earlier one left.
   *
   * @param torn whether the earlier one died in the middle of a turn, so that its latest views say
   *     more than was acknowledged
   */
  void restored(
      Memory memory,
      Map<String, ServiceView> latest,
      Map<String, ServiceView> restored,
      boolean torn) {
    acknowledged.forEach((name, then) -> {
      ServiceView last = latest.get(name);
      boolean changedSince = last == null || !sameWish(last, then);
      if (!changedSince) {
        kept(memory, last, restored.get(name), torn);
      }
    });
    acknowledged = new LinkedHashMap<>(restored);
  }

  private static boolean sameWish(ServiceView a, ServiceView b) {
    if (a.id() != b.id() || a.desired() != b.desired() || !a.spec().equals(b.spec())) {
      return false;
    }
    return wishes(a).equals(wishes(b));
  }

  private static Map<Integer, Desired> wishes(ServiceView view) {
    Map<Integer, Desired> wishes = new HashMap<>();
    for (InstanceView instance : view.instances()) {
      if (instance.desired() != Desired.GONE) {
        wishes.put(instance.id().number(), instance.desired());
      }
    }
    return wishes;
  }

  private static void kept(Memory memory, ServiceView then, ServiceView now, boolean torn) {
    if (then.desired() == Desired.GONE) {
      require(
          now == null || now.desired() == Desired.GONE, "the deletion of %s is forgotten", then);
      return;
    }
    require(now != null, "%s is forgotten", then.name());
    boolean notEnabled = memory.freshBoot() && !then.spec().enabled();
    if (!notEnabled) {
      boolean pulledUp = memory.freshBoot() && now.desired() == Desired.UP;
      require(sameWish(then, now) || pulledUp, "%s became %s", then, now);
    }
    if (torn || memory.freshBoot() || memory.halted()) {
      return;
    }
    for (InstanceView was : then.instances()) {
      if (was.desired() != Desired.UP) {
        continue;
      }
      InstanceView is = instance(now, was.id().number());
      boolean restarts = was.state() == State.STOPPING && !unasked(was);
      require(
          !restarts || is.state() != State.RUNNING || is.generation() != was.generation(),
          "the restart of %s is forgotten",
          was);
      boolean comes =
          was.state() == State.WAITING
              || was.state() == State.STARTING
              || was.state() == State.BACKOFF;
      require(!comes || is.state() != State.STOPPED, "the start of %s is forgotten: %s", was, is);
    }
  }
}
