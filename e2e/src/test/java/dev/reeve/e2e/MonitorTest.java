package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The machine and its services, live and as one picture. */
@EndToEnd
class MonitorTest {
  @ParameterizedTest
  @CsvSource({"40,10", "80,24", "200,50"})
  void itFitsTheTerminalAndEndsWithQ(int columns, int rows, Reeve reeve) {
    reeve.sleeper("one").sleeper("two", "--instances", "2");
    try (Terminal terminal = new Terminal(reeve, columns, rows)) {
      terminal.type("echo before; reeve monitor");
      terminal.awaitLine(".*two#2 .*running.*");
      assertThat(terminal.showsCursor()).isFalse();
      terminal.awaitNoLineWrapped();
      assertThat(terminal.screen().getFirst()).startsWith("cpu ");
      terminal.awaitLine("q quit   s sorted by cpu.*");
      terminal.keys("s");
      terminal.awaitLine("q quit   s sorted by memory.*");
      terminal.keys("q");
      assertThat(terminal.exit()).isZero();
      assertThat(terminal.showsCursor()).isTrue();
      assertThat(terminal.settings()).contains("isig icanon iexten echo ", " icrnl ");
      assertThat(terminal.screen()).contains("before");
    }
  }

  @Test
  void anotherSizeIsFollowedAtOnce(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("reeve monitor -i 60");
      terminal.awaitLine(".*one .*running.*");
      terminal.resize(40, 10);
      Until.isTrue("it is smaller", () -> terminal.screen().get(9).startsWith("q quit"));
      terminal.resize(100, 30);
      Until.isTrue("it is larger", () -> terminal.screen().get(29).startsWith("q quit"));
      terminal.keys("C-c");
      assertThat(terminal.exit()).isZero();
    }
  }

  @Test
  void itGoesOnWithTheNextDaemon(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("reeve monitor -i 1");
      terminal.awaitLine(".*one .*running.*");
      reeve.run("kill", "--keep-services").ok();
      terminal.awaitLine(".*the daemon does not answer.*");
      assertThat(terminal.screen()).anyMatch(line -> line.contains("one"));
      reeve.run("stop", "one").ok();
      terminal.awaitLine(".*one .*stopped.*");
      terminal.keys("q");
      assertThat(terminal.exit()).isZero();
    }
  }

  @Test
  void aHistoryIsDrawn(Reeve reeve) {
    reeve
        .run("start", "--name", "busy", "--startup-grace", "0", "--shell", "while :; do :; done")
        .ok();
    try (Terminal terminal = new Terminal(reeve, 120, 30)) {
      terminal.type("reeve top");
      terminal.awaitLine(".*busy .*[⠀-⣿]+.*");
      terminal.keys("q");
      assertThat(terminal.exit()).isZero();
    }
  }

  @Test
  void intoAPipeItIsOnePicture(@Shared Reeve reeve) {
    reeve.sleeper("pictured");
    Result result = reeve.run("monitor").ok();
    assertThat(result.lines().getFirst()).startsWith("cpu ").contains("load ", "up ");
    result.prints("pictured", "running");
    assertThat(result.stdout()).doesNotContain("\u001b");
    Json json = reeve.run("monitor", "--json").ok().json();
    assertThat(json.keys()).containsExactlyInAnyOrder("system", "services");
    assertThat(json.get("system").keys())
        .containsExactlyInAnyOrder(
            "cpu_percent",
            "core_percents",
            "memory_bytes",
            "memory_used_bytes",
            "swap_bytes",
            "swap_used_bytes",
            "load",
            "uptime_ms");
    assertThat(json.get("system").get("memory_bytes").big()).isPositive();
    List<Json> services = json.get("services").items();
    assertThat(services).extracting(one -> one.get("name").text()).contains("pictured");
  }
}
