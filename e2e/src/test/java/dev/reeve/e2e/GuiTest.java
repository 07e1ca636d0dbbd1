package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The full-screen interface in a real terminal. */
@EndToEnd
class GuiTest {
  private static final String TALKS = "while :; do echo I talk; echo I moan >&2; sleep 0.2; done";

  private static void talker(Reeve reeve) {
    reeve.run("start", "--name", "talker", "--startup-grace", "0", "--shell", TALKS).ok();
  }

  private static Terminal gui(Reeve reeve, int columns, int rows) {
    Terminal terminal = new Terminal(reeve, columns, rows);
    terminal.type("echo before; reeve gui");
    terminal.awaitLine("Reeve .*");
    return terminal;
  }

  private static void quits(Terminal terminal) {
    terminal.keys("q");
    assertThat(terminal.exit()).isZero();
    assertThat(terminal.showsCursor()).isTrue();
    assertThat(terminal.settings()).contains("isig icanon iexten echo ", " icrnl ");
    assertThat(terminal.screen()).contains("before");
  }

  @Test
  void eachKeyDoesWhatHelpSays(Reeve reeve) {
    talker(reeve);
    reeve.sleeper("zzz");
    try (Terminal terminal = gui(reeve, 80, 24)) {
      terminal.awaitLine("▸ .*talker .*running.*");
      terminal.awaitLine(".*  I talk");
      terminal.awaitLine(".* ! I moan");
      assertThat(terminal.screen().getFirst()).startsWith("Reeve  2 services  2 running");
      terminal.keys("e");
      terminal.awaitLine("── talker  standard output .*");
      terminal.awaitLine(".* I talk");
      assertThat(terminal.screen()).noneMatch(line -> line.contains("I moan"));
      terminal.keys("e", "e");
      terminal.keys("t");
      terminal.awaitLine("▸ .*talker .*stopped.*");
      terminal.awaitLine("talker stopped");
      terminal.keys("r");
      terminal.awaitLine("▸ .*talker .*running.*");
      terminal.keys("Enter");
      terminal.awaitLine(".*talker runs for .*");
      terminal.awaitLine(".*esc back.*");
      terminal.keys("q");
      terminal.keys("?");
      terminal.awaitLine(".*stop the service and forget it.*");
      terminal.keys("x", "l");
      Until.isTrue(
          "the log is hidden", () -> terminal.screen().stream().noneMatch(l -> l.startsWith("──")));
      terminal.keys("l", "/");
      terminal.awaitLine("filter:.*");
      terminal.keys("zz", "Enter");
      terminal.awaitLine("Reeve  1 of 2 with 'zz'.*");
      terminal.awaitLine("▸ .*zzz .*running.*");
      terminal.keys("d");
      terminal.awaitLine("stop and delete zzz\\? y/n");
      terminal.keys("n");
      terminal.awaitLine("zzz stays");
      terminal.keys("d", "y");
      terminal.awaitLine("zzz deleted");
      terminal.keys("Escape", "s");
      terminal.awaitLine("start:.*");
      terminal.keys("--name fresh -- sleep 1000", "Enter");
      terminal.awaitLine(".*fresh .*running.*");
      assertThat(reeve.state("fresh")).isEqualTo("running");
      quits(terminal);
      assertThat(reeve.state("talker")).as("services go on").isEqualTo("running");
    }
  }

  @Test
  void aLogIsClearedAndScrolled(Reeve reeve) {
    reeve
        .run(
            "start",
            "--name",
            "once",
            "--once",
            "--startup-grace",
            "0",
            "--",
            "seq",
            "-f",
            "line-%g",
            "100")
        .ok();
    try (Terminal terminal = gui(reeve, 80, 24)) {
      terminal.awaitLine(".* line-100");
      terminal.keys("Tab", "Home");
      terminal.awaitLine(".* line-1");
      terminal.awaitLine("── once .*below.*");
      terminal.keys("End");
      terminal.awaitLine(".* line-100");
      terminal.keys("f");
      terminal.awaitLine(" *nothing written yet");
      quits(terminal);
    }
  }

