package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Series;
import dev.reeve.api.StatsQuery;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonitorCommandTest {
  @TempDir Path folder;
  private Shell shell;
  private FakeDaemon daemon;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder).withState().keyboard();
    daemon = daemon();
  }

  private FakeDaemon daemon() throws IOException {
    return new FakeDaemon(shell.socket())
        .gives(Methods.LIST, Samples.zoo())
        .on(
            Methods.STATS,
            (query, items) -> {
              items.accept(new Series("worker", 1, List.of()));
              return new StatsQuery.Reply("2026-11-20T10:00:00Z", "2026-11-20T10:15:00Z", 2000);
            });
  }

  @AfterEach
  void end() throws IOException {
    daemon.close();
  }

  private long looks() {
    return daemon.calls.stream().filter(call -> call.startsWith("service.list")).count();
  }

  private CompletableFuture<Shell.Ran> begun() {
    var ran = CompletableFuture.supplyAsync(() -> shell.screen(80).run("monitor", "-i", "1"));
    await().until(() -> looks() >= 1 && !shell.signals.isEmpty());
    return ran;
  }

  @Test
  void itIsShownUntilQIsTyped() throws IOException {
    var ran = begun();
    await().until(() -> looks() >= 2);
    shell.type("sjq");
    Shell.Ran done = ran.join();
    assertThat(done.exit()).isZero();
    assertThat(done.visible())
        .startsWith("␛[?1049h␛[?25l")
        .contains("worker", "7 services", "load", "quit")
        .endsWith("␛[?25h␛[?1049l");
  }

  @Test
  void onlyOfWhatIsSeenTheHistoryIsAsked() throws IOException {
    shell.rows(16);
    var ran = begun();
    await().until(() -> daemon.calls.stream().anyMatch(call -> call.startsWith("service.stats")));
    shell.type("q");
    ran.join();
    assertThat(daemon.last(Methods.STATS)).contains("\"targets\":[\"worker#1\",\"api#1\"");
  }

  @Test
  void controlCEndsItWell() throws IOException {
    var ran = begun();
    shell.type("\003");
    assertThat(ran.join().exit()).isZero();
  }

  @Test
  void aSignalEndsIt() {
    var ran = begun();
    shell.signals.getFirst().accept(Ending.TERMINATE);
    assertThat(ran.join().exit()).isEqualTo(143);
  }

  @Test
  void aDaemonThatIsReplacedIsFoundAgain() throws IOException {
    var ran = begun();
    daemon.close();
    daemon = daemon();
    await().until(() -> looks() >= 1);
    shell.type("q");
    assertThat(ran.join().out()).contains("the daemon does not answer");
  }

  @Test
  void intoAPipeItIsOnePicture() {
    Shell.Ran ran = shell.run("top");
    assertThat(ran.exit()).isZero();
    assertThat(ran.lines().getFirst()).matches("cpu  [#.]+ \\d+(\\.\\d)?% .*load .*up .*");
    assertThat(ran.out())
        .contains("mem ", "swap ", "7 services  2 running  1 failed", "worker", "api#2", "broken")
        .doesNotContain("\033", " quit", "⣿");
  }

  @Test
  void aProgramGetsTheMachineAndTheServices() {
    Shell.Ran ran = shell.run("monitor", "--json");
    assertThat(ran.lines()).hasSize(1);
    assertThat(ran.out())
        .startsWith("{\"system\":{\"cpu_percent\":")
        .contains("\"memory_used_bytes\":", "\"load\":[", "\"services\":[{\"id\":0,");
  }

  @Test
  void whatTheDaemonRefusesIsTold() {
    daemon.refuse(Methods.LIST, ErrorCode.NOT_PERMITTED, "you may not look", "ask root");
    Shell.Ran ran = shell.screen(80).run("monitor");
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err()).contains("cannot monitor services: you may not look");
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    Shell.Ran ran = shell.run("monitor", "-i", "0");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot run 'monitor': -i must be at least 1");
  }
}
