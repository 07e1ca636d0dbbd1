package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Loaded;
import java.util.List;
import org.junit.jupiter.api.Test;

class Pm2Test {
  /** What PM2 does where an app says nothing. */
  private static final String DEFAULTS =
      """
      instance_env: NODE_APP_INSTANCE
      logs.format: raw
      restart.backoff: 1
      restart.delay: 0s
      restart.delay_success: 0s
      restart.jitter: 0
      restart.max: 16
      restart.max_success: 16
      restart.min_uptime: 1s
      stop.grace: 1s600ms
      stop.signal: SIGINT
      """;

  private static Loaded.Ok app(String fields) {
    return Dialecting.ok("x.json", "{\"apps\": [{\"name\": \"a\", " + fields + "}]}");
  }

  private static List<String> warnings(String fields) {
    return Dialecting.warnings(app("\"script\": \"a.js\", " + fields));
  }

  @Test
  void anAppThatSaysNothingBehavesAsUnderPm2() {
    for (String file :
        List.of(
            "{\"apps\": [{\"script\": \"./app.js\"}]}",
            "[{\"script\": \"./app.js\"}]",
            "{\"apps\": {\"script\": \"./app.js\"}}",
            "{script: './app.js', // PM2 allows comments\n /* and these */ }")) {
      Loaded.Ok ok = Dialecting.ok("ecosystem.config.json", file);
      assertThat(ok.format()).isEqualTo("PM2");
      assertThat(ok.warnings()).isEmpty();
      assertThat(Dialecting.text(ok, "app"))
          .isEqualTo("command: [./app.js]\ncwd: /conf\n" + DEFAULTS);
    }
  }

