package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands for scripts, and the small ones. */
@EndToEnd
class AskAndWaitTest {
  @Test
  void isRunningAnswersWithItsExitCode(@Shared Reeve reeve) {
    reeve.sleeper("runs");
    assertThat(reeve.run("is-running", "runs").exits(0).stdout()).isEmpty();
    reeve.run("isrunning", "runs", "nobody").exits(1);
    reeve.run("is-running", "nobody").exits(1);
    reeve.run("stop", "runs").ok();
    reeve.run("is-running", "runs").exits(1);
    reeve.run("is-running").exits(2).says("it needs TARGET");
  }

  @Test
  void isRunningStartsNoDaemon(Reeve reeve) {
    reeve.run("is-running", "anything").exits(1);
    assertThat(reeve.processes()).isEmpty();
  }

  @Test
  void waitReturnsWhenAStateIsThere(@Shared Reeve reeve) throws Exception {
    reeve.write("gate", "");
    reeve
        .run(
            "start",
            "--name",
            "opened",
            "--once",
            "--no-wait",
            "--shell",
            "while [ -e gate ]; do sleep 0.02; done")
        .ok();
    reeve.run("wait", "opened", "--for", "running").ok().prints("opened is running");
    try (Talk waiting = new Talk(reeve.spawn("wait", "opened", "--for", "completed"))) {
      Files.delete(reeve.folder().resolve("gate"));
      assertThat(waiting.exit()).isZero();
    }
  }

  @Test
  void waitGivesUpInTimeOrWhenItIsHopeless(@Shared Reeve reeve) {
    reeve.sleeper("endless");
    reeve
        .run("wait", "endless", "--for", "stopped", "--timeout", "300ms")
        .exits(6)
        .says("endless#1 is still running after 300ms");
    reeve.run("start", "--name", "hopeless", "--restart", "never", "--shell", "exit 1").exits(1);
    reeve.run("wait", "hopeless", "--for", "running").exits(1).says("cannot wait for hopeless");
    reeve.run("wait", "nobody").exits(3).says("no such service");
    reeve.run("wait", "endless", "--for", "bliss").exits(2).says("--for must be one of ready");
    reeve.run("wait", "endless", "--timeout", "soon").exits(2).says("--timeout 'soon'");
  }

