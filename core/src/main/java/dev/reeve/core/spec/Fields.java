package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;
import static dev.reeve.core.spec.ChangeEffect.RESTART;
import static dev.reeve.core.spec.FieldTypes.DURATION;
import static dev.reeve.core.spec.FieldTypes.PAIRS;
import static dev.reeve.core.spec.FieldTypes.SIZE;
import static dev.reeve.core.spec.FieldTypes.TEXT;
import static dev.reeve.core.spec.FieldTypes.YES_NO;

import dev.reeve.core.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Every field of a service, in the order in which they are shown. */
public final class Fields {
  private static final List<Field<?>> TABLE = new ArrayList<>();

  public static final Field<Command> COMMAND =
      field(
          "command",
          "command",
          ServiceTypes.COMMAND,
          Command.none(),
          RESTART,
          "What is run: a list is an argv, a string is split like a shell word list",
          ServiceSpec::command);
  public static final Field<Boolean> SHELL =
      field(
          "shell",
          "shell",
          YES_NO,
          false,
          RESTART,
          "Run the command through bash -c (sh -c where there is no bash)",
          spec -> spec.command() instanceof Command.ShellLine);
  public static final Field<String> INTERPRETER =
      field(
          "interpreter",
          "interpreter",
          TEXT,
          "",
          RESTART,
          "Program that runs the command; by extension (.py .js .rb .sh .pl .php .lua .jar)"
              + " when the file is not executable",
          ServiceSpec::interpreter);
  public static final Field<Path> DIRECTORY =
      field(
          "cwd",
          "cwd",
          FieldTypes.PATH,
          Path.of(""),
          RESTART,
          "Working directory; the folder of the file where it is declared",
          ServiceSpec::directory);
  public static final Field<String> USER =
      field(
          "user",
          "user",
          TEXT,
          "",
          RESTART,
          "User the processes run as, with its groups; needs root",
          ServiceSpec::user);
  public static final Field<String> GROUP =
      field(
          "group",
          "unix-group",
          TEXT,
          "",
          RESTART,
          "Group the processes run as; the user's own when only a user is given",
          ServiceSpec::group);
  public static final Field<Integer> INSTANCES =
      field(
          "instances",
          "instances",
          FieldTypes.integer(1, 10_000),
          1,
          ChangeEffect.SCALE,
          "Parallel copies",
          ServiceSpec::instances);
  public static final Field<Map<String, String>> ENV =
      field(
          "env",
          "env",
          PAIRS,
          Map.of(),
          RESTART,
          "Environment variables",
          spec -> spec.environment().variables());
  public static final Field<List<Path>> ENV_FILE =
      field(
          "env_file",
          "env-file",
          FieldTypes.PATHS,
          List.of(),
          RESTART,
          "Files of KEY=VALUE lines, read at each start",
          spec -> spec.environment().files());
  public static final Field<String> INSTANCE_ENV =
      field(
          "instance_env",
          "instance-env",
          TEXT,
          "",
          RESTART,
          "Name of the variable that gets the instance number",
          spec -> spec.environment().instanceVariable());
  public static final Field<Boolean> INHERIT_ENV =
      field(
          "inherit_env",
          "inherit-env",
          YES_NO,
          true,
          RESTART,
          "Start from the environment of the daemon, or from a minimal one",
          spec -> spec.environment().inherit());
  public static final Field<String> GROUP_NAME =
      field(
          "group_name",
          "group",
          TEXT,
          "",
          LIVE,
          "Group the service belongs to, the target @GROUP",
          ServiceSpec::groupName);
  public static final Field<String> DESCRIPTION =
      field(
          "description",
          "description",
          TEXT,
          "",
          LIVE,
          "What the service is for",
          ServiceSpec::description);
  public static final Field<Boolean> ENABLED =
      field(
          "enabled",
          "enabled",
          YES_NO,
          true,
          LIVE,
          "Brought back when the machine boots",
          ServiceSpec::enabled);
  public static final Field<Map<String, String>> LABELS =
      field(
          "labels",
          "label",
          PAIRS,
          Map.of(),
          LIVE,
          "Free pairs for your own tools",
          ServiceSpec::labels);
  public static final Field<Boolean> ONCE =
      field(
          "once",
          "once",
          YES_NO,
          false,
          RESTART,
          "A one-shot: exit code 0 is success, and it is not run again",
          ServiceSpec::once);

