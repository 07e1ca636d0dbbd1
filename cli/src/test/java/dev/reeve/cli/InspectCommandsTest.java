package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ApiException;
import dev.reeve.api.Description;
import dev.reeve.api.EnvQuery;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.EventItem;
import dev.reeve.api.EventQuery;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import dev.reeve.api.ServiceRow.InstanceRow;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code status}, {@code info}, {@code env}, {@code events} and {@code history}. */
class InspectCommandsTest extends CommandTest {
  private static final InstanceRow CRASHED =
      new InstanceRow(
          2,
          null,
          "backoff",
          "unknown",
          null,
          null,
          4,
          null,
          null,
          0,
          "exit code 3, restarting in 2s (attempt 5)",
          new ServiceRow.LastExit(3, null, "not a time", "exit code 3"),
          List.of(),
          "port 80 is in use: \033[31mred");

  private static Map<String, Object> spec() {
    Map<String, Object> restart = new LinkedHashMap<>();
    restart.put("policy", "always");
    restart.put("max", 5.0);
    Map<String, Object> spec = new LinkedHashMap<>();
    spec.put("command", List.of("node", "server.js"));
    spec.put("user", "");
    spec.put("env", Map.of());
    spec.put("restart", restart);
    return spec;
  }

  private static Description api() {
    return Samples.description(
        Samples.service(0, "api", Samples.running(1, 4521), CRASHED),
        spec(),
        Map.of("command", List.of("node", "server.js"), "restart", Map.of("max", 5)));
  }

  @Test
  void statusTellsStateAndReasonInOneSentence() throws IOException {
    daemon.gives(Methods.DESCRIBE, Samples.descriptions(api()));
    Snapshot.matches("status", shell.run("status", "api").out());
    Snapshot.matches("status-screen", shell.screen(60).run("status", "api").visible());
  }

  @Test
  void ofSeveralTargetsThoseThatExistAreShownAndTheOthersNamed() {
    daemon.on(
        Methods.DESCRIBE,
        (query, items) -> {
          if (query.targets().contains("nope")) {
            throw new ApiException(ErrorCode.UNKNOWN_SERVICE, "nope: no such service", "see all");
          }
          return Samples.descriptions(api());
        });
    for (String command : List.of("status", "info")) {
      Ran ran = shell.run(command, "api", "nope");
      assertThat(ran.exit()).isEqualTo(1);
      assertThat(ran.out()).contains("api#1 runs for 2h 15m");
      assertThat(ran.err())
          .matches("reeve: cannot (show|describe) nope: no such service\n→ see all\n");
      assertThat(shell.run(command, "nope").err()).isEqualTo(ran.err());
      assertThat(shell.run(command, "nope").exit()).isEqualTo(3);
      assertThat(shell.run(command, "api", "nope", "--json").exit()).isEqualTo(3);
    }
  }

  @Test
  void statusJsonIsEverythingKnown() {
    daemon.gives(Methods.DESCRIBE, Samples.descriptions(api()));
    assertThat(shell.run("status", "api", "--json").out())
        .startsWith("[{\"service\":{\"id\":0,\"name\":\"api\"")
        .contains(
            "\"desired\":\"up\"", "\"declared\":{", "\"processes\":[{\"instance\":1,\"pid\":4521");
  }

  @Test
  void infoShowsEveryFieldAsInAFile() throws IOException {
    daemon.gives(Methods.DESCRIBE, Samples.descriptions(api(), api()));
    Snapshot.matches("info", shell.run("info", "api").out());
    assertThat(shell.screen(80).run("describe", "api").visible())
        .contains("␛[2m  user: ''␛[0m", "\n  command: [node, server.js]\n", "\n    max: 5\n");
  }

  @Test
  void hostileTextIsShownAsEscapes() {
    Description evil =
        Samples.description(
            Samples.service(0, "a\033[2J", Samples.idle("failed", "x\033]0;t\007")),
            Map.of("env", Map.of("K\n", "v\033c")),
            Map.of());
    daemon.gives(Methods.DESCRIBE, Samples.descriptions(evil));
    assertThat(shell.run("info", "a").out()).contains("a\\e[2J", "x\\e]0;t\\x07", "K\\n: v\\ec");
    assertThat(shell.run("status", "a").out()).doesNotContain("\033", "\007");
    assertThat(shell.screen(80).run("status", "a", "--json").out()).doesNotContain("\033", "\007");
  }

