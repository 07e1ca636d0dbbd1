package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@code up --debug}, at a terminal. */
@EndToEnd
class DebugPauseTest {
  private static final String FILE =
      """
      services:
        fine: {command: sleep 1000}
        bad: {command: sh -c 'exit 7', once: true, depends_on: [fine]}
      """;

  @Test
  void afterAFailureTheOthersRunUntilEnter(Reeve reeve) {
    reeve.write("reeve.yaml", FILE);
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("reeve up --debug");
      terminal.awaitLine("reeve │ press Enter to stop them");
      assertThat(terminal.screen())
          .contains("reeve │ bad has failed; nothing else is stopped yet")
          .contains("reeve │ still running: fine (pid " + reeve.pid("fine") + ")");
      terminal.keys("x", "Enter");
      assertThat(terminal.exit()).isEqualTo(7);
    }
    assertThat(reeve.processes("fine")).isEmpty();
  }

  @Test
  void whereNobodyLooksThereIsNoPause(Reeve reeve) {
    reeve.write("reeve.yaml", FILE);
    reeve.run("up", "--debug").exits(2).says("--debug waits for a person");
    reeve.run("up", "--debug", "--detach").exits(2).says("--detach and --debug exclude");
  }
}
