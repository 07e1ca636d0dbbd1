package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Method;
import dev.reeve.api.Methods;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GuiCommandTest {
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
        .gives(
            Methods.DESCRIBE,
            Samples.descriptions(
                Samples.description(
                    Samples.zoo().services().getFirst(),
                    Map.of("command", List.of("node", "server.js")),
                    Map.of())))
        .gives(Methods.STOP, Samples.all(Samples.ok("api#1", "stopped")))
        .on(
            Methods.LOGS,
            (query, items) -> {
              items.accept(
                  new LogLine.Batch(
                      List.of(
                          new LogLine(
                              "2026-11-20T10:14:10.123Z", "api", 1, "out", "I am the log"))));
              return new LogQuery.Reply(1, List.of());
            });
  }

  @AfterEach
  void end() throws IOException {
    daemon.close();
  }

  private long calls(Method<?, ?, ?> method) {
    return daemon.calls.stream().filter(call -> call.startsWith(method.name() + " ")).count();
  }

  private CompletableFuture<Shell.Ran> begun() {
    var ran = CompletableFuture.supplyAsync(() -> shell.screen(80).run("gui"));
    await().until(() -> calls(Methods.LOGS) >= 1);
    return ran;
  }

  @Test
  void itShowsServicesAndTheLogOfTheSelectedOne() throws IOException {
    var ran = begun();
    await().until(() -> calls(Methods.LIST) >= 2);
    shell.type("q");
    Shell.Ran done = ran.join();
    assertThat(done.exit()).isZero();
    assertThat(done.visible())
        .startsWith("␛[?1049h␛[?25l")
        .contains("worker", "7 services", "I am the log", "up 2h 1")
        .endsWith("␛[?25h␛[?1049l");
    assertThat(daemon.last(Methods.LOGS))
        .contains("\"targets\":[\"api#1\"]", "\"follow\":true", "\"lines\":300");
  }

  @Test
  void anOrderIsCarriedOutAndItsEndIsTold() throws IOException {
    var ran = begun();
    shell.type("t");
    await().until(() -> calls(Methods.STOP) == 1);
    assertThat(daemon.last(Methods.STOP)).contains("\"targets\":[\"api#1\"]");
    long looks = calls(Methods.LIST);
    await().until(() -> calls(Methods.LIST) > looks);
    shell.type("q");
    assertThat(ran.join().out()).contains("stopping api#1 …");
  }

  @Test
  void detailsAreAskedForOnlyWhileTheyAreSeen() throws IOException {
    var ran = begun();
    assertThat(calls(Methods.DESCRIBE)).isZero();
    shell.type("\r");
    await().until(() -> calls(Methods.DESCRIBE) >= 1);
    shell.type("\003");
    assertThat(ran.join().exit()).isZero();
  }

  @Test
  void aDaemonThatIsReplacedIsFoundAgainWithItsLogs() throws IOException {
    var ran = begun();
    daemon.close();
    daemon = daemon();
    await().until(() -> calls(Methods.LOGS) >= 1 && calls(Methods.LIST) >= 1);
    shell.type("q");
    assertThat(ran.join().out()).contains("the daemon does not answer");
  }

  @Test
  void aSignalEndsIt() {
    var ran = begun();
    shell.signals.getFirst().accept(Ending.TERMINATE);
    assertThat(ran.join().exit()).isEqualTo(143);
  }

  @Test
  void anotherSizeIsFollowed() throws IOException {
    var ran = begun();
    shell.screen(40).rows(10);
    shell.resized.getFirst().run();
    await().until(() -> calls(Methods.LIST) >= 2);
    shell.type("q");
    String last = ran.join().out();
    assertThat(last.substring(last.lastIndexOf("\033[2J"))).contains("\033[10;1H");
  }

  @Test
  void withoutATerminalItSaysWhatElseThereIs() {
    Shell.Ran ran = shell.run("gui");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains(
            "reeve: cannot fill the screen: standard output is no terminal", "reeve list --json");
  }
}
