package dev.reeve.core.engine;

import dev.reeve.core.schedule.Planned;
import dev.reeve.core.spec.Ready;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a service and all the engine knows of it. Its phase is changed by {@link Fleet#enter}
 * alone, which keeps the counts.
 */
final class Instance {
  /**
   * Which dependencies it failed for.
   *
   * @param late whether they only were not there in time: then they must be asked for again before
   *     their start brings it back
   */
  record Blame(Set<Service> dependencies, boolean late) {}

  final Service service;
  final int number;
  final Streak streak = new Streak();

  /** Timers that run, and the monotonic time at which they end. */
  final Map<TimerKey.Kind, Long> armed = new EnumMap<>(TimerKey.Kind.class);

  Desired desired;
  long generation;

  /** The highest generation that was ever ordered, as far as is known. */
  long usedGeneration;

  int restarts;
  InstanceView.@Nullable LastExit lastExit;

  /** What was asked of it last, for people: {@code restarted by cli (root)}. */
  String why = "";

  /** Set while it is failed for others. */
  @Nullable Blame blame;

  /** What is being asked for it in its phase. */
  final List<Round> rounds = new ArrayList<>();

  /** How its run shows that it is ready. */
  Ready ready;

  /** Whether it does its work, while it runs. */
  Health health = Health.UNKNOWN;

  /** The next run of its schedule. */
  @Nullable Planned next;

  /** Whether a run is to begin as soon as the one before has ended. */
  boolean queued;

  /** Whether this daemon has planned a run already; before, some may have been missed. */
  boolean wasPlanned;

  /** Whether its stop command runs, as far as this daemon knows. */
  boolean stopCommandRuns;

  /** Whether it was stopped where it is; only while it runs. */
  boolean paused;

  /** How often its kill was repeated. */
  int kills;

  /** What the counts of its service and of the fleet hold of it; kept by {@link Fleet}. */
  @Nullable State counted;

  boolean countedEnding;
  boolean countedHoping;
  boolean countedAlive;
  boolean countedUp;
  boolean countedHealthy;

  private InstanceId id;
  private Phase phase = new Phase.Stopped();
  private String reason = "";
  private Instant since;
  private @Nullable InstanceView view;

  Instance(Service service, int number, long generation, Desired desired, Instant since) {
    this.service = service;
    this.number = number;
    this.generation = generation;
    this.usedGeneration = generation;
    this.desired = desired;
    this.since = since;
    this.id = new InstanceId(service.name(), number);
    this.ready = service.spec.ready();
  }

  InstanceId id() {
    return id;
  }

  Phase phase() {
    return phase;
  }

  State state() {
    return paused ? State.PAUSED : phase.state();
  }

  String reason() {
    return reason;
  }

  /** Takes the present name of its service. */
  void renamed() {
    id = new InstanceId(service.name(), number);
    view = null;
  }

  /** Only for {@link Fleet}. */
  void become(Phase next, String nextReason, Instant at) {
    if (next.state() != state()) {
      since = at;
    }
    phase = next;
    reason = nextReason;
    view = null;
  }

  /** Only for {@link Fleet}. */
  void pause(boolean stopped, String why, Instant at) {
    paused = stopped;
    reason = why;
    since = at;
    view = null;
  }

  /** An adopted process has run for longer than it is known. */
  void runsSince(Instant at) {
    since = at;
    view = null;
  }

  /** Forgets what limits restarts. */
  void forgive() {
    streak.reset();
    restarts = 0;
    view = null;
  }

  void changed() {
    view = null;
  }

  /** Whether it is being ended on somebody's behalf, so that what it depends on waits for it. */
  boolean isEnding() {
    return switch (phase) {
      case Phase.Aborting a -> true;
      case Phase.StopPending p -> true;
      case Phase.Stopping s -> !s.next().isUnasked();
      default -> false;
    };
  }

  /** Whether a change of a dependency may start it, or end its hope. */
  boolean isHoping() {
    return phase instanceof Phase.Waiting || (phase instanceof Phase.Failed && blame != null);
  }

  /** The main process while it lives. */
  @Nullable ProcessRef process() {
    return switch (phase) {
      case Phase.Running r -> r.process();
      case Phase.StopPending p -> p.process();
      case Phase.Stopping s -> s.process();
      default -> null;
    };
  }

  /** What its checks complain of. */
  private List<String> troubles() {
    List<String> troubles = new ArrayList<>();
    for (Round round : rounds) {
      if (!round.trouble.isEmpty()) {
        troubles.add(round.trouble);
      }
    }
    return troubles;
  }

  InstanceView view() {
    InstanceView known = view;
    if (known == null) {
      known =
          new InstanceView(
              id,
              state(),
              health,
              generation,
              process(),
              since,
              restarts,
              reason,
              lastExit,
              desired,
              troubles());
      view = known;
    }
    return known;
  }
}
