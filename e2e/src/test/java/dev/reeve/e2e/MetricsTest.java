package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What services use: sampled, kept, drawn; and where they listen. */
@EndToEnd
class MetricsTest {
  private static final String BUSY = "while :; do :; done";

  private static List<Json> points(Reeve reeve, String service) {
    return reeve
        .run("stats", service, "--json", "--hours", "0.25")
        .ok()
        .json()
        .at(0)
        .get("points")
        .items();
  }

  private static double cpu(Json row) {
    return ((Number) row.get("cpu_percent").value()).doubleValue();
  }

  private static void awaitPoints(Reeve reeve, String service, int count) {
    Until.holds(() -> assertThat(points(reeve, service)).hasSizeGreaterThanOrEqualTo(count));
  }

  @Test
  void whatABusyServiceUsesIsSeenInListAndStatsAlike(Reeve reeve) {
    reeve.run("start", "--name", "busy", "--startup-grace", "0", "--shell", BUSY).ok();
    reeve.sleeper("idle");
    awaitPoints(reeve, "busy", 3);
    Json last = points(reeve, "busy").getLast();
    assertThat(last.keys())
        .containsExactlyInAnyOrder(
            "at", "cpu_percent", "memory_bytes", "uptime_ms", "restarts", "state");
    assertThat(cpu(last)).isGreaterThan(5);
    assertThat(last.get("memory_bytes").big()).isPositive();
    assertThat(last.get("state").text()).isEqualTo("running");
    Json listed = reeve.row("busy").get("instances").at(0);
    assertThat(cpu(listed)).isGreaterThan(5);
    assertThat(cpu(points(reeve, "idle").getLast())).isLessThan(5);
  }

  @Test
  void theHistoryOutlivesTheDaemonWhoeverEndsIt(Reeve reeve) {
    reeve.sleeper("kept");
    awaitPoints(reeve, "kept", 2);
    String first = points(reeve, "kept").getFirst().get("at").text();
    assertThat(Procs.kill(reeve.daemon())).isTrue();
    Until.isTrue("another daemon", () -> reeve.run("ping").exit() == 0);
    reeve.run("reboot").ok();
    reeve.run("rename", "kept", "renamed").ok();
    awaitPoints(reeve, "renamed", 4);
    assertThat(points(reeve, "renamed").getFirst().get("at").text()).isEqualTo(first);
  }

  @Test
  void aDamagedHistoryIsPutAsideAndHindersNothing(Reeve reeve) throws IOException {
    reeve.sleeper("fine");
    awaitPoints(reeve, "fine", 1);
    reeve.run("kill", "--keep-services").ok();
    Path samples = reeve.home().resolve("state/samples");
    Files.writeString(samples, "this is no history");
    reeve.run("list").ok().prints("fine");
    awaitPoints(reeve, "fine", 1);
    assertThat(samples.resolveSibling("samples.damaged")).hasContent("this is no history");
    assertThat(reeve.run("events", "--json").ok().stdout())
        .contains("samples is damaged (it has 18 bytes)");
  }

  @Test
  void aHistoryThatCannotBeKeptIsToldOfAndHindersNothing(Reeve reeve) throws IOException {
    reeve.sleeper("fine");
    reeve.run("kill", "--keep-services").ok();
    Path samples = reeve.home().resolve("state/samples");
    Files.delete(samples);
    Files.createDirectory(samples);
    reeve.run("list").ok().prints("fine");
    String why = "cannot keep a history in " + samples + ": Is a directory";
    Until.holds(() -> reeve.run("status").ok().prints(why));
    reeve.run("stats").exits(1).says("cannot show the history: " + why);
  }

  @ParameterizedTest
  @ValueSource(ints = {80, 40})
  void theChartsFitTheTerminal(int columns, Reeve reeve) {
    reeve.sleeper("one").sleeper("two", "--instances", "2");
    awaitPoints(reeve, "one", 2);
    try (Terminal terminal = new Terminal(reeve, columns, 24)) {
      terminal.type("reeve stats one");
      assertThat(terminal.exit()).isZero();
      terminal.awaitNoLineWrapped();
      assertThat(String.join("\n", terminal.screen()))
          .contains("CPU", "Memory", "Uptime", "Restarts", "now", "└", "┤");
      terminal.type("reeve stats --cpu");
      assertThat(terminal.exit()).isZero();
      assertThat(String.join("\n", terminal.screen())).contains("── one", "── two#1", "── two#2");
    }
  }

  @Test
  void watchShowsChangesAndGivesTheScreenBack(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("echo before; reeve watch");
      terminal.awaitLine(".*one .*running.*");
      assertThat(terminal.showsCursor()).isFalse();
      assertThat(terminal.screen()).noneMatch(line -> line.equals("before"));
      reeve.run("stop", "one").ok();
      terminal.awaitLine(".*one .*stopped.*");
      terminal.keys("C-c");
      assertThat(terminal.exit()).isZero();
      assertThat(terminal.showsCursor()).isTrue();
      assertThat(terminal.screen())
          .contains("before")
          .anyMatch(l -> l.matches(".*one .*stopped.*"));
    }
  }

  @Test
  void aWatchThatIsKilledGivesTheScreenBackToo(Reeve reeve) {
    reeve.sleeper("one");
    try (Terminal terminal = new Terminal(reeve, 80, 24)) {
      terminal.type("echo before; reeve watch & echo $! >watcher; wait $!");
      terminal.awaitLine(".*one .*running.*");
      assertThat(terminal.showsCursor()).isFalse();
      Until.holds(() ->
          assertThat(
                  Procs.kill(
                      Integer.parseInt(
                          Files.readString(reeve.folder().resolve("watcher")).strip())))
              .isTrue());
      assertThat(terminal.exit()).isEqualTo(137);
      Until.isTrue("the cursor is back", terminal::showsCursor);
      assertThat(terminal.screen()).contains("before");
    }
  }

  @Test
  void whoListensWhereIsSeen(Reeve reeve) {
    assumeTrue(Files.exists(Path.of("/usr/bin/python3")), "needs python3");
    String listen =
        """
        import socket,time
        s=socket.socket(); s.bind(('127.0.0.1',0)); s.listen()
        u=socket.socket(socket.AF_INET,socket.SOCK_DGRAM); u.bind(('0.0.0.0',0))
        time.sleep(1000)
        """;
    reeve.run("start", "--name", "net", "--startup-grace", "0", "--", "python3", "-c", listen).ok();
    Until.holds(() -> assertThat(reeve.run("ports", "--json").ok().json().items()).hasSize(2));
    List<Json> ports = reeve.run("ports", "net", "--json").ok().json().items();
    assertThat(ports)
        .extracting(port -> port.get("protocol").text() + " " + port.get("address").text())
        .containsExactlyInAnyOrder("tcp 127.0.0.1", "udp 0.0.0.0");
    assertThat(ports).allMatch(port -> port.get("pid").number() == reeve.pid("net"));
    reeve.run("list", "-p").ok().prints("PORTS", "tcp@127.0.0.1:", "udp@0.0.0.0:");
  }
}
