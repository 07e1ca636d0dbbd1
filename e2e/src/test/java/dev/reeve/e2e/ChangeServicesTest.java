package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Services are changed in place. */
@EndToEnd
class ChangeServicesTest {
  @Test
  void scalingLeavesInstancesThatStayAlone(@Shared Reeve reeve) {
    reeve.sleeper("scaled", "--instances", "2");
    List<Integer> before = pids(reeve, "scaled");
    reeve.run("scale", "scaled", "4").ok().prints("scaled scaled");
    assertThat(pids(reeve, "scaled")).hasSize(4).containsAll(before);
    reeve.run("scale", "scaled", "-3").ok();
    assertThat(pids(reeve, "scaled")).containsExactly(before.getFirst());
    Until.isTrue("surplus is gone", () -> reeve.processes("scaled").size() == 1);
    reeve.run("scale", "scaled", "+1").ok();
    assertThat(pids(reeve, "scaled")).hasSize(2);
    reeve.run("scale", "scaled", "0").exits(2).says("to have none: reeve stop scaled");
    reeve.run("scale", "scaled", "some").exits(2).says("'some' is not a number");
  }

  private static List<Integer> pids(Reeve reeve, String service) {
    return reeve.row(service).get("instances").items().stream()
        .map(instance -> instance.get("pid").number())
        .toList();
  }

  @Test
  void aFieldThatTakesEffectAtOnceRestartsNothing(@Shared Reeve reeve) {
    reeve.sleeper("live");
    int pid = reeve.pid("live");
    reeve
        .run("update", "live", "--max-restarts", "5", "--kill-timeout", "3s", "--group", "g")
        .ok()
        .prints("live updated");
    assertThat(reeve.pid("live")).isEqualTo(pid);
    Json declared = reeve.run("info", "live", "--json").ok().json().at(0).get("declared");
    assertThat(declared.get("restart").get("max").number()).isEqualTo(5);
    assertThat(declared.get("stop").get("grace").text()).isEqualTo("3s");
    assertThat(reeve.row("live").get("group").text()).isEqualTo("g");
  }

  @Test
  void aFieldThatNeedsARestartGetsOneAndOthersStay(@Shared Reeve reeve) {
    reeve.sleeper("changed", "--env", "A=1");
    int pid = reeve.pid("changed");
    reeve.run("update", "changed", "--env", "B=2").ok();
    assertThat(reeve.pid("changed")).isNotEqualTo(pid);
    assertThat(reeve.processes("changed")).hasSize(1);
    assertThat(reeve.processes("changed").getFirst().environment()).contains("A=1", "B=2");
  }

  @Test
  void withNoRestartAChangeWaitsForTheNextStart(@Shared Reeve reeve) {
    reeve.sleeper("later");
    int pid = reeve.pid("later");
    reeve.run("update", "later", "--env", "C=3", "--no-restart").ok();
    assertThat(reeve.pid("later")).isEqualTo(pid);
    reeve.run("restart", "later").ok();
    assertThat(reeve.processes("later").getFirst().environment()).contains("C=3");
  }

  @Test
  void aBadUpdateChangesNothing(@Shared Reeve reeve) {
    reeve.sleeper("steady");
    int pid = reeve.pid("steady");
    reeve
        .run("update", "steady", "--max-restarts", "many", "--kill-timeout", "soon")
        .exits(2)
        .says("--max-restarts", "'many'", "--kill-timeout", "'soon'");
    reeve.run("update", "steady").exits(2).says("no field is given that should change");
    reeve.run("update", "nobody", "--max-restarts", "1").exits(3).says("no such service");
    assertThat(reeve.pid("steady")).isEqualTo(pid);
    assertThat(reeve.run("info", "steady", "--json").ok().json().at(0).get("declared").keys())
        .doesNotContain("restart");
  }

  @Test
  void aRenamedServiceKeepsItsProcessItsLogsAndItsDependants(@Shared Reeve reeve) throws Exception {
    reeve.run("start", "--name", "old", "--shell", "echo before; sleep 0.2; exec sleep 1000").ok();
    reeve.sleeper("dependant", "--depends-on", "old");
    int pid = reeve.pid("old");
    reeve.run("rename", "old", "new").ok().prints("new is the name of old now");
    assertThat(reeve.pid("new")).isEqualTo(pid);
    reeve.run("status", "old").exits(3).says("no such service");
    assertThat(reeve.logged("new")).contains("before");
    assertThat(reeve.log("old")).doesNotExist();
    assertThat(
            reeve
                .run("info", "dependant", "--json")
                .ok()
                .json()
                .at(0)
                .get("spec")
                .get("depends_on")
                .keys())
        .containsExactly("new");
    reeve.run("stop", "dependant", "new").ok();
    assertThat(Procs.lives(pid)).isFalse();
  }

