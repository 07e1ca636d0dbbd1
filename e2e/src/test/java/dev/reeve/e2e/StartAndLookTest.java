package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The main job: services are started and looked at. */
@EndToEnd
class StartAndLookTest {
  @Test
  void oneCommandStartsWhatAFileDeclares(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          db:
            command: sh -c 'echo ready; exec sleep 1000'
            startup_grace: 200ms
          api:
            command: [sh, -c, 'echo "hello from $WHO#$N"; exec sleep 1000']
            instances: 2
            instance_env: N
            env: { WHO: api, API_TOKEN: abc123 }
            depends_on: [db]
            group_name: web
            startup_grace: 200ms
          migrate:
            command: sh -c 'echo migrated; echo careful >&2'
            once: true
            depends_on: { db: started }
        """);
    reeve.run("start", "reeve.yaml").ok().prints("db started", "api started", "migrate started");

    reeve
        .run("list")
        .ok()
        .prints("ID", "NAME", "STATE", "PID", "db", "api#1", "api#2", "migrate", "completed");
    assertThat(reeve.run("ls", "@web", "--json").ok().json().items()).hasSize(1);
    reeve.run("status", "api").ok().prints("api: 2 of 2 instances run", "api#1 runs for", "pid");
    reeve.run("status").ok().prints("the daemon runs for", reeve.home().toString(), "3;");
    reeve.run("info", "migrate").ok().prints("once: true", "depends_on:", "db: started");
    reeve.run("describe", "db").ok().prints("db:", "policy: always");
    reeve.run("env", "api#2").ok().prints("WHO=api", "N=2", "API_TOKEN=******");
    reeve.run("env", "api#2", "--reveal").ok().prints("API_TOKEN=abc123");
    reeve.run("logs", "api", "--raw").ok().prints("hello from api#1", "hello from api#2");
    reeve.run("logs", "migrate", "--err", "--raw").ok().prints("careful");
    assertThat(reeve.run("logs", "migrate", "--out", "--raw").ok().stdout())
        .isEqualTo("migrated\n");
    assertThat(Files.readString(reeve.log("db"))).endsWith(" ready\n");
    reeve
        .run("history", "migrate")
        .ok()
        .prints("created", "started", "exited", "exit code 0", "completed");
    reeve.run("events", "-n", "2").ok().prints("TIME", "EVENT", "REASON");
    assertThat(reeve.run("events", "-n", "2", "--json").ok().lines()).hasSize(2);

    reeve.run("stop", "all").ok().prints("db stopped", "api stopped");
    assertThat(reeve.processes("api")).isEmpty();
    assertThat(reeve.processes("db")).isEmpty();
    reeve.run("delete", "api", "db", "migrate").ok().prints("api deleted");
    assertThat(reeve.run("list", "--json").ok().json().items()).isEmpty();
  }

  @Test
  void aFolderStandsForTheFileInIt(@Shared Reeve reeve) {
    reeve.write(
        "folder/reeve.yaml",
        """
        services:
          in-folder: { command: sleep 1000, startup_grace: 0s }
        """);
    reeve.run("start", "folder").ok().prints("in-folder started");
    assertThat(reeve.processes("in-folder")).hasSize(1);
  }

  @Test
  void aScriptIsStartedByItsPathAndNamedAfterIt(@Shared Reeve reeve) {
    reeve.script("worker.sh", "echo \"$@\"; pwd; exec sleep 1000\n");
    reeve.run("start", "./worker.sh", "--startup-grace", "0", "--", "--port", "80").ok();
    Until.holds(() ->
        assertThat(reeve.run("logs", "worker", "--raw").ok().lines())
            .containsExactly("--port 80", reeve.folder().toString()));
  }

  @Test
  void aCommandLineIsSplitWithoutAShell(@Shared Reeve reeve) {
    reeve.run("start", "printf '%s|' 'a b' $HOME *", "--name", "words", "--once").ok();
    assertThat(reeve.run("logs", "words", "--raw").ok().stdout()).isEqualTo("a b|$HOME|*|\n");
  }

  @Test
  void runTakesWordsAsOneCommand(@Shared Reeve reeve) {
    reeve.run("run", "echo", "one", "two", "--name", "said", "--once").ok();
    assertThat(reeve.run("logs", "said", "--raw").ok().stdout()).isEqualTo("one two\n");
  }

  @Test
  void theSameStartOnceMoreChangesNothing(@Shared Reeve reeve) {
    reeve.run("start", "sleep 1001", "--name", "same", "--startup-grace", "0").ok();
    int pid = reeve.pid("same");
    reeve.run("start", "same").ok();
    assertThat(reeve.pid("same")).isEqualTo(pid);
    assertThat(reeve.processes("same")).hasSize(1);
  }

  @Test
  void startingAFileAgainTouchesOnlyWhatChanged(@Shared Reeve reeve) {
    String kept = "  kept-%s: { command: sleep 1000, startup_grace: 0s }\n";
    reeve.write("again.yaml", "services:\n" + kept.formatted("a") + kept.formatted("b"));
    reeve.run("start", "again.yaml").ok();
    int a = reeve.pid("kept-a");
    int b = reeve.pid("kept-b");
    reeve.write(
        "again.yaml",
        "services:\n" + kept.formatted("a") + kept.formatted("b").replace("1000", "1002"));
    reeve.run("start", "again.yaml").ok();
    assertThat(reeve.pid("kept-a")).isEqualTo(a);
    assertThat(reeve.pid("kept-b")).isNotEqualTo(b);
    assertThat(reeve.processes("kept-b")).hasSize(1);
  }

  @Test
  void targetsAreNamesIdsGlobsGroupsAndInstances(@Shared Reeve reeve) {
    reeve.sleeper("glob-a", "--group", "globbed").sleeper("glob-b", "--group", "globbed");
    reeve.sleeper("glob-c", "--instances", "2");
    int id = reeve.row("glob-c").get("id").number();
    assertThat(names(reeve.run("list", "glob-*", "--json")))
        .containsExactly("glob-a", "glob-b", "glob-c");
    assertThat(names(reeve.run("list", "@globbed", "--json"))).containsExactly("glob-a", "glob-b");
    assertThat(names(reeve.run("list", "--group", "globbed", "--json"))).hasSize(2);
    assertThat(names(reeve.run("list", Integer.toString(id), "--json"))).containsExactly("glob-c");
    reeve.run("stop", "glob-c#2", "@globbed").ok();
    assertThat(reeve.processes("glob-c")).hasSize(1);
    assertThat(reeve.processes("glob-a")).isEmpty();
  }

  private static List<String> names(Result result) {
    return result.ok().json().items().stream().map(item -> item.get("name").text()).toList();
  }

  @Test
  void ofSeveralTargetsAllAreTriedAndTheFailedOnesNamed(@Shared Reeve reeve) {
    reeve.sleeper("tried");
    Result result = reeve.run("stop", "no-such-one", "tried");
    result.exits(1).prints("tried stopped").says("cannot stop no-such-one: no such service");
    assertThat(reeve.processes("tried")).isEmpty();
    reeve.run("stop", "triet").exits(3).says("no such service; did you mean 'tried'?");
  }

  @Test
  void stopEndsAndRestartBeginsAnew(@Shared Reeve reeve) {
    reeve.sleeper("turns");
    int first = reeve.pid("turns");
    reeve.run("restart", "turns").ok().prints("turns restarted");
    int second = reeve.pid("turns");
    assertThat(second).isNotEqualTo(first);
    assertThat(Procs.lives(first)).isFalse();
    reeve.run("stop", "turns").ok();
    assertThat(Procs.lives(second)).isFalse();
    assertThat(reeve.state("turns")).isEqualTo("stopped");
    reeve.run("start", "turns").ok();
    assertThat(reeve.state("turns")).isEqualTo("running");
  }

  @Test
  void noWaitReturnsBeforeTheServiceIsUp(@Shared Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "unwaited",
            "--startup-grace",
            "1h",
            "--no-wait",
            "--",
            "sleep",
            "1000")
        .ok();
    reeve.awaitState("unwaited", "running");
  }

  @Test
  void whoAskedIsInTheHistory(@Shared Reeve reeve) {
    reeve.sleeper("asked");
    reeve.run("restart", "asked").ok();
    String user = System.getProperty("user.name");
    assertThat(reeve.reasons("asked", "started"))
        .containsExactly("started by " + user, "restarted by " + user);
    assertThat(reeve.reasons("asked", "stopping")).containsExactly("restarted by " + user);
  }

  @Test
  void aDeletedServiceIsForgottenAndItsLogFilesStay(@Shared Reeve reeve) {
    reeve.run("start", "echo kept", "--name", "deleted", "--once").ok();
    reeve.run("rm", "deleted").ok();
    reeve.run("status", "deleted").exits(3).says("deleted: no such service");
    assertThat(reeve.log("deleted")).content().endsWith("kept\n");
    reeve.run("history", "deleted").ok().prints("deleted");
  }

  @Test
  void withNothingToShowThereIsHelp(Reeve reeve) {
    reeve.run().ok().prints("reeve COMMAND", "Run services", "Begin with");
    reeve.run("list").ok().prints("no services yet", "reeve start ./program");
    assertThat(reeve.run("list", "--json").ok().json().items()).isEmpty();
    assertThat(reeve.processes()).as("looking starts no daemon").isEmpty();
  }

  @Test
  void quietPrintsNothingButErrors(@Shared Reeve reeve) {
    assertThat(
            reeve
                .run(
                    "start", "-q", "--name", "quiet", "--startup-grace", "0", "--", "sleep", "1000")
                .ok()
                .stdout())
        .isEmpty();
    assertThat(reeve.run("list", "-q").ok().stdout()).isEmpty();
    assertThat(reeve.run("stop", "nobody", "-q").exits(3).stderr()).contains("nobody");
  }

  @Test
  void whatTheLauncherOfTheDaemonSetForItDoesNotReachServices(Reeve reeve) {
    reeve
        .with("LC_ALL", "C")
        .with("JAVA_TOOL_OPTIONS", "-Dfor=services")
        .run("start", "--name", "seen", "--startup-grace", "0", "--", "sleep", "1000")
        .ok();
    assertThat(reeve.processes("seen").getFirst().environment())
        .contains("LC_ALL=C", "JAVA_TOOL_OPTIONS=-Dfor=services")
        .noneMatch(entry -> entry.startsWith("REEVE_ENV_") || entry.startsWith("REEVE_KEEPER"));
  }

  @Test
  void aCleanEnvironmentHasOnlyWhatIsDeclared(@Shared Reeve reeve) {
    reeve.write("clean.env", "# comment\nFROM_FILE='a b'\nexport OTHER=1\n");
    reeve.with("STRANGE", "1");
    reeve
        .run(
            "start",
            "--name",
            "clean",
            "--no-inherit-env",
            "--env",
            "OWN=x",
            "--env-file",
            "clean.env",
            "--startup-grace",
            "0",
            "--",
            "sleep",
            "1000")
        .ok();
    assertThat(reeve.processes("clean").getFirst().environment())
        .contains("OWN=x", "FROM_FILE=a b", "OTHER=1", "REEVE_SERVICE=clean")
        .noneMatch(entry -> entry.startsWith("JAVA_HOME"));
  }
}
