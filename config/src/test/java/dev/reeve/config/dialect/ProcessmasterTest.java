package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.ProvisionStep;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProcessmasterTest {

  private static Sketching.Result sketch(String text) {
    return Sketching.of(new Processmaster(), "test.yaml", text);
  }

  /** A definition with these lines below {@code process}. */
  private static Sketching.Result process(String... lines) {
    return sketch(
        "process:\n  working_directory: /tmp/test\n  " + String.join("\n  ", lines) + "\n");
  }

  private static final String LONG_RUNNING =
      """
      application: sleeper

      process:
        working_directory: /tmp/processmaster/examples/sleeper
        start_command: ["/bin/sleep", "1000000"]
        stop_signal: SIGTERM
        # stop_command: ["./stop.sh"]
        stop_grace_period_ms: 5000
        environment:
          - name: FOO
            value: bar

      logs:
        stdout: ./logs/stdout.log
        stderr: ./logs/stderr.log
        rotation_mode: size
        rotation_size: 10m
        rotation_backups: 10
        compression_enabled: true
        stop_command_stdout: ./logs/stop_command_stdout.log
        stop_command_stderr: ./logs/stop_command_stderr.log
        hints:
          - ./logs/app.log

      resources:
        max_cpu: 100m
        max_memory: 64MiB
        max_swap: 0

      restart_policy:
        policy: always
        restart_backoff_ms: 1000
        tolerance:
          max_restarts: 3
          duration: 1m

      global:
        enabled: true
      """;

  @Test
  void theLongRunningExampleOfTheManualIsRead() {
    Sketching.Result result = sketch(LONG_RUNNING);
    assertThat(result.problems()).isEmpty();
    assertThat(result.declared("sleeper"))
        .isEqualTo(
            """
            command: [/bin/sleep, 1000000]
            cwd: /tmp/processmaster/examples/sleeper
            enabled: true
            env.FOO: bar
            logs.hints: [./logs/app.log]
            logs.rotate.compress: true
            logs.rotate.keep: 10
            logs.rotate.size: 10000000
            logs.stderr: ./logs/stderr.log
            logs.stdout: ./logs/stdout.log
            resources.cpu: 100m
            resources.memory: 67108864
            resources.swap: 0
            restart.delay: 1s
            restart.delay_success: 1s
            restart.limit: {max: 3, within: 1m}
            restart.policy: always
            stop.grace: 5s
            stop.signal: SIGTERM
            """);
    assertThat(result.warnings())
        .containsExactly(
            "test.yaml:20:3: service 'sleeper': 'stop_command_stdout' has no equivalent: the output"
                + " of stop commands goes to the logs of the service; ignored",
            "test.yaml:21:3: service 'sleeper': 'stop_command_stderr' has no equivalent: the output"
                + " of stop commands goes to the logs of the service; ignored");
    ServiceSpec spec = Dialecting.spec(Dialecting.ok("any.yaml", LONG_RUNNING), "sleeper");
    assertThat(spec.restart().limit().max()).isEqualTo(3);
    assertThat(spec.restart().limit().within()).isEqualTo(Duration.ofMinutes(1));
    assertThat(spec.environment().variables()).isEqualTo(Map.of("FOO", "bar"));
    assertThat(spec.logs().stdout())
        .isEqualTo(
            new LogTarget.File(Path.of("/tmp/processmaster/examples/sleeper/logs/stdout.log")));
  }

  @Test
  void theSmallestDefinitionHasEveryDefault() {
    Loaded.Ok ok = Dialecting.ok("test.yaml", "process:\n  working_directory: /tmp/test\n");
    assertThat(ok.format()).isEqualTo("processmaster");
    assertThat(Sketching.lasting(ok)).isEmpty();
    ServiceSpec spec = Dialecting.spec(ok, "test");
    assertThat(spec.command()).isEqualTo(new Command.Argv(List.of("./run.sh")));
    assertThat(spec.directory()).isEqualTo(Path.of("/tmp/test"));
    assertThat(spec.user()).isEmpty();
    assertThat(spec.environment().inherit()).isTrue();
    assertThat(spec.enabled()).isTrue();
    assertThat(spec.stop().signal()).isEqualTo("TERM");
    assertThat(spec.stop().grace()).isEqualTo(Duration.ofSeconds(5));
    assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.ALWAYS);
    assertThat(spec.restart().delay()).isEqualTo(Duration.ofSeconds(1));
    assertThat(spec.restart().delaySuccess()).isEqualTo(Duration.ofSeconds(1));
    assertThat(spec.restart().backoff()).isEqualTo(1);
    assertThat(spec.restart().jitter()).isZero();
    assertThat(spec.restart().limit().max()).isEqualTo(3);
    assertThat(spec.restart().limit().within()).isEqualTo(Duration.ofMinutes(3));
    assertThat(spec.logs().format()).isEqualTo(LogFormat.RAW);
    assertThat(spec.logs().stdout())
        .isEqualTo(new LogTarget.File(Path.of("/tmp/test/logs/stdout.log")));
    assertThat(spec.logs().stderr())
        .isEqualTo(new LogTarget.File(Path.of("/tmp/test/logs/stderr.log")));
    assertThat(spec.logs().rotation().size()).isEqualTo(10_000_000);
    assertThat(spec.logs().rotation().keep()).isEqualTo(10);
    assertThat(spec.logs().rotation().compress()).isTrue();
    assertThat(process().fallbacks("test"))
        .isEqualTo(
            """
            command: ./run.sh
            logs.format: raw
            logs.rotate.compress: true
            logs.rotate.keep: 10
            logs.rotate.max_age: 30d
            logs.rotate.size: 10000000
            logs.stderr: ./logs/stderr.log
            logs.stdout: ./logs/stdout.log
            restart.backoff: 1
            restart.delay: 1s
            restart.delay_success: 1s
            restart.jitter: 0
            restart.limit: 3/3m
            restart.max_delay: 1d
            restart.policy: always
            stop.grace: 5s
            """);
  }

  @Test
  void whatElseADefinitionCanSayIsRead() {
    Sketching.Result result =
        sketch(
            """
            process:
              working_directory: work
              stop_command: ["./stop.sh", now]
              user: someuser
              group: somegroup
              inherit_environment: false
              environment:
                - {name: A, value: "@base64://aGVsbG8="}
                - {name: B, value: "@b64://aGVsbG8="}
                - {name: C, value: "@hex://0x6869"}
                - {name: D, value: "@what://ever ${X}"}
                - {name: E}
                - {name: F, value: 8080}
            resources: {max_memory: 1GiB, max_cpu: MAX, io_weight: 200}
            restart_policy: {policy: never, tolerance: {max_restarts: 5}}
            logs: {rotation_mode: time, rotation_frequency: hourly, rotation_max_age_ms: 3600000}
            global: {enabled: false}
            provisioning:
              - path: .
                ownership: {owner: someuser, group: somegroup, recursive: true}
                mode: "0770"
              - path: ./bin/myserver
                mode: "0755"
                add_net_bind_capability: true
            """);
    assertThat(result.problems()).isEmpty();
    assertThat(result.declared("test"))
        .isEqualTo(
            """
            cwd: /conf/work
            enabled: false
            env.A: hello
            env.B: hello
            env.C: hi
            env.D: @what://ever ${X}
            env.E:\s
            env.F: 8080
            group: somegroup
            inherit_env: false
            logs.rotate.every: hourly
            logs.rotate.max_age: 1h
            provision: [{path: ., ownership: {owner: someuser, group: somegroup, recursive: true}, \
            mode: 0770}, {path: ./bin/myserver, mode: 0755, add_net_bind_capability: true}]
            resources.io_weight: 200
            resources.memory: 1073741824
            restart.limit: {max: 5, within: 3m}
            restart.policy: never
            stop.command: [./stop.sh, now]
            user: someuser
            """);
    assertThat(result.fallbacks("test"))
        .contains("resources.swap: 0\n")
        .doesNotContain("logs.rotate.size");
    assertThat(result.warnings())
        .containsExactly(
            "test.yaml:17:10: service 'test': is not brought back at boot, but 'reeve start FILE'"
                + " starts it");
  }

  @Test
  void aScheduleIsTakenOver() {
    Sketching.Result result =
        process(
            "schedule: '*/15 8-18 * * 2-6'",
            "not_before: 2026-01-31",
            "not_after: 2026-03-31",
            "max_time_per_run: 1.5M");
    assertThat(result.problems()).isEmpty();
    assertThat(result.declared("test"))
        .contains(
            """
            schedule.cron: */15 8-18 * * 1-5
            schedule.max_time_per_run: 1m30s
            schedule.not_after: 2026-03-31T23:59:59.999
            schedule.not_before: 2026-01-31T00:00:00
            """);
    assertThat(result.fallbacks("test"))
        .contains("schedule.catch_up: false\nschedule.overlap: skip\n")
        .doesNotContain("restart");
    assertThat(
            process(
                    "schedule: '@hourly'",
                    "not_before: 2026-01-31_07:08:09",
                    "not_after: 2026-03-31 00:00:00",
                    "max_time_per_run: never")
                .declared("test"))
        .contains(
            """
            schedule.cron: @hourly
            schedule.not_after: 2026-03-31T00:00:00
            schedule.not_before: 2026-01-31T07:08:09
            """);
    for (String time : List.of("30s 30s", "'10 m' 10m", "500MS 500ms", "2H 2h")) {
      int blank = time.lastIndexOf(' ');
      assertThat(
              process("schedule: '0 0 * * *'", "max_time_per_run: " + time.substring(0, blank))
                  .declared("test"))
          .contains("schedule.max_time_per_run: " + time.substring(blank + 1) + "\n");
    }
  }

  @Test
  void daysOfTheWeekAreThoseOfCron() {
    Map<String, String> days =
        Map.of(
            "* * * * 1", "* * * * 0",
            "* * * * 7", "* * * * 6",
            "* * * * 1,3-5", "* * * * 0,2-4",
            "* * * * 2-6/2", "* * * * 1-5/2",
            "* * * * */2", "* * * * */2",
            "0 0 ? * 2", "0 0 * * 1",
            "* * * * MON-Friday", "* * * * MON-Friday",
            "0 5 * * * 2", "5 * * * 1",
            "0 5 * * * 2 *", "5 * * * 1");
    days.forEach((pm, cron) ->
        assertThat(process("schedule: '" + pm + "'").declared("test"))
            .contains("schedule.cron: " + cron + "\n"));
    assertThat(lasting(process("schedule: '30 5 2 * * 3 2027'")))
        .containsExactly(
            "test.yaml:3:3: service 'test': 'schedule' runs at full minutes: its field of seconds"
                + " is ignored",
            "test.yaml:3:3: service 'test': 'schedule' runs in every year: its field of years is"
                + " ignored");
    assertThat(lasting(process("schedule: '0 0 13 * 6'")))
        .containsExactly(
            "test.yaml:3:3: service 'test': 'schedule' has a day of the month and a day of the week:"
                + " processmaster runs it when both are right, Reeve when one is");
    assertThat(process("schedule: '0 0 * * 0'").problems())
        .containsExactly(
            "test.yaml:3:13: service 'test': 'schedule': days of the week are 1 (Sunday) to 7"
                + " (Saturday) in processmaster, not 0");
  }

  /** The warnings but that of versions without schedules. */
  private static List<String> lasting(Sketching.Result result) {
    return result.warnings().stream().filter(w -> !w.contains("it has no schedule")).toList();
  }

  @Test
  void aScheduledServiceIsNeverOneThatRunsAllTheTime() {
    Loaded.Ok ok =
        Dialecting.ok("x.yaml", "process: {working_directory: /x, schedule: '0 3 * * *'}");
    boolean known = Sketch.isKnown("schedule.cron");
    assertThat(Dialecting.spec(ok, "x").restart().policy() == RestartPolicy.NEVER || known)
        .isTrue();
  }

  @Test
  void mistakesHaveTheirPlaces() {
    assertThat(
            sketch(
                    """
                    process:
                      start_command: [x]
                      stop_signal: SIGINT
                      stop_command: [y]
                      schedule: 0 0 * * *
                      not_before: tomorrow
                      not_after: 2026-02-30
                      max_time_per_run: 1d
                      environment: {A: 1}
                    restart_policy: {policy: always}
                    logs: {rotation_mode: moon}
                    resources: 7
                    """)
                .problems())
        .containsExactly(
            "test.yaml:1:1: service 'test': 'process.working_directory' is missing",
            "test.yaml:4:3: service 'test': 'stop_signal' and 'stop_command' exclude each other;"
                + " keep one",
            "test.yaml:6:15: service 'test': 'not_before' must be YYYY-MM-DD or YYYY-MM-DD"
                + " HH:MM:SS, not 'tomorrow'",
            "test.yaml:7:14: service 'test': 'not_after' must be YYYY-MM-DD or YYYY-MM-DD HH:MM:SS,"
                + " not '2026-02-30'",
            "test.yaml:8:21: service 'test': 'max_time_per_run' must be a number with ms, s, m or"
                + " h, or never, not '1d'",
            "test.yaml:9:16: service 'test': 'environment' must be a list of {name: …, value: …},"
                + " not a map",
            "test.yaml:10:1: service 'test': 'restart_policy' and 'process.schedule' exclude each"
                + " other",
            "test.yaml:11:23: service 'test': 'rotation_mode' must be size or time, not 'moon'",
            "test.yaml:12:12: service 'test': 'resources' must be a map, not '7'");
    assertThat(
            Dialecting.problems(
                "x.yaml",
                """
                process: {working_directory: /x, stop_signal: SIGNONE}
                restart_policy: {policy: sometimes}
                """))
        .containsExactly(
            "1:47: service 'x': 'stop.signal' is not a signal",
            "2:26: service 'x': 'policy' must be always or never, not 'sometimes'");
  }

  @Test
  void whatHasNoEquivalentIsAWarning() {
    assertThat(
            sketch(
                    """
                    version: 1
                    process:
                      working_directory: /x
                      start_comand: [y]
                      not_before: 2026-01-01
                    logs: {rotation_mode: time, rotation_frequency: minutely, rotate: 1}
                    resources: {io_bandwidth: [{device: "8:0"}], max_cpus: 1}
                    restart_policy: {tolerance: {max_restarts: 0, window: 1m}, delay: 1}
                    global: {enable: true}
                    """)
                .warnings())
        .containsExactly(
            "test.yaml:1:1: service 'test': unknown 'version' is ignored",
            "test.yaml:4:3: service 'test': unknown 'start_comand' is ignored; did you mean"
                + " 'start_command'?",
            "test.yaml:5:3: service 'test': 'not_before' has no equivalent: there is no 'schedule';"
                + " ignored",
            "test.yaml:6:29: service 'test': logs are rotated hourly: there is no 'minutely'",
            "test.yaml:6:59: service 'test': unknown 'rotate' is ignored",
            "test.yaml:7:13: service 'test': 'io_bandwidth' has no equivalent: only 'io_weight'"
                + " limits disks; ignored",
            "test.yaml:7:46: service 'test': unknown 'max_cpus' is ignored; did you mean 'max_cpu'?",
            "test.yaml:8:30: service 'test': 'max_restarts: 0' means that it is not started again",
            "test.yaml:8:47: service 'test': unknown 'window' is ignored",
            "test.yaml:8:60: service 'test': unknown 'delay' is ignored",
            "test.yaml:9:10: service 'test': unknown 'enable' is ignored; did you mean 'enabled'?");
    assertThat(
            Sketching.of(
                    new Processmaster(),
                    "c.yaml",
                    "global: {config_directory: /proc/self/task/none, x: 1}\ny: 2\n")
                .warnings())
        .containsExactly(
            "c.yaml:1:50: unknown 'x' is ignored", "c.yaml:2:1: unknown 'y' is ignored");
  }

  @Test
  void sizesArePowersOfAThousandUnlessTheySayOtherwise() {
    assertThat(ProcessmasterLogs.bytes("10m")).isEqualTo("10000000");
    assertThat(ProcessmasterLogs.bytes("1 GB")).isEqualTo("1000000000");
    assertThat(ProcessmasterLogs.bytes("64MiB")).isEqualTo("67108864");
    assertThat(ProcessmasterLogs.bytes("2ti")).isEqualTo(Long.toString(2L << 40));
    assertThat(ProcessmasterLogs.bytes("512")).isEqualTo("512");
    assertThat(ProcessmasterLogs.bytes("999999999999999t")).isEqualTo("999999999999999t");
    assertThat(ProcessmasterLogs.bytes("big")).isEqualTo("big");
  }

  @Test
  void provisioningKeepsItsDefaultsAndStaysInTheFolder() {
    Loaded loaded =
        Loader.parse(
            Path.of("/conf/test.yaml"),
            """
            process: {working_directory: /srv/app}
            provisioning:
              - {path: ., ownership: {owner: me}}
              - {path: /srv/app/bin/x, mode: 755, add_net_bind_capability: true}
              - {path: /var/lib/app, mode: "0700"}
            """,
            new Environment(Map.of()),
            Set.of());
    Loaded.Ok ok = (Loaded.Ok) loaded;
    assertThat(Sketching.lasting(ok))
        .containsExactly(
            "5:5: service 'test': 'provisioning' has no equivalent: 'path' must be below"
                + " 'working_directory' in Reeve; ignored");
    assertThat(ok.specs().getFirst().provision())
        .containsExactly(
            new ProvisionStep(".", "me", "", false, OptionalInt.empty(), false),
            new ProvisionStep("bin/x", "", "", false, OptionalInt.of(0755), true));
  }
}
