package dev.reeve.config.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.config.Environment;
import dev.reeve.config.Export;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.spec.Condition;
import dev.reeve.core.spec.SandboxFields;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SystemdUnitTest {
  @Test
  void aUnitBecomesAServiceThatDoesTheSame() {
    Loaded.Ok ok =
        Dialecting.ok(
            "web.service",
            """
            # /etc/systemd/system/web.service
            [Unit]
            Description=The shop of %p
            Documentation=https://example.org
            After=network-online.target
            StartLimitIntervalSec=1min
            StartLimitBurst=4

            [Service]
            Type=notify
            User=www-data
            Group=www-data
            WorkingDirectory=-/srv/shop
            Environment="GREETING=hello world" PORT=8080
            Environment=ESCAPED=a\\x20b
            EnvironmentFile=-/does/not/exist
            ExecStart=/usr/bin/node --title=%n \\
              # a comment in the midst
              server.js "two words" 50%%
            ExecReload=/bin/kill -HUP $MAINPID
            Restart=on-failure
            RestartSec=2500ms
            RestartPreventExitStatus=3 SIGKILL
            TimeoutStopSec=1min 30s
            KillSignal=SIGINT
            WatchdogSec=30
            StandardOutput=append:/var/log/shop.log
            ProtectSystem=strict
            PrivateTmp=yes

            [Install]
            WantedBy=multi-user.target
            """);
    assertThat(ok.format()).isEqualTo("systemd");
    assertThat(Dialecting.text(ok, "web"))
        .isEqualTo(
            """
            command: [/usr/bin/node, --title=web.service, server.js, two words, 50%]
            cwd: /srv/shop
            description: The shop of web
            env: {GREETING=hello world, PORT=8080, ESCAPED=a b}
            group: www-data
            inherit_env: false
            logs.format: raw
            logs.stderr: /var/log/shop.log
            logs.stdout: /var/log/shop.log
            ready: {notify=true, timeout=1m30s}
            reload: SIGHUP
            restart.backoff: 1
            restart.delay: 2s500ms
            restart.delay_success: 2s500ms
            restart.except_codes: [3]
            restart.jitter: 0
            restart.limit: {max=3, within=1m}
            restart.max_delay: 3650d
            restart.policy: on-failure
            sandbox.private_tmp: true
            stop.grace: 1m30s
            stop.signal: SIGINT
            user: www-data
            watchdog: 30s
            """);
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "16:17: service 'web': there is no /does/not/exist, which need not be there; ignored",
            "17:1: service 'web': ProtectSystem has no equivalent; ignored",
            "23:1: service 'web': 'RestartPreventExitStatus=SIGKILL' has no equivalent: only exit"
                + " codes are numbers; ignored");
  }

  private static Loaded.Ok hardened(String settings) {
    return Dialecting.ok(
        "a.service", "[Service]\nExecStart=/bin/a\n" + settings + "\n[Install]\nWantedBy=x\n");
  }

  @Test
  void whatAUnitIsKeptFromItsServiceIsKeptFromToo() {
    Loaded.Ok ok =
        hardened(
            """
            UMask=0027
            NoNewPrivileges=true
            PrivateTmp=disconnected
            ReadOnlyPaths=/etc "-/no such" -/usr
            ReadOnlyPaths=+/srv
            CapabilityBoundingSet=~CAP_SYS_ADMIN CAP_SYS_MODULE
            CapabilityBoundingSet=~CAP_KILL\
            """);
    assertThat(Dialecting.fields(ok, "a"))
        .containsEntry("umask", "0027")
        .containsEntry("sandbox.no_new_privileges", true)
        .containsEntry("sandbox.private_tmp", true)
        .containsEntry("sandbox.read_only_paths", List.of("/etc", "/usr", "/srv"));
    assertThat(Dialecting.spec(ok, "a").sandbox().capabilities().orElseThrow())
        .hasSize(38)
        .doesNotContain("sys_admin", "sys_module", "kill");
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "6:15: service 'a': there is no /no such, which need not be there; ignored");
  }

  @Test
  void capabilitiesAreNeverMoreThanAUnitHas() {
    assertThat(capabilities("CapabilityBoundingSet=CAP_KILL\nCapabilityBoundingSet=CAP_CHOWN"))
        .isEqualTo(List.of("chown", "kill"));
    assertThat(capabilities("CapabilityBoundingSet=")).isEqualTo(List.of());
    assertThat(capabilities("User=u\nCapabilityBoundingSet=")).isEqualTo(List.of());
    assertThat(
            capabilities(
                "User=u\nAmbientCapabilities=CAP_KILL CAP_CHOWN\nCapabilityBoundingSet=CAP_KILL"))
        .isEqualTo(List.of("kill"));
    assertThat(capabilities("User=u\nNoNewPrivileges=yes\nCapabilityBoundingSet=CAP_KILL"))
        .isEqualTo(List.of());
    assertThat(capabilities("User=u\nCapabilityBoundingSet=CAP_KILL")).isEqualTo("all");
    assertThat(Dialecting.warnings(hardened("User=u\nCapabilityBoundingSet=CAP_KILL CAP_X")))
        .containsExactlyInAnyOrder(
            "4:23: service 'a': there is no capability CAP_X; ignored",
            "4:1: service 'a': 'CapabilityBoundingSet' has no equivalent: 'capabilities' would give"
                + " them to its user; declare 'capabilities: none' if it needs no setuid program;"
                + " ignored");
  }

  private static Object capabilities(String settings) {
    return SandboxFields.CAPABILITIES.tree(Dialecting.spec(hardened(settings), "a"));
  }

  @Test
  void aCommandWithVariablesGoesThroughAShell() {
    Loaded.Ok ok =
        Dialecting.ok(
            "ssh.service",
            """
            [Service]
            EnvironmentFile=/etc/hosts
            ExecStartPre=/usr/sbin/sshd -t
            ExecStart=-/usr/sbin/sshd -D $SSHD_OPTS --name "${NAME} x" --literal=$A $$5 it\\'s
            ExecStop=/bin/stop --pid ${MAINPID}
            """);
    ServiceSpec spec = Dialecting.spec(ok, "ssh");
    assertThat(spec.command().text())
        .isEqualTo(
            "exec /usr/sbin/sshd -D $SSHD_OPTS --name \"${NAME}\"' x' '--literal=$A' '$'5"
                + " 'it'\\''s'");
    assertThat(spec.stop().command().text())
        .isEqualTo("/bin/sh -c 'exec /bin/stop --pid \"${MAINPID}\"'");
    assertThat(Dialecting.fields(ok, "ssh")).containsEntry("enabled", false);
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "3:1: service 'ssh': 'ExecStartPre' has no equivalent: make a service with 'once: true'"
                + " of it, and wait for it with 'depends_on'; ignored",
            "4:11: service 'ssh': a failure is one, though '-' would ignore it");
  }

  @Test
  void commandsOfAOneShotRunOneAfterTheOther() {
    Loaded.Ok ok =
        Dialecting.ok(
            "setup.service",
            """
            [Service]
            Type=oneshot
            RemainAfterExit=yes
            ExecStart=/bin/one "a b" ; /bin/two
            ExecStart=@/bin/three argv0 c
            ExecStart=
            ExecStart=/bin/four
            ExecStart=/bin/five ; /bin/six
            [Install]
            WantedBy=multi-user.target
            """);
    ServiceSpec spec = Dialecting.spec(ok, "setup");
    assertThat(spec.once()).isTrue();
    assertThat(spec.command().text()).isEqualTo("/bin/four && /bin/five && exec /bin/six");
    assertThat(spec.restart().policy().name()).isEqualTo("NEVER");
  }

  @Test
  void whatSystemdWouldRefuseOrReeveCannotDoIsAProblem() {
    assertThat(Dialecting.problems("a.service", "[Unit]\nDescription=x\n"))
        .containsExactly("1:1: the unit has no [Service]");
    assertThat(
            Dialecting.problems(
                "a.service", "[Service]\nType=forking\nExecStart=/bin/x\nPIDFile=/run/x.pid\n"))
        .containsExactly(
            "2:6: service 'a': 'Type=forking' has no equivalent: have the program stay in the"
                + " foreground (often an option such as --foreground or --no-daemon), and use"
                + " Type=simple");
    assertThat(Dialecting.problems("a.service", "[Service]\nType=simple\n"))
        .containsExactly("1:1: service 'a': the unit has no 'ExecStart'");
    assertThat(Dialecting.problems("a.service", "[Service\nExecStart=/bin/x\nnonsense\n"))
        .contains("1:1: this '[' is not closed by ']'");
    assertThat(Dialecting.problems("a.service", "[Service]\nExecStart=/bin/x 'a\n"))
        .containsExactly("2:11: service 'a': 'ExecStart' has an opening ' that is not closed");
    assertThat(Dialecting.problems("a@.service", "[Service]\nExecStart=/bin/x %i\n"))
        .containsExactly("2:11: the unit is a template: '%i' needs an instance, such as NAME@1");
  }

  @Test
  void anInstanceOfATemplateHasItsName() {
    Loaded.Ok ok = Dialecting.ok("a@b-c.service", "[Service]\nExecStart=/bin/x %i %I %p %N %z\n");
    assertThat(ok.specs().getFirst().name()).isEqualTo("a-b-c");
    assertThat(ok.specs().getFirst().command().text()).isEqualTo("/bin/x b-c b/c a a@b-c %z");
    assertThat(Dialecting.warnings(ok)).anyMatch(w -> w.contains("'%z' is not known to Reeve"));
  }

  @Test
  void onlyServicesThatReeveKnowsAreWaitedFor() {
    String text =
        """
        [Unit]
        Requires=db.service other.service
        After=db.service network.target
        Wants=cache.service
        [Service]
        ExecStart=/bin/x
        """;
    Environment none = new Environment(Map.of());
    Loaded.Ok ok =
        (Loaded.Ok) Loader.parse(Path.of("/u/a.service"), text, none, Set.of("db", "cache"));
    assertThat(ok.specs().getFirst().dependsOn()).isEqualTo(Map.of("db", Condition.READY));
    assertThat(Dialecting.warnings(ok))
        .containsExactly(
            "2:1: service 'a': 'Requires=other.service' has no equivalent: Reeve has no service"
                + " 'other'; ignored",
            "4:1: service 'a': 'Wants=cache.service' has no equivalent: it need not run before;"
                + " 'depends_on' would wait for it; ignored");
  }

  @Test
  void unitsThatReeveWritesAreReadAsTheSameServices() {
    String yaml =
        """
        services:
          api:
            command: [/bin/echo, "a b", "$X", 'q"uote', "50%", "semi;", 'back\\slash', "line\\nbreak"]
            env: { MOTTO: 'a "b" $$c %d' }
            inherit_env: false
            description: 100% answers
            restart: { policy: on-failure, delay: 1500ms, limit: 3/1m, backoff: 1, jitter: 0 }
            stop: { grace: 10s, signal: INT }
            ready: { notify: true, timeout: 20s }
            watchdog: 10s
            reload: SIGHUP
            logs: { stdout: /var/log/o.log, stderr: 'null' }
        """;
    Environment none = new Environment(Map.of());
    Loaded.Ok before = (Loaded.Ok) Loader.parse(Path.of("/srv/reeve.yaml"), yaml, none, Set.of());
    String unit =
        Export.write(Export.Format.SYSTEMD, before.specs(), false).files().get("api.service");
    ServiceSpec was = before.specs().getFirst();
    ServiceSpec is = Dialecting.spec(Dialecting.ok("api.service", unit), "api");
    assertThat(is.command()).isEqualTo(was.command());
    assertThat(is.directory()).isEqualTo(was.directory());
    assertThat(is.environment()).isEqualTo(was.environment());
    assertThat(is.description()).isEqualTo(was.description());
    assertThat(is.stop()).isEqualTo(was.stop());
    assertThat(is.ready()).isEqualTo(was.ready());
    assertThat(is.watchdog()).isEqualTo(was.watchdog());
    assertThat(is.reload()).isEqualTo(was.reload());
    assertThat(is.restart().limit()).isEqualTo(was.restart().limit());
    assertThat(is.restart().policy()).isEqualTo(was.restart().policy());
    assertThat(is.restart().delay()).isEqualTo(was.restart().delay());
    assertThat(is.logs().stdout()).isEqualTo(was.logs().stdout());
    assertThat(is.enabled()).isTrue();
    assertThat(List.of(is.once())).containsExactly(false);
  }
}
