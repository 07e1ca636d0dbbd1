package dev.reeve.core.engine;

import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.core.spec.RestartFields;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.RestartSpec;
import dev.reeve.core.spec.ServiceSpec;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Says what follows the end of a run that nobody asked to end. */
final class RestartDecider {
  /** What follows. The reasons are for people. */
  sealed interface Ruling {
    /**
     * It is started again.
     *
     * @param attempt which restart in a row it is, from 1
     */
    record Restart(Duration delay, int attempt, String reason) implements Ruling {}

    /** It is not, and that is no failure. */
    record Stop(String reason) implements Ruling {}

    /** It is not, and that is a failure. */
    record Fail(String reason) implements Ruling {}

    /** It was a one-shot that did its work. */
    record Complete(String reason) implements Ruling {}
  }

  /** What fails because the machine is short of something is not tried again in a tight loop. */
  private static final Duration LEAST_DELAY_AFTER_FAILED_SPAWN = Duration.ofSeconds(1);

  private final RandomGenerator random;

  RestartDecider(RandomGenerator random) {
    this.random = random;
  }

  /**
   * Decides and, if the ruling is a restart, counts it in the streak.
   *
   * @param nanos the monotonic time
   */
  Ruling decide(ServiceSpec spec, Ending ending, Streak streak, long nanos) {
    RestartSpec restart = spec.restart();
    if (spec.once() && ending.ok()) {
      return new Ruling.Complete(ending.text());
    }
    if (ending.exit() instanceof Exit.OutOfMemory
        && spec.resources().oom() == ResourceSpec.OnOom.STOP) {
      return over(ending, ending.text() + "; not restarted (resources.oom: stop)");
    }
    if (!wants(restart.policy(), ending.ok())) {
      return over(
          ending,
          spec.once()
              ? ending.text()
              : ending.text() + "; not restarted (restart.policy: " + word(restart.policy()) + ")");
    }
    if (ending.exit() instanceof Exit.Code(int code) && restart.exceptCodes().contains(code)) {
      return over(ending, ending.text() + " is never restarted (restart.except_codes)");
    }
    if (!restart.exitCodes().isEmpty()) {
      switch (ending.exit()) {
        case Exit.Code(int code) when !restart.exitCodes().contains(code) -> {
          return over(ending, ending.text() + " is not restarted (restart.exit_codes)");
        }
        case Exit.Signalled _, Exit.OutOfMemory _ -> {
          return over(ending, ending.text() + "; only exit codes count (restart.exit_codes)");
        }
        // An end nobody saw, or no process at all, may pass: not to restart would be a guess, too.
        case null, default -> {}
      }
    }
    if (!ending.quick()) {
      streak.endRow();
    }
    int most = ending.ok() ? restart.maxSuccess() : restart.max();
    if (most > 0 && streak.length(ending.ok()) >= most) {
      String restarts = most == 1 ? "1 restart" : most + " restarts";
      return new Ruling.Fail(ending.text() + "; gave up after " + restarts);
    }
    return again(spec, ending, streak, nanos);
  }

  private Ruling again(ServiceSpec spec, Ending ending, Streak streak, long nanos) {
    RestartSpec restart = spec.restart();
    int attempt = streak.length() + 1;
    Duration plain = delay(restart, ending, attempt);
    Duration jittered =
        plain.plusNanos((long) (plain.toNanos() * restart.jitter() * random.nextDouble()));
    long moment = nanos + jittered.toNanos();
    if (restart.limit().applies()
        && streak.within(restart.limit().within(), moment) >= restart.limit().max()) {
      return new Ruling.Fail(
          "more than %d restarts within %s"
              .formatted(restart.limit().max(), Durations.format(restart.limit().within())));
    }
    streak.add(ending.ok(), moment, restart.limit().applies());
    String when = plain.isZero() ? "" : " in " + Durations.format(plain);
    return new Ruling.Restart(
        jittered, attempt, ending.text() + ", restarting" + when + " (attempt " + attempt + ")");
  }

  /**
   * Without jitter. The cap limits the growth: a first delay declared longer than {@code max_delay}
   * is honoured.
   */
  private static Duration delay(RestartSpec restart, Ending ending, int attempt) {
    Duration first = ending.ok() ? restart.delaySuccess() : restart.delay();
    if (ending.exit() == null && first.compareTo(LEAST_DELAY_AFTER_FAILED_SPAWN) < 0) {
      first = LEAST_DELAY_AFTER_FAILED_SPAWN;
    }
    double millis = first.toMillis() * Math.pow(restart.backoff(), attempt - 1);
    long most = Math.max(restart.maxDelay().toMillis(), first.toMillis());
    return Duration.ofMillis(millis < (double) most ? (long) millis : most);
  }

  private static boolean wants(RestartPolicy policy, boolean ok) {
    return switch (policy) {
      case ALWAYS -> true;
      case ON_FAILURE -> !ok;
      case ON_SUCCESS -> ok;
      case NEVER -> false;
    };
  }

  private static Ruling over(Ending ending, String reason) {
    return ending.ok() ? new Ruling.Stop(reason) : new Ruling.Fail(reason);
  }

  private static Object word(RestartPolicy policy) {
    return RestartFields.POLICY.type().write(policy);
  }
}
