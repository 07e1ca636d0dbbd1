package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class DoctorCommandTest extends CommandTest {
  @Test
  void withoutADaemonNothingIsStarted() throws IOException {
    daemon.close();
    Ran ran = shell.run("doctor");
    assertThat(ran.err()).isEmpty();
    assertThat(ran.out())
        .contains("kernel", "control groups", "no daemon runs; the first 'reeve start' starts it")
        .containsPattern("\\d+ fine, \\d+ warnings?, \\d+ broken\n$");
    assertThat(shell.home.resolve("state")).doesNotExist();
  }

  @Test
  void whatIsBrokenIsTheExitCode() throws IOException {
    daemon.close();
    Files.writeString(shell.home.resolve("logs"), "");
    Ran ran = shell.run("doctor");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).contains("BROKEN   home ", "logs is not a folder", "→ move it away: mv ");
    assertThat(shell.screen(100).run("doctor").visible()).contains("␛[31m✗␛[0m  home", "✓");
    assertThat(shell.run("doctor", "--quiet").out()).doesNotContain("✓").contains("✗");
  }

  @Test
  void programsGetEveryFinding() throws IOException {
    daemon.close();
    assertThat(shell.run("doctor", "--json").out())
        .startsWith("{\"ok\":")
        .contains(
            "{\"area\":\"kernel\",\"check\":\"kernel.version\",\"level\":\"fine\",\"text\":\"Linux ");
  }

  @Test
  void aDaemonThatLetsNobodyInIsBroken() {
    daemon.refuse(
        Methods.STATUS, ErrorCode.NOT_PERMITTED, "user joe may not do this", "ask its owner");
    Ran ran = shell.run("doctor");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out())
        .contains("the daemon does not answer: user joe may not do this", "→ ask its owner");
  }
}
