package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A disk without room, as a small file system that only the daemon sees. */
@EndToEnd
class FullDiskTest {
  private static Reeve on(Reeve reeve, String folder, String size) throws Exception {
    Path where = Files.createDirectories(reeve.home().resolve(folder));
    return Root.mounting(reeve, "mount -t tmpfs -o size=" + size + ",mode=0700 none " + where);
  }

  private static void fill(int daemon, Path folder) throws Exception {
    Root.inside(daemon, "cat /dev/zero > %s/filler 2>/dev/null; true".formatted(folder));
  }

  @Test
  void whatCannotBeKeptIsSaidAndWrittenAsSoonAsThereIsRoom(Reeve reeve) throws Exception {
    Path state = reeve.home().resolve("state");
    on(reeve, "state", "1m").sleeper("before");
    int daemon = reeve.daemon();
    int before = reeve.pid("before");
    fill(daemon, state);
    Result full =
        reeve.run("start", "--name", "during", "--startup-grace", "0", "--", "sleep", "1000");
    full.exits(1)
        .says(
            "cannot start during: it was done, but may be forgotten: cannot write state",
            "No space left on device",
            "→ make room on the disk; it is written as soon as there is some");
    assertThat(reeve.pid("before")).isEqualTo(before);
    assertThat(reeve.run("stop", "before").exit()).as("stopping works all the same").isEqualTo(1);
    assertThat(Procs.lives(before)).isFalse();

    Root.inside(daemon, "rm " + state + "/filler");
    Until.isTrue(
        "the state is written",
        () -> Root.tellsInside(daemon, "cat " + state + "/state.json").contains("\"during\""));
    reeve.sleeper("after");
    assertThat(reeve.state("during")).isEqualTo("running");
    assertThat(reeve.run("history", "during", "--json").ok().stdout()).contains("started");
  }

  @Test
  void whatWasGoodOnDiskIsStillThereAfterAFullDisk(Reeve reeve) throws Exception {
    Path state = reeve.home().resolve("state");
    on(reeve, "state", "1m").sleeper("good");
    int daemon = reeve.daemon();
    int good = reeve.pid("good");
    fill(daemon, state);
    reeve.run("start", "--name", "lost", "--startup-grace", "0", "--", "sleep", "1000").exits(1);
    // The keeper lives in the same view of the file systems, and so does the next daemon.
    assertThat(Procs.kill(daemon)).isTrue();
    Until.isTrue("another daemon", () -> reeve.run("ping").exit() == 0);
    assertThat(reeve.pid("good")).isEqualTo(good);
    Until.isTrue("what was forgotten is ended", () -> reeve.processes("lost").isEmpty());
    Root.inside(reeve.daemon(), "rm " + state + "/filler");
  }

  @Test
  void whenTheDiskOfTheLogsIsFullAProgramWaitsAndLosesNothing(Reeve reeve) throws Exception {
    Path logs = reeve.home().resolve("logs");
    on(reeve, "logs", "2m")
        .run(
            "start",
            "--name",
            "writer",
            "--once",
            "--no-wait",
            "--log-format",
            "raw",
            "--shell",
            "seq 1 60000; while [ ! -e go ]; do sleep 0.02; done; seq 60001 400000; echo end")
        .ok();
    int daemon = reeve.daemon();
    Until.isTrue(
        "the first part is there",
        () -> Root.tellsInside(daemon, "tail -n1 " + logs + "/writer-out.log").equals("60000\n"));
    fill(daemon, logs);
    reeve.write("go", "");
    Until.holds(() ->
        assertThat(reeve.run("events", "writer", "--json").ok().stdout())
            .contains("log-trouble", "No space left on device"));
    assertThat(reeve.state("writer")).isEqualTo("running");
    reeve.run("list").ok();
    Root.inside(daemon, "rm " + logs + "/filler; mount -o remount,size=20m " + logs);
    reeve.run("wait", "writer", "--for", "completed").ok();
    Until.isTrue(
        "the last line is there",
        () -> Root.tellsInside(daemon, "tail -n1 " + logs + "/writer-out.log").equals("end\n"));
    assertThat(
            Root.tellsInside(
                daemon,
                "(seq 1 400000; echo end) | cmp - " + logs + "/writer-out.log && echo same"))
        .isEqualTo("same\n");
    assertThat(reeve.run("events", "writer", "--json").ok().stdout()).contains("log-recovered");
  }

  @Test
  void withDropLinesAreCountedAndTheProgramGoesOn(Reeve reeve) throws Exception {
    Path logs = reeve.home().resolve("logs");
    on(reeve, "logs", "1m")
        .run(
            "start",
            "--name",
            "dropper",
            "--once",
            "--no-wait",
            "--log-on-full",
            "drop",
            "--shell",
            "while [ ! -e go ]; do sleep 0.02; done; seq 1 500000")
        .ok();
    int daemon = reeve.daemon();
    fill(daemon, logs);
    reeve.write("go", "");
    reeve.run("wait", "dropper", "--for", "completed").ok();
    Until.holds(() ->
        assertThat(
                reeve
                    .run("info", "dropper", "--json")
                    .ok()
                    .json()
                    .at(0)
                    .get("logs")
                    .at(0)
                    .get("lines_dropped")
                    .big())
            .isPositive());
    reeve.run("status", "dropper").ok().prints("the disk was full");
  }
}
