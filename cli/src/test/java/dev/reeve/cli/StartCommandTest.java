package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StartCommandTest extends CommandTest {
  @BeforeEach
  void twoServices() {
    daemon.gives(
        Methods.LIST,
        Samples.rows(
            Samples.service(0, "api", Samples.running(1, 7)),
            Samples.service(1, "worker", Samples.running(1, 8))));
    daemon.gives(Methods.DEFINE, Samples.all(Samples.ok("new", "running", 9)));
    daemon.gives(Methods.START, Samples.all(Samples.ok("api", "running", 7)));
  }

  private String defined() {
    return daemon.last(Methods.DEFINE);
  }

  private String service(String name, String fields) {
    return "{\"services\":[{\"name\":\""
        + name
        + "\",\"base\":\""
        + shell.directory
        + "\",\"spec\":{"
        + fields
        + "},\"source\":\"\"}],\"refuse_existing\":true,\"start\":true,\"restart\":true,\"patch\":false,\"await\":true}";
  }

  @ParameterizedTest
  @ValueSource(strings = {"api", "0", "web-*", "@batch", "all", "api#2", "w?rker"})
  void knownServicesAreStarted(String target) {
    Ran ran = shell.run("start", target);
    assertThat(ran).isEqualTo(new Ran(0, "api started (pid 7)\n", "", false));
    assertThat(daemon.last(Methods.START))
        .isEqualTo(
            "{\"targets\":[\"" + target + "\"],\"force\":false,\"await\":true,\"timeout_ms\":0}");
  }

  @Test
  void aFileOfAnotherSystemIsLoadedWithItsWarnings() throws IOException {
    shell.file("Procfile", "web: sleep 1\n");
    assertThat(shell.run("start", "Procfile").exit()).isZero();
    assertThat(defined()).contains("\"name\":\"web\"", "\"shell\":true");
    shell.file(
        "apps.json", "{\"apps\": [{\"name\": \"a\", \"command\": \"sleep\", \"nonsense\": 1}]}");
    Ran ran = shell.run("start", "apps.json");
    assertThat(ran.out()).isEqualTo("new started (pid 9)\n");
    assertThat(ran.err()).containsPattern("apps\\.json:1:\\d+: warning: .*nonsense");
    assertThat(shell.run("start", "-q", "apps.json").err()).isEmpty();
  }

  @Test
  void anExactNameWinsOverAFile() throws IOException {
    shell.program("api");
    shell.run("start", "api");
    assertThat(daemon.last(Methods.START)).contains("\"targets\":[\"api\"]");
  }

  @Test
  void aProgramBecomesAService() throws IOException {
    Path program = shell.program("bin/server.sh");
    Ran ran = shell.run("start", "bin/server.sh");
    assertThat(ran).isEqualTo(new Ran(0, "new started (pid 9)\n", "", false));
    assertThat(defined()).isEqualTo(service("server", "\"command\":[\"" + program + "\"]"));
  }

  @Test
  void aScriptOfTheFolderIsMeantByItsBareName() throws IOException {
    Path script = shell.file("worker.py", "print(1)");
    shell.run("start", "worker.py", "--name", "w");
    assertThat(defined()).isEqualTo(service("w", "\"command\":[\"" + script + "\"]"));
  }

  @Test
  void argumentsFollowTwoDashes() throws IOException {
    Path program = shell.program("server");
    shell.run("start", "./server", "--name", "api2", "--", "--port", "8080", "--env");
    assertThat(defined())
        .isEqualTo(
            service("api2", "\"command\":[\"" + program + "\",\"--port\",\"8080\",\"--env\"]"));
  }

  @Test
  void withNoTargetTheFirstWordAfterTwoDashesIsTheProgram() {
    shell.run("start", "--name", "w", "--", "sh", "-c", "echo 'a b'; sleep 1");
    assertThat(defined())
        .isEqualTo(service("w", "\"command\":[\"sh\",\"-c\",\"echo 'a b'; sleep 1\"]"));
  }

  @Test
  void aQuotedCommandLineIsSplit() {
    shell.run("start", "sleep '10 0' \"x\"");
    assertThat(defined()).isEqualTo(service("sleep", "\"command\":[\"sleep\",\"10 0\",\"x\"]"));
  }

  @Test
  void aProgramOfTheCallersOwnPathIsMadeAbsolute() throws IOException {
    Path own = shell.program("own/tool");
    shell.environment.put("PATH", own.getParent() + ":/usr/bin:/bin");
    shell.run("start", "tool --x");
    assertThat(defined()).contains("\"command\":[\"" + own + "\",\"--x\"]");
  }

  @Test
  void aLineForAShellStaysALine() {
    shell.run("start", "--shell", "while :; do date; done | cat", "--name", "loop");
    assertThat(defined())
        .isEqualTo(service("loop", "\"command\":\"while :; do date; done | cat\",\"shell\":true"));
  }

  @ParameterizedTest
  @CsvSource({
    "'sleep 5', sleep",
    "'sh ./work.sh', work",
    "'sh -c true', sh",
    "'/bin/sleep 5', sleep",
    "'./my server.sh', my-server",
    "./über.sh, ber"
  })
  void theNameComesFromTheProgram(String command, String name) throws IOException {
    shell.program("work.sh");
    shell.program("my server.sh");
    shell.program("über.sh");
    Ran ran = shell.run("start", command);
    assertThat(ran.err()).isEmpty();
    assertThat(defined()).contains("\"name\":\"" + name + "\"");
  }

  @Test
  void fieldsAreOptions() throws IOException {
    shell.program("x");
    Ran ran =
        shell.run(
            "start",
            "./x",
            "--instances",
            "4",
            "--env",
            "A=1",
            "--env",
            "B=x=y",
            "--cwd",
            "/tmp",
            "--log-out",
            "o.log",
            "--restart",
            "on-failure",
            "--max-restarts=3",
            "--once=false",
            "--no-inherit-env",
            "--restart-limit",
            "3/1m",
            "--depends-on",
            "api",
            "--depends-on",
            "worker:completed",
            "--kill-signal",
            "int",
            "--restart-exit-codes",
            "1,2",
            "--memo");
    assertThat(ran.exit()).isEqualTo(2);
    shell.run(
        "start",
        "./x",
        "--instances",
        "4",
        "--env",
        "A=1",
        "--env",
        "B=x=y",
        "--cwd",
        "/tmp",
        "--log-out",
        "o.log",
        "--restart",
        "on-failure",
        "--max-restarts=3",
        "--once=false",
        "--no-inherit-env",
        "--restart-limit",
        "3/1m",
        "--depends-on",
        "api",
        "--depends-on",
        "worker:completed",
        "--kill-signal",
        "int",
        "--restart-exit-codes",
        "1,2");
    assertThat(defined())
        .contains(
            "\"cwd\":\"/tmp\"",
            "\"instances\":4",
            "\"env\":{\"A\":\"1\",\"B\":\"x=y\"}",
            "\"inherit_env\":false",
            "\"once\":false",
            "\"restart\":{\"policy\":\"on-failure\",\"max\":3,\"limit\":{\"max\":3,\"within\":\"1m\"},"
                + "\"exit_codes\":[1,2]}",
            "\"stop\":{\"signal\":\"SIGINT\"}",
            "\"depends_on\":{\"api\":\"started\",\"worker\":\"completed\"}",
            "\"logs\":{\"stdout\":\"/tmp/o.log\"}");
  }

  @Test
  void allBadValuesAreToldAtOnceInTheWordsOfTheCommandLine() throws IOException {
    shell.program("x");
    Ran ran =
        shell.run(
            "start", "./x", "--instances", "none", "--restart", "allways", "--min-uptime", "soon");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot start ./x: --instances 'none' is not a whole number
              and --restart 'allways' must be one of always, on-failure, on-success, never; did you mean 'always'?
              and --min-uptime 'soon' is not a duration: write it like 500ms, 5s, 1m30s, 2h or 7d
            → see 'reeve help start'
            """);
    assertThat(shell.run("start", "./x", "--once", "--restart", "always").err())
        .contains("'restart: always' contradicts 'once: true'");
    assertThat(shell.run("start", "./x", "--unix-group", "www").err()).contains("needs a 'user'");
  }

  @Test
  void aBadNameIsRefused() throws IOException {
    shell.program("x");
    for (String name : List.of("", "a b", "../x", "-x", "all", "x".repeat(65), "a\nb")) {
      Ran ran = shell.run("start", "./x", "--name=" + name);
      if (!name.isEmpty()) {
        assertThat(ran.exit()).as(name).isEqualTo(2);
        assertThat(ran.err()).startsWith("reeve: cannot start ./x: '").hasLineCount(2);
      }
    }
  }

  @Test
  void theSameProgramOnceMoreStartsTheSameService() throws IOException {
    Path program = shell.program("api");
    same(program, shell.directory.toString());
    Ran ran = shell.run("start", "./api");
    assertThat(ran).isEqualTo(new Ran(0, "api started (pid 7)\n", "", false));
    assertThat(daemon.last(Methods.START)).contains("\"targets\":[\"api\"]");
  }

  private void same(Path program, String cwd) {
    daemon.gives(
        Methods.DESCRIBE,
        Samples.descriptions(
            new Description(
                new dev.reeve.api.ServiceRow(
                    0, "api", "", "running", true, 0, program.toString(), List.of(), List.of()),
                "up",
                Map.of("cwd", cwd),
                Map.of(),
                List.of(),
                List.of(),
                List.of(),
                null)));
  }

  @Test
  void anotherProgramOfTheSameNameIsRefused() throws IOException {
    shell.program("api");
    same(Path.of("/elsewhere/api"), shell.directory.toString());
    Ran ran = shell.run("start", "./api");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot start ./api: a service 'api' exists already (/elsewhere/api)
            → give the new one a name with --name; to change the existing one: reeve update api --command '…'
            """);
    same(shell.directory.resolve("api"), "/elsewhere");
    assertThat(shell.run("start", "./api").exit()).isEqualTo(1);
  }

  @Test
  void optionsOfANewServiceMeanNothingForAnExistingOne() {
    Ran ran = shell.run("start", "api", "--instances", "4");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot start api: it exists already, so that options of a new service have no meaning
            → to change it: reeve update api
            """);
    assertThat(shell.run("start", "api", "--", "--port", "1").err())
        .contains("it exists already, so that it takes no arguments");
  }

  @Test
  void whatIsNothingIsExplained() {
    Ran ran = shell.run("start", "wroker");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.err())
        .isEqualTo(
            "reeve: cannot start wroker: 'wroker' is no service, no file in "
                + shell.directory
                + " and no program in PATH; did you mean 'worker'?\n"
                + "→ see the services with 'reeve list', or give the path of a program\n");
    assertThat(shell.run("start", "./nothing").err()).contains("./nothing: no such file");
    assertThat(shell.run("start", "nothing.yaml").err()).contains("nothing.yaml: no such file");
    assertThat(shell.run("start", "'unclosed x").err()).contains("an opening ' that is not closed");
  }

  @Test
  void aFolderNeedsAFile() throws IOException {
    Files.createDirectories(shell.directory.resolve("empty"));
    assertThat(shell.run("start", "empty").err())
        .isEqualTo(
            """
            reeve: cannot start empty: it is a folder without a reeve.yaml
            → name the file you mean
            """);
  }

  @Test
  void anUnquotedCommandLineIsNotSeveralServices() {
    Ran ran = shell.run("start", "sleep", "100");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .contains("it may be one command or several services\n→ one command: reeve run sleep 100");
    assertThat(shell.run("start", "api", "worker").exit()).isZero();
  }

  @Test
  void aFileIsLoadedAndStarted() throws IOException {
    shell.environment.put("WHO", "me");
    shell.file(
        "reeve.yaml",
        """
        services:
          one:
            command: sleep 1
            env: {WHO: "${WHO}"}
          two:
            command: sleep 2
            depends_on: [one, api]
        """);
    daemon.gives(
        Methods.DEFINE,
        Samples.all(Samples.ok("one", "running", 1), Samples.ok("two", "running", 2)));
    for (String target : List.of("reeve.yaml", ".", shell.directory.toString())) {
      assertThat(shell.run("start", target).out())
          .isEqualTo("one started (pid 1)\ntwo started (pid 2)\n");
      assertThat(defined())
          .contains(
              "\"name\":\"one\",\"base\":\"" + shell.directory + "\"",
              "\"env\":{\"WHO\":\"me\"}",
              "\"depends_on\":{\"one\":\"started\",\"api\":\"started\"}",
              "\"refuse_existing\":false");
    }
  }

  @Test
  void allMistakesOfAFileAreToldAndNothingIsStarted() throws IOException {
    shell.file("bad.yaml", "services:\n  one:\n    comand: x\n  two:\n    instances: many\n");
    Ran ran = shell.run("start", "bad.yaml", "api");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .startsWith("reeve: cannot start bad.yaml: ")
        .contains("bad.yaml:3:5:", "did you mean 'command'?", "bad.yaml:5:")
        .endsWith("→ nothing was started or changed; mend the file and try again\n");
    assertThat(daemon.calls).noneMatch(c -> c.contains("define") || c.contains("start"));
  }

  @Test
  void aFastFailureShowsWhatTheProgramSaid() {
    daemon.gives(
        Methods.DEFINE,
        Samples.all(Samples.failed("bad", "failed", "exit code 3 after 12ms", "boom", "\tat x")));
    Ran ran = shell.run("start", "--name", "bad", "--", "sh", "-c", "exit 3");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot start bad: exit code 3 after 12ms
              │ boom
              │ \tat x
            → look at it
            """);
  }

  @Test
  void waitingCanBeLeftOutOrLimited() throws IOException {
    shell.program("x");
    assertThat(shell.run("start", "./x", "--no-wait").out()).contains("new is being started");
    assertThat(defined()).contains("\"await\":false");
    daemon.on(
        Methods.DEFINE,
        (definition, items) -> {
          try {
            new java.util.concurrent.CountDownLatch(1)
                .await(20, java.util.concurrent.TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Samples.all();
        });
    Ran ran = shell.run("start", "./x", "--timeout", "50ms");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err()).startsWith("reeve: cannot start ./x: it is not done after ");
  }

  @Test
  void severalKindsCanBeStartedTogether() throws IOException {
    shell.program("x");
    shell.file("f.yaml", "services: {one: {command: sleep 1}}");
    assertThat(shell.run("start", "./x", "f.yaml", "api").exit()).isZero();
    assertThat(daemon.calls.stream().filter(call -> call.startsWith("service.define"))).hasSize(2);
    assertThat(daemon.last(Methods.START)).contains("[\"api\"]");
  }

  @Test
  void runIsAlwaysANewCommand() {
    shell.run("run", "sleep", "100", "--name", "s");
    assertThat(defined()).isEqualTo(service("s", "\"command\":[\"sleep\",\"100\"]"));
    shell.run("run", "--name", "t", "--", "sleep", "--help");
    assertThat(defined()).isEqualTo(service("t", "\"command\":[\"sleep\",\"--help\"]"));
    shell.run("run", "sleep 5");
    assertThat(defined()).isEqualTo(service("sleep", "\"command\":[\"sleep\",\"5\"]"));
    shell.run("run", "--shell", "date | cat", "--name", "u");
    assertThat(defined()).contains("\"command\":\"date | cat\"");
    assertThat(shell.run("run", "sleep", "--port", "1").err())
        .contains("unknown option '--port'", "put '--' before the program");
    assertThat(shell.run("run").exit()).isEqualTo(2);
  }

  @Test
  void peopleSeeATable() throws IOException {
    shell.program("x");
    assertThat(shell.screen(80).run("start", "./x").out()).contains("│", "● running");
  }
}
