package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisordTest {
  /** What supervisord does where a program says nothing. */
  private static final String DEFAULTS =
      """
      logs.format: raw
      logs.rotate.compress: false
      logs.rotate.keep: 10
      logs.rotate.size: 50M
      restart.delay_success: 0s
      restart.jitter: 0
      restart.max: 3
      restart.max_success: 3
      restart.min_uptime: 1s
      restart.policy: on-failure
      startup_grace: 1s
      stop.grace: 10s
      """;

  @TempDir Path folder;

  private static Loaded.Ok program(String options) {
    return Dialecting.ok("x.ini", "[program:x]\ncommand=/bin/x\n" + options);
  }

  private static Map<String, Object> fields(String options) {
    return Dialecting.fields(program(options), "x");
  }

  private static List<String> warnings(String options) {
    return Dialecting.warnings(program(options));
  }

  @Test
  void aProgramThatSaysNothingBehavesAsUnderSupervisord() {
    Loaded.Ok ok = Dialecting.ok("supervisord.conf", "[program:cat]\ncommand = /bin/cat\n");
    assertThat(ok.format()).isEqualTo("supervisord");
    assertThat(ok.warnings()).isEmpty();
    assertThat(Dialecting.text(ok, "cat"))
        .isEqualTo("command: [/bin/cat]\ncwd: /conf\n" + DEFAULTS);
    assertThat(Dialecting.spec(ok, "cat").stop().signal()).isEqualTo("TERM");
    assertThat(Dialecting.spec(ok, "cat").restart().delay()).hasSeconds(1);
  }

  @Test
  void theExampleOfTheManualIsRead() {
    Loaded.Ok ok =
        Dialecting.ok(
            "any.conf",
            """
            [program:cat]
            command=/bin/cat
            process_name=%(program_name)s
            numprocs=1
            directory=/tmp
            umask=022
            priority=999
            autostart=true
            autorestart=true
            startsecs=10
            startretries=3
            exitcodes=0,2
            stopsignal=TERM
            stopwaitsecs=10
            user=chrism
            redirect_stderr=false
            stdout_logfile=/a/path
            stdout_logfile_maxbytes=1MB
            stdout_logfile_backups=10
            stdout_capture_maxbytes=1MB
            stderr_logfile=/a/path2
            stderr_logfile_maxbytes=1MB
            stderr_logfile_backups=10
            stderr_capture_maxbytes=1MB
            environment=A="1",B="2"
            serverurl=AUTO
            """);
    assertThat(Dialecting.text(ok, "cat"))
        .isEqualTo(
            """
            command: [/bin/cat]
            cwd: /tmp
            env: {A=1, B=2}
            logs.format: raw
            logs.rotate.compress: false
            logs.rotate.keep: 10
            logs.rotate.size: 1M
            logs.stderr: /a/path2
            logs.stdout: /a/path
            restart.delay_success: 0s
            restart.jitter: 0
            restart.max: 3
            restart.max_success: 3
            restart.min_uptime: 10s
            startup_grace: 10s
            stop.grace: 10s
            umask: 0022
            user: chrism
            """);
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "20:1: service 'cat': 'stdout_capture_maxbytes' has no equivalent: output is not"
                + " searched for events; ignored",
            "24:1: service 'cat': 'stderr_capture_maxbytes' has no equivalent: output is not"
                + " searched for events; ignored");
  }

  @Test
  void expectedExitCodesAreNotRestarted() {
    assertThat(fields("autorestart=unexpected\nexitcodes=0,2\n"))
        .containsEntry("restart.policy", "on-failure")
        .containsEntry("restart.except_codes", List.of(2));
    assertThat(fields("exitcodes=3\n"))
        .doesNotContainKey("restart.policy")
        .containsEntry("restart.except_codes", List.of(3));
    assertThat(fields("autorestart=false\nexitcodes=0,2\n"))
        .containsEntry("restart.policy", "never")
        .doesNotContainKey("restart.except_codes");
  }

  @Test
  void processesThatAreAlikeAreInstances() {
    Loaded.Ok ok = program("numprocs=3\nprocess_name=%(program_name)s_%(process_num)02d\n");
    assertThat(Dialecting.fields(ok, "x"))
        .containsEntry("instances", 3)
        .containsEntry("group_name", "x");
  }

  @Test
  void processesThatDifferAreServicesOfAGroup() {
    Loaded.Ok ok =
        Dialecting.ok(
            "x.ini",
            """
            [program:foo]
            command=/bin/foo --port=80%(process_num)02d --in %(here)s
            process_name=%(program_name)s_%(process_num)02d
            numprocs=2
            numprocs_start=8
            environment=N="%(process_num)d",P="100%%",HOST="%(host_node_name)s"
            stdout_logfile=/var/log/%(group_name)s-%(process_num)s.log
            """);
    assertThat(ok.specs()).extracting(s -> s.name()).containsExactly("foo_08", "foo_09");
    assertThat(Dialecting.fields(ok, "foo_09"))
        .containsEntry("command", List.of("/bin/foo", "--port=8009", "--in", "/conf"))
        .containsEntry("env", Map.of("N", "9", "P", "100%", "HOST", "localhost"))
        .containsEntry("group_name", "foo")
        .containsEntry("logs.stdout", "/var/log/foo-9.log");
  }

  @Test
  void groupsVariablesAndSettingsOfTheDaemonReachThePrograms() {
    Loaded.Ok ok =
        Dialecting.ok(
            "x.ini",
            """
            ; the usual file
            [supervisord]
            logfile = /var/log/supervisord.log ; comment
            nodaemon = true
            environment = A='all',PORT="%(ENV_PORT)s"
            directory = /srv

            [unix_http_server]
            file=/run/supervisor.sock

            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

            [group:back]
            programs=a, b
            priority=5

            [program:a]
            command=a "b c"
                --more   # and more
            environment=A="own",
                B="x,y"

            [program:b]
            command: /bin/b
            priority=1

            [eventlistener:e]
            command=e
            """);
    assertThat(Dialecting.fields(ok, "a"))
        .containsEntry("command", List.of("a", "b c", "--more"))
        .containsEntry("cwd", "/srv")
        .containsEntry("env", Map.of("A", "own", "PORT", "8080", "B", "x,y"))
        .containsEntry("group_name", "back");
    assertThat(Dialecting.fields(ok, "b")).containsEntry("group_name", "back");
    assertThat(ok.specs()).hasSize(2);
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "2:2: [supervisord]: logfile, nodaemon have no equivalent: Reeve's daemon needs none"
                + " of them; ignored",
            "8:2: [unix_http_server] has no equivalent: Reeve has a socket of its own; ignored",
            "11:2: [rpcinterface:supervisor] has no equivalent: Reeve has a socket of its own;"
                + " ignored",
            "16:1: group 'back': 'priority' has no equivalent: say with 'depends_on' what must run"
                + " before; ignored",
            "26:1: service 'b': 'priority' has no equivalent: say with 'depends_on' what must run"
                + " before; ignored",
            "28:2: [eventlistener:e] has no equivalent: Reeve does not feed events to programs;"
                + " 'reeve events -f --json' prints them; ignored");
  }

  @Test
  void logsFollowSupervisord() {
    assertThat(fields("stdout_logfile=NONE\nstderr_logfile=AUTO\n"))
        .containsEntry("logs.stdout", "null")
        .doesNotContainKey("logs.stderr");
    assertThat(fields("stdout_logfile_maxbytes=0\nstdout_logfile_backups=0\n"))
        .containsEntry("logs.rotate.size", "0")
        .containsEntry("logs.rotate.keep", 0);
    assertThat(fields("stdout_logfile=/dev/null\nredirect_stderr=true\n"))
        .containsEntry("logs.stdout", "null")
        .containsEntry("logs.stderr", "null");
  }

  @Test
  void eachThingWithoutEquivalentIsAWarningWithItsPlace() {
    for (String option :
        List.of(
            "stopasgroup=false",
            "killasgroup=false",
            "priority=1",
            "serverurl=http://x",
            "stdout_events_enabled=true",
            "stderr_capture_maxbytes=1MB",
            "redirect_stderr=true",
            "stdout_logfile=/dev/stdout",
            "startretries=0",
            "autostart=false",
            "stdout_logfile_maxbytes=1MB",
            "comand=x")) {
      assertThat(warnings(option + "\n"))
          .as(option)
          .singleElement()
          .asString()
          .startsWith("3:1: service 'x': ");
    }
    for (String option :
        List.of(
            "stopasgroup=true", "stdout_events_enabled=false", "autostart=true", "numprocs=1")) {
      assertThat(warnings(option + "\n")).as(option).isEmpty();
    }
    assertThat(warnings("comand=x"))
        .containsExactly("3:1: service 'x': unknown 'comand' is ignored; did you mean 'command'?");
    assertThat(fields("autostart=false")).containsEntry("enabled", false);
    assertThat(fields("stdout_syslog=true")).containsEntry("logs.syslog", "unix:///dev/log");
    assertThat(fields("stdout_logfile=syslog")).containsEntry("logs.syslog", "unix:///dev/log");
    assertThat(fields("startretries=0")).containsEntry("restart.max", 1);
  }

  @Test
  void filesAreIncludedByPattern() throws Exception {
    Files.createDirectories(folder.resolve("conf.d"));
    Files.writeString(
        folder.resolve("conf.d/a.conf"), "[program:a]\ncommand=a\n[include]\nfiles=x");
    Files.writeString(folder.resolve("conf.d/b.conf"), "[program:b]\ncommand=b\nstopsignal=FOO\n");
    Path main =
        Files.writeString(
            folder.resolve("supervisord.conf"), "[include]\nfiles = conf.d/a.conf none/*.conf\n");
    Loaded.Ok ok = Dialecting.ok(Loader.load(main, Dialecting.ENVIRONMENT));
    assertThat(ok.specs()).extracting(s -> s.name()).containsExactly("a");
    assertThat(ok.files()).containsExactly(main, folder.resolve("conf.d/a.conf"));
    assertThat(ok.origins().get("a")).hasToString(folder + "/conf.d/a.conf:1:2");
    assertThat(ok.specs().getFirst().directory()).isEqualTo(folder);
    assertThat(Dialecting.warnings(ok))
        .containsExactly("3:2: included files cannot include others; ignored");
    Files.writeString(main, "[include]\nfiles = %(here)s/conf.d/*.conf\n");
    Loaded.Broken broken = (Loaded.Broken) Loader.load(main, Dialecting.ENVIRONMENT);
    assertThat(broken.text())
        .startsWith(folder + "/conf.d/b.conf:3:12: service 'b': 'stop.signal' is not a signal");
  }

  @Test
  void mistakesPointIntoTheFile() {
    assertThat(
            Dialecting.problems(
                "x.ini",
                """
                lost=1
                [program:a]
                what is this
                command=x %(ENV_NOPE)s
                stopsignal=FOO
                stopwaitsecs=soon
                [program:b]
                command=it's
                environment=A="x
                autorestart=maybe
                exitcodes=0,999
                [program:c]
                directory=/x
                [program:d]
                command=50%
                stdout_logfile_maxbytes=%(numprocs)s
                [group:g]
                programs=a,nobody
                [group:h]
                [open
                """))
        .containsExactly(
            "1:1: this stands before the first [SECTION]",
            "3:1: expected KEY=VALUE or [SECTION]",
            "4:11: program 'a': 'command': variable 'NOPE' is not set",
            "5:12: service 'a': 'stop.signal' is not a signal",
            "6:14: service 'a': 'stop.grace' is not a duration: write it like 500ms, 5s, 1m30s, 2h"
                + " or 7d",
            "8:9: service 'b': 'command' has an opening ' that is not closed",
            "9:13: service 'b': 'environment' has an opening \" that is not closed",
            "10:13: service 'b': 'autorestart' must be false, unexpected or true, not 'maybe'",
            "12:2: service 'c': [program:c] has no 'command'",
            "15:11: program 'd': 'command': '%' must be followed by '(NAME)s' or '(NAME)d'; write"
                + " '%%' for itself",
            "16:25: program 'd': 'stdout_logfile_maxbytes': '%(numprocs)s' has no meaning here",
            "18:10: group 'g': there is no program 'nobody'",
            "19:2: group 'h' has no 'programs'",
            "20:1: this '[' is not closed by ']'");
  }
}
