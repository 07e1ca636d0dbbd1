package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The daemon is killed in the middle of things: no service is there twice, and none is missing. */
@EndToEnd
class KilledDaemonTest {
  private static final int SERVICES = 50;

  /** Where a kill shall hit: when so many services have been started. */
  private static final int MIDDLE = 15;

  @Test
  void aStartThatWasAcknowledgedIsFinishedByTheNextDaemon(Reeve reeve) {
    declare(reeve);
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    new DaemonKiller(reeve).kill();
    eachRunsOnce(reeve);
  }

  @Test
  void aRestartThatWasDoneIsNotDoneAgainByTheNextDaemon(Reeve reeve) {
    reeve.sleeper("web");
    for (int round = 1; round <= 5; round++) {
      reeve.run("restart", "web").ok();
      int pid = reeve.pid("web");
      new DaemonKiller(reeve).kill();
      assertThat(reeve.pid("web")).isEqualTo(pid);
    }
    assertThat(reeve.reasons("web", "stopping")).hasSize(5);
  }

  @Test
  void aStartThatWasCutOffHappensWhollyOrNotAtAll(Reeve reeve) throws InterruptedException {
    declare(reeve);
    reeve.sleeper("first"); // so that there is a daemon
    reeve.run("delete", "first").ok();
    int exit = cutOff(reeve, "start", "reeve.yaml");
    Until.holds(() -> {
      int declared = reeve.run("list", "--json").ok().json().items().size();
      assertThat(declared).isIn(exit == 0 ? SERVICES : 0, SERVICES);
      assertThat(marks(reeve).keySet()).hasSize(declared);
      assertThat(marks(reeve).values()).allMatch(count -> count == 1);
    });
    reeve.run("start", "reeve.yaml").ok();
    eachRunsOnce(reeve);
  }

  @Test
  void aStartOfKnownServicesThatWasCutOffDoublesNothing(Reeve reeve) throws InterruptedException {
    declare(reeve);
    reeve.run("start", "reeve.yaml").ok();
    reeve.run("stop", "all").ok();
    cutOff(reeve, "start", "all");
    assertThat(reeve.run("list", "--json").ok().json().items()).hasSize(SERVICES);
    processesAreThoseOfTheList(reeve);
    reeve.run("start", "all").ok();
    eachRunsOnce(reeve);
  }

  @Test
  void aRestartOfAllThatWasCutOffLosesAndDoublesNothing(Reeve reeve) throws InterruptedException {
    declare(reeve);
    reeve.run("start", "reeve.yaml").ok();
    Set<Integer> before = pids(reeve);
    try (Talk restart = new Talk(reeve.spawn("restart", "all"))) {
      DaemonKiller killer = new DaemonKiller(reeve);
      Procs.Proc daemon = killer.found();
      Until.isTrue(
          "the restart is under way",
          () -> before.stream().filter(Procs::lives).count() < SERVICES - MIDDLE);
      DaemonKiller.kill(daemon);
      restart.exit();
    }
    eachRunsOnce(reeve);
  }

  @Test
  void daemonsThatAreKilledWhileTheyComeUpTouchNothing(Reeve reeve) throws InterruptedException {
    declare(reeve);
    reeve.run("start", "reeve.yaml").ok();
    Set<Integer> before = pids(reeve);
    DaemonKiller killer = new DaemonKiller(reeve);
    killer.kill();
    for (int descriptors : new int[] {1, 8, 16, 32, 64, 128}) {
      // Who asks starts a daemon at once, also while the keeper of the earlier ones pauses.
      try (Talk asking = new Talk(reeve.spawn("list"))) {
        Procs.Proc daemon = killer.found();
        // The more services it has taken up, the more files it has open.
        // Of two that came up at once, one ends by itself.
        Until.isTrue(
            "it comes up", () -> !Procs.lives(daemon.pid()) || openFiles(daemon) >= descriptors);
        DaemonKiller.kill(daemon);
        asking.exit();
      }
    }
    eachRunsOnce(reeve);
    assertThat(pids(reeve)).isEqualTo(before);
    assertThat(reeve.run("list", "--json").ok().json().items())
        .allMatch(service -> service.get("restarts").number() == 0);
  }

  @Test
  void aDeleteOfAllThatWasCutOffLeavesNoProcessWithoutAService(Reeve reeve)
      throws InterruptedException {
    declare(reeve);
    reeve.run("start", "reeve.yaml").ok();
    DaemonKiller killer = new DaemonKiller(reeve);
    Procs.Proc daemon = killer.found();
    try (Talk delete = new Talk(reeve.spawn("delete", "all"))) {
      Until.isTrue("the delete is under way", () -> marks(reeve).size() < SERVICES - MIDDLE);
      DaemonKiller.kill(daemon);
      delete.exit();
    }
    processesAreThoseOfTheList(reeve);
    reeve.run("delete", "all").ok();
    assertThat(marks(reeve)).isEmpty();
  }