  @Test
  void flushClearsLogsAndTheServiceGoesOnWriting(@Shared Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "flushed",
            "--startup-grace",
            "200ms",
            "--shell",
            "echo old; while :; do [ -e go ] && echo new && rm go; sleep 0.02; done")
        .ok();
    Until.holds(() -> assertThat(reeve.logged("flushed")).contains("old"));
    reeve.run("flush", "flushed").ok().prints("flushed has empty logs");
    assertThat(reeve.log("flushed")).isEmptyFile();
    reeve.write("go", "");
    Until.holds(() -> assertThat(reeve.logged("flushed")).endsWith("new\n"));
    reeve.run("flush", "nobody").exits(3);
  }

  @Test
  void grepFindsLinesAndSaysWhenThereAreNone(@Shared Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "searched",
            "--once",
            "--shell",
            "echo alpha 1; echo Beta 2; echo alpha 3 >&2; echo 'a.b'")
        .ok();
    reeve.run("grep", "alpha \\d", "searched").exits(0).prints("alpha 1", "alpha 3");
    assertThat(reeve.run("grep", "-i", "beta", "searched", "--raw").ok().lines())
        .containsExactly("Beta 2");
    assertThat(reeve.run("grep", "-F", "a.b", "searched", "--raw").ok().lines())
        .containsExactly("a.b");
    assertThat(reeve.run("logs", "searched", "--grep", "alpha", "--out", "--raw").ok().lines())
        .containsExactly("alpha 1");
    reeve.run("grep", "gamma", "searched").exits(1);
    reeve.run("grep", "(", "searched").exits(2).says("cannot search searched");
    reeve.run("grep", "x", "nobody").exits(3);
  }

  @Test
  void logsGivesTheLastLinesAndThoseSinceATime(@Shared Reeve reeve) {
    reeve.run("start", "--name", "counted", "--once", "--", "seq", "1", "100").ok();
    assertThat(reeve.run("logs", "counted", "-n", "3", "--raw").ok().lines())
        .containsExactly("98", "99", "100");
    assertThat(reeve.run("logs", "counted", "--raw").ok().lines()).hasSize(20);
    assertThat(reeve.run("logs", "counted", "--since", "1h", "--raw").ok().lines()).hasSize(100);
    String last = reeve.run("logs", "counted", "-n", "1").ok().stdout();
    assertThat(last).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z 100\n");
    reeve.run("logs", "counted", "--since", "whenever").exits(2).says("whenever");
    reeve.run("logs", "counted", "-n", "x").exits(2).says("--lines", "whole number");
  }

  @Test
  void ofTwoServicesLinesAreMergedInTheOrderOfTimeAndNamed(@Shared Reeve reeve) {
    reeve.run("start", "--name", "merged-a", "--once", "--", "echo", "first").ok();
    reeve.run("start", "--name", "merged-b", "--once", "--", "echo", "second").ok();
    assertThat(reeve.run("logs", "merged-*").ok().stdout())
        .containsPattern("(?s)merged-a\\S* first.*merged-b\\S* second");
  }

  @Test
  void logsFollowShowsWhatComes(@Shared Reeve reeve) throws Exception {
    reeve
        .run(
            "start",
            "--name",
            "followed",
            "--startup-grace",
            "200ms",
            "--shell",
            "echo one; while [ ! -e more ]; do sleep 0.02; done; echo two; exec sleep 1000")
        .ok();
    try (Talk follow = new Talk(reeve.spawn("logs", "followed", "-f", "--raw"))) {
      assertThat(follow.line()).isEqualTo("one");
      reeve.write("more", "");
      assertThat(follow.line()).isEqualTo("two");
    }
  }

  @Test
  void eventsFollowShowsWhatComes(@Shared Reeve reeve) throws Exception {
    reeve.sleeper("evented");
    try (Talk follow = new Talk(reeve.spawn("events", "evented", "-n", "1", "-f", "--json"))) {
      assertThat(Json.read(follow.line()).get("event").text()).isEqualTo("started");
      reeve.run("signal", "CONT", "evented").ok();
      Json event = Json.read(follow.line());
      assertThat(event.get("event").text()).isEqualTo("signalled");
      assertThat(event.get("service").text()).isEqualTo("evented");
    }
  }

  @Test
  void checkTellsAllMistakesAtOnce(@Shared Reeve reeve) {
    reeve.write("good.yaml", "services: { a: { command: sleep 1 }, b: { command: sleep 2 } }\n");
    reeve.run("check", "good.yaml").ok().prints("good.yaml is good: 2 services (a, b)");
    reeve.write(
        "bad.yaml",
        """
        services:
          a:
            command: sleep 1
            restrt: always
          b:
            command: sleep 1
            instances: many
        """);
    reeve
        .run("check", "bad.yaml")
        .exits(1)
        .says(
            "bad.yaml:4:5:",
            "'restrt'",
            "did you mean 'restart'?",
            "    restrt: always\n",
            "    ^",
            "bad.yaml:7:16:",
            "bad.yaml has 2 mistakes");
    reeve.write("warned.yaml", "services: { w: { command: no-such-program-at-all } }\n");
    reeve.run("check", "warned.yaml").ok().says("warning: ", "no-such-program-at-all");
    reeve.run("check", "not-there.yaml").exits(1).says("not-there.yaml");
  }

  @Test
  void completionIsAScriptThatTheShellUnderstands(@Shared Reeve reeve) throws Exception {
    for (String shell : List.of("bash", "zsh", "fish")) {
      assertThat(reeve.run("completion", shell).ok().stdout()).contains("reeve");
    }
    reeve.write("completion.bash", reeve.run("completion", "bash").ok().stdout());
    assertThat(
            new ProcessBuilder("bash", "-n", reeve.folder().resolve("completion.bash").toString())
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
    reeve.run("completion", "csh").exits(2).says("it must be one of bash, zsh, fish");
  }

  @Test
  void versionAndPingNeedAndStartNoDaemon(Reeve reeve) {
    reeve.run("version").ok().prints("reeve  0.1.0", "daemon does not run");
    reeve.run("--version").ok().prints("reeve  0.1.0");
    reeve.run("ping").exits(4).says("cannot reach the daemon: no daemon answers at");
    assertThat(reeve.processes()).isEmpty();
  }

  @Test
  void pingAndVersionTellOfTheDaemon(@Shared Reeve reeve) {
    reeve.run("ping").ok().prints("the daemon answers: pid", "home " + reeve.home());
    reeve.run("version").ok().prints("daemon 0.1.0 (pid");
  }

  @Test
  void everyCommandHasHelp(@Shared Reeve reeve) {
    String overview = reeve.run("help").ok().stdout();
    for (String command :
        List.of("start", "stop", "list", "logs", "update", "wait", "check", "kill")) {
      assertThat(overview).contains("  " + command + " ");
      reeve.run("help", command).ok().prints("reeve " + command, "Exit codes:");
      reeve.run(command, "--help").ok().prints("reeve " + command);
    }
  }

  @Test
  void whatIsMistypedIsExplained(@Shared Reeve reeve) {
    reeve
        .run("lst")
        .exits(2)
        .says("cannot run 'lst': there is no such command; did you mean 'list'?");
    reeve.run("list", "--jsn").exits(2).says("unknown option '--jsn'; did you mean '--json'?");
    reeve.run("stop").exits(2).says("cannot run 'stop': it needs TARGET");
    reeve.run("ping", "extra").exits(2).says("it takes no 'extra'");
    reeve.run("start", "x", "--name").exits(2).says("option '--name' needs a value");
  }
}
