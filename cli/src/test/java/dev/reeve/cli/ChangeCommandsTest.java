package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ActionResult;
import dev.reeve.api.Description;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import dev.reeve.cli.Shell.Ran;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code scale update copy rename enable disable signal wait}. */
class ChangeCommandsTest extends CommandTest {
  private static final ServiceRow API = Samples.service(0, "api", Samples.running(1, 7));
  private static final ServiceRow WEB = Samples.service(1, "web", Samples.running(1, 8));

  @BeforeEach
  void twoServices() {
    daemon.gives(Methods.LIST, Samples.rows(API, WEB));
    ActionResult.All done = Samples.all(Samples.ok("api", "running", 7));
    daemon.gives(Methods.DEFINE, done);
    daemon.gives(Methods.RENAME, done);
    daemon.gives(Methods.ENABLE, done);
    daemon.gives(Methods.SIGNAL, done);
    daemon.gives(Methods.WAIT, done);
    describe("up", Map.of("instances", 2), Map.of("command", List.of("x")), API);
  }

  private void describe(
      String desired,
      Map<String, Object> spec,
      Map<String, Object> declared,
      ServiceRow... services) {
    daemon.gives(
        Methods.DESCRIBE,
        new Description.All(
            List.of(services).stream()
                .map(row ->
                    new Description(
                        row, desired, spec, declared, List.of(), List.of(), List.of(), null))
                .toList()));
  }

