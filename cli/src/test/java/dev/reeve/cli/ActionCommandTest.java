package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Progress;
import dev.reeve.cli.Shell.Ran;
import org.junit.jupiter.api.Test;

class ActionCommandTest extends CommandTest {
  @Test
  void stopSaysWhatIsStopped() {
    daemon.gives(
        Methods.STOP, Samples.all(Samples.ok("api", "stopped"), Samples.ok("db", "stopped")));
    Ran ran = shell.run("stop", "api", "db");
    assertThat(ran).isEqualTo(new Ran(0, "api stopped\ndb stopped\n", "", false));
    assertThat(daemon.last(Methods.STOP))
        .isEqualTo(
            "{\"targets\":[\"api\",\"db\"],\"force\":false,\"await\":true,\"timeout_ms\":0}");
  }

  @Test
  void optionsReachTheDaemon() {
    daemon.gives(Methods.STOP, Samples.all(Samples.ok("api", "stopping")));
    shell.run("stop", "--force", "api", "--no-wait", "--timeout", "3s");
    assertThat(daemon.last(Methods.STOP))
        .contains("\"force\":true", "\"await\":false", "\"timeout_ms\":3000");
  }

  @Test
  void jsonHasTheDocumentedShape() {
    daemon.gives(
        Methods.STOP,
        Samples.all(
            Samples.ok("api", "stopped", 1, 2),
            Samples.failed("x", "unknown_service", "no such service")));
    Ran ran = shell.run("stop", "api", "x", "--json");
    assertThat(ran.out())
        .isEqualTo(
            "[{\"target\":\"api\",\"ok\":true,\"state\":\"stopped\",\"pids\":[1,2],\"error\":null},"
                + "{\"target\":\"x\",\"ok\":false,\"state\":\"failed\",\"pids\":[],\"error\":"
                + "{\"code\":\"unknown_service\",\"message\":\"no such service\","
                + "\"hint\":\"look at it\",\"output\":[]}}]\n");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.exit()).isEqualTo(1);
  }

  @Test
  void aFailureIsToldOnStderrWithWhatToDo() {
    daemon.gives(
        Methods.RESTART,
        Samples.all(
            Samples.ok("api", "running", 7),
            Samples.failed(
                "web",
                "failed",
                "exit code 3 after 20ms",
                "Error: no such module",
                "\033[2Jevil")));
    Ran ran = shell.run("restart", "api", "web");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEqualTo("api restarted (pid 7)\n");
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot restart web: exit code 3 after 20ms
              │ Error: no such module
              │ evil
            → look at it
            """);
  }

  @Test
  void theOnlyTargetDecidesTheExitCode() {
    daemon.gives(
        Methods.DELETE, Samples.all(Samples.failed("x", "unknown_service", "no such service")));
    assertThat(shell.run("rm", "x").exit()).isEqualTo(3);
    daemon.gives(Methods.DELETE, Samples.all(Samples.failed("x", "timed_out", "too slow")));
    assertThat(shell.run("delete", "x").exit()).isEqualTo(6);
    daemon.gives(Methods.DELETE, Samples.all(Samples.failed("x", "not_permitted", "no")));
    assertThat(shell.run("remove", "x").exit()).isEqualTo(5);
    daemon.refuse(Methods.DELETE, ErrorCode.UNKNOWN_SERVICE, "no such service", "see all");
    Ran ran = shell.run("del", "x");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err()).isEqualTo("reeve: cannot delete x: no such service\n→ see all\n");
  }

  @Test
  void quietPrintsOnlyErrors() {
    daemon.gives(
        Methods.RELOAD,
        Samples.all(Samples.ok("api", "running", 7), Samples.failed("x", "failed", "no")));
    Ran ran = shell.run("reload", "api", "x", "-q");
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).startsWith("reeve: cannot reload x: no\n");
  }

  @Test
  void peopleSeeATableAfterARestart() {
    daemon.gives(Methods.RESTART, Samples.all(Samples.ok("api", "running", 7)));
    daemon.gives(Methods.LIST, Samples.rows(Samples.service(0, "api", Samples.running(1, 7))));
    Ran ran = shell.screen(80).run("restart", "api");
    assertThat(ran.out()).contains("● running", "│");
    assertThat(daemon.last(Methods.LIST)).isEqualTo("{\"targets\":[\"api\"]}");
  }

  @Test
  void progressIsShownOnAScreenAndTakenOffAgain() {
    daemon.on(
        Methods.STOP,
        (action, items) -> {
          items.accept(new Progress("api", "stopping", "asked to end"));
          waitMillis(700); // long enough to be worth telling
          return Samples.all(Samples.ok("api", "stopped"));
        });
    Ran ran = shell.screen(80).run("stop", "api");
    assertThat(ran.err()).contains("stopping", "api: ◐ stopping, asked to end", "\033[2A\033[J");
    assertThat(ran.err()).endsWith("\033[J");
    assertThat(shell.run("stop", "api", "--quiet").err()).isEmpty();
  }

  @Test
  void whoIsTiredOfWaitingIsToldThatItGoesOn() {
    daemon.on(
        Methods.RESTART,
        (action, items) -> {
          items.accept(new Progress("api", "starting", ""));
          waitMillis(700); // long enough to be worth telling
          shell.interrupted.forEach(Runnable::run);
          return Samples.all(Samples.failed("api", "failed", "whatever comes of it"));
        });
    String line = "reeve: not waiting any longer; the restart goes on ('reeve ";
    Ran ran = shell.screen(80).run("restart", "api");
    assertThat(ran.err()).contains("api: ◐ starting", "\r\033[2A\033[J" + line + "status api')\n");
    assertThat(shell.run("restart", "api", "web").err()).contains(line + "list')\n");
    assertThat(shell.run("restart", "api", "--quiet").err()).doesNotContain("not waiting");
  }

  private static void waitMillis(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aHostileReasonDoesNotReachTheTerminal() {
    daemon.gives(Methods.STOP, Samples.all(Samples.failed("a\033[2Jb", "failed", "x\ny\u202ez")));
    Ran ran = shell.screen(80).run("stop", "api");
    assertThat(ran.err()).contains("a\\e[2Jb: x", "y\\u202ez").doesNotContain("\033[2J");
  }

  @Test
  void resurrectNeedsNoTarget() {
    daemon.gives(Methods.RESURRECT, Samples.all());
    assertThat(shell.run("resurrect").out()).isEqualTo("everything that should run does\n");
    daemon.gives(Methods.RESURRECT, Samples.all(Samples.ok("api", "running", 3)));
    assertThat(shell.run("resurrect").out()).isEqualTo("api started (pid 3)\n");
  }

  @Test
  void aTargetIsNeeded() {
    Ran ran = shell.run("stop");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot run 'stop': it needs TARGET
            → write it like this: reeve stop TARGET… [options]
            """);
  }
}
