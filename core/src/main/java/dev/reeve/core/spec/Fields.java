package dev.reeve.core.spec;

import static dev.reeve.core.spec.ChangeEffect.LIVE;
import static dev.reeve.core.spec.ChangeEffect.RESTART;
import static dev.reeve.core.spec.FieldTypes.DURATION;
import static dev.reeve.core.spec.FieldTypes.PAIRS;
import static dev.reeve.core.spec.FieldTypes.TEXT;
import static dev.reeve.core.spec.FieldTypes.YES_NO;

import dev.reeve.core.schedule.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every field of a service, in the order in which they are shown. */
public final class Fields {
  private static final FieldTable TABLE = new FieldTable();

  public static final Field<Command> COMMAND =
      TABLE.add(
          "command",
          "command",
          ServiceTypes.COMMAND,
          Command.none(),
          RESTART,
          "What is run: a list is an argv, a string is split like a shell word list",
          ServiceSpec::command);
  public static final Field<Boolean> SHELL =
      TABLE.add(
          "shell",
          "shell",
          YES_NO,
          false,
          RESTART,
          "Run the command through bash -c (sh -c where there is no bash)",
          spec -> spec.command() instanceof Command.ShellLine);
  public static final Field<String> INTERPRETER =
      TABLE.add(
          "interpreter",
          "interpreter",
          TEXT,
          "",
          RESTART,
          "Program that runs the command; by extension (.py .js .rb .sh .pl .php .lua .jar)"
              + " when the file is not executable",
          ServiceSpec::interpreter);
  public static final Field<Path> DIRECTORY =
      TABLE.add(
          "cwd",
          "cwd",
          FieldTypes.PATH,
          Path.of(""),
          RESTART,
          "Working directory; the folder of the file where it is declared",
          ServiceSpec::directory);
  public static final Field<String> USER =
      TABLE.add(
          "user",
          "user",
          TEXT,
          "",
          RESTART,
          "User the processes run as, with its groups; needs root",
          ServiceSpec::user);
  public static final Field<String> GROUP =
      TABLE.add(
          "group",
          "unix-group",
          TEXT,
          "",
          RESTART,
          "Group the processes run as; the user's own when only a user is given",
          ServiceSpec::group);
  public static final Field<Integer> INSTANCES =
      TABLE.add(
          "instances",
          "instances",
          FieldTypes.integer(1, 10_000),
          1,
          ChangeEffect.SCALE,
          "Parallel copies",
          ServiceSpec::instances);
  public static final Field<Map<String, String>> ENV =
      TABLE.add(
          "env",
          "env",
          PAIRS,
          Map.of(),
          RESTART,
          "Environment variables",
          spec -> spec.environment().variables());
  public static final Field<List<Path>> ENV_FILE =
      TABLE.add(
          "env_file",
          "env-file",
          FieldTypes.PATHS,
          List.of(),
          RESTART,
          "Files of KEY=VALUE lines, read at each start",
          spec -> spec.environment().files());
  public static final Field<String> INSTANCE_ENV =
      TABLE.add(
          "instance_env",
          "instance-env",
          TEXT,
          "",
          RESTART,
          "Name of the variable that gets the instance number",
          spec -> spec.environment().instanceVariable());
  public static final Field<Boolean> INHERIT_ENV =
      TABLE.add(
          "inherit_env",
          "inherit-env",
          YES_NO,
          true,
          RESTART,
          "Start from the environment of the daemon, or from a minimal one",
          spec -> spec.environment().inherit());
  public static final Field<String> GROUP_NAME =
      TABLE.add(
          "group_name",
          "group",
          TEXT,
          "",
          LIVE,
          "Group the service belongs to, the target @GROUP",
          ServiceSpec::groupName);
  public static final Field<String> DESCRIPTION =
      TABLE.add(
          "description",
          "description",
          TEXT,
          "",
          LIVE,
          "What the service is for",
          ServiceSpec::description);
  public static final Field<Boolean> ENABLED =
      TABLE.add(
          "enabled",
          "enabled",
          YES_NO,
          true,
          LIVE,
          "Brought back when the machine boots",
          ServiceSpec::enabled);
  public static final Field<Map<String, String>> LABELS =
      TABLE.add(
          "labels",
          "label",
          PAIRS,
          Map.of(),
          LIVE,
          "Free pairs for your own tools",
          ServiceSpec::labels);
  public static final Field<Boolean> ONCE =
      TABLE.add(
          "once",
          "once",
          YES_NO,
          false,
          RESTART,
          "A one-shot: exit code 0 is success, and it is not run again",
          ServiceSpec::once);

  public static final Field<Boolean> ESSENTIAL =
      TABLE.add(
          "essential",
          "essential",
          YES_NO,
          false,
          LIVE,
          "When it ends for good, 'reeve up' ends everything, with its exit code",
          ServiceSpec::essential);

  static {
    TABLE.addAll(RestartFields.ALL);
  }

