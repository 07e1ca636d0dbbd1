package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The daemon comes by itself, goes when told, and can be replaced under running services. */
@EndToEnd
class DaemonLifeTest {
  @Test
  void killEndsEverythingAndResurrectBringsItBack(Reeve reeve) {
    reeve.sleeper("a").sleeper("b", "--depends-on", "a").sleeper("down");
    reeve.run("stop", "down").ok();
    int daemon = reeve.daemon();
    reeve.run("kill").ok().prints("the daemon (pid " + daemon + ") has ended, 3 services stopped");
    assertThat(Procs.lives(daemon)).isFalse();
    assertThat(reeve.processes("a")).isEmpty();
    assertThat(reeve.processes("b")).isEmpty();
    reeve.run("kill").exits(4).says("cannot reach the daemon");

    assertThat(reeve.state("a"))
        .as("asking brings back a daemon, not services")
        .isEqualTo("stopped");
    reeve.run("status", "a").ok().prints("'reeve resurrect' brings it back");
    reeve.run("resurrect").ok().prints("a started", "b started");
    assertThat(reeve.state("a")).isEqualTo("running");
    assertThat(reeve.state("b")).isEqualTo("running");
    assertThat(reeve.state("down")).isEqualTo("stopped");
    reeve.run("resurrect").ok().prints("everything that should run does");
  }

  @Test
  void killKeepServicesEndsOnlyTheDaemon(Reeve reeve) {
    reeve.sleeper("kept", "--instances", "2");
    int pid = reeve.pid("kept");
    int daemon = reeve.daemon();
    reeve.run("kill", "--keep-services").ok().prints("1 service left running");
    Until.isTrue("daemon is gone", () -> !Procs.lives(daemon));
    assertThat(reeve.processes("kept")).hasSize(2);
    reeve.run("ping").exits(4);
    assertThat(reeve.pid("kept")).as("the next daemon finds it").isEqualTo(pid);
    reeve.run("stop", "kept").ok();
    assertThat(reeve.processes("kept")).isEmpty();
  }

  @Test
  void rebootReplacesTheDaemonUnderRunningServices(Reeve reeve) {
    reeve.sleeper("under", "--instances", "3");
    reeve.run("start", "--name", "done", "--once", "--", "true").ok();
    List<Integer> before = pids(reeve);
    int daemon = reeve.daemon();
    reeve.run("reboot").ok().prints("the daemon is replaced: pid " + daemon + " → ");
    assertThat(reeve.daemon()).isNotEqualTo(daemon);
    assertThat(pids(reeve)).isEqualTo(before);
    assertThat(reeve.row("under").get("restarts").number()).isZero();
    assertThat(reeve.state("done")).isEqualTo("completed");
    assertThat(reeve.reasons("under", "started")).hasSize(3);
  }

  private static List<Integer> pids(Reeve reeve) {
    return reeve.row("under").get("instances").items().stream()
        .map(instance -> instance.get("pid").number())
        .toList();
  }

  @Test
  void aDaemonThatDiesIsStartedAgain(Reeve reeve) {
    reeve.sleeper("kept");
    int pid = reeve.pid("kept");
    int daemon = reeve.daemon();
    assertThat(Procs.kill(daemon)).isTrue();
    Until.isTrue("another daemon answers", () -> reeve.run("ping").exit() == 0);
    assertThat(reeve.daemon()).isNotEqualTo(daemon);
    assertThat(reeve.pid("kept")).isEqualTo(pid);
    reeve.run("logs", "-d").ok().prints("was killed by signal 9");
  }

  @Test
  void theFileOfTheHomeIsLoadedWhenItsDaemonBegins(Reeve reeve) throws Exception {
    Files.createDirectories(reeve.home());
    Files.writeString(
        reeve.home().resolve("reeve.yaml"),
        "services: { from-home: { command: sleep 1000, startup_grace: 0s } }\n");
    reeve.run("start", "all").ok();
    reeve.awaitState("from-home", "running");
  }

  @RepeatedTest(3)
  void aCommandRightAfterKillFindsANewDaemon(Reeve reeve) {
    reeve.sleeper("a");
    reeve.run("kill").ok();
    reeve.sleeper("b");
    assertThat(reeve.state("b")).isEqualTo("running");
  }

  @Test
  void aSecondDaemonOnTheSameHomeSaysWhoHasIt(Reeve reeve) throws Exception {
    reeve.sleeper("a");
    int daemon = reeve.daemon();
    ProcessBuilder builder = reeve.builder(List.of());
    builder.command(Reeve.PRODUCT.resolve("bin/reeved").toString()).redirectErrorStream(true);
    try (Talk second = new Talk(builder.start())) {
      assertThat(second.line())
          .isEqualTo(
              "reeved: cannot run: another daemon has the home %s (pid %d)"
                  .formatted(reeve.home(), daemon));
      assertThat(second.line()).startsWith("→ talk to it with 'reeve ping'");
      assertThat(second.exit()).isNotZero();
    }
    assertThat(reeve.daemon()).isEqualTo(daemon);
    assertThat(reeve.state("a")).isEqualTo("running");
  }

  @RepeatedTest(3)
  void manyCommandsAtOnceStartOneDaemon(Reeve reeve) throws Exception {
    List<Process> commands = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      commands.add(
          reeve
              .builder(
                  List.of(
                      "start", "--name", "s" + i, "--startup-grace", "0", "--", "sleep", "1000"))
              .redirectErrorStream(true)
              .start());
    }
    for (Process command : commands) {
      String said = new String(command.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(command.waitFor()).as(said).isZero();
    }
    assertThat(reeve.run("list", "--json").ok().json().items()).hasSize(6);
    assertThat(reeve.processes().stream().filter(p -> p.commandLine().contains("dev.reeve.daemon")))
        .hasSize(1);
  }
}
