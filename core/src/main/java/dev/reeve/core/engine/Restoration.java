package dev.reeve.core.engine;

import dev.reeve.core.engine.Phase.Next;
import dev.reeve.core.spec.Ready;
import dev.reeve.core.spec.SpecReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Takes up what an earlier daemon kept and what was found of its processes: adopts what is wanted,
 * goes on ending what is not, and gives what ended meanwhile to the restart policy.
 */
final class Restoration {
  /** An instance as it was kept and found. */
  private record Case(
      Instance instance, Memory.@Nullable KeptInstance kept, Memory.@Nullable Found found) {
    /** What it was doing when it was last kept. */
    State keptState() {
      return kept == null ? State.STOPPED : kept.state();
    }

    boolean isFinal() {
      return switch (keptState()) {
        case STOPPED, FAILED, COMPLETED -> true;
        default -> false;
      };
    }

    String keptReason() {
      return kept == null ? "" : kept.reason();
    }
  }

  private final Fleet fleet;
  private final Turn turn;
  private final Starts starts;
  private final Ends ends;
  private final Rulings rulings;
  private final Runs runs;
  private final Care care;
  private final ScheduledRuns scheduled;
  private final Planner planner;
  private final Flags flags;
  private final Rollouts rollouts;

  Restoration(
      Fleet fleet,
      Turn turn,
      Starts starts,
      Ends ends,
      Rulings rulings,
      Runs runs,
      Care care,
      ScheduledRuns scheduled,
      Planner planner,
      Flags flags,
      Rollouts rollouts) {
    this.fleet = fleet;
    this.turn = turn;
    this.starts = starts;
    this.ends = ends;
    this.rulings = rulings;
    this.runs = runs;
    this.care = care;
    this.scheduled = scheduled;
    this.planner = planner;
    this.flags = flags;
    this.rollouts = rollouts;
  }

  void restore(Memory memory) {
    fleet.halted = memory.halted();
    fleet.usedId(memory.nextId() - 1);
    fleet.usedGeneration(memory.spawned());
    Map<String, Map<Integer, Memory.Found>> found = newest(memory.processes());
    List<Case> cases = new ArrayList<>();
    for (Memory.Kept kept : memory.services()) {
      fleet.usedId(kept.id());
      boolean boots = memory.freshBoot() && kept.desired() == Desired.UP;
      Desired desired = boots && !kept.spec().enabled() ? Desired.DOWN : kept.desired();
      Service service = fleet.add(kept.id(), kept.spec(), desired, false);
      service.source = kept.source();
      Map<Integer, Memory.Found> its = found.remove(service.name());
      cases.addAll(cases(service, kept, its == null ? Map.of() : its, memory.freshBoot()));
      flags.restore(service, kept.flags());
    }
    found.values().forEach(strays -> strays.values().forEach(stray -> cases.add(stray(stray))));
    cases.forEach(this::adopt);
    endInOrder(cases.stream().filter(c -> livesUnwanted(c, memory)).toList());
    for (Case c : dependenciesFirst(cases)) {
      if (c.found == null) {
        takeUpGone(c, memory);
      } else if (c.found.exit() != null) {
        takeUpEnded(c, c.found.process(), c.found.exit());
      }
    }
    if (memory.freshBoot() && !memory.halted()) {
      boot(cases);
    } else if (!memory.halted()) {
      goOnRolling(memory.services());
    }
    forgetEmpty();
    turn.save();
  }

  /**
   * When all that follows from the memory has settled: who failed for a dependency still comes back
   * with it. The kept reason says who did.
   */
  void rememberBlame() {
    for (Service service : fleet.services()) {
      for (Instance instance : service.instances()) {
        boolean forOne = instance.reason().startsWith(Starts.FOR_DEPENDENCY);
        boolean late = !forOne && instance.reason().contains(Starts.NOT_THERE);
        if (instance.phase() instanceof Phase.Failed
            && instance.blame == null
            && (forOne || late)) {
          starts.blame(
              instance, new Instance.Blame(new LinkedHashSet<>(fleet.dependencies(service)), late));
        }
      }
    }
  }

  /**
   * What was found, by service and number. Of several runs of one instance only the newest goes on;
   * there must not be two.
   */
  private Map<String, Map<Integer, Memory.Found>> newest(List<Memory.Found> processes) {
    Map<String, Map<Integer, Memory.Found>> newest = new LinkedHashMap<>();
    for (Memory.Found found : processes) {
      newest
          .computeIfAbsent(found.id().service(), key -> new TreeMap<>())
          .merge(found.id().number(), found, this::killOlder);
    }
    return newest;
  }

  private Memory.Found killOlder(Memory.Found one, Memory.Found other) {
    Memory.Found older = one.generation() < other.generation() ? one : other;
    turn.act(new Effect.Signal(older.id(), older.generation(), "KILL", true));
    turn.journal("unexpected", older.id() + " had a process of an older generation; killing it");
    return one.generation() < other.generation() ? other : one;
  }

