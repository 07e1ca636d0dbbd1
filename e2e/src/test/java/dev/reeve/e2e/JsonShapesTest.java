package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What programs read: field names and types that stay as they are documented. */
@EndToEnd
class JsonShapesTest {
  @Test
  void list(@Shared Reeve reeve) {
    reeve.sleeper("shaped", "--group", "g", "--instances", "2");
    Json row = reeve.row("shaped");
    assertThat(row.keys())
        .contains("id", "name", "group", "state", "enabled", "restarts", "instances");
    assertThat(row.get("id").number()).isPositive();
    assertThat(row.get("name").text()).isEqualTo("shaped");
    assertThat(row.get("group").text()).isEqualTo("g");
    assertThat(row.get("state").text()).isEqualTo("running");
    assertThat(row.get("enabled").bool()).isTrue();
    assertThat(row.get("restarts").number()).isZero();
    Json instance = row.get("instances").at(1);
    assertThat(instance.keys())
        .contains(
            "instance",
            "pid",
            "state",
            "health",
            "started_at",
            "uptime_ms",
            "restarts",
            "cpu_percent",
            "memory_bytes",
            "last_exit",
            "troubles",
            "hint");
    assertThat(instance.get("instance").number()).isEqualTo(2);
    assertThat(Procs.lives(instance.get("pid").number())).isTrue();
    assertThat(instance.get("health").text()).isEqualTo("unknown");
    assertThat(Instant.parse(instance.get("started_at").text())).isBefore(Instant.now());
    assertThat(instance.get("uptime_ms").big()).isNotNegative();
    assertThat(instance.get("memory_bytes").big()).isPositive();
    assertThat(instance.get("last_exit").isNull()).isTrue();
  }

  @Test
  void ofWhatDoesNotRunThereIsNoPid(@Shared Reeve reeve) {
    reeve.run("start", "--name", "over", "--restart", "never", "--shell", "exit 7").exits(1);
    Json instance = reeve.row("over").get("instances").at(0);
    assertThat(instance.get("pid").isNull()).isTrue();
    assertThat(instance.get("started_at").isNull()).isTrue();
    assertThat(instance.get("uptime_ms").isNull()).isTrue();
    assertThat(instance.get("memory_bytes").isNull()).isTrue();
    Json last = instance.get("last_exit");
    assertThat(last.keys()).contains("code", "signal", "at");
    assertThat(last.get("code").number()).isEqualTo(7);
    assertThat(last.get("signal").isNull()).isTrue();
    assertThat(Instant.parse(last.get("at").text())).isBefore(Instant.now());
  }

  @Test
  void whatEndedByASignalHasNoCode(@Shared Reeve reeve) {
    reeve.sleeper("shot", "--restart", "never");
    assertThat(Procs.kill(reeve.pid("shot"))).isTrue();
    reeve.awaitState("shot", "failed");
    Json last = reeve.row("shot").get("instances").at(0).get("last_exit");
    assertThat(last.get("code").isNull()).isTrue();
    assertThat(last.get("signal").text()).isEqualTo("KILL");
  }

  @Test
  void actions(@Shared Reeve reeve) {
    reeve.sleeper("acted");
    for (String action : new String[] {"restart", "stop", "start", "delete"}) {
      Json result = reeve.run(action, "acted", "--json").ok().json().at(0);
      assertThat(result.keys()).as(action).contains("target", "ok", "state", "pids", "error");
      assertThat(result.get("target").text()).isEqualTo("acted");
      assertThat(result.get("ok").bool()).isTrue();
      assertThat(result.get("error").isNull()).isTrue();
      boolean runs = action.endsWith("start");
      assertThat(result.get("pids").items()).hasSize(runs ? 1 : 0);
    }
  }

  @Test
  void actionsThatFailed(@Shared Reeve reeve) {
    Json result = reeve.run("stop", "nobody", "--json").exits(3).json().at(0);
    assertThat(result.get("ok").bool()).isFalse();
    assertThat(result.get("error").get("code").text()).isEqualTo("unknown_service");
    assertThat(result.get("error").get("message").text()).startsWith("no such service");
    assertThat(result.get("error").get("hint").text()).isNotEmpty();
  }

