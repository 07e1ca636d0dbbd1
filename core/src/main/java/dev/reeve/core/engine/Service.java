package dev.reeve.core.engine;

import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.ServiceSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A service and its instances; the counts are kept by {@link Fleet}. */
final class Service {
  /** How a condition of a dependant stands. */
  enum Readiness {
    MET,
    PENDING,
    /** Not without somebody asking for it. */
    NEVER
  }

  int id;
  ServiceSpec spec;
  Desired desired;

  /** The file that declares it; empty if none does. */
  String source = "";

  /** Only there to end processes that belong to nothing that is known; never shown. */
  boolean hidden;

  /** What people have pinned to it, by name. */
  final TreeMap<String, UserFlag> flags = new TreeMap<>();

  final TreeMap<Integer, Instance> instances = new TreeMap<>();

  /** Instances by state; surplus ones do not count. */
  final Map<State, Integer> tally = new EnumMap<>(State.class);

  /** Instances that run, ready or not, and those of them that are healthy. */
  int up;

  int healthy;

  /** The rollout that is under way. */
  Rollouts.@Nullable Rollout rollout;

  int ending;
  int hoping;

  /** Dependants that are being ended: it is not signalled before they are. */
  final Set<Service> enders = new LinkedHashSet<>();

  /** Dependants that wait for it, or failed because of it. */
  final Set<Service> hopers = new LinkedHashSet<>();

  private final Map<Condition, Readiness> readiness = new EnumMap<>(Condition.class);

  Service(int id, ServiceSpec spec, Desired desired, boolean hidden) {
    this.id = id;
    this.spec = spec;
    this.desired = desired;
    this.hidden = hidden;
  }

  String name() {
    return spec.name();
  }

  Collection<Instance> instances() {
    return instances.values();
  }

  @Nullable Instance instance(int number) {
    return instances.get(number);
  }

  /** Whether an instance is one that the spec asks for. */
  boolean declares(Instance instance) {
    return instance.number <= spec.instances();
  }

  /** Its name, with the number where there are several to tell apart. */
  String label(Instance instance) {
    return spec.instances() == 1 && instances.size() == 1 ? name() : instance.id().toString();
  }

  /** Whether any of its instances is wanted up; then it is itself. */
  boolean isWanted() {
    for (Instance instance : instances.values()) {
      if (instance.desired == Desired.UP) {
        return true;
      }
    }
    return false;
  }

  Readiness readiness(Condition condition) {
    return readiness.getOrDefault(condition, Readiness.NEVER);
  }

  /** Takes in the counts; whether that changed how conditions of dependants stand. */
  boolean refreshReadiness() {
    int done = spec.once() ? tally(State.COMPLETED) : 0;
    boolean lost =
        tally(State.FAILED) + tally(State.STOPPED) > 0
            || (!spec.once() && tally(State.COMPLETED) > 0);
    int all = spec.instances();
    boolean changed = set(Condition.STARTED, up + done == all, lost);
    changed |= set(Condition.READY, tally(State.RUNNING) + done == all, lost);
    changed |= set(Condition.HEALTHY, healthy + done == all, lost);
    changed |= set(Condition.COMPLETED, done == all, lost || !spec.once());
    return changed;
  }

  private boolean set(Condition condition, boolean met, boolean lost) {
    Readiness now = readiness(met, lost);
    return readiness.put(condition, now) != now;
  }

  private static Readiness readiness(boolean met, boolean lost) {
    return met ? Readiness.MET : lost ? Readiness.NEVER : Readiness.PENDING;
  }

  int tally(State state) {
    return tally.getOrDefault(state, 0);
  }

  /** Why its dependants cannot count on it, for people. */
  String failure() {
    for (Instance instance : instances.values()) {
      if (declares(instance) && instance.state() == State.FAILED) {
        return Starts.FOR_DEPENDENCY
            + "%s failed: %s".formatted(label(instance), instance.reason());
      }
    }
    for (Instance instance : instances.values()) {
      if (declares(instance)
          && (instance.state() == State.STOPPED || instance.state() == State.COMPLETED)) {
        String reason = instance.reason();
        return Starts.FOR_DEPENDENCY
            + "%s does not run%s".formatted(label(instance), reason.isEmpty() ? "" : ": " + reason);
      }
    }
    return Starts.FOR_DEPENDENCY + "%s will not be there".formatted(name());
  }

  ServiceView view() {
    List<InstanceView> views = new ArrayList<>(instances.size());
    for (Instance instance : instances.values()) {
      views.add(instance.view());
    }
    Optional<RolloutView> rolling = Optional.ofNullable(rollout).map(Rollouts.Rollout::view);
    return new ServiceView(id, spec, desired, views, source, rolling, List.copyOf(flags.values()));
  }
}