  @Test
  void theSchemaOfPm2IsRead() {
    Loaded.Ok ok =
        Dialecting.ok(
            "process.json",
            """
            {
              "apps": [{
                "name": "worker",
                "script": "./worker.js",
                "args": ["--toto=heya coco", "-d", "1"],
                "cwd": "/srv/app",
                "namespace": "back",
                "interpreter": "/usr/bin/node",
                "node_args": "--harmony --max-old-space-size=1024",
                "instances": 3,
                "exec_mode": "fork",
                "env": {"NODE_ENV": "development", "PORT": 3000, "DEBUG": true, "NONE": null},
                "out_file": "/var/log/out.log",
                "error_file": "err.log",
                "merge_logs": true,
                "time": true,
                "autorestart": true,
                "max_restarts": 10,
                "min_uptime": "200s",
                "restart_delay": 4000,
                "stop_exit_codes": [0, 3],
                "kill_timeout": 3000,
                "instance_var": "INSTANCE_ID",
                "uid": "www-data",
                "gid": "www",
                "filter_env": true
              }]
            }
            """);
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "10:5: service 'worker': the number of an instance counts from 1, where PM2 counts"
                + " from 0");
    assertThat(Dialecting.text(ok, "worker"))
        .isEqualTo(
            """
            command: [/usr/bin/node, --harmony, --max-old-space-size=1024, ./worker.js, --toto=heya coco, -d, 1]
            cwd: /srv/app
            env: {NODE_ENV=development, PORT=3000, DEBUG=true}
            group: www
            group_name: back
            inherit_env: false
            instance_env: INSTANCE_ID
            instances: 3
            logs.stderr: /srv/app/err.log
            logs.stdout: /var/log/out.log
            restart.backoff: 1
            restart.delay: 4s
            restart.delay_success: 4s
            restart.except_codes: [0, 3]
            restart.jitter: 0
            restart.max: 10
            restart.max_success: 10
            restart.min_uptime: 3m20s
            stop.grace: 3s
            stop.signal: SIGINT
            user: www-data
            """);
  }

  @Test
  void yamlIsReadAsWell() {
    Loaded.Ok ok =
        Dialecting.ok(
            "process.yml",
            """
            apps:
              - script   : app.js
                name     : 'api'
                instances: 4
                exec_mode: cluster
              - script : ./worker.py
                watch  : true
            """);
    assertThat(ok.specs()).extracting(s -> s.name()).containsExactly("api", "worker");
    assertThat(Dialecting.spec(ok, "api").instances()).isEqualTo(4);
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "4:5: service 'api': the number of an instance counts from 1, where PM2 counts from 0",
            "5:5: service 'api': cluster mode has no equivalent: instances do not share a port by"
                + " themselves; each one knows its number from its environment");
    assertThat(Dialecting.spec(ok, "worker").watch().paths()).containsExactly("**");
  }

  @Test
  void instancesMayFollowTheProcessors() {
    int processors = Runtime.getRuntime().availableProcessors();
    String fork = "\"script\": \"a.js\", \"exec_mode\": \"fork\", \"instances\": ";
    assertThat(Dialecting.spec(app(fork + "\"max\""), "a").instances()).isEqualTo(processors);
    assertThat(Dialecting.spec(app(fork + "0"), "a").instances()).isEqualTo(processors);
    assertThat(Dialecting.spec(app(fork + "-1"), "a").instances())
        .isEqualTo(Math.max(1, processors - 1));
    assertThat(Dialecting.spec(app(fork + "\"2\""), "a").instances()).isEqualTo(2);
  }

  @Test
  void programsAreRunAsPm2RunsThem() {
    assertThat(Dialecting.fields(app("\"script\": \"npm run 'a b'\", \"args\": \"x\""), "a"))
        .containsEntry("command", "npm run 'a b'")
        .containsEntry("shell", true);
    assertThat(Dialecting.fields(app("\"script\": \"a.ts\""), "a"))
        .containsEntry("interpreter", "bun");
    assertThat(Dialecting.fields(app("\"script\": \"a.mjs\", \"args\": \"-x 'y z'\""), "a"))
        .containsEntry("interpreter", "node")
        .containsEntry("command", List.of("a.mjs", "-x", "y z"));
    assertThat(Dialecting.fields(app("\"exec\": \"a\", \"interpreter\": \"none\""), "a"))
        .doesNotContainKey("interpreter");
    assertThat(Dialecting.fields(app("\"exec\": \"a.js\", \"node_args\": [\"--inspect\"]"), "a"))
        .containsEntry("command", List.of("node", "--inspect", "a.js"));
    assertThat(Dialecting.fields(app("\"script\": \"a.js\", \"port\": 80"), "a"))
        .containsEntry("env", java.util.Map.of("PORT", "80"));
  }

  @Test
  void restartsFollowPm2() {
    assertThat(Dialecting.fields(app("\"script\": \"a\", \"exp_backoff_restart_delay\": 100"), "a"))
        .containsEntry("restart.delay", "100ms")
        .containsEntry("restart.backoff", 1.5)
        .containsEntry("restart.max_delay", "15s");
    assertThat(Dialecting.fields(app("\"script\": \"a\", \"autorestart\": false"), "a"))
        .containsEntry("restart.policy", "never");
    assertThat(Dialecting.fields(app("\"script\": \"a\", \"max_restarts\": 0"), "a"))
        .containsEntry("restart.policy", "never");
    assertThat(Dialecting.fields(app("\"script\": \"a\", \"min_uptime\": \"1h\""), "a"))
        .containsEntry("restart.min_uptime", "1h");
  }

  @Test
  void logsFollowPm2() {
    assertThat(Dialecting.fields(app("\"script\": \"a\", \"disable_logs\": true"), "a"))
        .containsEntry("logs.stdout", "null")
        .containsEntry("logs.stderr", "null");
    assertThat(
            Dialecting.fields(
                app("\"script\": \"a\", \"output\": \"/dev/null\", \"err_log\": \"e\""), "a"))
        .containsEntry("logs.stdout", "null")
        .containsEntry("logs.stderr", "/conf/e");
    assertThat(Dialecting.fields(app("\"script\": \"a\", \"log_type\": \"json\""), "a"))
        .containsEntry("logs.format", "json");
  }

  @Test
  void eachThingWithoutEquivalentIsAWarningWithItsPlace() {
    String prefix = "1:43: service 'a': ";
    assertThat(warnings("\"env_production\": {\"A\": \"b\"}"))
        .containsExactly(
            prefix
                + "'env_production' has no equivalent: it is chosen with 'pm2 start --env"
                + " production'; move what you need to 'env'; ignored");
    assertThat(warnings("\"cron_restart\": \"0 0 * * *\""))
        .containsExactly(
            prefix
                + "'cron_restart' has no equivalent: a 'schedule' starts a service and does not"
                + " restart one that runs; add a service with the command 'reeve restart NAME' and"
                + " this schedule; ignored");
    assertThat(warnings("\"wait_ready\": true, \"listen_timeout\": 3000")).hasSize(2);
    assertThat(warnings("\"shutdown_with_message\": true, \"treekill\": false")).hasSize(2);
    assertThat(warnings("\"pid_file\": \"x\", \"kill_retry_time\": 5, \"log_file\": \"x\""))
        .hasSize(3);
    assertThat(warnings("\"vizion\": false, \"source_map_support\": true, \"pmx\": true"))
        .hasSize(3);
    assertThat(warnings("\"instances\": \"max\""))
        .satisfiesAnyOf(
            list -> assertThat(list).hasSize(2),
            list -> assertThat(Runtime.getRuntime().availableProcessors()).isEqualTo(1));
    assertThat(warnings("\"max_memory\": \"1G\""))
        .containsExactly(prefix + "unknown 'max_memory' is ignored");
    assertThat(warnings("\"wait_ready\": false, \"treekill\": true, \"force\": true")).isEmpty();
  }

  @Test
  void formatsOfTimesAreThoseOfStrftime() {
    String format = "YYYY-MM-DD[T]HH:mm:ss.SSS Z [at] ddd DDDD x 100%";
    assertThat(
            Dialecting.fields(
                app("\"script\": \"a\", \"log_date_format\": \"" + format + "\""), "a"))
        .containsEntry("logs.time_format", "%Y-%m-%dT%H:%M:%S.%L %z at %a %j %s%L 100%%:");
    assertThat(warnings("\"log_date_format\": \"YYYY\"")).isEmpty();
    assertThat(warnings("\"log_date_format\": \"Do MMMM\""))
        .containsExactly(
            "1:43: service 'a': 'Do MMMM' has parts without equivalent: lines begin with the time in"
                + " ISO 8601");
  }

  @Test
  void deploymentIsNotTakenOver() {
    Loaded.Ok ok =
        Dialecting.ok(
            "x.json",
            "{\"apps\": [{\"script\": \"a.js\"}],\n \"deploy\": {\"production\": {\"user\": \"x\"}}}");
    assertThat(Dialecting.warnings(ok))
        .containsExactly("2:2: 'deploy' has no equivalent: only 'apps' are taken over; ignored");
  }

  @Test
  void mistakesPointIntoTheFile() {
    assertThat(
            Dialecting.problems(
                "ecosystem.config.json",
                """
                {"apps": [
                  {"name": "a"},
                  {"name": "b", "script": "x", "instances": "many", "exec_mode": "fork"},
                  {"name": "c", "script": "x", "autorestart": "maybe", "kill_timeout": "soon"},
                  {"name": "d", "script": "x", "args": "it's"},
                  {"name": "e", "script": "x", "args": [{}], "env": {"A": {}}},
                  "f"
                ]}
                """))
        .containsExactly(
            "2:12: the app 'a' has no 'script'",
            "3:45: service 'b': 'instances' is not a whole number",
            "4:47: service 'c': 'autorestart' must be true or false",
            "4:72: service 'c': 'stop.grace' is not a duration: write it like 500ms, 5s, 1m30s, 2h"
                + " or 7d",
            "5:40: service 'd': 'args' has an opening ' that is not closed",
            "6:41: service 'e': 'args' must be a list of texts, not a map",
            "6:59: service 'e': 'env.A' must be a text, not a map",
            "7:3: an app must be a map, not 'f'");
  }

  @Test
  void otherThingsAreNotApps() {
    assertThat(Dialecting.problems("ecosystem.config.yaml", "5"))
        .containsExactly("1:1: a PM2 file must be a map with a list of 'apps', not '5'");
    assertThat(Dialecting.problems("ecosystem.config.yaml", "apps: []"))
        .containsExactly("1:1: the PM2 file declares nothing to run");
  }
}