  private List<Case> cases(
      Service service, Memory.Kept kept, Map<Integer, Memory.Found> found, boolean freshBoot) {
    Map<Integer, Memory.KeptInstance> keptInstances = new HashMap<>();
    kept.instances().forEach(instance -> keptInstances.put(instance.number(), instance));
    Set<Integer> numbers = new TreeSet<>(found.keySet());
    for (int number = 1; number <= kept.spec().instances(); number++) {
      numbers.add(number);
    }
    List<Case> cases = new ArrayList<>(numbers.size());
    for (int number : numbers) {
      cases.add(newCase(service, number, keptInstances.get(number), found.get(number), freshBoot));
    }
    if (service.desired == Desired.UP && !service.isWanted()) {
      service.desired = Desired.DOWN;
    }
    return cases;
  }

  private Case newCase(
      Service service,
      int number,
      Memory.@Nullable KeptInstance kept,
      Memory.@Nullable Found found,
      boolean freshBoot) {
    Desired desired = service.desired;
    if (number > service.spec.instances()) {
      desired = Desired.GONE;
    } else if (desired == Desired.UP && kept != null && kept.desired() != Desired.GONE) {
      desired = kept.desired();
    }
    Instance instance =
        fleet.add(service, number, desired, kept == null ? "not started yet" : kept.reason());
    if (kept != null) {
      instance.generation = kept.generation();
      instance.restarts = kept.restarts();
      instance.lastExit = kept.lastExit();
      if (found == null && kept.state() == State.FAILED) {
        fleet.enter(instance, new Phase.Failed(), kept.reason());
      } else if (found == null && kept.state() == State.COMPLETED && !freshBoot) {
        fleet.enter(instance, new Phase.Completed(), kept.reason());
      }
    }
    instance.usedGeneration = Math.max(instance.usedGeneration, instance.generation);
    if (found != null) {
      instance.generation = found.generation(); // news of it come with this one
      instance.usedGeneration = Math.max(instance.usedGeneration, found.generation());
    }
    return new Case(instance, kept, found);
  }

  /** A process of something that nobody knows: it is ended, without showing it. */
  private Case stray(Memory.Found found) {
    String name = found.id().service();
    Service service = fleet.any(name);
    if (service == null) {
      var nothing =
          SpecReader.read("stray", Map.of("command", List.of("true")), Path.of("/"))
              .spec()
              .orElseThrow();
      service = fleet.add(0, nothing.named(name), Desired.GONE, true);
    }
    Instance instance = fleet.add(service, found.id().number(), Desired.GONE, "");
    instance.generation = found.generation();
    instance.usedGeneration = found.generation();
    turn.journal(instance, "unexpected", "a process of an unknown service was found; ending it");
    return new Case(instance, null, found);
  }

  private void adopt(Case c) {
    if (c.found == null || c.found.exit() != null) {
      return;
    }
    ProcessRef process = c.found.process();
    Duration age = Duration.between(process.startedAt(), turn.now().wall());
    if (age.isNegative()) {
      age = Duration.ZERO; // the wall clock was set back
    }
    Instance instance = c.instance;
    long sinceNanos = turn.now().nanos() - age.toNanos();
    fleet.enter(
        instance,
        new Phase.Running(instance.generation, process, sinceNanos, wasReady(c)),
        "adopted from an earlier daemon");
    instance.runsSince(process.startedAt());
    if (c.keptState() == State.PAUSED) {
      fleet.paused(instance, true, c.keptReason());
    }
    care.begin(instance);
    scheduled.began(instance, age);
    turn.journal(
        instance,
        "adopted",
        "it went on without a daemon",
        "pid",
        Integer.toString(process.pid()),
        "generation",
        Long.toString(instance.generation));
  }

  /**
   * Whether an adopted instance is taken to be ready. What is found out by asking is asked again;
   * what it says itself it may have said while nobody listened, and to wait for it once more would
   * end a good service.
   */
  private static boolean wasReady(Case c) {
    return c.keptState() != State.STARTING
        || !(c.instance.service.spec.ready() instanceof Ready.ByProbe);
  }

  private static boolean livesUnwanted(Case c, Memory memory) {
    return c.instance.phase() instanceof Phase.Running
        && (memory.halted() || c.instance.desired != Desired.UP || c.keptState() == State.STOPPING);
  }

  private static Map<String, List<Case>> byName(List<Case> cases) {
    Map<String, List<Case>> byName = new LinkedHashMap<>();
    for (Case c : cases) {
      byName.computeIfAbsent(c.instance.service.name(), key -> new ArrayList<>()).add(c);
    }
    return byName;
  }

  /** What is started finds what it needs started before. */
  private List<Case> dependenciesFirst(List<Case> cases) {
    Map<String, List<Case>> byName = byName(cases);
    List<Case> ordered = new ArrayList<>(cases.size());
    for (String name : fleet.graph.dependenciesFirst(byName.keySet()).keySet()) {
      ordered.addAll(byName.getOrDefault(name, List.of()));
    }
    return ordered;
  }

  private void endInOrder(List<Case> ending) {
    Map<String, List<Case>> byName = byName(ending);
    for (String name : fleet.graph.dependantsFirst(byName.keySet())) {
      for (Case c : byName.getOrDefault(name, List.of())) {
        ends.end(c.instance, next(c), false, why(c));
      }
    }
  }

