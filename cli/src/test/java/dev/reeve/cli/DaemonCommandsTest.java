package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.DaemonStatus;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DaemonCommandsTest extends CommandTest {
  private static DaemonStatus status(int services) {
    Map<String, Integer> states = new LinkedHashMap<>();
    states.put("running", 10);
    states.put("failed", 1);
    states.put("stopped", 0);
    return new DaemonStatus(
        4711000,
        "0.1.0",
        "/h",
        "2026-11-20T08:00:00Z",
        8_100_000,
        services,
        states,
        40_000_000,
        14,
        false,
        "/h/run/reeve.sock",
        "/h/state",
        "/h/logs",
        "/h/reeve.yaml",
        "keep",
        new DaemonStatus.Sampling(2000, 0.012, false, 3_198_976, ""),
        null);
  }

  @Test
  void pingTellsWhoAnswers() {
    assertThat(shell.run("ping").out())
        .isEqualTo("the daemon answers: pid 4711000, version 0.1.0, up 2h 15m, home /home/reeve\n");
    assertThat(shell.run("ping", "--json").out())
        .isEqualTo(
            "{\"pid\":4711000,\"version\":\"0.1.0\",\"uptime_ms\":8100000,\"home\":\"/home/reeve\"}\n");
    assertThat(daemon.last(Methods.HELLO)).isEqualTo("{\"protocol\":1,\"version\":\"0.1.0\"}");
  }

  @Test
  void versionsMayDiffer() {
    daemon.gives(Methods.HELLO, FakeDaemon.hello(4711000, "0.0.9"));
    assertThat(shell.run("version").out())
        .isEqualTo(
            """
            reeve  0.1.0
            daemon 0.0.9 (pid 4711000)
            → 'reeve reboot' replaces the daemon under running services
            """);
    daemon.gives(Methods.LIST, Samples.zoo());
    assertThat(shell.run("list").out()).doesNotContain("0.0.9");
    assertThat(shell.screen(100).run("list").out())
        .contains("the daemon is version 0.0.9, this command 0.1.0; 'reeve reboot' replaces");
  }

  @Test
  void statusWithoutATargetIsTheDaemon() throws IOException {
    daemon.gives(Methods.STATUS, status(11));
    Snapshot.matches("status-daemon", shell.run("status").out());
    assertThat(shell.run("status", "--json").out())
        .startsWith("{\"pid\":4711000,\"version\":\"0.1.0\",\"home\":\"/h\",");
  }

  @Test
  void statusTellsWhatAllServicesShare() throws IOException {
    DaemonStatus plain = status(1);
    DaemonStatus.Together together =
        new DaemonStatus.Together(
            "/sys/fs/cgroup/apps", "1.5 cores", 1500L, null, null, 3L << 20, "it is odd");
    daemon.gives(
        Methods.STATUS,
        new DaemonStatus(
            plain.pid(),
            plain.version(),
            plain.home(),
            plain.startedAt(),
            plain.uptimeMs(),
            plain.services(),
            plain.states(),
            plain.memoryBytes(),
            plain.threads(),
            plain.halted(),
            plain.socket(),
            plain.stateDirectory(),
            plain.logDirectory(),
            plain.configFile(),
            plain.keeper(),
            plain.sampling(),
            together));
    assertThat(shell.run("status").out())
        .contains("together    1.5 cores, 3.0 MB of memory in use (/sys/fs/cgroup/apps)\n")
        .contains("            it is odd\n");
    assertThat(shell.run("status", "--json").out())
        .contains("\"together\":{\"path\":\"/sys/fs/cgroup/apps\",\"limits\":\"1.5 cores\",");
  }

  @Test
  void killEndsEverythingAndWaitsUntilTheDaemonIsGone() {
    daemon.on(
        Methods.SHUTDOWN,
        (departure, items) -> {
          AtomicInteger more = new AtomicInteger(3);
          daemon.on(
              Methods.HELLO,
              (hello, none) ->
                  FakeDaemon.hello(more.getAndDecrement() > 0 ? 4711000 : 4712, "0.1.0"));
          return status(11);
        });
    assertThat(shell.run("kill").out())
        .isEqualTo("the daemon (pid 4711000) has ended, 11 services stopped\n");
    assertThat(daemon.last(Methods.SHUTDOWN))
        .isEqualTo("{\"keep_services\":false,\"come_back\":false}");
    assertThat(daemon.calls.stream().filter(call -> call.startsWith("hello"))).hasSize(4);
  }

  @Test
  void killCanLeaveServicesRunning() {
    daemon.on(
        Methods.SHUTDOWN,
        (departure, items) -> {
          daemon.gives(Methods.HELLO, FakeDaemon.hello(1, "0.1.0"));
          return status(1);
        });
    assertThat(shell.run("exit", "--keep-services").out())
        .isEqualTo("the daemon (pid 4711000) has ended, 1 service left running\n");
    assertThat(daemon.last(Methods.SHUTDOWN)).contains("\"keep_services\":true");
  }

  @Test
  void killOfAServiceIsRefusedBecauseItWouldEndAll() {
    Ran ran = shell.run("kill", "api");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .startsWith("reeve: cannot run 'kill': it takes no 'api'\n")
        .contains("to end one service: reeve stop api");
    assertThat(daemon.calls).isEmpty();
  }

  @Test
  void rebootWaitsForTheNextDaemon() {
    daemon.on(
        Methods.SHUTDOWN,
        (departure, items) -> {
          daemon.gives(Methods.HELLO, FakeDaemon.hello(4712, "0.2.0"));
          return status(1);
        });
    assertThat(shell.run("reboot").out())
        .isEqualTo("the daemon is replaced: pid 4711000 → 4712, version 0.2.0\n");
    assertThat(daemon.last(Methods.SHUTDOWN))
        .isEqualTo("{\"keep_services\":true,\"come_back\":true}");
  }

  @Test
  void whoMayNotIsToldSo() {
    daemon.refuse(
        Methods.SHUTDOWN, ErrorCode.NOT_PERMITTED, "user joe may not do this", "ask root");
    Ran ran = shell.run("kill");
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err())
        .isEqualTo("reeve: cannot end the daemon: user joe may not do this\n→ ask root\n");
  }

  @Test
  void isRunningIsAnExitCode() {
    daemon.gives(Methods.LIST, Samples.rows(Samples.service(0, "api", Samples.running(1, 7))));
    assertThat(shell.run("is-running", "api")).isEqualTo(new Ran(0, "", "", false));
    assertThat(shell.run("isrunning", "api", "--json").out())
        .isEqualTo("[{\"name\":\"api\",\"running\":true,\"state\":\"running\",\"pid\":7}]\n");
    daemon.gives(
        Methods.LIST,
        Samples.rows(
            Samples.service(
                0, "api", Samples.running(1, 7), Samples.idle("failed", "exit code 3"))));
    assertThat(shell.run("is-running", "api")).isEqualTo(new Ran(1, "", "", false));
    daemon.refuse(Methods.LIST, ErrorCode.UNKNOWN_SERVICE, "no such service", "");
    assertThat(shell.run("is-running", "apo")).isEqualTo(new Ran(1, "", "", false));
    daemon.refuse(Methods.LIST, ErrorCode.NOT_PERMITTED, "it is not yours", "");
    assertThat(shell.run("is-running", "api"))
        .isEqualTo(new Ran(1, "", "reeve: cannot look at api: it is not yours\n", false));
  }
}
