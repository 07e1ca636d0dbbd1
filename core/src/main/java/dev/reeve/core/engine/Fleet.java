package dev.reeve.core.engine;

import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * All services and instances, and the counts that make it unnecessary to look at all of them: each
 * change of a phase goes through {@link #enter}.
 */
final class Fleet {
  /** What a change leads to elsewhere; taken up when the event itself has been dealt with. */
  sealed interface Ripple {
    /** A condition of its dependants stands otherwise than before. */
    record Readiness(Service service) implements Ripple {}

    /** Nothing holds back its pending stops any more, or less than before. */
    record Released(Service service) implements Ripple {}

    /** Something about its instances changed while it is rolled out. */
    record Rolling(Service service) implements Ripple {}

    /** It depends on something else than before. */
    record Needs(Service service) implements Ripple {}
  }

  /** A run that began under another name. */
  private record Former(InstanceId id, long generation) {}

  final DependencyGraph graph = new DependencyGraph();
  private final Turn turn;
  private final Map<String, Service> services = new LinkedHashMap<>();
  private final Map<Former, Instance> formers = new HashMap<>();
  private final ArrayDeque<Ripple> ripples = new ArrayDeque<>();
  private int alive;
  private int lastId;

  /**
   * No generation up to this one is used by a new instance, so that late news of a removed or
   * renamed one cannot be taken for news of its successor.
   */
  private long usedGenerations;

  /** Everything was ended by a shutdown and waits for a resurrect. */
  boolean halted;

  Fleet(Turn turn) {
    this.turn = turn;
  }

  /** Somebody wants something started: it is not halted any more. */
  void resume() {
    if (halted) {
      halted = false;
      turn.save();
    }
  }

  /** The service people know by this name. */
  Optional<Service> service(String name) {
    return Optional.ofNullable(services.get(name)).filter(service -> !service.hidden);
  }

  /** Also one that is only there to be ended. */
  @Nullable Service any(String name) {
    return services.get(name);
  }

  Collection<Service> services() {
    return services.values();
  }

  List<String> names() {
    List<String> names = new ArrayList<>(services.size());
    for (Service service : services.values()) {
      if (!service.hidden) {
        names.add(service.name());
      }
    }
    return names;
  }

  int nextId() {
    return lastId + 1;
  }

  int takeId() {
    return ++lastId;
  }

  /** New instances begin above this generation. */
  void usedGeneration(long generation) {
    usedGenerations = Math.max(usedGenerations, generation);
  }

  /** Ids up to this one are taken. */
  void usedId(int id) {
    lastId = Math.max(lastId, id);
  }

  /** Whether any process may exist. */
  boolean isAlive() {
    return alive > 0;
  }

  Service add(int id, ServiceSpec spec, Desired desired, boolean hidden) {
    Service service = new Service(id, spec, desired, hidden);
    services.put(spec.name(), service);
    needsOf(service);
    neededBy(service);
    turn.touch(service);
    return service;
  }

  /** Dependants may be known before what they need. */
  private void neededBy(Service service) {
    for (String name : graph.dependants(service.name())) {
      Service dependant = services.get(name);
      if (dependant != null && dependant.ending > 0) {
        service.enders.add(dependant);
      }
      if (dependant != null && dependant.hoping > 0) {
        service.hopers.add(dependant);
      }
    }
  }

  Instance add(Service service, int number, Desired desired, String reason) {
    Instance instance = new Instance(service, number, usedGenerations, desired, turn.now().wall());
    service.instances.put(number, instance);
    enter(instance, new Phase.Stopped(), reason);
    return instance;
  }

  /** Takes an instance away that has no process. */
  void remove(Instance instance) {
    Service service = instance.service;
    enter(instance, new Phase.Stopped(), "");
    turn.cancelTimer(instance, TimerKey.Kind.FLAGS);
    uncount(instance);
    usedGenerations = Math.max(usedGenerations, instance.usedGeneration);
    forgetFormers(instance);
    service.instances.remove(instance.number);
    refresh(service);
    turn.touch(service);
    turn.save();
  }

  /** Takes a service away that has no instance. */
  void remove(Service service) {
    dropNeeds(service);
    graph.remove(service.name());
    services.remove(service.name(), service);
  }

  /** Takes in what the spec of a service says of dependencies. */
  void needsOf(Service service) {
    dropNeeds(service);
    graph.put(service.name(), service.spec.dependsOn());
    for (Service dependency : dependencies(service)) {
      if (service.ending > 0) {
        dependency.enders.add(service);
      }
      if (service.hoping > 0) {
        dependency.hopers.add(service);
      }
    }
    ripples.add(new Ripple.Needs(service));
  }

  private void dropNeeds(Service service) {
    for (Service dependency : dependencies(service)) {
      dependency.hopers.remove(service);
      if (dependency.enders.remove(service)) {
        ripples.add(new Ripple.Released(dependency));
      }
    }
  }

  /** What a service needs, as far as it exists. */
  List<Service> dependencies(Service service) {
    Set<String> names = graph.needs(service.name()).keySet();
    List<Service> found = new ArrayList<>(names.size());
    for (String name : names) {
      Service dependency = services.get(name);
      if (dependency != null) {
        found.add(dependency);
      }
    }
    return found;
  }

  /** Another number of instances, or another kind of service: what counts may count otherwise. */
  void recount(Service service) {
    for (Instance instance : service.instances()) {
      count(instance);
    }
    refresh(service);
  }

  /**
   * Gives a service another name; the caller changes the specs of dependants.
   *
   * @param spec with the new name
   */
  void rename(Service service, ServiceSpec spec) {
    String old = service.name();
    dropNeeds(service);
    graph.remove(old);
    services.remove(old);
    service.spec = spec;
    services.put(spec.name(), service);
    needsOf(service);
    neededBy(service);
    for (Instance instance : service.instances()) {
      // Late news of whoever had the new name before must not be taken for news of it.
      usedGenerations = Math.max(usedGenerations, instance.usedGeneration);
      instance.usedGeneration = usedGenerations;
      if (instance.countedAlive) {
        formers.put(new Former(instance.id(), instance.generation), instance);
      }
      instance.renamed();
      // Two names may be exchanged: from now on this one means the one that has it.
      formers.remove(new Former(instance.id(), instance.generation));
    }
    turn.touch(service);
  }

  /** Who an event is about, by whichever name it had when the event began its way. */
  @Nullable Instance find(InstanceId id, long generation) {
    Instance former = formers.isEmpty() ? null : formers.get(new Former(id, generation));
    return former == null ? find(id) : former;
  }

  @Nullable Instance find(InstanceId id) {
    Service service = services.get(id.service());
    return service == null ? null : service.instance(id.number());
  }

  /** The names its earlier runs had mean nothing any more. */
  void forgetFormers(Instance instance) {
    if (!formers.isEmpty()) {
      formers.values().removeIf(former -> former == instance);
    }
  }

  /** The next phase of an instance. Timers that mean nothing in it end. */
  void enter(Instance instance, Phase next, String reason) {
    for (TimerKey.Kind kind : TimerKey.Kind.values()) {
      if (!mayRun(kind, next)) {
        turn.cancelTimer(instance, kind);
      }
    }
    if (!(next instanceof Phase.Failed)) {
      instance.blame = null;
    }
    if (!(next instanceof Phase.Running)) {
      instance.health = Health.UNKNOWN;
      if (!(next instanceof Phase.Waiting)) {
        instance.rounds.clear();
      }
    }
    if (instance.paused && !(next instanceof Phase.Running)) {
      // What is frozen hears nothing.
      turn.act(new Effect.Freeze(instance.id(), instance.generation, false));
      instance.pause(false, reason, turn.now().wall());
    }
    boolean wasEnding = instance.isEnding();
    boolean wasFinal = isFinal(instance.state());
    instance.become(next, reason, turn.now().wall());
    turn.touch(instance.service);
    if (wasFinal || isFinal(next.state()) || instance.isEnding() != wasEnding) {
      turn.save(); // what a later daemon could not guess
    }
    count(instance);
    refresh(instance.service);
  }

  /** A running instance is paused, or goes on. */
  void paused(Instance instance, boolean paused, String why) {
    instance.pause(paused, why, turn.now().wall());
    turn.touch(instance.service);
    turn.save();
    count(instance);
    refresh(instance.service);
  }

  private void refresh(Service service) {
    if (service.refreshReadiness()) {
      ripples.add(new Ripple.Readiness(service));
    }
    if (service.rollout != null) {
      ripples.add(new Ripple.Rolling(service));
    }
  }

  private static boolean isFinal(State state) {
    return state == State.STOPPED || state == State.FAILED || state == State.COMPLETED;
  }

  private static boolean mayRun(TimerKey.Kind kind, Phase phase) {
    return switch (kind) {
      case BACKOFF -> phase instanceof Phase.Backoff;
      case DEPENDENCIES -> phase instanceof Phase.Waiting;
      case GRACE, KILL_AGAIN -> phase instanceof Phase.Stopping;
      case READY -> phase instanceof Phase.Running running && !running.ready();
      case PROBE -> phase instanceof Phase.Running || phase instanceof Phase.Waiting;
      case WATCHDOG, MAX_RUN, ROLLOUT -> phase instanceof Phase.Running;
      case FLAGS -> true;
      case SCHEDULE ->
          switch (phase) {
            case Phase.Stopped _, Phase.Failed _, Phase.Completed _, Phase.Aborting _ -> false;
            case Phase.StopPending _ -> false;
            case Phase.Stopping stopping -> stopping.next().isUnasked();
            default -> true;
          };
    };
  }

  private void count(Instance instance) {
    Service service = instance.service;
    boolean counts = service.declares(instance) && instance.desired != Desired.GONE;
    account(
        instance,
        counts ? instance.state() : null,
        instance.isEnding(),
        instance.isHoping(),
        instance.state().hasProcesses());
    boolean up = counts && instance.phase() instanceof Phase.Running;
    boolean healthy = up && instance.health == Health.HEALTHY;
    accountUp(instance, up, healthy);
  }

  private static void accountUp(Instance instance, boolean up, boolean healthy) {
    Service service = instance.service;
    service.up += (up ? 1 : 0) - (instance.countedUp ? 1 : 0);
    service.healthy += (healthy ? 1 : 0) - (instance.countedHealthy ? 1 : 0);
    instance.countedUp = up;
    instance.countedHealthy = healthy;
  }

  /** The health of an instance stands otherwise than before. */
  void healthChanged(Instance instance) {
    turn.touch(instance.service);
    count(instance);
    refresh(instance.service);
  }

  private void uncount(Instance instance) {
    account(instance, null, false, false, false);
    accountUp(instance, false, false);
  }

  private void account(
      Instance instance, @Nullable State state, boolean ending, boolean hoping, boolean living) {
    Service service = instance.service;
    if (instance.counted != null) {
      service.tally.merge(instance.counted, -1, Integer::sum);
    }
    if (state != null) {
      service.tally.merge(state, 1, Integer::sum);
    }
    instance.counted = state;
    if (living != instance.countedAlive) {
      alive += living ? 1 : -1;
      instance.countedAlive = living;
    }
    if (ending != instance.countedEnding) {
      service.ending += ending ? 1 : -1;
      instance.countedEnding = ending;
      if (service.ending == (ending ? 1 : 0)) {
        endingChanged(service, ending);
      }
    }
    if (hoping != instance.countedHoping) {
      service.hoping += hoping ? 1 : -1;
      instance.countedHoping = hoping;
      if (service.hoping == (hoping ? 1 : 0)) {
        hopingChanged(service, hoping);
      }
    }
  }

  private void endingChanged(Service service, boolean ending) {
    for (Service dependency : dependencies(service)) {
      if (ending) {
        dependency.enders.add(service);
      } else if (dependency.enders.remove(service)) {
        ripples.add(new Ripple.Released(dependency));
      }
    }
  }

  private void hopingChanged(Service service, boolean hoping) {
    for (Service dependency : dependencies(service)) {
      if (hoping) {
        dependency.hopers.add(service);
      } else {
        dependency.hopers.remove(service);
      }
    }
  }

  /** What is to be taken up next; null when all is settled. */
  @Nullable Ripple nextRipple() {
    return ripples.poll();
  }
}
