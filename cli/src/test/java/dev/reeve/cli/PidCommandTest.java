package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PidCommandTest {
  @TempDir Path folder;
  private Shell shell;
  private Process process;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    ProcessBuilder builder = new ProcessBuilder("sh", "-c", "sleep 1000 & wait; : '\033[2Jevil'");
    builder.environment().put("API_TOKEN", "very secret");
    builder.environment().put("ODD", "a\033[2Jb");
    builder
        .environment()
        .put("REEVE_INSTANCE", shell.home.toAbsolutePath().normalize() + "/api#2/7");
    process = builder.start();
    org.awaitility.Awaitility.await().until(() -> process.children().count() == 1);
  }

  @AfterEach
  void end() {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private String pid() {
    return Long.toString(process.pid());
  }

  @Test
  void everythingIsToldOfAProcess() {
    Shell.Ran ran = shell.run("pid", pid());
    assertThat(ran.exit()).isZero();
    assertThat(ran.lines())
        .contains(
            "CPU",
            "Memory",
            "Disk, pipes and sockets",
            "Rights and confinement",
            "Signals",
            "Limits",
            "Tree",
            "Sockets (0)",
            "Environment as it began",
            "Reeve");
    assertThat(ran.out())
        .contains("command       sh -c", "state         sleeps", "sleep 1000", "open files")
        .contains("API_TOKEN=******", "service       api", "instance      2")
        .contains("the mark in its environment; no daemon was asked")
        .doesNotContain("very secret", "\033[2Jevil");
  }

  @Test
  void onAScreenNothingMovesTheCursorAndNothingIsWrapped() {
    Shell.Ran ran = shell.screen(60).run("pid", pid());
    String plain = ran.out().replaceAll("\033\\[[0-9;]*m", "");
    assertThat(plain).doesNotContain("\033").contains("ODD=a\\e[2Jb");
    List<String> lines = plain.lines().takeWhile(line -> !line.startsWith("Environment")).toList();
    assertThat(lines)
        .allSatisfy(line -> assertThat(Width.of(line)).as(line).isLessThanOrEqualTo(60));
  }

  @Test
  void aPartCanBeAskedFor() {
    assertThat(shell.run("pid", pid(), "--env", "--reveal").out())
        .startsWith("Environment as it began\n")
        .contains("API_TOKEN=very secret")
        .doesNotContain("Memory");
    assertThat(shell.run("pid", pid(), "--tree").lines().getFirst()).isEqualTo("Tree");
    assertThat(shell.run("pid", pid(), "--fds", "--net").out())
        .contains("Open files (", "Sockets (0)", "FD  KIND")
        .doesNotContain("Tree");
    assertThat(shell.run("pid", pid(), "--raw").out())
        .contains("# /proc/" + pid() + "/stat", "VmRSS:")
        .doesNotContain("very secret");
  }

  @Test
  void aProgramGetsAnObject() {
    String json = shell.run("pid", pid(), "--json").out();
    assertThat(json)
        .startsWith("{\"pid\":" + pid() + ",\"process\":{\"command\":[\"sh\",\"-c\",")
        .contains("\"reeve\":{\"service\":\"api\",\"instance\":2,", "\"known_from\":\"marker\"")
        .contains("\"memory\":{\"resident_bytes\":", "\"relation\":\"self\"", "\"sockets\":[]");
    assertThat(shell.run("pid", pid(), "--json", "--raw").out()).contains("\"raw\":{\"cmdline\":");
  }

  @Test
  void theDaemonSaysWhoseProcessItIsIfThereIsOne() throws IOException {
    Description known =
        new Description(
            Samples.zoo().services().getFirst(),
            "up",
            Map.of(),
            Map.of(),
            List.of(new Description.Logs(2, "/l/api-out.log", "/l/api-err.log", 0, false)),
            List.of(
                new Description.ProcessRow(2, (int) process.pid(), 1, "S", 1000, "sh -c sleep")),
            List.of(),
            null);
    try (FakeDaemon daemon =
        new FakeDaemon(shell.socket()).gives(Methods.DESCRIBE, Samples.descriptions(known))) {
      assertThat(shell.run("pid", pid()).out())
          .contains("service       api", "output        /l/api-out.log", "state         running")
          .doesNotContain("no daemon was asked");
      assertThat(daemon.last(Methods.DESCRIBE)).contains("\"targets\":[\"api\"]");
    }
  }

  @Test
  void itNeverStartsADaemon() {
    shell.run("pid", pid());
    assertThat(Files.exists(shell.socket())).isFalse();
  }

  @Test
  void whatIsNoProcessIsRefused() {
    Shell.Ran none = shell.run("pid", "2147483646");
    assertThat(none.exit()).isEqualTo(1);
    assertThat(none.err())
        .startsWith("reeve: cannot look at process 2147483646: there is no such process\n");
    for (String text : List.of("0", "-1", "abc", "99999999999")) {
      Shell.Ran wrong = shell.run("pid", "--plain", text);
      assertThat(wrong.exit()).as(text).isEqualTo(2);
    }
    assertThat(shell.run("pid", "abc").err())
        .contains("cannot run 'pid': 'abc' is no number of a process");
  }

  @Test
  void marksThatAreNoneAreNoOwners() {
    for (String mark : List.of("", "/", "//", "a#b", "/home/x", "/home#1/x", "x/1", "#/1")) {
      assertThat(PidOwner.marked(mark)).as(mark).isEmpty();
    }
    assertThat(PidOwner.marked("/var/lib/reeve/api#12/3"))
        .hasValueSatisfying(owner -> {
          assertThat(owner.home()).isEqualTo("/var/lib/reeve");
          assertThat(owner.service()).isEqualTo("api");
          assertThat(owner.instance()).isEqualTo(12);
          assertThat(owner.run()).isEqualTo("3");
        });
  }

  @Test
  void bitsAreNames() {
    assertThat(PidBits.signals("0000000180004002")).containsExactly("INT", "TERM", "RT32", "RT33");
    assertThat(PidBits.capabilities("0000000000000400")).isEqualTo("net_bind_service");
    assertThat(PidBits.capabilities("000001ffffffffff")).isEqualTo("all");
    assertThat(PidBits.capabilities("000001fffffffbff")).isEqualTo("all but net_bind_service");
    assertThat(PidBits.capabilities("0")).isEqualTo("none");
  }
}