  public static final Field<RestartPolicy> POLICY =
      field(
          "restart.policy",
          "restart",
          FieldTypes.choice(RestartPolicy.class),
          RestartPolicy.ALWAYS,
          LIVE,
          "After which ends it is started again",
          spec -> spec.restart().policy());
  public static final Field<Duration> DELAY =
      field(
          "restart.delay",
          "restart-delay",
          DURATION,
          Duration.ofSeconds(1),
          LIVE,
          "Before the first restart after a failure",
          spec -> spec.restart().delay());
  public static final Field<Duration> DELAY_SUCCESS =
      field(
          "restart.delay_success",
          "restart-delay-success",
          DURATION,
          Duration.ofSeconds(1),
          LIVE,
          "Before a restart after exit code 0",
          spec -> spec.restart().delaySuccess());
  public static final Field<Double> BACKOFF =
      field(
          "restart.backoff",
          "backoff",
          FieldTypes.number(1, 100),
          2.0,
          LIVE,
          "Factor by which the delay grows with each restart; 1 keeps it constant",
          spec -> spec.restart().backoff());
  public static final Field<Duration> MAX_DELAY =
      field(
          "restart.max_delay",
          "max-delay",
          DURATION,
          Duration.ofSeconds(30),
          LIVE,
          "The delay grows no further",
          spec -> spec.restart().maxDelay());
  public static final Field<Double> JITTER =
      field(
          "restart.jitter",
          "jitter",
          FieldTypes.number(0, 1),
          0.1,
          LIVE,
          "Random share added to a delay",
          spec -> spec.restart().jitter());
  public static final Field<Integer> MAX =
      field(
          "restart.max",
          "max-restarts",
          FieldTypes.integer(0, 1_000_000),
          0,
          LIVE,
          "Consecutive restarts after failures before it has failed; 0 is unlimited",
          spec -> spec.restart().max());
  public static final Field<Integer> MAX_SUCCESS =
      field(
          "restart.max_success",
          "max-restarts-success",
          FieldTypes.integer(0, 1_000_000),
          0,
          LIVE,
          "The same after exit code 0",
          spec -> spec.restart().maxSuccess());
  public static final Field<Duration> MIN_UPTIME =
      field(
          "restart.min_uptime",
          "min-uptime",
          DURATION,
          Duration.ofSeconds(5),
          LIVE,
          "A run this long resets the count of restarts",
          spec -> spec.restart().minUptime());
  public static final Field<RestartLimit> LIMIT =
      field(
          "restart.limit",
          "restart-limit",
          ServiceTypes.LIMIT,
          RestartLimit.NONE,
          LIVE,
          "Sliding window: more than max restarts within the time are a failure",
          spec -> spec.restart().limit());
  public static final Field<Set<Integer>> EXIT_CODES =
      field(
          "restart.exit_codes",
          "restart-exit-codes",
          FieldTypes.EXIT_CODES,
          Set.of(),
          LIVE,
          "Restart only after these exit codes",
          spec -> spec.restart().exitCodes());
  public static final Field<Set<Integer>> EXCEPT_CODES =
      field(
          "restart.except_codes",
          "restart-except-codes",
          FieldTypes.EXIT_CODES,
          Set.of(),
          LIVE,
          "Never restart after these exit codes",
          spec -> spec.restart().exceptCodes());

  public static final Field<String> STOP_SIGNAL =
      field(
          "stop.signal",
          "kill-signal",
          FieldTypes.SIGNAL,
          "TERM",
          LIVE,
          "Signal that asks every process of the service to end",
          spec -> spec.stop().signal());
  public static final Field<Command> STOP_COMMAND =
      field(
          "stop.command",
          "stop-command",
          ServiceTypes.COMMAND,
          Command.none(),
          LIVE,
          "Run instead of the signal, with MAINPID in its environment",
          spec -> spec.stop().command());
  public static final Field<Duration> GRACE =
      field(
          "stop.grace",
          "kill-timeout",
          DURATION,
          Duration.ofSeconds(5),
          LIVE,
          "Time to end before everything left is killed",
          spec -> spec.stop().grace());
  public static final Field<ReloadAction> RELOAD =
      field(
          "reload",
          "reload",
          ServiceTypes.RELOAD,
          new ReloadAction.Restart(),
          LIVE,
          "What 'reeve reload' does: a signal, a command, or a restart",
          ServiceSpec::reload);
  public static final Field<Duration> STARTUP_GRACE =
      field(
          "startup_grace",
          "startup-grace",
          DURATION,
          Duration.ofSeconds(2),
          LIVE,
          "A death within it is reported to the caller of start",
          ServiceSpec::startupGrace);

