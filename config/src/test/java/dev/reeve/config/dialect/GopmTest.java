package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Loaded;
import org.junit.jupiter.api.Test;

class GopmTest {
  /** What GoPM does where an app says nothing. */
  private static final String DEFAULTS =
      """
      logs.rotate.compress: false
      restart.backoff: 1
      restart.delay: 2s
      restart.delay_success: 2s
      restart.jitter: 0
      """;

  @Test
  void theFirstExampleOfTheManualIsRead() {
    Loaded.Ok ok =
        Dialecting.ok(
            "ecosystem.json",
            """
            {
              "apps": [
                {
                  "name": "api",
                  "command": "./api-server",
                  "args": ["--port", "8080"],
                  "env": { "APP_ENV": "production" },
                  "autorestart": "always"
                },
                {
                  "name": "worker",
                  "command": "python3",
                  "args": ["worker.py"],
                  "autorestart": "on-failure",
                  "max_restarts": 5
                }
              ]
            }
            """);
    assertThat(ok.format()).isEqualTo("GoPM");
    assertThat(ok.warnings()).isEmpty();
    assertThat(Dialecting.text(ok, "api"))
        .isEqualTo(
            "command: [./api-server, --port, 8080]\ncwd: /conf\nenv: {APP_ENV=production}\n"
                + DEFAULTS);
    assertThat(Dialecting.text(ok, "worker"))
        .isEqualTo(
            "command: [python3, worker.py]\ncwd: /conf\n"
                + DEFAULTS
                + """
                restart.max: 5
                restart.max_success: 5
                restart.policy: on-failure
                """);
  }

  @Test
  void everyOptionOfTheManualIsRead() {
    Loaded.Ok ok =
        Dialecting.ok(
            "apps.json",
            """
            {
            \t"apps": [{
            \t\t"name": "app-name",
            \t\t"command": "./binary-or-interpreter",
            \t\t"args": ["--flag", "value"],
            \t\t"cwd": "/working/directory",
            \t\t"interpreter": "python3",
            \t\t"env": {"KEY": "VALUE", "DOLLAR": "${NOT_SET} $$", "AT": "@file://x"},
            \t\t"autorestart": "never",
            \t\t"max_restarts": 7,
            \t\t"min_uptime": "1m30s",
            \t\t"restart_delay": "1.5s",
            \t\t"exp_backoff": true,
            \t\t"max_delay": "40s",
            \t\t"kill_timeout": "10s",
            \t\t"log_out": "/custom/path/out.log",
            \t\t"log_err": "err.log",
            \t\t"max_log_size": "5M"
            \t}]
            }
            """);
    assertThat(ok.warnings()).isEmpty();
    assertThat(Dialecting.text(ok, "app-name"))
        .isEqualTo(
            """
            command: [./binary-or-interpreter, --flag, value]
            cwd: /working/directory
            env: {KEY=VALUE, DOLLAR=${NOT_SET} $$, AT=@file://x}
            interpreter: python3
            logs.rotate.compress: false
            logs.rotate.size: 5M
            logs.stderr: /working/directory/err.log
            logs.stdout: /custom/path/out.log
            restart.delay: 1s500ms
            restart.delay_success: 1s500ms
            restart.jitter: 0
            restart.max: 7
            restart.max_delay: 40s
            restart.max_success: 7
            restart.min_uptime: 1m30s
            restart.policy: never
            stop.grace: 10s
            """);
  }

  @Test
  void whatGopmLeavesToItsDefaultsIsTheSameHere() {
    Loaded.Ok ok =
        Dialecting.ok(
            "apps.json",
            """
            {"apps": [{"name": "a", "command": "x", "args": null, "cwd": "", "interpreter": "",
              "autorestart": "", "min_uptime": "", "exp_backoff": false, "max_restarts": 0}]}
            """);
    assertThat(Dialecting.text(ok, "a")).isEqualTo("command: [x]\ncwd: /conf\n" + DEFAULTS);
    var spec = Dialecting.spec(ok, "a");
    assertThat(spec.restart().max()).isZero();
    assertThat(spec.restart().minUptime()).hasSeconds(5);
    assertThat(spec.restart().maxDelay()).hasSeconds(30);
    assertThat(spec.stop().grace()).hasSeconds(5);
    assertThat(spec.stop().signal()).isEqualTo("TERM");
    assertThat(spec.logs().rotation().size()).isEqualTo(100 << 20);
    assertThat(spec.logs().rotation().keep()).isEqualTo(3);
  }

