package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Loaded;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.Diagnose;
import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.OnTimeout;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApmTest {

  private static Sketching.Result sketch(String text) {
    return Sketching.of(new Apm(), "apm.conf", text);
  }

  /** The declared fields of the only worker. */
  private static String declared(String text) {
    Sketching.Result result = sketch(text);
    assertThat(result.problems()).isEmpty();
    return result.declared(result.sketches().keySet().iterator().next());
  }

  private static List<String> warnings(String text) {
    return sketch(text).warnings();
  }

  private static List<String> problems(String text) {
    return sketch(text).problems();
  }

  @Test
  void theFirstExampleOfTheManualIsRead() {
    Loaded.Ok ok =
        Dialecting.ok(
            "apm.conf",
            """
            # Simple worker
            worker {
              name myapp;
              exec node;
              params server.js;
              instances 4;
              restart true;
              watch *.js;
              server http://0.0.0.0:3000;
            }
            """);
    assertThat(ok.format()).isEqualTo("APM");
    assertThat(Sketching.lasting(ok)).isEmpty();
    ServiceSpec spec = Dialecting.spec(ok, "myapp");
    assertThat(spec.command()).isEqualTo(new Command.Argv(List.of("node", "server.js")));
    assertThat(spec.instances()).isEqualTo(4);
    assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.ON_SUCCESS);
    assertThat(spec.directory()).isEqualTo(Path.of("/conf"));
  }

  @Test
  void everyDefaultOfTheManualIsPinned() {
    Loaded.Ok ok =
        Dialecting.ok("apm.conf", "worker { exec node; depends_on db; } worker { exec db; }");
    ServiceSpec spec = Dialecting.spec(ok, "node");
    assertThat(spec.instances()).isEqualTo(1);
    assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.NEVER);
    assertThat(spec.restart().delaySuccess()).isEqualTo(Duration.ofMillis(250));
    assertThat(spec.restart().delay()).isEqualTo(Duration.ofMillis(500));
    assertThat(spec.restart().backoff()).isEqualTo(1);
    assertThat(spec.restart().jitter()).isZero();
    assertThat(spec.restart().max()).isZero();
    assertThat(spec.restart().maxSuccess()).isZero();
    assertThat(spec.startupGrace()).isEqualTo(Duration.ofSeconds(2));
    assertThat(spec.stop().grace()).isEqualTo(Duration.ofSeconds(2));
    assertThat(spec.stop().signal()).isEqualTo("TERM");
    assertThat(spec.dependsOn()).isEqualTo(Map.of("db", Condition.STARTED));
    assertThat(Fields.DEPENDS_TIMEOUT.of().apply(spec)).isEqualTo(Duration.ofSeconds(30));
    assertThat(Fields.ON_TIMEOUT.of().apply(spec)).isEqualTo(OnTimeout.START);
    assertThat(spec.logs().rotation().keep()).isEqualTo(5);
    assertThat(spec.logs().rotation().compress()).isFalse();
    assertThat(sketch("worker { exec node; }").fallbacks("node"))
        .isEqualTo(
            """
            diagnose: reactive
            logs.rotate.compress: false
            logs.rotate.keep: 5
            restart.backoff: 1
            restart.delay: 500ms
            restart.delay_success: 250ms
            restart.jitter: 0
            restart.max: 0
            restart.max_success: 0
            restart.policy: never
            startup_grace: 2s
            stop.grace: 2s
            """);
    String all =
        sketch(
                """
                worker my.api {
                  exec node; server :80; health_check http://127.0.0.1/; watch *.js; rolling true;
                  session_persist true; listen a; depends_on x;
                  on_crash { url http://hooks/; }
                  statsd { host localhost:8125; }
                  vanguard { rate_limit 100; }
                  dashboard { }
                }
                """)
            .fallbacks("my.api");
    assertThat(all.lines().filter(line -> !line.startsWith("restart.")).toList())
        .containsExactly(
            "bus.timeout: 500ms",
            "dashboard.cols: 6",
            "dashboard.name: my.api",
            "dashboard.rows: 3",
            "depends_timeout: 30s",
            "diagnose: reactive",
            "edge.drain_timeout: 0s",
            "edge.keep_alive: 2m",
            "edge.trust_proxy: true",
            "guard.log: true",
            "guard.rate_burst: 100",
            "health.failures: 3",
            "health.interval: 5s",
            "health.timeout: 3s",
            "logs.rotate.compress: false",
            "logs.rotate.keep: 5",
            "on_crash.debounce: 5s",
            "on_crash.log_lines: 0",
            "on_crash.log_source: err",
            "on_crash.method: POST",
            "on_timeout: start",
            "rollout.delay: 1s",
            "rollout.session_wait: 5s",
            "startup_grace: 2s",
            "statsd.interval: 1s",
            "statsd.prefix: apm.my_api",
            "stop.grace: 2s",
            "watch.delay: 200ms");
  }

  private static final String EVERYTHING =
      """
      worker {
        name: api;
        exec: node;
        params: server.js, --port, "80 80";
        path: /srv/${PORT}/$HOME;
        instances: 2;
        user: www;
        env A=1, B="x, y";
        env C='$HOME';
        env_index I;
        env_file .env, more.env;
        restart true;
        restart_delay 300;
        max_restarts 4;
        restart_err true;
        err_delay 40000;
        max_err_restarts 7;
        err_grace 9000;
        startup_grace 1500;
        augur_full_scan true;
        kill_timeout 2500;
        depends_on db, cache;
        depends_timeout 31000;
        health_check http://127.0.0.1:3000/health;
        health_check_interval 6000;
        health_check_timeout 1000;
        health_check_threshold 2;
        drain_timeout 700;
        memory_limit 256M;
        log /var/log/out.log;
        err_log err.log;
        prefix ç51-api-serverçR-;
        log_time_format ç214-%Y-%m-%d %Tç59-.%FçR-;
        strip_ansi true;
        syslog syslog://localhost:514;
        syslog_tag api;
        log_max_size 10M;
        log_max_files 9;
        server http://0.0.0.0:3000, ws://0.0.0.0:3001;
        lowercase_hdrs true;
        trust_proxy false;
        keep_alive 60000;
        max_conns 1000;
        trace_header x-request-id;
        session_persist true;
        session_wait 2000;
        watch *.js, src/*;
        watch *.json;
        watch_ignore *node_modules*, *dist/*;
        watch_delay 100;
        rolling true;
        rolling_delay 500;
        listen "iot_control";
        ipc_timeout 1000;
        tls true;
        tls_cert /etc/ssl/my.crt;
        tls_key /etc/ssl/my.key;
        tls_ca /etc/ssl/ca.crt;
        watch_conf true;
        stats_interval 2000;
        on_crash {
          url https://hooks.example.com/apm-crash;
          method POST;         # POST (default) or GET
          debounce 10000;      # min ms between calls
          log_lines 20;
          log_source err;      // "err" (default) or "out"
          secret mysecret;
        }
        statsd { host localhost:8125; prefix apm.api; interval 2; }
        vanguard {
          allow_ip 10.0.0.0/8, 192.168.0.0/16;
          ban_ip 1.2.3.4;
          allow_method get; allow_method POST;
          ban_method trace;
          rate_limit 100; rate_burst 200; ban_ttl 300000;
          ban_path *.php, *wp-*, *.env, /.git*;
          ban_response Go away;
          log off;
          log_summary 60;
        }
        dashboard {
          name My API;
          cols 6; rows 4;
          module { type graph; id 1; name Requests/sec; x 0; y 0; w 3; h 1; }
          module { type gauge; id 2; name CPU %; x 3; y 0; w 1; h 1; min 0; max 100; unit %;
                   color #ff5a5a; base_color "#000"; source cpu; }
        }
      }
      """;

  @Test
  void everyOptionOfTheManualIsRead() {
    assertThat(declared(EVERYTHING))
        .isEqualTo(
            """
            bus.listen: iot_control
            bus.timeout: 1s
            command: [node, server.js, --port, 80 80]
            cwd: /srv/8080/home/me
            dashboard.cols: 6
            dashboard.modules: [{type: graph, id: 1, name: Requests/sec, x: 0, y: 0, w: 3, h: 1}, \
            {type: gauge, id: 2, name: CPU %, x: 3, y: 0, w: 1, h: 1, min: 0, max: 100, unit: %, \
            color: #ff5a5a, base_color: #000, source: cpu}]
            dashboard.name: My API
            dashboard.rows: 4
            depends_on[0]: {db: started}
            depends_on[1]: {cache: started}
            depends_timeout: 31s
            diagnose: preflight
            edge.drain_timeout: 700ms
            edge.keep_alive: 1m
            edge.lowercase_headers: true
            edge.max_conns: 1000
            edge.session_persist: true
            edge.trace_header: x-request-id
            edge.trust_proxy: false
            env.A: 1
            env.B: x, y
            env.C: $HOME
            env_file: [.env, more.env]
            guard.allow_ip: [10.0.0.0/8, 192.168.0.0/16]
            guard.allow_method: [GET, POST]
            guard.ban_ip: [1.2.3.4]
            guard.ban_method: [TRACE]
            guard.ban_path: [*.php, *wp-*, *.env, /.git*]
            guard.ban_response: Go away
            guard.ban_ttl: 5m
            guard.log: false
            guard.log_summary: 60s
            guard.rate_burst: 200
            guard.rate_limit: 100
            health.failures: 2
            health.http: http://127.0.0.1:3000/health
            health.interval: 6s
            health.timeout: 1s
            instance_env: I
            instances: 2
            logs.prefix: ç51-api-server#{instance}çR-
            logs.rotate.keep: 9
            logs.rotate.size: 10M
            logs.stderr: err.log
            logs.stdout: /var/log/out.log
            logs.strip_ansi: true
            logs.syslog: udp://localhost:514
            logs.syslog_tag: api
            logs.time_format: ç214-%Y-%m-%d %Tç59-.%fçR-
            on_crash.debounce: 10s
            on_crash.log_lines: 20
            on_crash.log_source: err
            on_crash.method: POST
            on_crash.secret: mysecret
            on_crash.url: https://hooks.example.com/apm-crash
            resources.memory: 256M
            restart.delay: 40s
            restart.delay_success: 300ms
            restart.max: 7
            restart.max_delay: 1d
            restart.max_success: 4
            restart.min_uptime: 9s
            restart.policy: always
            rollout.delay: 500ms
            rollout.rolling: true
            rollout.session_wait: 2s
            serve: [https://0.0.0.0:3000, wss://0.0.0.0:3001]
            startup_grace: 1s500ms
            statsd.host: localhost:8125
            statsd.interval: 2s
            statsd.prefix: apm.api
            stop.grace: 2s500ms
            tls.ca: /etc/ssl/ca.crt
            tls.cert: /etc/ssl/my.crt
            tls.key: /etc/ssl/my.key
            user: www
            watch.delay: 100ms
            watch.ignore: [*node_modules*, *dist/*]
            watch.paths: [*.js, src/*, *.json]
            """);
  }

  @Test
  void whatReeveHasAlreadyReachesTheSpec() {
    Loaded.Ok ok =
        Dialecting.ok("apm.conf", EVERYTHING + "worker { exec db; } worker { exec cache; }");
    ServiceSpec spec = Dialecting.spec(ok, "api");
    assertThat(spec.command())
        .isEqualTo(new Command.Argv(List.of("node", "server.js", "--port", "80 80")));
    assertThat(spec.directory()).isEqualTo(Path.of("/srv/8080/home/me"));
    assertThat(spec.instances()).isEqualTo(2);
    assertThat(spec.user()).isEqualTo("www");
    assertThat(spec.environment().variables())
        .isEqualTo(Map.of("A", "1", "B", "x, y", "C", "$HOME"));
    assertThat(spec.environment().instanceVariable()).isEqualTo("I");
    assertThat(spec.environment().files())
        .containsExactly(Path.of("/conf/.env"), Path.of("/conf/more.env"));
    assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.ALWAYS);
    assertThat(spec.restart().delaySuccess()).isEqualTo(Duration.ofMillis(300));
    assertThat(spec.restart().delay()).isEqualTo(Duration.ofSeconds(40));
    assertThat(spec.restart().maxDelay()).isGreaterThan(Duration.ofSeconds(40));
    assertThat(spec.restart().max()).isEqualTo(7);
    assertThat(spec.restart().maxSuccess()).isEqualTo(4);
    assertThat(spec.restart().minUptime()).isEqualTo(Duration.ofSeconds(9));
    assertThat(spec.startupGrace()).isEqualTo(Duration.ofMillis(1500));
    assertThat(spec.diagnose()).isEqualTo(Diagnose.PREFLIGHT);
    assertThat(spec.stop().grace()).isEqualTo(Duration.ofMillis(2500));
    assertThat(Fields.DEPENDS_TIMEOUT.of().apply(spec)).isEqualTo(Duration.ofSeconds(31));
    assertThat(spec.logs().stdout()).isEqualTo(new LogTarget.File(Path.of("/var/log/out.log")));
    assertThat(spec.logs().stderr())
        .isEqualTo(new LogTarget.File(Path.of("/srv/8080/home/me/err.log")));
    assertThat(spec.logs().rotation().size()).isEqualTo(10 << 20);
    assertThat(spec.logs().rotation().keep()).isEqualTo(9);
    assertThat(ok.autoReload()).isTrue();
    assertThat(Sketching.lasting(ok))
        .containsExactly(
            "10:3: service 'api': 'I' counts instances from 1, where APM begins with 0",
            "59:3: service 'api': 'watch_conf' follows the whole file, with all of its services",
            "60:3: service 'api': 'stats_interval' has no equivalent: 'daemon.stats_interval' of a"
                + " reeve.yaml is for all; ignored",
            "67:5: service 'api': the signature is in X-Reeve-Signature, where APM says"
                + " X-APM-Signature");
  }

  @Test
  void restartsOfCleanAndOfFailedEndsAreOnePolicy() {
    String worker = "worker { exec x; %s }";
    assertThat(declared(worker.formatted("restart true; restart_err true;")))
        .contains("restart.policy: always");
    assertThat(declared(worker.formatted("restart;"))).contains("restart.policy: on-success");
    assertThat(declared(worker.formatted("restart_err on;")))
        .contains("restart.policy: on-failure");
    assertThat(declared(worker.formatted("restart false;"))).contains("restart.policy: never");
    assertThat(declared(worker.formatted("restart_err true; restart_on_exit_codes 3, 4;")))
        .contains("restart.policy: always\n")
        .contains("restart.exit_codes: [3, 4]\n");
    assertThat(problems(worker.formatted("restart sometimes;")))
        .containsExactly(
            "apm.conf:1:26: service 'x': 'restart' must be true or false, not 'sometimes'");
  }

  @Test
  void standardErrorGoesWhereStandardOutputGoes() {
    assertThat(declared("worker { exec x; log a.log; }"))
        .contains("logs.stdout: a.log\n")
        .contains("logs.stderr: a.log\n");
    assertThat(declared("worker { exec x; err_log b.log; }"))
        .contains("logs.stderr: b.log\n")
        .doesNotContain("stdout");
    assertThat(declared("worker { exec x; }")).doesNotContain("logs");
  }

  @Test
  void healthIsPulledOrPushed() {
    Sketching.Result push = sketch("worker { exec x; health_check on; health_check_interval 1; }");
    assertThat(push.declared("x")).contains("health.push: true\n").contains("interval: 1ms\n");
    assertThat(push.warnings())
        .containsExactly(
            "apm.conf:1:18: service 'x': the program reports to REEVE_HEALTH_URL, where APM says"
                + " APM_HEALTH_URL");
    assertThat(sketch("worker { exec x; health_check off; health_check_interval 1; }").all("x"))
        .doesNotContain("health");
    assertThat(sketch("worker { exec x; health_check ; health_check_interval 1; }").all("x"))
        .doesNotContain("health");
  }

  @Test
  void serversHaveAKindAndAnAddress() {
    assertThat(declared("worker { exec python3; params hello.py; path /opt/myapp; server :8080; }"))
        .isEqualTo("command: [python3, hello.py]\ncwd: /opt/myapp\nserve: [http://0.0.0.0:8080]\n");
    assertThat(declared("worker { exec x; server localhost:1; server tcp://0.0.0.0:2; tls on; }"))
        .contains("serve: [https://localhost:1, tls://0.0.0.0:2]");
    assertThat(declared("worker { exec x; server https://0.0.0.0:443; tls true; tls_cert c; }"))
        .contains("serve: [https://0.0.0.0:443]")
        .contains("tls.cert: c");
    assertThat(warnings("worker { exec x; tls false; tls_cert c; } worker { exec y; tls on; }"))
        .containsExactly(
            "apm.conf:1:29: service 'x': 'tls_cert' has no equivalent: 'tls' is false; ignored",
            "apm.conf:1:60: service 'y': 'tls' needs a 'tls_cert' and a 'tls_key' to have an"
                + " effect");
  }

  @Test
  void aWorkerIsCalledByItsNameItsLabelOrItsProgram() {
    assertThat(
            sketch(
                    "worker { exec /usr/bin/node; } worker my-api { exec a; } worker l { name n; exec b; }")
                .sketches())
        .containsOnlyKeys("node", "my-api", "n");
    assertThat(problems("worker { instances 4; } worker x { } worker { name y; params z; }"))
        .containsExactly(
            "apm.conf:1:1: the worker has neither 'name' nor 'exec'",
            "apm.conf:1:25: service 'x': the worker has no 'exec'",
            "apm.conf:1:52: service 'y': the worker has no 'exec'");
    assertThat(declared("worker { name myapp; cmd node server.js; }"))
        .isEqualTo("command: [node, server.js]\n");
  }
}
