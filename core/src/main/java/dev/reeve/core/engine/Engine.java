package dev.reeve.core.engine;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Decides everything and does nothing: events in, effects out. Owned by one thread; no I/O, no
 * clock, no randomness but the one it is given. The same events give the same effects.
 */
public final class Engine {
  /** An engine that knows no service; {@code random} is used for jitter only. */
  public Engine(RandomGenerator random) {
    java.util.Objects.requireNonNull(random);
  }

  /** Takes up what an earlier daemon left; once, before the first event. */
  public List<Effect> restore(Memory memory, Now now) {
    return List.of();
  }

  /** Takes in one event and says what is to be done, in this order. */
  public List<Effect> handle(Event event, Now now) {
    return List.of();
  }
}
