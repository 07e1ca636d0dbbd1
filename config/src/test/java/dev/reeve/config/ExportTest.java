package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {
  private static final String FILE =
      """
      services:
        db:
          command: sleep 1000
          stop: { grace: 10s, signal: INT }
          restart: { policy: on-failure, max: 5, delay: 1500ms, except_codes: [3, 1] }
        migrate: { command: "sh -c 'echo 100% of $HOME'", shell: true, once: true }
        api:
          description: 100% answers
          command: [/bin/echo, "a b", "$X", 'q"uote', "50%", "semi;", 'back\\slash', "line\\nbreak"]
          instances: 2
          env: { PORT: 8080, MOTTO: 'a "b" $$c %d' }
          instance_env: N
          depends_on: { db: started, migrate: completed }
          reload: SIGHUP
          logs: { stdout: out.log, stderr: 'null', rotate: { size: 1M } }
          labels: { team: blue }
          enabled: false
        web:
          command: sleep 2000
          group_name: front
          depends_on: { api: ready }
          ready: { notify: true, timeout: 20s }
          health: { exec: test -e x, interval: 7s }
          watchdog: 10s
      """;

  @TempDir Path folder;

  private static Export.Written written(Export.Format format) {
    return Export.write(format, specs(), false);
  }

  private static List<ServiceSpec> specs() {
    return specs(FILE);
  }

  private static List<ServiceSpec> specs(String text) {
    return switch (Loader.parse(
        Path.of("/srv/reeve.yaml"), text, new Environment(Map.of()), Set.of())) {
      case Loaded.Ok ok -> ok.specs();
      case Loaded.Broken broken -> throw new AssertionError(broken.text());
    };
  }

  @Test
  void nativeFilesLoadBackToTheSameSpecsInFullToo() {
    for (boolean full : new boolean[] {true, false}) {
      String yaml = Export.write(Export.Format.NATIVE, specs(), full).files().get("reeve.yaml");
      assertThat(yaml.contains("backoff: 2")).isEqualTo(full);
      assertThat(Loader.parse(Path.of("/x/y.yaml"), yaml, new Environment(Map.of()), Set.of()))
          .isInstanceOfSatisfying(Loaded.Ok.class, ok -> assertThat(ok.specs()).isEqualTo(specs()));
    }
  }

  @Test
  void unitsSayWhatTheServicesSay() {
    Map<String, String> units = written(Export.Format.SYSTEMD).files();
    assertThat(units.keySet())
        .containsExactly("db.service", "migrate.service", "api@.service", "web.service");
    assertThat(units.get("db.service"))
        .isEqualTo(
            """
            [Unit]
            Description=db
            StartLimitIntervalSec=0

            [Service]
            Type=exec
            ExecStart=sleep 1000
            WorkingDirectory=/srv
            Restart=on-failure
            RestartSec=1500ms
            RestartPreventExitStatus=1 3
            KillSignal=SIGINT
            TimeoutStopSec=10

            [Install]
            WantedBy=multi-user.target
            """);
    assertThat(units.get("api@.service"))
        .contains(
            "Description=100%% answers\n",
            "Requires=db.service\nAfter=db.service\nRequires=migrate.service\n",
            "ExecStart=/bin/echo \"a b\" $$X \"q\\\"uote\" 50%% \"semi;\" \"back\\\\slash\""
                + " \"line\\nbreak\"\n",
            "Environment=PORT=8080\nEnvironment=\"MOTTO=a \\\"b\\\" $c %%d\"\nEnvironment=N=%i\n",
            "ExecReload=/bin/kill -HUP $MAINPID\n",
            "StandardOutput=append:/srv/out.log\nStandardError=null\n")
        .doesNotContain("[Install]");
    assertThat(units.get("migrate.service"))
        .contains("Type=oneshot\n", "ExecStart=/bin/sh -c \"sh -c 'echo 100%% of $$HOME'\"\n")
        .doesNotContain("Restart=");
    assertThat(units.get("web.service"))
        .contains(
            "After=api@1.service api@2.service\n",
            "Type=notify\nTimeoutStartSec=20\nWatchdogSec=10\n");
  }

  @Test
  void whatIsLimitedInReeveIsLimitedInSystemd() {
    Export.Written written =
        Export.write(
            Export.Format.SYSTEMD,
            specs(
                """
                services:
                  web:
                    command: sleep 1
                    instances: 2
                    resources:
                      {cpu: 1.5, memory: 64M, swap: 0, pids: 9, io_weight: 50, nofile: 100, nice: -5,
                      oom_score: 7, oom: stop}
                """),
            false);
    assertThat(written.files().get("web@.service"))
        .contains("CPUQuota=150%\nMemoryMax=67108864\nMemorySwapMax=0\nTasksMax=9\nIOWeight=50\n")
        .contains("LimitNOFILE=100\nNice=-5\nOOMScoreAdjust=7\n");
    assertThat(written.warnings())
        .contains(
            "service 'web': its limits are for all instances together; each unit of systemd gets"
                + " all of it",
            "service 'web': systemd has no equivalent of 'resources.oom'; left out");
  }

  @Test
  void whatIsForbiddenInReeveIsForbiddenElsewhere() {
    List<ServiceSpec> specs =
        specs(
            """
            services:
              web:
                command: sleep 1
                umask: 027
                sandbox:
                  {no_new_privileges: true, capabilities: [kill], private_tmp: true,
                  read_only_paths: [/etc, "/a b%"]}
              none: { command: sleep 1, sandbox: { capabilities: [] } }
            """);
    Export.Written systemd = Export.write(Export.Format.SYSTEMD, specs, false);
    assertThat(systemd.files().get("web.service"))
        .contains(
            """
            UMask=0027
            NoNewPrivileges=yes
            PrivateTmp=yes
            ReadOnlyPaths=/etc
            ReadOnlyPaths="/a b%%"
            CapabilityBoundingSet=CAP_KILL
            AmbientCapabilities=CAP_KILL
            """);
    assertThat(systemd.files().get("none.service")).contains("CapabilityBoundingSet=\n");
    assertThat(systemd.warnings()).isEmpty();
    Export.Written compose = Export.write(Export.Format.COMPOSE, specs, false);
    assertThat(compose.files().values().iterator().next())
        .contains("no-new-privileges:true", "cap_drop", "cap_add", "KILL");
    assertThat(compose.warnings())
        .contains(
            "service 'web': Compose has no equivalent of 'umask', 'sandbox.read_only_paths'; left"
                + " out");
  }

  @Test
  void whatSystemdLacksIsAWarning() {
    assertThat(written(Export.Format.SYSTEMD).warnings())
        .containsExactly(
            "service 'db': systemd has no equivalent of 'restart.max'; left out",
            "service 'api': it is a template unit: systemctl enable --now 'api@{1..2}'",
            "service 'api': systemd has no equivalent of 'labels', 'logs.rotate.size'; left out",
            "service 'web': systemd has no equivalent of 'group_name', 'health'; left out");
  }

  @Test
  void whatAFileSaysOfTheDaemonIsAWarningWhereverItIsLost() {
    DaemonSettings daemon =
        switch (Loader.parse(
            Path.of("/srv/reeve.yaml"),
            "daemon: { cgroup: { memory: 2G }, allow_group: staff }\n" + FILE,
            new Environment(Map.of()),
            Set.of())) {
          case Loaded.Ok ok -> ok.daemon();
          case Loaded.Broken broken -> throw new AssertionError(broken.text());
        };
    for (Export.Format format : Export.Format.values()) {
      List<String> warnings = Export.write(format, List.of(), false, daemon).warnings();
      if (format == Export.Format.NATIVE) {
        assertThat(warnings).isEmpty();
      } else {
        assertThat(warnings)
            .contains(
                format.word()
                    + " has no equivalent of 'daemon.allow_group', 'daemon.cgroup'; left out");
      }
    }
  }

  @Test
  void systemdItselfTakesTheUnits() throws Exception {
    Path analyze = Path.of("/usr/bin/systemd-analyze");
    assumeTrue(Files.isExecutable(analyze), "systemd-analyze is not installed");
    List<String> command = new ArrayList<>(List.of(analyze.toString(), "verify", "--man=no"));
    for (Map.Entry<String, String> unit : written(Export.Format.SYSTEMD).files().entrySet()) {
      Path file = Files.writeString(folder.resolve(unit.getKey()), unit.getValue());
      command.add(file.toString().replace("@.", "@1."));
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(said.lines().filter(line -> line.contains(folder.toString()))).isEmpty();
    assertThat(process.exitValue()).as(said).isZero();
  }

  @Test
  void filesOfGopmAndPm2SayTheSameWhenTheyAreLoadedAgain() {
    for (Export.Format format : List.of(Export.Format.GOPM, Export.Format.PM2)) {
      Export.Written written = written(format);
      assertThat(written.warnings()).anyMatch(line -> line.contains("no equivalent of"));
      Loaded again =
          Loader.parse(
              Path.of("/x/ecosystem.json"),
              written.files().get("ecosystem.json"),
              new Environment(Map.of()),
              Set.of());
      assertThat(again)
          .isInstanceOfSatisfying(
              Loaded.Ok.class,
              ok -> {
                assertThat(ok.format()).isEqualToIgnoringCase(format.word());
                assertThat(ok.specs()).extracting(ServiceSpec::name).containsExactly(names());
                ServiceSpec api = ok.specs().get(2);
                ServiceSpec before = specs().get(2);
                assertThat(api.command()).isEqualTo(before.command());
                assertThat(api.directory()).isEqualTo(before.directory());
                assertThat(api.environment().variables())
                    .containsAllEntriesOf(before.environment().variables());
                assertThat(ok.specs().getFirst().stop().grace())
                    .isEqualTo(specs().getFirst().stop().grace());
                assertThat(ok.specs().getFirst().restart().max()).isEqualTo(5);
              });
    }
  }

  private static String[] names() {
    return specs().stream().map(ServiceSpec::name).toArray(String[]::new);
  }

  @Test
  void composeIsYamlWithItsOwnWords() {
    Export.Written written = written(Export.Format.COMPOSE);
    assertThat(written.files().get("compose.yaml"))
        .startsWith("services:\n  db:\n    image: scratch\n    command:\n      - sleep\n")
        .contains(
            "    restart: on-failure:5\n    stop_signal: SIGINT\n    stop_grace_period: 10s\n",
            "    deploy:\n      replicas: 2\n",
            "      - $$X\n",
            "      migrate:\n        condition: service_completed_successfully\n",
            "    labels:\n      reeve.group: front\n",
            "    healthcheck:\n      test:\n        - CMD\n        - test\n");
    assertThat(written.warnings())
        .contains(
            "service 'db': Compose has no equivalent of 'restart.delay', 'restart.except_codes';"
                + " left out")
        .last()
        .asString()
        .startsWith("Compose runs containers: replace the image");
  }
}
