package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.reeve.api.Methods;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon is started by the first command that needs one. */
class LaunchTest {
  @TempDir Path folder;
  private Shell shell;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    shell.withState();
  }

  private void keeper(String script) throws IOException {
    Path keeper = shell.install.resolve("lib/keep");
    Files.createDirectories(keeper.getParent());
    Files.writeString(keeper, "#!/bin/sh\n" + script);
    Files.setPosixFilePermissions(keeper, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void theKeeperGetsTheLogAndTheEnvironmentAndTheCommandGoesOnWhenTheDaemonAnswers()
      throws Exception {
    keeper("echo \"$REEVE_HOME in $PWD\" >>\"$1\"\n");
    shell.environment.put("GREETING", "hello");
    CompletableFuture<Ran> running = CompletableFuture.supplyAsync(() -> shell.run("list"));
    Path log = shell.home.resolve("logs/reeved.log");
    await().until(() -> Files.exists(log) && Files.size(log) > 0);
    try (FakeDaemon daemon = new FakeDaemon(shell.socket())) {
      daemon.gives(Methods.LIST, Samples.zoo());
      Ran ran = running.get();
      assertThat(ran.exit()).isZero();
      assertThat(ran.out()).contains("worker");
    }
    assertThat(Files.readString(log)).isEqualTo(shell.home + " in /\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log.getParent())))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void aDaemonThatCannotRunIsExplainedByTheEndOfItsLog() throws IOException {
    Files.createDirectories(shell.home.resolve("logs"));
    Files.writeString(shell.home.resolve("logs/reeved.log"), "an older line\n");
    keeper("echo 'no room on the disk' >>\"$1\"; exit 78\n");
    Ran ran = shell.run("start", "sleep 1");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err())
        .isEqualTo(
            "reeve: cannot start the daemon: it ended at once with exit code 78\n"
                + "  │ no room on the disk\n"
                + "→ its log is "
                + shell.home
                + "/logs/reeved.log\n");
  }

  @Test
  void whenTwoCommandsStartOneAtOnceBothHaveIt() throws Exception {
    // The second daemon finds the home taken and ends; the first one listens a moment later.
    keeper("echo taken >>\"$1\"; exit 78\n");
    CompletableFuture<Ran> running = CompletableFuture.supplyAsync(() -> shell.run("list"));
    Path log = shell.home.resolve("logs/reeved.log");
    await().until(() -> Files.exists(log) && Files.size(log) > 0);
    try (FakeDaemon daemon = new FakeDaemon(shell.socket())) {
      daemon.gives(Methods.LIST, Samples.zoo());
      assertThat(running.get().exit()).isZero();
    }
  }

  @Test
  void anIncompleteInstallationIsSaid() {
    Ran ran = shell.run("list");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err())
        .startsWith(
            "reeve: cannot start the daemon: " + shell.install + "/lib/keep: no such program\n");
  }

  @Test
  void aHomeThatCannotBeWrittenIsSaid() throws IOException {
    keeper("exit 0\n");
    Files.writeString(shell.home.resolve("logs"), "a file where a folder should be");
    Ran ran = shell.run("list");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err()).startsWith("reeve: cannot start the daemon: ").contains("logs");
  }

  @Test
  void commandsAboutTheDaemonStartNone() throws IOException {
    keeper("touch " + folder + "/started\n");
    for (String line : new String[] {"ping", "kill", "is-running x", "version", "__names"}) {
      shell.run(line.split(" "));
    }
    assertThat(folder.resolve("started")).doesNotExist();
  }
}