  @Test
  void whatEndsWhileNoDaemonLivesIsRestartedByTheNextOneWhichSaysSo(Reeve reeve) {
    reeve.sleeper("gone", "--restart-delay", "0").sleeper("kept");
    int gone = reeve.pid("gone");
    int kept = reeve.pid("kept");
    new DaemonKiller(reeve).killWithKeeper();
    assertThat(Procs.kill(gone)).isTrue();
    Until.isTrue("nothing of the service is left", () -> !Procs.lives(gone));

    Until.holds(() -> assertThat(reeve.state("gone")).isEqualTo("running"));
    assertThat(reeve.pid("gone")).isNotEqualTo(gone);
    assertThat(reeve.pid("kept")).isEqualTo(kept);
    assertThat(reeve.processes("gone")).hasSize(1);
    assertThat(reeve.row("gone").get("restarts").number()).isEqualTo(1);
    assertThat(reeve.reasons("gone", "exited")).hasSize(1);
    String how = reeve.reasons("gone", "exited").getFirst();
    // As long as init has not reaped it, the next daemon can see how it ended.
    assertThat(how).isIn("ended while no daemon was there to see how", "killed by SIGKILL");
    assertThat(reeve.reasons("gone", "restarting"))
        .containsExactly(how + ", restarting (attempt 1)");
    assertThat(reeve.reasons("gone", "started").getLast()).isEqualTo("restarted (" + how + ")");
    assertThat(reeve.reasons("kept", "adopted")).containsExactly("it went on without a daemon");
  }

  private static int openFiles(Procs.Proc process) {
    String[] files = Path.of("/proc/" + process.pid() + "/fd").toFile().list();
    return files == null ? 0 : files.length; // null: it has ended
  }

  private static void declare(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        IntStream.range(0, SERVICES)
            .mapToObj(i -> "  s%d: { command: sleep 1000, startup_grace: 0s }\n".formatted(i))
            .collect(Collectors.joining("", "services:\n", "")));
  }

  /** Kills the daemon when some services run, and others do not yet; how the command ended. */
  private static int cutOff(Reeve reeve, String... words) throws InterruptedException {
    DaemonKiller killer = new DaemonKiller(reeve);
    Procs.Proc daemon = killer.found();
    try (Talk command = new Talk(reeve.spawn(words))) {
      Until.isTrue("some have been started", () -> marks(reeve).size() >= MIDDLE);
      DaemonKiller.kill(daemon);
      return command.exit();
    }
  }

  /** How many processes carry the mark of each instance, by its name. */
  private static Map<String, Integer> marks(Reeve reeve) {
    String mark = "REEVE_INSTANCE=" + reeve.home() + "/";
    return Procs.all().stream()
        .filter(process -> !process.isZombie())
        .flatMap(process -> process.environment().stream())
        .filter(entry -> entry.startsWith(mark))
        // What follows the slash is the generation.
        .map(entry -> entry.substring(mark.length(), entry.lastIndexOf('/')))
        .collect(Collectors.toMap(name -> name, name -> 1, Integer::sum));
  }

  private static Set<Integer> pids(Reeve reeve) {
    return reeve.run("list", "--json").ok().json().items().stream()
        .map(service -> service.get("instances").at(0).get("pid").number())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Each process belongs to an instance that is listed with it, and is its only one. */
  private static void processesAreThoseOfTheList(Reeve reeve) {
    Until.holds(() -> {
      Map<String, Integer> listed =
          reeve.run("list", "--json").ok().json().items().stream()
              .filter(service -> !service.get("instances").at(0).get("pid").isNull())
              .collect(Collectors.toMap(s -> s.get("name").text() + "#1", s -> 1));
      assertThat(marks(reeve)).isEqualTo(listed);
    });
  }

  private static void eachRunsOnce(Reeve reeve) {
    Until.holds(() -> {
      Map<String, Integer> marks = marks(reeve);
      assertThat(marks).hasSize(SERVICES);
      assertThat(marks).allSatisfy((name, count) -> assertThat(count).as(name).isOne());
      for (int i = 0; i < SERVICES; i++) {
        assertThat(marks).containsKey("s" + i + "#1");
      }
      assertThat(reeve.run("list", "--json").ok().json().items())
          .hasSize(SERVICES)
          .allMatch(service -> service.get("state").text().equals("running"));
      assertThat(pids(reeve))
          .as("the daemon knows exactly those")
          .isEqualTo(
              reeve.processes().stream()
                  .filter(process -> process.name().equals("sleep"))
                  .map(Procs.Proc::pid)
                  .collect(Collectors.toCollection(TreeSet::new)));
    });
  }
}
