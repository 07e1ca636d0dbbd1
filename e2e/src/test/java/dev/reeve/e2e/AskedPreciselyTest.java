package dev.reeve.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is asked for exactly is answered exactly. */
@EndToEnd
class AskedPreciselyTest {
  @Test
  void aHistoryOfNothingIsNoHistory(Reeve reeve) {
    reeve.run("start", "--name", "gone", "--", "sleep", "1000").ok();
    reeve.run("delete", "gone").ok();
    reeve.run("history", "gone").ok().prints("deleted");
    reeve.run("history", "goen").exits(3).says("cannot read the journal of goen: no such service");
    reeve.run("events", "nope", "-n", "3").exits(3).says("no such service");
    reeve.run("events", "gone", "--since", "1s").ok();
  }

  @Test
  void oneInstanceIsShownAlone(Reeve reeve) {
    reeve.run("start", "--name", "api", "--instances", "3", "--", "sleep", "1000").ok();
    assertThat(reeve.run("status", "api#2").ok().stdout())
        .contains("api#2 runs for")
        .doesNotContain("api#1", "api#3", "of 3 instances");
    assertThat(reeve.run("status", "api").ok().stdout())
        .contains("api: 3 of 3 instances run", "api#1", "api#3");
    assertThat(reeve.run("status", "api#3", "--json").ok().json().at(0).get("service").toString())
        .contains("instance=3")
        .doesNotContain("instance=1");
  }

  @Test
  void idsOfAnyKindComeBackAsTheyWere(Reeve reeve) throws Exception {
    reeve.run("start", "sleep 1000").ok();
    try (RawPeer peer = RawPeer.listening(reeve)) {
      for (String id : new String[] {"\"a-1\"", "null", "7", "\"\\u00e4\\\"\""}) {
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"hello\"}\n");
        assertThat(peer.line()).startsWith("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":");
      }
      peer.send(
          "{\"id\":\"w\",\"method\":\"event.read\",\"params\":{\"follow\":true,\"last\":1}}\n");
      assertThat(peer.line()).contains("\"method\":\"stream\",\"id_of\":\"w\"");
      peer.send("{\"method\":\"cancel\",\"id_of\":\"w\"}\n");
      assertThat(peer.line()).contains("\"id\":\"w\"", "cancelled");
      peer.send("{\"id\":[1],\"method\":\"hello\"}\n");
      assertThat(peer.line()).contains("\"id\":null", "needs an id (text or a number)");
    }
  }

  @Test
  void aValueCanBeTakenAwayAgain(Reeve reeve) {
    reeve.run("start", "--name", "api", "-e", "x", "--", "sleep", "1000").exits(2);
    reeve
        .run(
            "start",
            "--name",
            "api",
            "--env",
            "A=1",
            "--env",
            "B.C=2",
            "--max-restarts",
            "5",
            "--group",
            "web",
            "--kill-timeout",
            "9s",
            "--",
            "sleep",
            "1000")
        .ok();
    reeve
        .run("update", "api", "--unset", "restart.max", "--unset", "env.B.C", "--unset=--group")
        .ok();
    assertThat(declared(reeve)).contains("A=1").doesNotContain("B.C", "max", "web");
    reeve.run("update", "api", "--unset", "stop", "--unset", "env", "--max-restarts", "3").ok();
    assertThat(declared(reeve)).contains("max").doesNotContain("stop", "env");
    reeve
        .run("update", "api", "--unset", "restart.maxx")
        .exits(2)
        .says("there is no field 'restart.maxx'; did you mean 'restart.max'?");
    reeve
        .run("update", "api", "--unset", "max-restarts", "--max-restarts", "3")
        .exits(2)
        .says("cannot be set and unset at once");
    reeve.run("update", "api", "--unset", "command").exits(2);
  }

  private static String declared(Reeve reeve) {
    return reeve.run("info", "api", "--json").ok().json().at(0).get("declared").toString();
  }

  @Test
  void warningsOfAFileAreObjectsForPrograms(Reeve reeve) {
    reeve.write("procman.yaml", "a: { run: sleep 1000, colour: red }\n");
    for (String command : new String[] {"start", "load", "apply"}) {
      Result result = reeve.run(command, "procman.yaml", "--json").ok();
      assertThat(result.stderr())
          .startsWith("{\"warning\":{\"file\":\"procman.yaml\",\"line\":1,\"column\":")
          .contains("colour");
      result.json();
    }
  }

  @Test
  void aStopCommandThatHangsIsNamed(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          stuck:
            command: sh -c 'trap "" TERM; while :; do sleep 1; done'
            stop: { command: sleep 1000, grace: 300ms }
        """);
    reeve.run("start", "reeve.yaml").ok();
    reeve.run("stop", "stuck").ok();
    reeve.run("history", "stuck").ok().prints("its stop.command had not ended either");
  }

  @Test
  void upGoesOnWithTheNextDaemon(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          job:
            command: sh -c 'echo begun; while ! test -e flag; do sleep 0.1; done; exit 3'
            once: true
        """);
    Process up = reeve.spawn("up");
    try {
      Until.holds(() -> assertThat(reeve.logged("job")).contains("begun"));
      ProcessHandle.of(reeve.daemon()).orElseThrow().destroyForcibly();
      Until.isTrue("another daemon", () -> reeve.run("ping").exit() == 0);
      reeve.write("flag", "");
      assertThat(up.waitFor()).isEqualTo(3);
      assertThat(new String(up.getInputStream().readAllBytes(), UTF_8))
          .containsOnlyOnce("| begun")
          .contains("a daemon answers again");
    } finally {
      up.destroyForcibly();
    }
  }
}
