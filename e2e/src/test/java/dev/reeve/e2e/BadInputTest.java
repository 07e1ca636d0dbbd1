package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What is wrong is said, and what runs is not touched by it. */
@EndToEnd
@Execution(ExecutionMode.SAME_THREAD)
class BadInputTest {
  private int bystander;

  @BeforeEach
  void somethingRuns(@Shared Reeve reeve) {
    if (reeve.run("is-running", "bystander").exit() != 0) {
      reeve.sleeper("bystander");
    }
    bystander = reeve.pid("bystander");
  }

  @AfterEach
  void itStillDoes(@Shared Reeve reeve) {
    assertThat(reeve.pid("bystander")).isEqualTo(bystander);
    assertThat(reeve.row("bystander").get("restarts").number()).isZero();
  }

  private static List<String> names(Reeve reeve) {
    return reeve.run("list", "--json").ok().json().items().stream()
        .map(item -> item.get("name").text())
        .toList();
  }

  @Test
  void aProgramThatDoesNotExist(@Shared Reeve reeve) {
    List<String> before = names(reeve);
    reeve
        .run("start", "./nope")
        .exits(1)
        .says("reeve: cannot start ./nope: no such file", "→ check the path");
    reeve
        .run("start", "no-such-program")
        .exits(3)
        .says(
            "cannot start no-such-program: 'no-such-program' is no service, no file in",
            "and no program in PATH");
    reeve.run("start", "bystandr").exits(3).says("did you mean 'bystander'?");
    reeve.run("run", "no-such-program", "x").exits(3).says("no program in PATH");
    reeve.run("start", "").exits(1).says("cannot start");
    assertThat(names(reeve)).isEqualTo(before);
  }

  @Test
  void aProgramThatAFileNamesAndIsNotThere(@Shared Reeve reeve) {
    reeve.write(
        "missing.yaml",
        """
        services:
          lost: { command: ./nope --x }
          found: { command: sleep 1000, startup_grace: 0s }
        """);
    reeve
        .run("start", "missing.yaml")
        .exits(1)
        .prints("found started")
        .says("cannot start lost: " + reeve.folder() + "/nope: no such file");
    assertThat(reeve.state("lost")).isEqualTo("failed");
    assertThat(reeve.row("lost").get("restarts").number()).as("it is hopeless").isZero();
    assertThat(reeve.state("found")).isEqualTo("running");
    reeve.run("status", "lost").ok().prints("lost has failed: cannot start:", "no such file");
    reeve.run("delete", "lost", "found").ok();
  }

  @Test
  void aDirectoryThatDoesNotExist(@Shared Reeve reeve) {
    reeve
        .run("start", "--name", "homeless", "--cwd", "/no/such/place", "--", "sleep", "1")
        .exits(1)
        .says("cannot start homeless: /no/such/place: no such directory");
    assertThat(reeve.reasons("homeless", "failed"))
        .containsExactly("cannot start: /no/such/place: no such directory");
    reeve.run("history", "homeless", "--json").ok().prints("check 'cwd' of service 'homeless'");
  }

  @Test
  void aUserThatDoesNotExist(@Shared Reeve reeve) {
    Root.needed("run a service as another user");
    reeve
        .run("start", "--name", "ghost", "--user", "nosuchuser", "--", "sleep", "1")
        .exits(1)
        .says("cannot start ghost: ", "no such user: nosuchuser");
    reeve
        .run("start", "--name", "ghosts", "--unix-group", "nosuchgroup", "--", "sleep", "1")
        .exits(2)
        .says("--unix-group needs a 'user' beside it");
  }

  @Test
  void aServiceOfAnotherUserRunsAsThatUser(@Shared Reeve reeve) throws Exception {
    Root.needed("run a service as another user");
    reeve
        .run(
            "start",
            "--name",
            "nobodys",
            "--user",
            "nobody",
            "--cwd",
            "/",
            "--startup-grace",
            "0",
            "--",
            "sleep",
            "1000")
        .ok();
    assertThat(Files.getOwner(Path.of("/proc/" + reeve.pid("nobodys"))).getName())
        .isEqualTo("nobody");
    assertThat(reeve.processes("nobodys").getFirst().environment()).contains("USER=nobody");
    reeve.run("delete", "nobodys").ok();
  }

  @Test
  void aFileThatIsNoProgram(@Shared Reeve reeve) {
    reeve.write("text", "just text\n");
    reeve
        .run("start", "./text")
        .exits(1)
        .says(reeve.folder() + "/text: is not executable", "chmod +x");
    reeve.script("wrong-interpreter", "").toFile();
    reeve.write("wrong-interpreter", "#!/no/such/interpreter\n");
    reeve
        .run("start", "./wrong-interpreter")
        .exits(1)
        .says("its first line names an interpreter that does not exist: /no/such/interpreter");
    reeve.run("start", "--name", "folder", "--", "/tmp").exits(1).says("/tmp");
  }