  @Test
  void envPrintsLinesThatAShellCanRead() {
    daemon.gives(
        Methods.ENV,
        new EnvQuery.Reply(Map.of("api#1", Map.of("B", "2", "A", "1", "TOKEN", "****"))));
    assertThat(shell.run("env", "api").out()).isEqualTo("A=1\nB=2\nTOKEN=****\n");
    assertThat(daemon.last(Methods.ENV)).isEqualTo("{\"targets\":[\"api\"],\"reveal\":false}");
    assertThat(shell.run("env", "api", "--reveal", "--json").out())
        .isEqualTo(
            "[{\"service\":\"api\",\"instance\":1,\"env\":{\"A\":\"1\",\"B\":\"2\",\"TOKEN\":\"****\"}}]\n");
    assertThat(daemon.last(Methods.ENV)).contains("\"reveal\":true");
  }

  @Test
  void envOfSeveralInstancesNamesThem() {
    Map<String, Map<String, String>> two = new LinkedHashMap<>();
    two.put("api#1", Map.of("N", "1"));
    two.put("api#2", Map.of("N", "2"));
    daemon.gives(Methods.ENV, new EnvQuery.Reply(two));
    assertThat(shell.run("env", "api").out()).isEqualTo("# api#1\nN=1\n\n# api#2\nN=2\n");
  }

  private void journal() {
    daemon.on(
        Methods.EVENTS,
        (query, items) -> {
          items.accept(
              new EventItem.Batch(
                  List.of(
                      new EventItem("2020-01-01T10:00:00Z", 1, "", 0, "booted", "", "", Map.of()),
                      new EventItem(
                          "2020-01-01T10:00:01Z",
                          2,
                          "api",
                          2,
                          "started",
                          "asked to",
                          "root",
                          Map.of("pid", "7")))));
          items.accept(
              new EventItem.Batch(
                  List.of(
                      new EventItem(
                          "2020-01-01T10:00:09Z",
                          3,
                          "api",
                          0,
                          "failed",
                          "exit code 3, \033[2J5 restarts",
                          "",
                          Map.of()))));
          return new EventQuery.Reply(3);
        });
  }

  @Test
  void eventsAreATable() throws IOException {
    journal();
    Snapshot.matches("events", shell.run("events", "-n", "3").out());
    assertThat(daemon.last(Methods.EVENTS))
        .isEqualTo("{\"targets\":[],\"last\":3,\"since\":\"\",\"follow\":false}");
    Snapshot.matches("events-screen", shell.screen(80).run("history", "api").visible());
    assertThat(daemon.last(Methods.EVENTS)).contains("\"targets\":[\"api\"],\"last\":-1");
  }

  @Test
  void eventsJsonIsAnObjectALine() {
    journal();
    Ran ran = shell.run("events", "--json");
    assertThat(ran.out()).hasLineCount(3);
    assertThat(ran.lines().get(1))
        .isEqualTo(
            "{\"at\":\"2020-01-01T10:00:01Z\",\"seq\":2,\"service\":\"api\",\"instance\":2,"
                + "\"event\":\"started\",\"reason\":\"asked to\",\"by\":\"root\",\"detail\":{\"pid\":\"7\"}}");
  }

  @Test
  void followedEventsAreLinesAndEndWellWhenInterrupted() {
    journal();
    Ran ran = shell.run("events", "-f");
    assertThat(ran.endless()).isTrue();
    assertThat(ran.lines().get(1))
        .isEqualTo("2020-01-01T10:00:01Z  api#2             started     asked to (root)");
    assertThat(ran.out()).doesNotContain("\033");
    assertThat(shell.run("events").endless()).isFalse();
  }

  @Test
  void sinceBecomesAMoment() {
    journal();
    shell.run("events", "--since", "2026-11-20 14:30");
    assertThat(daemon.last(Methods.EVENTS))
        .contains("\"last\":-1,\"since\":\"2026-11-20T14:30:00Z\"");
    Ran ran = shell.run("events", "--since", "soon");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).startsWith("reeve: cannot run 'events': --since 'soon' is not a time;");
  }

  @Test
  void anEmptyJournalIsSaid() {
    daemon.gives(Methods.EVENTS, new EventQuery.Reply(0));
    assertThat(shell.run("events").out()).isEqualTo("nothing happened yet\n");
    assertThat(shell.run("events", "--json").out()).isEmpty();
  }
}
