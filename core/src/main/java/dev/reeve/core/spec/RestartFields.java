package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;
import static dev.reeve.core.spec.FieldTypes.DURATION;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/** The fields below {@code restart}. */
public final class RestartFields {
  private static final FieldTable TABLE = new FieldTable();

  public static final Field<RestartPolicy> POLICY =
      TABLE.add(
          "restart.policy",
          "restart",
          FieldTypes.choice(RestartPolicy.class),
          RestartPolicy.ALWAYS,
          LIVE,
          "After which ends it is started again",
          spec -> spec.restart().policy());
  public static final Field<Duration> DELAY =
      TABLE.add(
          "restart.delay",
          "restart-delay",
          DURATION,
          Duration.ofSeconds(1),
          LIVE,
          "Before the first restart after a failure",
          spec -> spec.restart().delay());
  public static final Field<Duration> DELAY_SUCCESS =
      TABLE.add(
          "restart.delay_success",
          "restart-delay-success",
          DURATION,
          Duration.ofSeconds(1),
          LIVE,
          "Before a restart after exit code 0",
          spec -> spec.restart().delaySuccess());
  public static final Field<Double> BACKOFF =
      TABLE.add(
          "restart.backoff",
          "backoff",
          FieldTypes.number(1, 100),
          2.0,
          LIVE,
          "Factor by which the delay grows with each restart; 1 keeps it constant",
          spec -> spec.restart().backoff());
  public static final Field<Duration> MAX_DELAY =
      TABLE.add(
          "restart.max_delay",
          "max-delay",
          DURATION,
          Duration.ofSeconds(30),
          LIVE,
          "The delay grows no further",
          spec -> spec.restart().maxDelay());
  public static final Field<Double> JITTER =
      TABLE.add(
          "restart.jitter",
          "jitter",
          FieldTypes.number(0, 1),
          0.1,
          LIVE,
          "Random share added to a delay",
          spec -> spec.restart().jitter());
  public static final Field<Integer> MAX =
      TABLE.add(
          "restart.max",
          "max-restarts",
          FieldTypes.integer(0, 1_000_000),
          0,
          LIVE,
          "Consecutive restarts after failures before it has failed; 0 is unlimited",
          spec -> spec.restart().max());
  public static final Field<Integer> MAX_SUCCESS =
      TABLE.add(
          "restart.max_success",
          "max-restarts-success",
          FieldTypes.integer(0, 1_000_000),
          0,
          LIVE,
          "The same after exit code 0",
          spec -> spec.restart().maxSuccess());
  public static final Field<Duration> MIN_UPTIME =
      TABLE.add(
          "restart.min_uptime",
          "min-uptime",
          DURATION,
          Duration.ofSeconds(5),
          LIVE,
          "A run this long resets the count of restarts",
          spec -> spec.restart().minUptime());
  public static final Field<RestartLimit> LIMIT =
      TABLE.add(
          "restart.limit",
          "restart-limit",
          ServiceTypes.LIMIT,
          RestartLimit.NONE,
          LIVE,
          "Sliding window: more than max restarts within the time are a failure",
          spec -> spec.restart().limit());
  public static final Field<Set<Integer>> EXIT_CODES =
      TABLE.add(
          "restart.exit_codes",
          "restart-exit-codes",
          FieldTypes.EXIT_CODES,
          Set.of(),
          LIVE,
          "Restart only after these exit codes",
          spec -> spec.restart().exitCodes());
  public static final Field<Set<Integer>> EXCEPT_CODES =
      TABLE.add(
          "restart.except_codes",
          "restart-except-codes",
          FieldTypes.EXIT_CODES,
          Set.of(),
          LIVE,
          "Never restart after these exit codes",
          spec -> spec.restart().exceptCodes());

  static final List<Field<?>> ALL = TABLE.fields();

  private RestartFields() {}
}
