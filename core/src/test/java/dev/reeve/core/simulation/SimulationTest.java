package dev.reeve.core.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Lets daemons live through millions of random but repeatable steps. A failure names its seed:
 * {@code -Dreeve.simulation.seed=N} lives through that one alone; {@code
 * -Dreeve.simulation.minutes=N} goes on with fresh seeds for so long.
 */
class SimulationTest {
  private static final long STEPS_OF_A_LIFE = 20_000;
  private static final int LIVES = Integer.getInteger("reeve.simulation.lives", 60);

  @Test
  void whateverHappensTheInvariantsHold() {
    long steps = 0;
    long began = System.nanoTime();
    for (long seed = 1; seed <= LIVES; seed++) {
      steps += live(seed);
    }
    report(LIVES, steps, began);
    assertThat(steps).isGreaterThanOrEqualTo(LIVES * STEPS_OF_A_LIFE);
  }

  @Test
  @EnabledIfSystemProperty(named = "reeve.simulation.minutes", matches = "\\d+")
  void theInvariantsHoldForHours() {
    long began = System.nanoTime();
    long end = began + Duration.ofMinutes(Long.getLong("reeve.simulation.minutes")).toNanos();
    long steps = 0;
    long lives = 0;
    for (long seed = System.currentTimeMillis(); System.nanoTime() - end < 0; seed++) {
      System.out.println("simulation seed " + seed);
      steps += live(seed);
      lives++;
    }
    report(lives, steps, began);
    assertThat(steps).isPositive();
  }

  @Test
  @EnabledIfSystemProperty(named = "reeve.simulation.seed", matches = "-?\\d+")
  void theInvariantsHoldForThisSeed() {
    assertThat(live(Long.getLong("reeve.simulation.seed"))).isPositive();
  }

  private static long live(long seed) {
    Simulation simulation = new Simulation(seed);
    simulation.live(STEPS_OF_A_LIFE);
    return simulation.steps();
  }

  private static void report(long lives, long steps, long began) {
    System.out.printf(
        "simulation: %d lives, %,d steps in %.1f s%n",
        lives, steps, (System.nanoTime() - began) / 1e9);
  }
}
