package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is needed is there first and goes last. */
@EndToEnd
class DependencyOrderTest {
  /** Writes into one file when it comes, when it is asked to end, and when it has ended. */
  private static final String SERVICE =
      """
      trap 'echo "$1 ends" >> order; sleep 0.1; echo "$1 has ended" >> order; exit 0' TERM
      echo "$1 begins" >> order
      while :; do sleep 0.02; done
      """;

  @Test
  void aChainBeginsAtItsEndAndStopsTheOtherWayRound(Reeve reeve) throws IOException {
    reeve.script("service", SERVICE);
    reeve.write(
        "reeve.yaml",
        """
        services:
          web: { command: ./service web, depends_on: [api] }
          api: { command: ./service api, depends_on: [db] }
          db: { command: ./service db, depends_on: [disk] }
          disk: { command: ./service disk }
        """);
    List<String> chain = List.of("disk", "db", "api", "web");
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    awaitBeginnings(reeve, 4);
    begunBefore(reeve, "disk", "db");
    begunBefore(reeve, "db", "api");
    begunBefore(reeve, "api", "web");
    assertThat(order(reeve, "begins")).containsExactlyInAnyOrderElementsOf(chain);

    reeve.run("stop", "disk", "db", "web", "api").ok();
    assertThat(endings(reeve))
        .containsExactly(
            "web ends",
            "web has ended",
            "api ends",
            "api has ended",
            "db ends",
            "db has ended",
            "disk ends",
            "disk has ended");
  }

  @Test
  void aDiamondBeginsWithWhatBothSidesNeedAndEndsWithIt(Reeve reeve) throws IOException {
    reeve.script("service", SERVICE);
    reeve.write(
        "reeve.yaml",
        """
        services:
          top: { command: ./service top, depends_on: [left, right] }
          left: { command: ./service left, depends_on: [base] }
          right: { command: ./service right, depends_on: [base] }
          base: { command: ./service base }
        """);
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    awaitBeginnings(reeve, 4);
    begunBefore(reeve, "base", "left");
    begunBefore(reeve, "base", "right");
    begunBefore(reeve, "left", "top");
    begunBefore(reeve, "right", "top");

    reeve.run("stop", "all").ok();
    List<String> endings = endings(reeve);
    assertThat(endings).hasSize(8);
    assertThat(endings.subList(0, 2)).containsExactly("top ends", "top has ended");
    assertThat(endings.subList(2, 6))
        .containsExactlyInAnyOrder("left ends", "left has ended", "right ends", "right has ended");
    assertThat(endings.subList(6, 8)).containsExactly("base ends", "base has ended");
  }

  @Test
  void startingOneStartsWhatItNeedsAndNothingElse(Reeve reeve) throws IOException {
    reeve.script("service", SERVICE);
    reeve.write(
        "reeve.yaml",
        """
        services:
          db: { command: ./service db }
          api: { command: ./service api, depends_on: [db] }
          web: { command: ./service web, depends_on: [api] }
        """);
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    awaitBeginnings(reeve, 3);
    reeve.run("stop", "all").ok();
    Files.delete(reeve.folder().resolve("order"));
    reeve.run("start", "api", "--no-wait").ok();
    awaitBeginnings(reeve, 2);
    assertThat(reeve.state("web")).isEqualTo("stopped");
    assertThat(order(reeve, "begins")).containsExactlyInAnyOrder("db", "api");
  }

  @Test
  void dependantsBeginAfterTheMigrationHasEndedWell(Reeve reeve) throws IOException {
    reeve.script("service", SERVICE);
    reeve.script(
        "migrate", "while ! [ -e go ]; do sleep 0.02; done; echo 'migrate begins' >> order\n");
    reeve.write(
        "reeve.yaml",
        """
        services:
          api: { command: ./service api, depends_on: { migrate: completed }, depends_timeout: 0 }
          web: { command: ./service web, depends_on: [api], depends_timeout: 0 }
          migrate: { command: ./migrate, once: true }
        """);
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    Until.holds(() -> assertThat(reeve.state("migrate")).isEqualTo("running"));
    assertThat(reeve.state("api")).isEqualTo("waiting");
    reeve.run("status", "api").ok().prints("waiting for migrate (completed)");
    reeve.run("status", "web").ok().prints("waiting for api (started)");
    reeve.write("go", "");
    awaitBeginnings(reeve, 3);
    assertThat(order(reeve, "begins").getFirst()).isEqualTo("migrate");
    assertThat(reeve.state("migrate")).isEqualTo("completed");
    begunBefore(reeve, "api", "web");
  }