  @Test
  void aFileThatMayNotBeRead(@Shared Reeve reeve) throws Exception {
    Path file = reeve.write("secret.yaml", "services: { s: { command: sleep 1 } }\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    Reeve other = Root.is() ? Root.asNobody(reeve).home(Path.of("/tmp/nobody-has-no-home")) : reeve;
    other.run("check", "secret.yaml").exits(1).says("secret.yaml", "permission denied");
    other.run("start", "secret.yaml").says("permission denied");
    assertThat(Path.of("/tmp/nobody-has-no-home/run/reeve.sock")).doesNotExist();
    reeve.write("no.env", "");
    reeve
        .run("start", "--name", "envless", "--env-file", "missing.env", "--", "sleep", "1")
        .exits(1)
        .says("/missing.env: no such file");
  }

  @Test
  void mistakesInAFileAreToldTogetherAndNothingIsStarted(@Shared Reeve reeve) {
    List<String> before = names(reeve);
    reeve.write(
        "bad.yaml",
        """
        services:
          fine: { command: sleep 1000 }
          api:
            comand: sleep 1
            restart: sometimes
          db:
            command: sleep 1
            stop: { grace: soon }
        """);
    reeve
        .run("start", "bad.yaml")
        .exits(1)
        .says(
            "reeve: cannot start bad.yaml: ",
            "bad.yaml:4:5: service 'api': unknown field 'comand'; did you mean 'command'?",
            "      comand: sleep 1\n      ^\n",
            "bad.yaml:5:14:",
            "bad.yaml:8:20:",
            "→ nothing was started or changed");
    assertThat(names(reeve)).isEqualTo(before);
  }

  @Test
  void aNameThatIsDeclaredTwiceOrTaken(@Shared Reeve reeve) {
    reeve.write(
        "twice.yaml",
        """
        services:
          one: { command: sleep 1 }
          one: { command: sleep 2 }
        """);
    reeve.run("start", "twice.yaml").exits(1).says("twice.yaml:3:3:", "'one'");
    reeve
        .run("start", "--name", "bystander", "--", "sleep", "7")
        .exits(1)
        .says(
            "cannot start",
            "a service 'bystander' exists already (sleep 1000)",
            "reeve update bystander");
    assertThat(names(reeve)).doesNotContain("one");
  }

  @Test
  void dependenciesInACircle(@Shared Reeve reeve) {
    reeve.write(
        "circle.yaml",
        """
        services:
          a: { command: sleep 1, depends_on: [b] }
          b: { command: sleep 1, depends_on: [a] }
        """);
    reeve.run("start", "circle.yaml").exits(1).says("a -> b -> a");
    reeve
        .run("start", "--name", "alone", "--depends-on", "nothing-like-it", "--", "sleep", "1")
        .exits(1)
        .says("it depends on 'nothing-like-it', which does not exist");
    reeve.sleeper("first");
    reeve.sleeper("second", "--depends-on", "first");
    reeve
        .run("update", "first", "--depends-on", "second")
        .exits(1)
        .says("first -> second -> first");
    assertThat(names(reeve)).doesNotContain("a", "b", "alone");
    reeve.run("delete", "first", "second").ok();
  }

  @Test
  void aFileThatIsNotYaml(@Shared Reeve reeve) {
    reeve.write("broken.yaml", "services:\n  a: { command: [sleep, 1\n");
    reeve.run("start", "broken.yaml").exits(1).says("cannot start broken.yaml", "broken.yaml:");
    reeve.write("empty.yaml", "");
    reeve.run("start", "empty.yaml").exits(1).says("empty.yaml");
    reeve.write("list.yaml", "- a\n- b\n");
    reeve.run("start", "list.yaml").exits(1).says("list.yaml:1:1");
    reeve.write("binary.yaml", "\u0000\u0001\u0002services: {}\n");
    reeve.run("start", "binary.yaml").exits(1).says("binary.yaml");
    reeve.run("start", "not-there.yaml").exits(1).says("cannot start not-there.yaml: no such file");
  }

  @Test
  void hostileNames(@Shared Reeve reeve) throws Exception {
    List<String> before = names(reeve);
    String huge = "n".repeat(10_000);
    for (String name :
        List.of("../x", "a/b", "a\nb", "\u001b[31mred", "-x", "a b", "all", "..", huge)) {
      Result result = reeve.run("start", "--name=" + name, "--", "sleep", "1000");
      result.exits(2).says("cannot start sleep 1000: '");
      assertThat(result.stderr()).doesNotContain("\u001b").doesNotContain("a\nb");
    }
    reeve.write(
        "hostile.yaml",
        "services:\n  ../x: { command: sleep 1 }\n  \"a\\nb\": { command: sleep 1 }\n");
    Result result = reeve.run("start", "hostile.yaml").exits(1);
    result.says("hostile.yaml:2:3:", "hostile.yaml:3:3:");
    for (String target :
        List.of("../x", "a\nb", huge, "*\u001b", "@" + huge, "#", "x#99999999999")) {
      assertThat(reeve.run("stop", target).exit()).as(target).isIn(0, 3);
    }
    assertThat(names(reeve)).isEqualTo(before);
    try (var files = Files.list(reeve.home())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("logs", "run", "state");
    }
  }

  @Test
  void aLogFileThatIsALinkIsNotFollowed(@Shared Reeve reeve) throws Exception {
    Path victim = reeve.write("victim", "precious\n");
    Files.createSymbolicLink(reeve.log("linked"), victim);
    Result result = reeve.run("start", "--name", "linked", "--once", "--", "echo", "overwritten");
    result.exits(1).says("cannot start linked", "is a symbolic link");
    assertThat(victim).hasContent("precious");
    reeve.run("flush", "linked");
    assertThat(victim).hasContent("precious");
  }

  @Test
  void valuesOfOptionsThatMakeNoSense(@Shared Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "odd",
            "--instances",
            "0",
            "--backoff",
            "x",
            "--kill-signal",
            "SIGNOPE",
            "--max-log-size",
            "much",
            "--env",
            "NOEQUALS",
            "--",
            "sleep",
            "1")
        .exits(2)
        .says("--instances", "--backoff", "--kill-signal", "--max-log-size", "--env");
    assertThat(names(reeve)).doesNotContain("odd");
  }
}
