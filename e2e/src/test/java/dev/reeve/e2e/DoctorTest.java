package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code reeve doctor}, on whatever machine this is. */
@EndToEnd
class DoctorTest {
  private static Json finding(Result result, String check) {
    return result.json().get("findings").items().stream()
        .filter(finding -> finding.get("check").text().equals(check))
        .findFirst()
        .orElseThrow(() -> new AssertionError(check + " in " + result));
  }

  private static String level(Result result, String check) {
    return finding(result, check).get("level").text();
  }

  @Test
  void aFreshHomeIsLookedAtWithoutStartingAnything(Reeve reeve) {
    Result result = reeve.run("doctor", "--json");
    assertThat(level(result, "kernel.version")).isEqualTo("fine");
    assertThat(level(result, "home.socket")).isEqualTo("fine");
    assertThat(finding(result, "daemon.answers").get("text").text())
        .isEqualTo("no daemon runs; the first 'reeve start' starts it");
    assertThat(reeve.processes()).isEmpty();
    assertThat(result.json().get("findings").items())
        .allSatisfy(finding ->
            assertThat(
                    finding.get("level").text().equals("fine")
                        || !finding.get("advice").text().isEmpty())
                .as("%s", finding)
                .isTrue());
  }

  @Test
  void aDaemonThatRunsIsLookedAt(Reeve reeve) {
    reeve.sleeper("api");
    Result result = reeve.run("doctor", "--json");
    for (String check :
        List.of("daemon.answers", "daemon.version", "daemon.keeper", "state.readable")) {
      assertThat(level(result, check)).as(check).isEqualTo("fine");
    }
    assertThat(reeve.run("doctor").stdout()).contains("fine     daemon ", " fine, ");
  }

  @Test
  void aDaemonThatWasKilledAndADamagedStateAreTold(Reeve reeve) throws IOException {
    reeve.sleeper("api");
    reeve.run("kill").ok();
    Path state = reeve.home().resolve("state/state.json");
    Files.writeString(state, Files.readString(state).substring(0, 50));
    Result result = reeve.run("doctor", "--json");
    assertThat(level(result, "daemon.answers")).isEqualTo("warning");
    assertThat(finding(result, "state.readable").get("text").text())
        .contains("damaged: " + state, "the next daemon takes " + state + ".1");
    assertThat(reeve.run("list").ok().stdout()).contains("api");
  }

  @Test
  void aFileThatIsBrokenSinceItWasLoadedFailsTheLook(Reeve reeve) {
    Path file = reeve.write("reeve.yaml", "services: {api: {command: sleep 1000}}\n");
    reeve.run("start", file.toString(), "--no-wait").ok();
    assertThat(level(reeve.run("doctor", "--json"), "config.files")).isEqualTo("fine");
    reeve.write("reeve.yaml", "services: {api: {comand: sleep 1000}}\n");
    Result result = reeve.run("doctor");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stdout()).contains("BROKEN   configuration", "→ reeve check " + file);
  }
}