  @Test
  void mistakesPointIntoTheFile() {
    assertThat(
            Dialecting.problems(
                "apps.json",
                """
                {"apps": [
                  {"command": "x"},
                  {"name": "a"},
                  {"name": "b", "command": "x", "autorestart": "sometimes"},
                  {"name": "c", "command": "x", "restart_delay": "2 s", "max_restarts": -1},
                  {"name": "d", "command": "x", "max_log_size": "big", "args": "text"},
                  {"name": "b", "command": "x"},
                  7
                ]}
                """))
        .containsExactly(
            "2:3: the app has no 'name'",
            "3:12: service 'a': the app has no 'command'",
            "4:48: service 'b': 'restart.policy' must be one of always, on-failure, on-success,"
                + " never",
            "5:50: service 'c': 'restart.delay' is not a duration: write it like 500ms, 5s, 1m30s,"
                + " 2h or 7d",
            "5:50: service 'c': 'restart.delay_success' is not a duration: write it like 500ms,"
                + " 5s, 1m30s, 2h or 7d",
            "5:73: service 'c': 'restart.max' must be from 0 to 1000000",
            "5:73: service 'c': 'restart.max_success' must be from 0 to 1000000",
            "6:49: service 'd': 'logs.rotate.size' is not a size: write it like 500K, 10M, 1G or"
                + " 64MiB",
            "7:12: service 'b' is declared twice; the first one is at /conf/apps.json:4:12",
            "8:3: an app must be a map, not '7'");
  }

  @Test
  void whatGopmDoesNotKnowIsAWarning() {
    Loaded.Ok ok =
        Dialecting.ok(
            "apps.json",
            """
            {"apps": [
              {"name": "my app", "command": "x", "restart-delay": "2s", "watch": true}
            ], "version": 1}
            """);
    assertThat(ok.specs().getFirst().name()).isEqualTo("my-app");
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "2:12: 'my app' is called 'my-app': Reeve's names have no other characters",
            "2:38: service 'my-app': unknown 'restart-delay' is ignored; did you mean"
                + " 'restart_delay'?",
            "2:61: service 'my-app': unknown 'watch' is ignored",
            "3:4: unknown 'version' in a GoPM file; ignored");
  }

  @Test
  void settingsOfTheDaemonAreNotServices() {
    assertThat(Dialecting.problems("gopm.config.json", "{\"mcpserver\": null}"))
        .containsExactly(
            "1:1: this file has settings of GoPM's daemon and nothing to run; load the file that"
                + " has 'apps'");
    String telemetry = "{\"telemetry\": {\"telegraf\": {\"udp\": \"10.0.0.1:8094\"}}}";
    assertThat(Dialecting.problems("gopm.config.json", telemetry))
        .hasSize(2)
        .last()
        .isEqualTo(
            "1:16: 'telemetry.telegraf' belongs into the reeve.yaml of the daemon, as 'daemon:"
                + " {telemetry: {telegraf: {udp: \"10.0.0.1:8094\", measurement: \"gopm\"}}}'");
    assertThat(Dialecting.problems("gopm.config.json", "{\"telemetry\": null}")).hasSize(1);
  }

  @Test
  void anEmptyListSaysSo() {
    assertThat(
            Dialecting.problems("apps.json", "{\"apps\": [{\"name\": \"\", \"command\": \"x\"}]}"))
        .containsExactly("1:11: the app has no 'name'");
  }

  @Test
  void durationsOfGoAreUnderstood() {
    assertThat(GoDurations.nativeText("2h45m")).hasValue("2h45m");
    assertThat(GoDurations.nativeText("1.5s")).hasValue("1s500ms");
    assertThat(GoDurations.nativeText(".5s")).hasValue("500ms");
    assertThat(GoDurations.nativeText("10us")).hasValue("1ms");
    assertThat(GoDurations.nativeText("0")).hasValue("0s");
    assertThat(GoDurations.nativeText("+90m")).hasValue("1h30m");
    for (String wrong : new String[] {"", "5", "-5s", "5 s", "s", "1d", "1s5", "9".repeat(200)}) {
      assertThat(GoDurations.nativeText(wrong)).as(wrong).isEmpty();
    }
  }
}
