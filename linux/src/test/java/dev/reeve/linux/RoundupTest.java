package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that run away from the signal. All of them end by themselves. */
class RoundupTest {
  @TempDir Path directory;

  @BeforeAll
  static void inheritOrphans() throws LinuxException {
    Subreaper.become();
  }

  @Test
  void aLineOfProcessesThatForkAndExitIsCaught() throws IOException {
    // One process at a time, fifty at most: each starts the next one and ends.
    String script =
        """
        run() {
          [ "$1" -lt 50 ] || exit 0
          (echo "gen$1=$$"; sleep 0.02; run $(($1 + 1))) &
          exit 0
        }
        echo first=$$
        run 1
        """;
    try (Run run = Run.sh(directory, script)) {
      run.number("gen2");
      List<Set<ProcessIdentity>> known =
          Roundup.kill(List.of(run.roots()), Set.of(run.pid()), Kin::look);
      assertThat(known).hasSize(1);
      await("all ended").until(() -> Kin.of(run.roots()).isEmpty());
      String last = run.output();
      // Each generation writes a line within milliseconds.
      await().during(Duration.ofMillis(200)).until(() -> run.output().equals(last));
    }
    buryAll();
  }

  @Test
  void whatHoldsStillIsKilledAndOthersAreLeftAlone() throws IOException {
    try (Run run = Run.sh(directory, "(setsid sleep 100 & echo child=$!); exec sleep 100");
        Run other = Run.program(directory, "/bin/sleep", "100")) {
      int child = run.number("child");
      List<Set<ProcessIdentity>> known =
          Roundup.kill(List.of(run.roots()), Set.of(run.pid(), other.pid()), Kin::look);
      assertThat(known.getFirst().stream().map(ProcessIdentity::pid)).contains(child, run.pid());
      await("all ended").until(() -> Kin.of(run.roots()).isEmpty());
      assertThat(Kin.of(other.roots())).hasSize(1);
      assertThat(ProcTable.stat(other.pid()).orElseThrow().state()).isNotIn('T', 'Z');
    }
    buryAll();
  }

  @Test
  void severalInstancesAreEndedAtOnce() throws IOException {
    try (Run one = Run.sh(directory, "sleep 100 & echo child=$!; wait");
        Run two = Run.program(directory, "/bin/sleep", "100")) {
      int child = one.number("child");
      List<Set<ProcessIdentity>> known =
          Roundup.kill(List.of(one.roots(), two.roots()), Set.of(one.pid(), two.pid()), Kin::look);
      assertThat(known.get(0).stream().map(ProcessIdentity::pid)).contains(child);
      assertThat(known.get(1).stream().map(ProcessIdentity::pid)).containsExactly(two.pid());
      await("all ended")
          .until(() -> Kin.of(one.roots()).isEmpty() && Kin.of(two.roots()).isEmpty());
    }
    buryAll();
  }

  private static void buryAll() {
    await("strays reaped")
        .until(() -> {
          var _ = Subreaper.reapStrays(pid -> false);
          return true;
        });
  }
}
