package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Why a service is not running any more is told exactly, by 'history', 'status' and 'list'. */
@EndToEnd
class CrashReasonTest {
  @Test
  void exitCode0(@Shared Reeve reeve) {
    reeve.run("start", "--name", "zero", "--restart", "on-failure", "--", "true").ok();
    ended(reeve, "zero", "exit code 0");
    isOver(reeve, "zero", "stopped", "exit code 0; not restarted (restart.policy: on-failure)");
  }

  @Test
  void exitCode3(@Shared Reeve reeve) {
    String reason = "exit code 3; not restarted (restart.policy: never)";
    reeve
        .run("start", "--name", "three", "--restart", "never", "--shell", "exit 3")
        .exits(1)
        .says("reeve: cannot start three: " + reason + "\n", "→ see 'reeve logs three'");
    ended(reeve, "three", "exit code 3");
    isOver(reeve, "three", "failed", reason);
  }

  @Test
  void aSignalOfItsOwn(@Shared Reeve reeve) {
    reeve
        .run("start", "--name", "aborted", "--restart", "never", "--shell", "kill -USR2 $$")
        .exits(1);
    ended(reeve, "aborted", "killed by SIGUSR2");
    isOver(reeve, "aborted", "failed", "killed by SIGUSR2; not restarted (restart.policy: never)");
  }

  @Test
  void aSignalFromOutside(@Shared Reeve reeve) {
    reeve.sleeper("shot", "--restart-delay", "0");
    int pid = reeve.pid("shot");
    assertThat(Procs.kill(pid)).isTrue();
    Until.holds(() -> assertThat(reeve.reasons("shot", "started")).hasSize(2));
    ended(reeve, "shot", "killed by SIGKILL");
    assertThat(reeve.reasons("shot", "restarting"))
        .containsExactly("killed by SIGKILL, restarting (attempt 1)");
    assertThat(reeve.reasons("shot", "started").getLast())
        .isEqualTo("restarted (killed by SIGKILL)");
    assertThat(reeve.pid("shot")).isNotEqualTo(pid);
    assertThat(reeve.row("shot").get("restarts").number()).isOne();
    reeve.run("status", "shot").ok().prints("last exit   killed by SIGKILL");
  }

  @Test
  void aProgramThatCannotBeExecuted(@Shared Reeve reeve) {
    reeve.write(
        "spawn.yaml",
        """
        services:
          missing: { command: FOLDER/no-such-program }
          forbidden: { command: FOLDER/no-program }
          homeless: { command: sleep 1000, cwd: /no/such/folder }
        """
            .replace("FOLDER", reeve.folder().toString()));
    reeve.write("no-program", "");
    String missing = reeve.folder() + "/no-such-program: no such file";
    String forbidden = reeve.folder() + "/no-program: is not executable";
    String homeless = "/no/such/folder: no such directory";
    reeve
        .run("start", "spawn.yaml")
        .exits(1)
        .says(
            "cannot start missing: " + missing,
            "cannot start forbidden: " + forbidden,
            "cannot start homeless: " + homeless,
            "→ check 'cwd' of service 'homeless'");
    isOver(reeve, "missing", "failed", "cannot start: " + missing);
    isOver(reeve, "forbidden", "failed", "cannot start: " + forbidden);
    isOver(reeve, "homeless", "failed", "cannot start: " + homeless);
    assertThat(reeve.reasons("missing", "started")).isEmpty();
  }

  @Test
  void aCrashLoopEndsAtItsLimit(@Shared Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "looping",
            "--max-restarts",
            "3",
            "--restart-delay",
            "10ms",
            "--shell",
            "exit 7")
        .exits(1);
    reeve.awaitState("looping", "failed");
    isOver(reeve, "looping", "failed", "exit code 7; gave up after 3 restarts");
    assertThat(reeve.reasons("looping", "restarting"))
        .containsExactly(
            "exit code 7, restarting in 10ms (attempt 1)",
            "exit code 7, restarting in 20ms (attempt 2)",
            "exit code 7, restarting in 40ms (attempt 3)");
    assertThat(reeve.reasons("looping", "started"))
        .containsExactly(
            "started by " + System.getProperty("user.name"),
            "restarted (exit code 7)",
            "restarted (exit code 7)",
            "restarted (exit code 7)");
    reeve.run("status", "looping").ok().prints("restarts    3", "last exit   exit code 7");

    reeve.run("start", "looping").exits(1);
    reeve.awaitState("looping", "failed");
    assertThat(reeve.reasons("looping", "started")).as("a person's start begins anew").hasSize(8);
  }

  @Test
  void moreRestartsThanAllowedWithinATime(@Shared Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "frequent",
            "--restart-limit",
            "2/10m",
            "--restart-delay",
            "0",
            "--shell",
            "exit 4")
        .exits(1);
    reeve.awaitState("frequent", "failed");
    isOver(reeve, "frequent", "failed", "more than 2 restarts within 10m");
    assertThat(reeve.reasons("frequent", "exited")).hasSize(3).containsOnly("exit code 4");
    assertThat(reeve.reasons("frequent", "started")).hasSize(3);
  }

  /** The last exit as programs and people are told it. */
  private static void ended(Reeve reeve, String service, String how) {
    assertThat(reeve.reasons(service, "exited")).containsExactly(how);
    Json exit = reeve.row(service).get("instances").at(0).get("last_exit");
    assertThat(exit.get("text").text()).isEqualTo(how);
    if (how.startsWith("exit code ")) {
      assertThat(exit.get("code").number()).isEqualTo(Integer.parseInt(how.substring(10)));
      assertThat(exit.get("signal").isNull()).isTrue();
    } else {
      assertThat("killed by SIG" + exit.get("signal").text()).isEqualTo(how);
      assertThat(exit.get("code").isNull()).isTrue();
    }
  }

  private static void isOver(Reeve reeve, String service, String state, String reason) {
    assertThat(reeve.state(service)).isEqualTo(state);
    assertThat(reeve.reasons(service, state)).containsExactly(reason);
    Json instance = reeve.row(service).get("instances").at(0);
    assertThat(instance.get("reason").text()).isEqualTo(reason);
    assertThat(instance.get("pid").isNull()).isTrue();
    String is = state.equals("failed") ? " has failed: " : " is " + state + ": ";
    reeve.run("status", service).ok().prints(service + is + reason + "\n");
    assertThat(reeve.run("list", service).ok().lines()).last().asString().endsWith("  " + reason);
    assertThat(reeve.processes(service)).isEqualTo(List.of());
  }
}