  /** What was to follow when an instance that was being ended is empty. */
  private Next next(Case c) {
    return switch (c.instance.desired) {
      case GONE -> new Next.Remove();
      case DOWN -> new Next.Stop();
      case UP -> fleet.halted ? new Next.Stop() : new Next.Start();
    };
  }

  private String why(Case c) {
    String asked = c.keptState() == State.STOPPING ? Ends.asked(c.keptReason()) : null;
    if (asked != null) {
      return asked;
    }
    return switch (c.instance.desired) {
      case GONE -> "not declared";
      case DOWN -> notEnabled(c) ? "not enabled at boot" : "stopped";
      case UP -> fleet.halted ? Starts.HALTED : "restarted";
    };
  }

  private static boolean notEnabled(Case c) {
    return !c.instance.service.spec.enabled()
        && c.kept != null
        && c.kept.desired() == Desired.UP
        && c.found == null;
  }

  /** Its main process ended while no daemon was there; {@code Emptied} follows. */
  private void takeUpEnded(Case c, ProcessRef process, Exit exit) {
    Instance instance = c.instance;
    boolean wasEnding =
        c.keptState() == State.STOPPING && !c.keptReason().startsWith(Rulings.CLEANING);
    if (instance.desired == Desired.UP && !fleet.halted && !wasEnding) {
      Exit known = exitKnown(instance);
      Duration uptime = Duration.between(process.startedAt(), turn.now().wall());
      rulings.ended(instance, known == null ? exit : known, false, uptime);
    } else {
      if (exitKnown(instance) == null) {
        rulings.recordExit(instance, exit);
      }
      instance.why = why(c);
      ends.cleanUp(instance, next(c), instance.why);
    }
  }

  private static @Nullable Exit exitKnown(Instance instance) {
    InstanceView.LastExit last = instance.lastExit;
    return last != null && last.generation() == instance.generation ? last.exit() : null;
  }

  /** No process was found of it. */
  private void takeUpGone(Case c, Memory memory) {
    Instance instance = c.instance;
    if (instance.desired == Desired.GONE) {
      return; // forgotten below
    }
    if (instance.desired == Desired.DOWN || memory.halted()) {
      if (!c.isFinal()) {
        fleet.enter(instance, new Phase.Stopped(), why(c));
      }
      return;
    }
    if (memory.freshBoot()) {
      return; // all of them are started together
    }
    boolean wasUnderWay =
        c.keptState() == State.RUNNING
            || c.keptState() == State.PAUSED
            || c.keptState() == State.STOPPING;
    if (Planner.isPlanned(instance) && !wasUnderWay) {
      planAgain(instance, c.keptState());
      return;
    }
    switch (c.keptState()) {
      case STOPPED -> {
        if (c.kept == null) {
          starts.begin(instance, "started");
        }
      }
      case FAILED, COMPLETED -> {}
      case WAITING, STARTING -> starts.begin(instance, "started");
      case BACKOFF -> {
        instance.why = "restarted after a failure";
        rulings.restart(instance);
      }
      case RUNNING, PAUSED -> endedUnseen(instance);
      case STOPPING -> {
        if (c.keptReason().startsWith(Rulings.CLEANING)) {
          endedUnseen(instance);
        } else {
          starts.begin(instance, why(c));
        }
      }
    }
  }

  private void planAgain(Instance instance, State shown) {
    boolean ran = shown == State.COMPLETED || shown == State.FAILED;
    InstanceView.LastExit last = instance.lastExit;
    planner.plan(
        instance, ran ? shown : State.WAITING, last == null || !ran ? "" : last.exit().text());
  }

  private void endedUnseen(Instance instance) {
    Exit exit = exitKnown(instance);
    if (exit == null) {
      exit = new Exit.Unknown();
      rulings.recordExit(instance, exit);
    }
    rulings.decideAfterAbsence(instance, Ending.of(exit, true));
  }

  /**
   * The machine was booted since: all that is wanted runs anew, one-shots, too, with all it needs.
   * What runs already was started by a daemon that did not live to save anything.
   */
  private void boot(List<Case> cases) {
    Map<Service, Set<Instance>> wanted = new LinkedHashMap<>();
    for (Case c : cases) {
      Instance instance = c.instance;
      if (instance.desired == Desired.UP) {
        wanted.computeIfAbsent(instance.service, key -> new LinkedHashSet<>()).add(instance);
      }
    }
    runs.start(wanted, "started at boot");
  }

  private void goOnRolling(List<Memory.Kept> services) {
    for (Memory.Kept kept : services) {
      Service service = fleet.any(kept.spec().name());
      if (service != null && service.desired == Desired.UP) {
        kept.rollout().ifPresent(rollout -> rollouts.resume(service, rollout));
      }
    }
  }

  private void forgetEmpty() {
    for (Service service : List.copyOf(fleet.services())) {
      for (Instance instance : List.copyOf(service.instances())) {
        if (instance.desired == Desired.GONE && !instance.state().hasProcesses()) {
          instance.why = "deleted";
          ends.finish(instance, new Next.Remove());
        }
      }
    }
  }
}