  @Test
  void errors(@Shared Reeve reeve) {
    Json error = reeve.run("status", "nobody", "--json").exits(3).json().get("error");
    assertThat(error.keys()).contains("code", "message", "hint");
    assertThat(error.get("code").text()).isEqualTo("unknown_service");
    assertThat(error.get("message").text()).startsWith("cannot show nobody: no such service");
    Json usage = reeve.run("list", "--no-such-option", "--json").exits(2).json().get("error");
    assertThat(usage.get("code").text()).isEqualTo("usage");
  }

  @Test
  void logs(@Shared Reeve reeve) {
    reeve
        .run("start", "--name", "spoke", "--once", "--shell", "echo 'say \"hi\"'; echo err >&2")
        .ok();
    for (Json line : reeve.run("logs", "spoke", "--json").ok().jsonLines()) {
      assertThat(line.keys()).contains("at", "service", "instance", "stream", "line");
      assertThat(Instant.parse(line.get("at").text())).isBefore(Instant.now());
      assertThat(line.get("service").text()).isEqualTo("spoke");
      assertThat(line.get("instance").number()).isEqualTo(1);
    }
    Json out = reeve.run("logs", "spoke", "--out", "--json").ok().jsonLines().getFirst();
    assertThat(out.get("stream").text()).isEqualTo("out");
    assertThat(out.get("line").text()).isEqualTo("say \"hi\"");
    Json err = reeve.run("logs", "spoke", "--err", "--json").ok().jsonLines().getFirst();
    assertThat(err.get("stream").text()).isEqualTo("err");
  }

  @Test
  void events(@Shared Reeve reeve) {
    reeve.sleeper("noted");
    long before = 0;
    for (Json event : reeve.run("events", "noted", "--json").ok().jsonLines()) {
      assertThat(event.keys())
          .contains("at", "seq", "service", "instance", "event", "reason", "by", "detail");
      assertThat(Instant.parse(event.get("at").text())).isBefore(Instant.now());
      assertThat(event.get("seq").big()).isGreaterThan(before);
      before = event.get("seq").big();
      assertThat(event.get("service").text()).isEqualTo("noted");
    }
    assertThat(before).isPositive();
  }

  @Test
  void ping(@Shared Reeve reeve) {
    reeve.sleeper("pinged");
    Json pong = reeve.run("ping", "--json").ok().json();
    assertThat(pong.keys()).containsExactlyInAnyOrder("pid", "version", "uptime_ms", "home");
    assertThat(pong.get("home").text()).isEqualTo(reeve.home().toString());
    assertThat(Procs.lives(pong.get("pid").number())).isTrue();
  }

  @Test
  void otherAnswers(@Shared Reeve reeve) {
    reeve.sleeper("asked-for");
    Json described = reeve.run("info", "asked-for", "--json").ok().json().at(0);
    assertThat(described.keys())
        .contains("service", "desired", "spec", "declared", "logs", "processes");
    assertThat(described.get("desired").text()).isEqualTo("up");
    assertThat(described.get("processes").at(0).get("command").text()).isEqualTo("sleep 1000");
    assertThat(reeve.run("status", "--json").ok().json().keys())
        .contains("pid", "version", "home", "services", "states", "memory_bytes", "threads");
    assertThat(reeve.run("version", "--json").ok().json().keys())
        .containsExactlyInAnyOrder("client", "daemon", "java");
    Json running = reeve.run("is-running", "asked-for", "--json").ok().json().at(0);
    assertThat(running.keys()).containsExactlyInAnyOrder("name", "running", "state", "pid");
    Json env = reeve.run("env", "asked-for", "--json").ok().json().at(0);
    assertThat(env.get("env").get("REEVE_SERVICE").text()).isEqualTo("asked-for");
  }

  @Test
  void checks(@Shared Reeve reeve) {
    reeve.write("bad.yaml", "services:\n  x:\n    comand: a\n");
    Json checked = reeve.run("check", "bad.yaml", "--json").exits(1).json().at(0);
    assertThat(checked.keys())
        .containsExactlyInAnyOrder("file", "format", "ok", "services", "problems", "warnings");
    Json problem = checked.get("problems").at(0);
    assertThat(problem.get("line").number()).isEqualTo(3);
    assertThat(problem.get("column").number()).isEqualTo(5);
    assertThat(problem.get("message").text()).contains("'comand'", "did you mean 'command'?");
  }
}