  public static final Field<String> STOP_SIGNAL =
      TABLE.add(
          "stop.signal",
          "kill-signal",
          FieldTypes.SIGNAL,
          "TERM",
          LIVE,
          "Signal that asks every process of the service to end",
          spec -> spec.stop().signal());
  public static final Field<Command> STOP_COMMAND =
      TABLE.add(
          "stop.command",
          "stop-command",
          ServiceTypes.COMMAND,
          Command.none(),
          LIVE,
          "Run instead of the signal, with MAINPID in its environment",
          spec -> spec.stop().command());
  public static final Field<Duration> GRACE =
      TABLE.add(
          "stop.grace",
          "kill-timeout",
          DURATION,
          Duration.ofSeconds(5),
          LIVE,
          "Time to end before everything left is killed",
          spec -> spec.stop().grace());
  public static final Field<ReloadAction> RELOAD =
      TABLE.add(
          "reload",
          "reload",
          ServiceTypes.RELOAD,
          new ReloadAction.Restart(),
          LIVE,
          "What 'reeve reload' does: a signal, a command, or a restart",
          ServiceSpec::reload);
  public static final Field<Duration> STARTUP_GRACE =
      TABLE.add(
          "startup_grace",
          "startup-grace",
          DURATION,
          Duration.ofSeconds(2),
          LIVE,
          "A death within it is reported to the caller of start",
          ServiceSpec::startupGrace);
  public static final Field<Diagnose> DIAGNOSE =
      TABLE.add(
          "diagnose",
          "diagnose",
          FieldTypes.choice(Diagnose.class),
          Diagnose.REACTIVE,
          LIVE,
          "When it is found out what a start lacks: after one that failed, before each one, or"
              + " never",
          ServiceSpec::diagnose);

  public static final Field<Needs.On> DEPENDS_ON =
      TABLE.add(
          "depends_on",
          "depends-on",
          ServiceTypes.DEPENDENCIES,
          Needs.On.NOTHING,
          LIVE,
          "Services that must be started, ready, healthy or completed before, and probes",
          spec -> spec.needs().on());
  public static final Field<Duration> DEPENDS_TIMEOUT =
      TABLE.add(
          "depends_timeout",
          "depends-timeout",
          DURATION,
          Duration.ofSeconds(30),
          LIVE,
          "How long to wait for them; 0 waits for ever",
          spec -> spec.needs().timeout());
  public static final Field<OnTimeout> ON_TIMEOUT =
      TABLE.add(
          "on_timeout",
          "on-timeout",
          FieldTypes.choice(OnTimeout.class),
          OnTimeout.FAIL,
          LIVE,
          "What happens when they are not there in time",
          spec -> spec.needs().onTimeout());

  public static final Field<Ready> READY =
      TABLE.add(
          "ready",
          "ready",
          CareTypes.READY,
          new Ready.Started(),
          LIVE,
          "When it counts as ready: as soon as it runs, when it says so, or when a probe does",
          ServiceSpec::ready);
  public static final Field<HealthSpec> HEALTH =
      TABLE.add(
          "health",
          "health",
          CareTypes.HEALTH,
          HealthSpec.NONE,
          LIVE,
          "How it is found out whether it does its work, and whether it is restarted if not",
          ServiceSpec::health);
  public static final Field<Duration> WATCHDOG =
      TABLE.add(
          "watchdog",
          "watchdog",
          DURATION,
          Duration.ZERO,
          RESTART,
          "Restarted unless it sends WATCHDOG=1 to NOTIFY_SOCKET this often; 0 is off",
          ServiceSpec::watchdog);
  public static final Field<List<CheckSpec>> CHECKS =
      TABLE.add(
          "checks",
          "check",
          new ChecksType(),
          List.of(),
          LIVE,
          "What must stay so while it runs, and what follows if it does not",
          ServiceSpec::checks);

  public static final Field<Optional<Schedule>> SCHEDULE =
      TABLE.add(
          "schedule",
          "schedule",
          new ScheduleType(),
          Optional.empty(),
          LIVE,
          "When it runs, as a cron expression, instead of all the time",
          ServiceSpec::schedule);

  public static final Field<WatchSpec> WATCH =
      TABLE.add(
          "watch",
          "watch",
          new WatchType(),
          WatchSpec.NONE,
          LIVE,
          "Files below cwd whose changes restart it, reload it, or send it a signal",
          ServiceSpec::watch);

  public static final Field<RolloutSpec> ROLLOUT =
      TABLE.add(
          "rollout",
          "rollout",
          new RolloutType(),
          RolloutSpec.ALL,
          LIVE,
          "Whether a restart renews all instances at once, or a few at a time",
          ServiceSpec::rollout);

  public static final Field<List<ProvisionStep>> PROVISION =
      TABLE.add(
          "provision",
          "provision",
          new ProvisionType(),
          List.of(),
          LIVE,
          "Owners, permissions and the right to low ports of files below cwd, given once, before"
              + " the first start; needs root",
          ServiceSpec::provision);

  static {
    TABLE.addAll(CrashFields.ALL);
    TABLE.addAll(StatsdFields.ALL);
    TABLE.addAll(ResourceFields.ALL);
    TABLE.addAll(SandboxFields.ALL);
  }

  public static final Field<List<SocketSpec>> SOCKETS =
      TABLE.add(
          "sockets",
          "socket",
          new SocketsType(),
          List.of(),
          RESTART,
          "Listening sockets that the daemon holds over restarts; given as LISTEN_FDS",
          ServiceSpec::sockets);

  static {
    TABLE.addAll(LogFields.ALL);
  }

  /** All of them. */
  public static final List<Field<?>> ALL = TABLE.fields();

  private Fields() {}
}
