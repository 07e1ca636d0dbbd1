package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A daemon that gets no processor for a while sees everything at once, and late. */
@EndToEnd
class LateDaemonTest {
  private static final int STOP = 19;
  private static final int CONT = 18;

  /** More than the daemon takes in at a time. */
  private static final int SERVICES = 300;

  private static final Duration GRACE = Duration.ofSeconds(15);

  @Test
  void whoEndedInTimeIsNotTakenForDeafHoweverLateThatIsNoticed(Reeve reeve) throws Exception {
    new ProcessBuilder("mkfifo", reeve.folder().resolve("gate").toString()).start().waitFor();
    reeve.write(
        "reeve.yaml",
        """
        services:
          gated:
            command: trap '' TERM; read x < gate
            shell: true
            instances: %d
            restart: never
            stop: { grace: %ds }
        """
            .formatted(SERVICES, GRACE.toSeconds()));
    reeve.run("start", "reeve.yaml").ok();
    List<Integer> pids = pids(reeve);
    assertThat(pids).hasSize(SERVICES);
    int daemon = reeve.daemon();

    Process stop = reeve.spawn("stop", "gated");
    Until.isTrue("all are being stopped", () -> count(reeve, "stopping") == SERVICES);
    long stopped = System.nanoTime();
    Procs.signal(daemon, STOP);
    try {
      Files.writeString(reeve.folder().resolve("gate"), ""); // their ends
      Until.isTrue("all have ended", () -> pids.stream().noneMatch(Procs::lives));
      Until.isTrue("their time is over", () -> System.nanoTime() - stopped > GRACE.toNanos());
    } finally {
      Procs.signal(daemon, CONT);
    }
    assertThat(stop.waitFor()).isZero();

    assertThat(count(reeve, "stopped")).isEqualTo(SERVICES);
    assertThat(reeve.run("history", "gated", "--json").ok().stdout())
        .contains("\"exited\"")
        .doesNotContain("\"killed\"", "did not end within");
  }

  private static List<Integer> pids(Reeve reeve) {
    return instances(reeve).stream().map(each -> each.get("pid").number()).toList();
  }

  private static long count(Reeve reeve, String state) {
    return instances(reeve).stream().filter(each -> each.get("state").text().equals(state)).count();
  }

  private static List<Json> instances(Reeve reeve) {
    return reeve
        .run("list", "gated", "--json")
        .ok()
        .json()
        .items()
        .getFirst()
        .get("instances")
        .items();
  }
}
