package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatchCommandTest {
  @TempDir Path folder;
  private Shell shell;
  private FakeDaemon daemon;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    daemon = new FakeDaemon(shell.socket()).gives(Methods.LIST, Samples.zoo());
  }

  @AfterEach
  void end() throws IOException {
    daemon.close();
  }

  private long looks() {
    return daemon.calls.stream().filter(call -> call.startsWith("service.list ")).count();
  }

  private CompletableFuture<Shell.Ran> begun(String... words) {
    CompletableFuture<Shell.Ran> ran = CompletableFuture.supplyAsync(() -> shell.run(words));
    await().until(() -> !shell.signals.isEmpty());
    return ran;
  }

  @Test
  void theTableIsPaintedInPlaceUntilItIsInterrupted() {
    var ran = begunOnScreen("watch", "api");
    await().until(() -> looks() >= 3);
    shell.signals.getFirst().accept(Ending.INTERRUPT);
    Shell.Ran done = ran.join();
    assertThat(done.exit()).isZero();
    assertThat(daemon.last(Methods.LIST)).contains("\"targets\":[\"api\"]");
    assertThat(done.visible()).startsWith("␛[?1049h␛[?25l␛[H").contains("every 1s");
    assertThat(done.visible().split("␛\\[H", -1)).hasSizeGreaterThanOrEqualTo(3);
    String after = done.visible().substring(done.visible().indexOf("␛[?25h␛[?1049l"));
    assertThat(after).as("the last table stays").contains("worker").doesNotContain("every");
  }

  private CompletableFuture<Shell.Ran> begunOnScreen(String... words) {
    shell.screen(80);
    return begun(words);
  }

  @Test
  void aTableThatIsHigherThanTheScreenIsCut() {
    shell.rows(8);
    var ran = begunOnScreen("watch");
    await().until(() -> looks() >= 2);
    shell.signals.getFirst().accept(Ending.TERMINATE);
    assertThat(ran.join().exit()).isEqualTo(143);
    String frame = ran.join().visible().split("␛\\[H", -1)[1];
    assertThat(frame.split("\r\n", -1)).hasSize(8);
    assertThat(frame).contains("more lines");
  }

  @Test
  void itEndsByItselfWhenItsTimeIsUp() {
    Shell.Ran ran = shell.run("watch", "-t", "1");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).doesNotContain("\033").contains("NAME", "worker");
    assertThat(looks()).isPositive();
  }

  @Test
  void aProgramGetsAnArrayALine() {
    var ran = begun("watch", "--json");
    await().until(() -> looks() >= 2);
    shell.signals.getFirst().accept(Ending.INTERRUPT);
    assertThat(ran.join().lines())
        .hasSizeGreaterThanOrEqualTo(1)
        .allMatch(line -> line.startsWith("[{\"id\":0,") && line.endsWith("]"));
  }

  @Test
  void aDaemonThatIsReplacedIsFoundAgain() throws IOException {
    var ran = begunOnScreen("watch");
    daemon.close();
    daemon = new FakeDaemon(shell.socket()).gives(Methods.LIST, Samples.zoo());
    await().until(() -> looks() >= 1);
    shell.signals.getFirst().accept(Ending.INTERRUPT);
    assertThat(ran.join().exit()).isZero();
    assertThat(ran.join().out()).contains("the daemon does not answer");
  }

  @Test
  void whatIsNotThereIsNotWatched() {
    daemon.refuse(
        Methods.LIST, ErrorCode.UNKNOWN_SERVICE, "nope: no such service", "see 'reeve list'");
    Shell.Ran ran = shell.screen(80).run("watch", "nope");
    assertThat(ran.exit()).isEqualTo(3);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).contains("cannot watch nope: no such service");
  }

  @Test
  void anIntervalOfNothingIsRefused() {
    Shell.Ran ran = shell.run("watch", "-i", "0");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot run 'watch': -i must be at least 1");
  }
}