  @Test
  void whatCannotBeStartedIsTold(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = gui(reeve, 80, 24)) {
      terminal.keys("s", "./no-such-program", "Enter");
      terminal.awaitLine("cannot start ./no-such-program: .*");
      quits(terminal);
    }
  }

  @Test
  void itGoesOnWithTheNextDaemon(Reeve reeve) {
    talker(reeve);
    try (Terminal terminal = gui(reeve, 80, 24)) {
      terminal.awaitLine(".*  I talk");
      int first = reeve.daemon();
      reeve.run("kill", "--keep-services").ok();
      terminal.awaitLine("Reeve .*the daemon does not answer.*");
      reeve.run("list").ok();
      terminal.awaitLine("Reeve .*up .*");
      terminal.awaitLine(".*  I talk");
      assertThat(reeve.daemon()).isNotEqualTo(first);
      assertThat(terminal.screen().getFirst()).contains("pid " + reeve.daemon());
      terminal.keys("t");
      terminal.awaitLine("▸ .*talker .*stopped.*");
      quits(terminal);
    }
  }

  @Test
  void theTerminalIsPutRightWhenItIsKilled(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("echo before; sh -c 'echo $$ >shown; exec reeve gui'; echo $? >code");
      terminal.awaitLine("▸ .*one .*running.*");
      assertThat(terminal.settings()).contains("-icanon", "-echo ");
      Until.holds(() ->
          assertThat(
                  Procs.kill(
                      Integer.parseInt(Files.readString(reeve.folder().resolve("shown")).strip())))
              .isTrue());
      Until.isTrue("the cursor is back", terminal::showsCursor);
      Until.holds(
          () -> assertThat(terminal.settings()).contains("isig icanon iexten echo ", " icrnl "));
      assertThat(terminal.screen()).contains("before");
      // The shell may have written to the screen that has just been left.
      terminal.type("cat code");
      assertThat(terminal.exit()).isZero();
      assertThat(terminal.screen()).contains("137");
    }
  }

  @Test
  void aTermSignalEndsItWell(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("echo before; sh -c 'echo $$ >shown; exec reeve gui'");
      terminal.awaitLine("▸ .*one .*running.*");
      Until.holds(() ->
          assertThat(
                  ProcessHandle.of(
                          Long.parseLong(Files.readString(reeve.folder().resolve("shown")).strip()))
                      .orElseThrow()
                      .destroy())
              .isTrue());
      assertThat(terminal.exit()).isEqualTo(143);
      assertThat(terminal.settings()).contains("isig icanon iexten echo ", " icrnl ");
      assertThat(terminal.screen()).contains("before");
    }
  }

  @Test
  void anotherSizeIsFollowed(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = gui(reeve, 80, 24)) {
      terminal.awaitLine("▸ .*one .*running.*");
      for (int[] size : new int[][] {{20, 6}, {200, 50}, {40, 12}}) {
        terminal.resize(size[0], size[1]);
        Until.isTrue(
            "it fills " + size[1] + " lines",
            () ->
                terminal.screen().size() == size[1]
                    && terminal.screen().getLast().endsWith("q quit")
                    && terminal.screen().getFirst().startsWith("Reeve"));
        assertThat(terminal.screen()).anyMatch(line -> line.startsWith("▸"));
      }
      quits(terminal);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"NO_COLOR=1 reeve gui", "reeve gui --plain"})
  void coloursCanBeTurnedOff(String command, Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type(command);
      terminal.awaitLine("[▸>] .*one .*running.*");
      assertThat(terminal.coloured()).doesNotContainPattern("\u001b\\[[0-9;]*m");
      terminal.keys("C-c");
      assertThat(terminal.exit()).isZero();
    }
  }

  @Test
  void whatServicesWriteDoesNotDisturbTheScreen(Reeve reeve) {
    String evil =
        "while :; do printf '\\033[2J\\033[10;10Hevil\\007\\r\\033]0;t\\007\\n'; sleep 0.2; done";
    reeve.run("start", "--name", "evil", "--startup-grace", "0", "--shell", evil).ok();
    try (Terminal terminal = gui(reeve, 80, 24)) {
      terminal.awaitLine(".*  evil");
      assertThat(terminal.screen().getFirst()).startsWith("Reeve");
      assertThat(terminal.screen()).anyMatch(line -> line.startsWith("── evil"));
      quits(terminal);
    }
  }

  @Test
  void withoutATerminalItSaysWhatElseThereIs(@Shared Reeve reeve) {
    reeve.run("gui").exits(1).says("cannot fill the screen: standard output is no terminal");
  }
}