  public static final Field<Needs.On> DEPENDS_ON =
      field(
          "depends_on",
          "depends-on",
          ServiceTypes.DEPENDENCIES,
          Needs.On.NOTHING,
          LIVE,
          "Services that must be started, ready, healthy or completed before, and probes",
          spec -> spec.needs().on());
  public static final Field<Duration> DEPENDS_TIMEOUT =
      field(
          "depends_timeout",
          "depends-timeout",
          DURATION,
          Duration.ofSeconds(30),
          LIVE,
          "How long to wait for them; 0 waits for ever",
          spec -> spec.needs().timeout());
  public static final Field<OnTimeout> ON_TIMEOUT =
      field(
          "on_timeout",
          "on-timeout",
          FieldTypes.choice(OnTimeout.class),
          OnTimeout.FAIL,
          LIVE,
          "What happens when they are not there in time",
          spec -> spec.needs().onTimeout());

  public static final Field<Ready> READY =
      field(
          "ready",
          "ready",
          CareTypes.READY,
          new Ready.Started(),
          LIVE,
          "When it counts as ready: as soon as it runs, when it says so, or when a probe does",
          ServiceSpec::ready);
  public static final Field<HealthSpec> HEALTH =
      field(
          "health",
          "health",
          CareTypes.HEALTH,
          HealthSpec.NONE,
          LIVE,
          "How it is found out whether it does its work, and whether it is restarted if not",
          ServiceSpec::health);
  public static final Field<Duration> WATCHDOG =
      field(
          "watchdog",
          "watchdog",
          DURATION,
          Duration.ZERO,
          RESTART,
          "Restarted unless it sends WATCHDOG=1 to NOTIFY_SOCKET this often; 0 is off",
          ServiceSpec::watchdog);

  public static final Field<Optional<Schedule>> SCHEDULE =
      field(
          "schedule",
          "schedule",
          new ScheduleType(),
          Optional.empty(),
          LIVE,
          "When it runs, as a cron expression, instead of all the time",
          ServiceSpec::schedule);

  public static final Field<WatchSpec> WATCH =
      field(
          "watch",
          "watch",
          new WatchType(),
          WatchSpec.NONE,
          LIVE,
          "Files below cwd whose changes restart it, reload it, or send it a signal",
          ServiceSpec::watch);

  public static final Field<RolloutSpec> ROLLOUT =
      field(
          "rollout",
          "rollout",
          new RolloutType(),
          RolloutSpec.ALL,
          LIVE,
          "Whether a restart renews all instances at once, or a few at a time",
          ServiceSpec::rollout);

  public static final Field<LogTarget> LOG_OUT =
      field(
          "logs.stdout",
          "log-out",
          ServiceTypes.LOG_TARGET,
          new LogTarget.Standard(),
          RESTART,
          "File for standard output, or null to discard it",
          spec -> spec.logs().stdout());
  public static final Field<LogTarget> LOG_ERR =
      field(
          "logs.stderr",
          "log-err",
          ServiceTypes.LOG_TARGET,
          new LogTarget.Standard(),
          RESTART,
          "File for standard error, or null to discard it",
          spec -> spec.logs().stderr());
  public static final Field<LogFormat> LOG_FORMAT =
      field(
          "logs.format",
          "log-format",
          FieldTypes.choice(LogFormat.class),
          LogFormat.TIMESTAMPED,
          RESTART,
          "What a line looks like",
          spec -> spec.logs().format());
  public static final Field<Long> LOG_SIZE =
      field(
          "logs.rotate.size",
          "max-log-size",
          SIZE,
          100L << 20,
          LIVE,
          "Size at which a new log file begins; 0 never",
          spec -> spec.logs().rotation().size());
  public static final Field<Integer> LOG_KEEP =
      field(
          "logs.rotate.keep",
          "log-keep",
          FieldTypes.integer(0, 10_000),
          3,
          LIVE,
          "Old log files that are kept",
          spec -> spec.logs().rotation().keep());
  public static final Field<Boolean> LOG_COMPRESS =
      field(
          "logs.rotate.compress",
          "log-compress",
          YES_NO,
          true,
          LIVE,
          "Compress old log files with gzip",
          spec -> spec.logs().rotation().compress());
  public static final Field<OnFull> ON_FULL =
      field(
          "logs.on_full",
          "log-on-full",
          FieldTypes.choice(OnFull.class),
          OnFull.BLOCK,
          LIVE,
          "When the disk is full: block the program, or drop lines and count them",
          spec -> spec.logs().onFull());

  /** All of them. */
  public static final List<Field<?>> ALL = List.copyOf(TABLE);

  private Fields() {}

  private static <T> Field<T> field(
      String path,
      String option,
      FieldType<T> type,
      T fallback,
      ChangeEffect effect,
      String meaning,
      Function<ServiceSpec, T> of) {
    Field<T> field = new Field<>(path, type, fallback, meaning, effect, option, of);
    TABLE.add(field);
    return field;
  }
}
