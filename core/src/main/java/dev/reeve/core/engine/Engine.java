package dev.reeve.core.engine;

import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides everything and does nothing: events in, effects out. Owned by one thread; no I/O, no
 * clock, no randomness but the one it is given. The same events give the same effects.
 */
public final class Engine {
  private final Turn turn = new Turn();
  private final Fleet fleet = new Fleet(turn);
  private final Transitions transitions;
  private final Ripples ripples;
  private final Restoration restoration;
  private final Orders orders;

  /** An engine that knows no service; {@code random} is used for jitter only. */
  public Engine(RandomGenerator random) {
    this(random, ZoneOffset.UTC);
  }

  /**
   * The same.
   *
   * @param zone of the machine, for schedules that declare none
   */
  public Engine(RandomGenerator random, ZoneId zone) {
    Planner planner = new Planner(fleet, turn, random, zone);
    Rounds rounds = new Rounds(turn);
    Starts starts = new Starts(fleet, turn, rounds, planner);
    Ends ends = new Ends(fleet, turn, starts);
    ScheduledRuns scheduled = new ScheduledRuns(turn, planner, starts, ends);
    Rulings rulings = new Rulings(fleet, turn, starts, ends, new RestartDecider(random), scheduled);
    Care care = new Care(fleet, turn, rounds, ends);
    Rollouts rollouts = new Rollouts(turn, ends);
    Pauses pauses = new Pauses(fleet, turn, care);
    Runs runs = new Runs(fleet, turn, starts, ends, care, pauses, rollouts);
    Checks checks = new Checks(fleet, turn, rounds, care, runs);
    Flags flags = new Flags(fleet, turn);
    transitions =
        new Transitions(
            fleet, turn, starts, ends, rulings, rounds, care, checks, scheduled, rollouts, flags);
    ripples = new Ripples(fleet, starts, ends, rollouts);
    restoration =
        new Restoration(
            fleet, turn, starts, ends, rulings, runs, care, scheduled, planner, flags, rollouts);
    orders =
        new Orders(
            fleet,
            turn,
            runs,
            pauses,
            new Definitions(fleet, turn, ends, runs, care, rounds, planner),
            flags);
  }

  /** Takes up what an earlier daemon left; once, before the first event. */
  public List<Effect> restore(Memory memory, Now now) {
    turn.open(now);
    restoration.restore(memory);
    ripples.settle();
    restoration.rememberBlame();
    return settled();
  }

  /** Takes in one event and says what is to be done, in this order. */
  public List<Effect> handle(Event event, Now now) {
    turn.open(now);
    if (event instanceof Event.Asked asked) {
      orders.take(asked);
    } else {
      transitions.take(event);
    }
    return settled();
  }

  private List<Effect> settled() {
    ripples.settle();
    orders.settle();
    return turn.close();
  }

  /** The id that the next new service gets; kept beside the services at each {@code Save}. */
  public int nextId() {
    return fleet.nextId();
  }

  /**
   * Whether everything was ended by a shutdown and waits for a resurrect; kept beside the services
   * at each {@code Save}, so that a daemon that dies while it ends them leaves no doubt.
   */
  public boolean halted() {
    return fleet.halted;
  }
}
