package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.reeve.core.engine.RestartDecider.Ruling;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RestartDeciderTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Exit KILLED = new Exit.Signalled("KILL", false);
  private static final Exit UNKNOWN = new Exit.Unknown();

  private final RestartDecider decider = new RestartDecider(new SplittableRandom(1));
  private final Streak streak = new Streak();

  private Ruling decide(ServiceSpec spec, Exit exit) {
    return decider.decide(spec, Ending.of(exit, true), streak, 0);
  }

  private static Exit code(int code) {
    return new Exit.Code(code);
  }

  static Stream<Arguments> ends() {
    ServiceSpec always = spec("x");
    ServiceSpec onFailure = spec("x", "restart.policy", "on-failure");
    ServiceSpec onSuccess = spec("x", "restart.policy", "on-success");
    ServiceSpec never = spec("x", "restart.policy", "never");
    ServiceSpec atOom = spec("x", "resources.oom", "stop");
    Exit oom = new Exit.OutOfMemory(64 << 20);
    ServiceSpec except = spec("x", "restart.except_codes", List.of(0, 7));
    ServiceSpec only = spec("x", "restart.exit_codes", List.of(1, 2));
    ServiceSpec job = job("x");
    ServiceSpec stubborn = job("x", "restart.policy", "on-failure");
    return Stream.of(
        arguments(always, code(0), "Restart: exit code 0, restarting in 1s (attempt 1)"),
        arguments(always, code(3), "Restart: exit code 3, restarting in 1s (attempt 1)"),
        arguments(always, KILLED, "Restart: killed by SIGKILL, restarting in 1s (attempt 1)"),
        arguments(
            always,
            UNKNOWN,
            "Restart: ended while no daemon was there to see how, restarting in 1s (attempt 1)"),
        arguments(always, oom, "Restart: out of memory (limit 64M), restarting in 1s (attempt 1)"),
        arguments(
            atOom, oom, "Fail: out of memory (limit 64M); not restarted (resources.oom: stop)"),
        arguments(atOom, KILLED, "Restart: killed by SIGKILL, restarting in 1s (attempt 1)"),
        arguments(
            always,
            new Exit.OutOfMemory(0),
            "Restart: out of memory, restarting in 1s (attempt 1)"),
        arguments(
            onFailure, code(0), "Stop: exit code 0; not restarted (restart.policy: on-failure)"),
        arguments(onFailure, code(1), "Restart: exit code 1, restarting in 1s (attempt 1)"),
        arguments(onFailure, KILLED, "Restart: killed by SIGKILL, restarting in 1s (attempt 1)"),
        arguments(onSuccess, code(0), "Restart: exit code 0, restarting in 1s (attempt 1)"),
        arguments(
            onSuccess, code(1), "Fail: exit code 1; not restarted (restart.policy: on-success)"),
        arguments(never, code(0), "Stop: exit code 0; not restarted (restart.policy: never)"),
        arguments(never, code(1), "Fail: exit code 1; not restarted (restart.policy: never)"),
        arguments(never, KILLED, "Fail: killed by SIGKILL; not restarted (restart.policy: never)"),
        arguments(except, code(7), "Fail: exit code 7 is never restarted (restart.except_codes)"),
        arguments(except, code(0), "Stop: exit code 0 is never restarted (restart.except_codes)"),
        arguments(except, code(8), "Restart: exit code 8, restarting in 1s (attempt 1)"),
        arguments(only, code(2), "Restart: exit code 2, restarting in 1s (attempt 1)"),
        arguments(only, code(3), "Fail: exit code 3 is not restarted (restart.exit_codes)"),
        arguments(only, code(0), "Stop: exit code 0 is not restarted (restart.exit_codes)"),
        arguments(
            only, KILLED, "Fail: killed by SIGKILL; only exit codes count (restart.exit_codes)"),
        arguments(
            only,
            UNKNOWN,
            "Restart: ended while no daemon was there to see how, restarting in 1s (attempt 1)"),
        arguments(job, code(0), "Complete: exit code 0"),
        arguments(job, code(1), "Fail: exit code 1"),
        arguments(job, KILLED, "Fail: killed by SIGKILL"),
        arguments(stubborn, code(0), "Complete: exit code 0"),
        arguments(stubborn, code(1), "Restart: exit code 1, restarting in 1s (attempt 1)"));
  }

  @ParameterizedTest(name = "{2}")
  @MethodSource("ends")
  void eachEndHasItsRuling(ServiceSpec spec, Exit exit, String ruling) {
    assertThat(text(decide(spec, exit))).isEqualTo(ruling);
  }

  private static String text(Ruling ruling) {
    return switch (ruling) {
      case Ruling.Restart(Duration delay, int attempt, String reason) -> "Restart: " + reason;
      case Ruling.Stop(String reason) -> "Stop: " + reason;
      case Ruling.Fail(String reason) -> "Fail: " + reason;
      case Ruling.Complete(String reason) -> "Complete: " + reason;
    };
  }

  @Test
  void theDelayGrowsUpToItsCap() {
    ServiceSpec spec =
        spec("x", "restart.delay", "1s", "restart.max_delay", "6s", "restart.jitter", 0);
    assertThat(delays(spec, 5))
        .containsExactly(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(6),
            Duration.ofSeconds(6));
  }

  @Test
  void aFactorOfOneKeepsTheDelayConstant() {
    ServiceSpec spec = spec("x", "restart.backoff", 1, "restart.jitter", 0);
    assertThat(delays(spec, 3)).containsOnly(Duration.ofSeconds(1));
  }

  @Test
  void aFirstDelayAboveTheCapIsHonoured() {
    ServiceSpec spec = spec("x", "restart.delay", "1m", "restart.jitter", 0);
    assertThat(delays(spec, 2)).containsOnly(Duration.ofMinutes(1));
  }

  @Test
  void theDelayNeverOverflows() {
    ServiceSpec spec = spec("x", "restart.backoff", 100, "restart.jitter", 0);
    assertThat(delays(spec, 500)).last().isEqualTo(Duration.ofSeconds(30));
  }

  @Test
  void jitterLengthensByUpToItsShare() {
    ServiceSpec spec = spec("x", "restart.backoff", 1, "restart.jitter", 0.5);
    assertThat(delays(spec, 200))
        .allSatisfy(
            delay -> assertThat(delay).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1500)))
        .anySatisfy(delay -> assertThat(delay).isLessThan(Duration.ofMillis(1100)))
        .anySatisfy(delay -> assertThat(delay).isGreaterThan(Duration.ofMillis(1400)));
  }

  @Test
  void aSuccessHasItsOwnDelay() {
    ServiceSpec spec = spec("x", "restart.delay_success", "0", "restart.jitter", 0);
    assertThat(decide(spec, code(0)))
        .isEqualTo(new Ruling.Restart(Duration.ZERO, 1, "exit code 0, restarting (attempt 1)"));
  }

  private List<Duration> delays(ServiceSpec spec, int count) {
    return Stream.generate(() -> ((Ruling.Restart) decide(spec, code(1))).delay())
        .limit(count)
        .toList();
  }

  @Test
  void itGivesUpAfterTheLastAllowedRestart() {
    ServiceSpec spec = spec("x", "restart.max", 2);
    assertThat(decide(spec, code(3))).isInstanceOf(Ruling.Restart.class);
    assertThat(decide(spec, code(3))).isInstanceOf(Ruling.Restart.class);
    assertThat(text(decide(spec, code(3))))
        .isEqualTo("Fail: exit code 3; gave up after 2 restarts");
    assertThat(text(decide(spec("x", "restart.max", 1), code(3))))
        .isEqualTo("Fail: exit code 3; gave up after 1 restart");
  }

  @Test
  void successesAndFailuresAreCountedApart() {
    ServiceSpec spec = spec("x", "restart.max", 1, "restart.max_success", 2);
    decide(spec, code(0));
    decide(spec, code(0));
    assertThat(text(decide(spec, code(1))))
        .isEqualTo("Restart: exit code 1, restarting in 4s (attempt 3)");
    assertThat(text(decide(spec, code(1)))).isEqualTo("Fail: exit code 1; gave up after 1 restart");
    assertThat(text(decide(spec, code(0))))
        .isEqualTo("Fail: exit code 0; gave up after 2 restarts");
  }

  @Test
  void aLongRunBeginsANewRow() {
    ServiceSpec spec = spec("x", "restart.max", 1);
    decide(spec, code(1));
    Ruling ruling = decider.decide(spec, Ending.of(code(1), false), streak, 0);
    assertThat(text(ruling)).isEqualTo("Restart: exit code 1, restarting in 1s (attempt 1)");
  }

  @Test
  void moreRestartsThanTheWindowAllowsAreAFailure() {
    ServiceSpec spec =
        spec("x", "restart.delay", "0", "restart.limit", Map.of("max", 3, "within", "1m"));
    for (int i = 0; i < 3; i++) {
      Ruling ruling = decider.decide(spec, Ending.of(code(1), false), streak, i * 10L * SECOND);
      assertThat(ruling).isInstanceOf(Ruling.Restart.class);
    }
    Ruling fourth = decider.decide(spec, Ending.of(code(1), false), streak, 59 * SECOND);
    assertThat(text(fourth)).isEqualTo("Fail: more than 3 restarts within 1m");
  }

  @Test
  void theWindowSlides() {
    ServiceSpec spec =
        spec("x", "restart.delay", "0", "restart.limit", Map.of("max", 1, "within", "1m"));
    for (int i = 0; i < 5; i++) {
      Ruling ruling = decider.decide(spec, Ending.of(code(1), true), streak, i * 60L * SECOND);
      assertThat(ruling).isInstanceOf(Ruling.Restart.class);
    }
  }

  @Test
  void whatTheMachineIsShortOfIsNotTriedInATightLoop() {
    ServiceSpec spec = spec("x", "restart.delay", "0", "restart.jitter", 0);
    Ruling ruling = decider.decide(spec, Ending.notStarted("no memory"), streak, 0);
    assertThat(ruling)
        .isEqualTo(
            new Ruling.Restart(
                Duration.ofSeconds(1), 1, "no memory, restarting in 1s (attempt 1)"));
  }
}