  @Test
  void aMigrationThatFailsFailsWhatNeedsItAndIsNamedUntilItIsMended(Reeve reeve) {
    reeve.write(
        "reeve.yaml",
        """
        services:
          web: { command: sleep 1000, startup_grace: 0s, depends_on: [api] }
          api: { command: sleep 1000, startup_grace: 0s, depends_on: { migrate: completed } }
          migrate: { command: sh -c 'echo no table; exit 9', once: true }
          other: { command: sleep 1000, startup_grace: 0s }
        """);
    String api = "dependency migrate failed: exit code 9";
    String web = "dependency api failed: " + api;
    reeve
        .run("start", "reeve.yaml")
        .exits(1)
        .prints("other started")
        .says(
            "cannot start migrate: exit code 9\n",
            "cannot start api: " + api + "\n",
            "cannot start web: " + web + "\n");
    assertThat(reeve.processes("api")).isEmpty();
    assertThat(reeve.processes("web")).isEmpty();
    assertThat(reeve.processes("other")).hasSize(1);
    reeve.run("status", "api").ok().prints("api has failed: " + api);
    reeve.run("status", "web").ok().prints("web has failed: " + web);
    assertThat(reeve.reasons("api", "failed")).containsExactly(api);
    assertThat(reeve.reasons("web", "failed")).containsExactly(web);

    reeve.run("update", "migrate", "--command", "true").ok();
    reeve.run("start", "migrate").ok();
    reeve.awaitState("web", "running");
    assertThat(reeve.reasons("api", "started")).containsExactly("migrate is there again");
    assertThat(reeve.reasons("web", "started")).containsExactly("api is there again");
  }

  @Test
  void whatWaitsTooLongFailsOrStartsAsDeclaredAndCanBeStartedLater(Reeve reeve) {
    reeve.script("migrate", "while ! [ -e go ]; do sleep 0.02; done\n");
    reeve.write(
        "reeve.yaml",
        """
        services:
          strict:
            command: sleep 1000
            startup_grace: 0s
            depends_on: { migrate: completed }
            depends_timeout: 300ms
          lenient:
            command: sleep 1000
            startup_grace: 0s
            depends_on: { migrate: completed }
            depends_timeout: 300ms
            on_timeout: start
          migrate: { command: ./migrate, once: true, startup_grace: 0s }
        """);
    reeve.run("start", "reeve.yaml", "--no-wait").ok();
    reeve.awaitState("strict", "failed");
    reeve.awaitState("lenient", "running");
    String late = "migrate (completed) not there within 300ms";
    assertThat(reeve.reasons("strict", "failed")).containsExactly(late);
    reeve.run("status", "strict").ok().prints("strict has failed: " + late);
    assertThat(reeve.reasons("lenient", "warning")).singleElement().asString().contains(late);
    reeve.write("go", "");
    reeve.awaitState("migrate", "completed");
    reeve.run("start", "strict").ok().prints("strict started");
    assertThat(reeve.processes("strict")).hasSize(1);
  }

  @Test
  void aCycleIsRefusedBeforeAnythingChanges(Reeve reeve) {
    reeve.sleeper("a").sleeper("b", "--depends-on", "a").sleeper("c", "--depends-on", "b");
    int pid = reeve.pid("a");
    reeve
        .run("update", "a", "--depends-on", "c")
        .exits(1)
        .says("cannot update a: its dependencies form a cycle: a -> c -> b -> a");
    assertThat(reeve.pid("a")).isEqualTo(pid);
    assertThat(reeve.run("info", "a", "--json").ok().json().at(0).get("declared").keys())
        .doesNotContain("depends_on");
    reeve.write(
        "cycle.yaml",
        """
        services:
          x: { command: sleep 1000, depends_on: [z] }
          y: { command: sleep 1000, depends_on: [x] }
          z: { command: sleep 1000, depends_on: [y] }
          innocent: { command: sleep 1000 }
        """);
    reeve
        .run("start", "cycle.yaml")
        .exits(1)
        .says("depends on itself: ", "x -> ", "y -> ", "z -> ", "→ nothing was started or changed");
    reeve.run("check", "cycle.yaml").exits(1).says("depends on itself: ");
    assertThat(reeve.run("list", "--json").ok().json().items()).hasSize(3);
  }

  private static List<String> lines(Reeve reeve) throws IOException {
    var file = reeve.folder().resolve("order");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** The services that wrote this, in their order. */
  private static List<String> order(Reeve reeve, String what) throws IOException {
    return lines(reeve).stream()
        .filter(line -> line.endsWith(" " + what))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .toList();
  }

  private static List<String> endings(Reeve reeve) throws IOException {
    return lines(reeve).stream().filter(line -> !line.endsWith(" begins")).toList();
  }

  private static void awaitBeginnings(Reeve reeve, int count) {
    Until.isTrue("all have begun", () -> order(reeve, "begins").size() == count);
  }

  /**
   * "Started" means that the process runs, not what it has done since: so the daemon's record and
   * the kernel's are compared.
   */
  private static void begunBefore(Reeve reeve, String first, String second) {
    assertThat(started(reeve, first)).isLessThan(started(reeve, second));
    assertThat(ticks(reeve, first)).isLessThanOrEqualTo(ticks(reeve, second));
  }

  private static long started(Reeve reeve, String service) {
    return reeve.run("history", service, "--json").ok().jsonLines().stream()
        .filter(event -> event.get("event").text().equals("started"))
        .findFirst()
        .orElseThrow()
        .get("seq")
        .big();
  }

  private static long ticks(Reeve reeve, String service) {
    return Procs.find(reeve.pid(service)).orElseThrow().startTicks();
  }
}
