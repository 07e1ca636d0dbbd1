package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Reeve at a terminal: tables fit, colours can be turned off, Ctrl-C ends what waits. */
@EndToEnd
class TerminalTest {
  private static final String ESCAPE = "\u001b";

  @ParameterizedTest
  @ValueSource(ints = {80, 40})
  void noLineOfATableIsWrapped(int columns, Reeve reeve) {
    services(reeve);
    try (Terminal terminal = new Terminal(reeve, columns, 24)) {
      for (String command : List.of("list", "history failing", "events -n 5")) {
        terminal.type("reeve " + command);
        assertThat(terminal.exit()).isZero();
        terminal.awaitNoLineWrapped();
        assertThat(terminal.screen()).allMatch(line -> line.length() <= columns);
      }
      terminal.type("reeve list");
      assertThat(terminal.exit()).isZero();
      assertThat(String.join("\n", terminal.screen()))
          .contains("NAME", "STATE", "failing", "failed", "exit code 3", "#1", "#2", "running");
    }
  }

  @Test
  void coloursAreThereUnlessTheyAreNotWanted(Reeve reeve) {
    services(reeve);
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("reeve list");
      assertThat(terminal.exit()).isZero();
      assertThat(terminal.coloured()).contains(ESCAPE + "[31m", ESCAPE + "[32m");
      for (String colourless :
          List.of("NO_COLOR=1 reeve list", "reeve list --plain", "TERM=dumb reeve list")) {
        terminal.type(colourless);
        assertThat(terminal.exit()).isZero();
        assertThat(terminal.coloured()).as(colourless).contains("failing");
        assertThat(terminal.coloured())
            .as(colourless)
            .doesNotContainPattern(ESCAPE + "\\[[0-9;]*m");
      }
    }
  }

  @Test
  void aReaderThatHangsUpEndsACommandQuietly(Reeve reeve) {
    reeve.run("start", "--name", "counted", "--once", "--", "seq", "200000").ok();
    reeve
        .run(
            "start",
            "--name",
            "endless",
            "--startup-grace",
            "0",
            "--shell",
            "while :; do date; done")
        .ok();
    for (String command :
        List.of("logs counted -n 200000", "logs endless -f", "events -n 50", "list", "help")) {
      Result result =
          reeve
              .through("sh", "-c", "PATH=$(dirname \"$0\"):$PATH; $1 | head -n 1")
              .run("reeve " + command);
      assertThat(result.lines()).as(command).hasSize(1);
      assertThat(result.stderr()).as(command).isEmpty();
    }
  }

  @Test
  void controlCEndsFollowingALog(Reeve reeve) {
    services(reeve);
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("reeve logs talking -f");
      terminal.awaitLine(".* I talk");
      terminal.keys("C-c");
      assertThat(terminal.exit()).as("that is the good end of -f").isZero();
      isQuiet(terminal);
      assertThat(reeve.state("talking")).isEqualTo("running");
    }
  }

  @Test
  void controlCEndsWaitingForAStartButNotTheService(Reeve reeve) {
    services(reeve);
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("reeve start --name slow --startup-grace 60s -- sleep 1000");
      Until.isTrue("it runs", () -> !reeve.processes("slow").isEmpty());
      terminal.awaitLine(".*slow.*running.*");
      terminal.keys("C-c");
      assertThat(terminal.exit()).isEqualTo(130);
      assertThat(terminal.screen())
          .as("nothing of the progress is left on the screen")
          .noneMatch(line -> line.matches(".* starting( .*)?|.*slow: .*"))
          .contains("reeve: not waiting any longer; the start goes on ('reeve status slow')");
      isQuiet(terminal);
      assertThat(reeve.state("slow")).isEqualTo("running");
      assertThat(reeve.processes("slow")).hasSize(1);
    }
  }

  private static void services(Reeve reeve) {
    reeve.sleeper("a-service-with-a-rather-long-name", "--instances", "2");
    reeve.run("start", "--name", "failing", "--restart", "never", "--shell", "exit 3").exits(1);
    reeve
        .run(
            "start",
            "--name",
            "talking",
            "--startup-grace",
            "0",
            "--shell",
            "while :; do echo I talk; sleep 0.1; done")
        .ok();
  }

  private static void isQuiet(Terminal terminal) {
    assertThat(String.join("\n", terminal.screen())).doesNotContain("Exception", "\tat ");
    assertThat(terminal.showsCursor()).isTrue();
  }
}