  @Test
  void aServiceIsNotRenamedToANameThatIsTakenOrBad(@Shared Reeve reeve) {
    reeve.sleeper("one-name").sleeper("other-name");
    reeve
        .run("rename", "one-name", "other-name")
        .exits(1)
        .says("cannot rename one-name: there is a service 'other-name' already");
    reeve.run("rename", "one-name", "../x").exits(2).says("../x");
    reeve.run("rename", "nobody", "x").exits(3).says("no such service");
    assertThat(reeve.state("one-name")).isEqualTo("running");
  }

  @Test
  void aCopyIsAServiceOfItsOwn(@Shared Reeve reeve) {
    reeve.sleeper("original", "--env", "K=v");
    reeve.run("copy", "original", "second").ok().prints("second started");
    assertThat(reeve.pid("second")).isNotEqualTo(reeve.pid("original"));
    assertThat(reeve.processes("second").getFirst().environment()).contains("K=v");
    reeve.run("copy", "original", "third", "--no-start").ok().prints("third created");
    assertThat(reeve.state("third")).isEqualTo("stopped");
    reeve
        .run("copy", "original", "second")
        .exits(1)
        .says("there is a service of this name already");
  }

  @Test
  void enablingIsForTheNextBootOnly(@Shared Reeve reeve) {
    reeve.sleeper("booting");
    int pid = reeve.pid("booting");
    reeve.run("disable", "booting").ok().prints("booting is not started at boot");
    assertThat(reeve.row("booting").get("enabled").bool()).isFalse();
    assertThat(reeve.pid("booting")).isEqualTo(pid);
    reeve.run("enable", "booting").ok().prints("booting is started at boot");
    assertThat(reeve.row("booting").get("enabled").bool()).isTrue();
  }

  @Test
  void aSignalReachesEveryProcessOfAService(@Shared Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "trapped",
            "--startup-grace",
            "500ms",
            "--shell",
            "trap 'echo parent' USR1; sh -c 'trap \"echo child\" USR1; while :; do sleep 0.05; done'"
                + " & while :; do sleep 0.05; done")
        .ok();
    reeve.run("signal", "USR1", "trapped").ok().prints("trapped got SIGUSR1");
    Until.holds(() -> assertThat(reeve.logged("trapped")).contains("parent", "child"));
    reeve.run("SIGUSR1", "trapped#1").ok();
    Until.holds(() -> assertThat(reeve.logged("trapped")).containsPattern("(?s)parent.*parent"));
    reeve.run("signal", "NOSUCH", "trapped").exits(2).says("NOSUCH");
    reeve.run("stop", "trapped").ok();
    reeve.run("signal", "HUP", "trapped").exits(1).says("it is not running");
  }

  @Test
  void reloadDoesWhatIsDeclared(@Shared Reeve reeve) {
    reeve.write(
        "reload.yaml",
        """
        services:
          by-signal:
            command: sh -c 'trap "echo reloaded" HUP; echo up; while :; do sleep 0.05; done'
            reload: SIGHUP
            startup_grace: 500ms
          by-command:
            command: sleep 1000
            reload: sh -c 'echo told $MAINPID > told'
            startup_grace: 0s
          by-restart: { command: sleep 1000, startup_grace: 0s }
        """);
    reeve.run("start", "reload.yaml").ok();
    int bySignal = reeve.pid("by-signal");
    int byCommand = reeve.pid("by-command");
    int byRestart = reeve.pid("by-restart");
    reeve.run("reload", "by-signal", "by-command", "by-restart").ok();
    Until.holds(() -> assertThat(reeve.logged("by-signal")).contains("reloaded"));
    Until.holds(() -> assertThat(reeve.folder().resolve("told")).hasContent("told " + byCommand));
    assertThat(reeve.pid("by-signal")).isEqualTo(bySignal);
    assertThat(reeve.pid("by-command")).isEqualTo(byCommand);
    assertThat(reeve.pid("by-restart")).isNotEqualTo(byRestart);
  }

  @Test
  void whatNothingCanDoWithoutIsNotDeleted(@Shared Reeve reeve) {
    reeve.sleeper("needed");
    reeve.sleeper("needing", "--depends-on", "needed");
    reeve
        .run("delete", "needed")
        .exits(1)
        .says("cannot delete needed: 'needing' depends on it", "→ delete 'needing' too");
    assertThat(reeve.processes("needed")).hasSize(1);
    reeve.run("delete", "needed", "needing").ok();
    assertThat(reeve.processes("needed")).isEmpty();
  }
}
