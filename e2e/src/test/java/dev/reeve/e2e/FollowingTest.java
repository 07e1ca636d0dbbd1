package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who follows what happens goes on with the next daemon. */
@EndToEnd
class FollowingTest {
  private static void replaceDaemon(Reeve reeve, boolean killed) {
    if (killed) {
      assertThat(Procs.kill(reeve.daemon())).isTrue();
      Until.isTrue("another daemon", () -> reeve.run("list").exit() == 0);
    } else {
      reeve.run("reboot").ok();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachLineIsShownOnceWhateverBecomesOfTheDaemon(boolean killed, Reeve reeve) throws Exception {
    reeve
        .run(
            "start",
            "--name",
            "count",
            "--shell",
            "i=0; while :; do i=$((i+1)); echo $i; sleep 0.005; done")
        .ok();
    try (Talk follow = new Talk(reeve.spawn("logs", "count", "-n", "1", "-f", "--raw"))) {
      int last = Integer.parseInt(follow.line());
      for (int round = 0; round < 3; round++) {
        replaceDaemon(reeve, killed);
        Until.isTrue("more lines", () -> reeve.run("logs", "count", "-n", "1").exit() == 0);
        int seen =
            Integer.parseInt(reeve.run("logs", "count", "-n", "1", "--raw").ok().stdout().strip());
        while (last < seen) {
          assertThat(follow.line()).isEqualTo(Integer.toString(++last));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void eachEventIsShownOnceWhateverBecomesOfTheDaemon(boolean killed, Reeve reeve)
      throws Exception {
    reeve.sleeper("a");
    try (Talk follow = new Talk(reeve.spawn("events", "-n", "1", "-f", "--json"))) {
      int last = Json.read(follow.line()).get("seq").number();
      replaceDaemon(reeve, killed);
      reeve.run("restart", "a").ok();
      boolean restarted = false;
      while (!restarted) {
        Json event = Json.read(follow.line());
        assertThat(event.get("seq").number()).isEqualTo(++last);
        restarted = event.get("reason").text().startsWith("restarted by");
      }
    }
  }
}