  private String patch(String... services) {
    String base = shell.directory.toString();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < services.length; i += 2) {
      all.append(i == 0 ? "" : ",").append("{\"name\":\"").append(services[i]);
      all.append("\",\"base\":\"")
          .append(base)
          .append("\",\"spec\":")
          .append(services[i + 1])
          .append(",\"source\":\"\"}");
    }
    return "{\"services\":["
        + all
        + "],\"refuse_existing\":false,\"start\":false,\"restart\":true,"
        + "\"patch\":true,\"await\":true}";
  }

  @Test
  void scaleSetsTheNumber() {
    assertThat(shell.run("scale", "api", "4").out()).isEqualTo("api scaled (pid 7)\n");
    assertThat(daemon.last(Methods.DEFINE)).isEqualTo(patch("api", "{\"instances\":4}"));
  }

  @Test
  void scaleAddsAndTakesAway() {
    shell.run("scale", "api", "+2");
    assertThat(daemon.last(Methods.DEFINE)).isEqualTo(patch("api", "{\"instances\":4}"));
    shell.run("scale", "api", "-1");
    assertThat(daemon.last(Methods.DEFINE)).isEqualTo(patch("api", "{\"instances\":1}"));
    describe("up", Map.of("instances", 3.0), Map.of(), API, WEB);
    shell.run("scale", "@all", "+1");
    assertThat(daemon.last(Methods.DEFINE))
        .isEqualTo(patch("api", "{\"instances\":4}", "web", "{\"instances\":4}"));
  }

  @Test
  void scaleRefusesWhatIsNoNumberOfInstances() {
    assertThat(shell.run("scale", "api", "many").err())
        .contains("'many' is not a number of instances");
    Ran ran = shell.run("scale", "api", "-2");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot scale api: the number of instances must be from 1 to 10000, not 0
            → to have none: reeve stop api
            """);
    assertThat(shell.run("scale", "api", "0").exit()).isEqualTo(2);
    assertThat(shell.run("scale", "api").exit()).isEqualTo(2);
    assertThat(daemon.calls).noneMatch(call -> call.startsWith("service.define"));
  }

  @Test
  void updateLaysFieldsOverWhatIsDeclared() {
    Ran ran = shell.run("update", "all", "--max-restarts", "5", "--env", "A=1");
    assertThat(ran.out()).isEqualTo("api updated (pid 7)\n");
    String fields = "{\"env\":{\"A\":\"1\"},\"restart\":{\"max\":5}}";
    assertThat(daemon.last(Methods.DEFINE)).isEqualTo(patch("api", fields, "web", fields));
    shell.run("update", "api", "--no-restart", "--command", "node other.js", "--log-err", "e.log");
    assertThat(daemon.last(Methods.DEFINE))
        .contains(
            "\"command\":\"node other.js\"",
            "\"stderr\":\"" + shell.directory + "/e.log\"",
            "\"restart\":false");
  }

  @Test
  void updateNeedsAField() {
    Ran ran = shell.run("update", "api");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("no field is given that should change");
    assertThat(shell.run("update", "api", "--instances", "x").err())
        .startsWith("reeve: cannot update api: --instances 'x' is not a whole number\n");
    daemon.refuse(Methods.LIST, ErrorCode.UNKNOWN_SERVICE, "no such service", "");
    assertThat(shell.run("update", "x", "--once").exit()).isEqualTo(3);
  }

  @Test
  void aCopyIsDeclaredLikeItsOriginalButHasLogFilesOfItsOwn() {
    describe(
        "up",
        Map.of(),
        Map.of(
            "command", List.of("x"),
            "logs", Map.of("stdout", "/var/x.log", "stderr", "null", "format", "raw")),
        API);
    assertThat(shell.run("copy", "api", "api-2").exit()).isZero();
    assertThat(daemon.last(Methods.DEFINE))
        .contains("\"name\":\"api-2\"", "\"command\":[\"x\"]", "\"refuse_existing\":true")
        .contains("\"start\":true", "\"await\":true", "\"stderr\":\"null\"", "\"format\":\"raw\"")
        .doesNotContain("/var/x.log");
  }

  @Test
  void aCopyOfAStoppedServiceIsNotStarted() {
    describe("down", Map.of(), Map.of(), API);
    shell.run("copy", "api", "b");
    assertThat(daemon.last(Methods.DEFINE)).contains("\"start\":false", "\"await\":false");
    describe("up", Map.of(), Map.of(), API);
    shell.run("copy", "api", "b", "--no-start");
    assertThat(daemon.last(Methods.DEFINE)).contains("\"start\":false");
    describe("up", Map.of(), Map.of(), API, WEB);
    assertThat(shell.run("copy", "all", "b").err()).contains("cannot copy all: it is 2 services");
    assertThat(shell.run("copy", "api", "../b").err()).contains("'../b' is not a name");
  }

  @Test
  void renameChecksTheNameBeforeItAsks() {
    assertThat(shell.run("rename", "web", "api").out())
        .isEqualTo("api is the name of web now (pid 7)\n");
    assertThat(daemon.last(Methods.RENAME)).isEqualTo("{\"target\":\"web\",\"to\":\"api\"}");
    daemon.calls.clear();
    assertThat(shell.run("rename", "web", "a b").exit()).isEqualTo(2);
    assertThat(daemon.calls).isEmpty();
  }

  @Test
  void enableAndDisableAreAboutBooting() {
    assertThat(shell.run("enable", "api").out()).startsWith("api is started at boot");
    assertThat(daemon.last(Methods.ENABLE)).isEqualTo("{\"targets\":[\"api\"],\"enabled\":true}");
    assertThat(shell.run("disable", "api").out()).startsWith("api is not started at boot");
    assertThat(daemon.last(Methods.ENABLE)).contains("\"enabled\":false");
  }

  @Test
  void signalsHaveNamesAndNumbers() {
    for (String signal : List.of("HUP", "sighup", "1")) {
      assertThat(shell.run("signal", signal, "api").out()).isEqualTo("api got SIGHUP (pid 7)\n");
      assertThat(daemon.last(Methods.SIGNAL))
          .isEqualTo("{\"targets\":[\"api\"],\"signal\":\"HUP\"}");
    }
    shell.run("SIGUSR1", "api#2", "web");
    assertThat(daemon.last(Methods.SIGNAL))
        .isEqualTo("{\"targets\":[\"api#2\",\"web\"],\"signal\":\"USR1\"}");
    shell.run("--json", "SIGUSR2", "web");
    assertThat(daemon.last(Methods.SIGNAL)).contains("USR2");
  }

  @Test
  void anUnknownSignalNamesTheNearestOne() {
    Ran ran = shell.run("SIGHUPP", "api");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err())
        .isEqualTo(
            """
            reeve: cannot signal api: 'SIGHUPP' is not a signal; did you mean 'HUP'?
            → write it like this: reeve signal HUP api
            """);
    assertThat(shell.run("signal", "HUP").err()).contains("it needs TARGET");
  }

  @Test
  void waitIsForScripts() {
    assertThat(shell.run("wait", "api").out()).isEqualTo("api is ready (pid 7)\n");
    assertThat(daemon.last(Methods.WAIT))
        .isEqualTo("{\"targets\":[\"api\"],\"until\":\"ready\",\"timeout_ms\":0}");
    shell.run("wait", "api", "--for", "stopped", "--timeout", "2s");
    assertThat(daemon.last(Methods.WAIT)).contains("\"until\":\"stopped\",\"timeout_ms\":2000");
    daemon.gives(
        Methods.WAIT, Samples.all(Samples.failed("api", "timed_out", "it is starting after 2s")));
    Ran ran = shell.run("wait", "api", "--timeout", "2s");
    assertThat(ran.exit()).isEqualTo(6);
    assertThat(ran.err()).startsWith("reeve: cannot wait for api: it is starting after 2s\n");
    assertThat(shell.run("wait", "api", "--for", "redy").err())
        .contains(
            "--for must be one of ready, running, healthy, stopped, completed; did you mean 'ready'?");
  }
}
