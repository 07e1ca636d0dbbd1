package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be said of logs: their looks, their age, where else they go, and why they are quiet. */
@EndToEnd
class LogOptionsTest {
  @TempDir Path other;

  @Test
  void linesLookAsDeclaredAndAreReadWithoutTheirLooks(Reeve reeve) throws IOException {
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: ["sh", "-c", "printf '\\\\033[31mred\\\\033[0m\\\\n'; echo plain; exec sleep 1000"]
            instances: 2
            logs:
              time_format: 'ç214-%Y-%m-%d %Tç59-.%fçR-'
              prefix: 'ç51-{name}#{instance}çR-'
          clean:
            command: ["sh", "-c", "printf '\\\\033[31mred\\\\033[0m\\\\n'; exec sleep 1000"]
            logs: { prefix: 'ç51-{name}çR-', strip_ansi: true }
        """);
    reeve.run("start", "reeve.yaml").ok();
    Path second = reeve.home().resolve("logs/api#2-out.log");
    Until.holds(() ->
        assertThat(Files.readAllLines(second))
            .satisfiesExactly(
                line ->
                    assertThat(line)
                        .matches(
                            "\\x1b\\[38;5;214m\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"
                                + "\\x1b\\[38;5;59m\\.\\d{6}\\x1b\\[0m"
                                + " \\x1b\\[38;5;51mapi#2\\x1b\\[0m"
                                + " \\x1b\\[31mred\\x1b\\[0m"),
                line -> assertThat(line).endsWith(" plain")));
    Until.holds(
        () -> assertThat(Files.readString(reeve.log("clean"))).matches("\\S+Z clean red\\n"));
    Json line =
        reeve
            .run("logs", "api#2", "--json", "--since", "5m", "--grep", "plain")
            .ok()
            .jsonLines()
            .getFirst();
    assertThat(line.get("line").text()).isEqualTo("plain");
    assertThat(Instant.parse(line.get("at").text()))
        .isBetween(Instant.now().minusSeconds(300), Instant.now());
  }

  @Test
  void aKilledDaemonLosesNoDecoratedLine(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          count:
            command: ["sh", "-c", "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); \
        printf '\\\\033[1mline\\\\033[0m %d\\\\n' $i; done; exec sleep 1000"]
            logs: { time_format: '%T', prefix: '{name}:', strip_ansi: true }
        """);
    reeve.run("start", "reeve.yaml").ok();
    for (int i = 0; i < 2; i++) {
      assertThat(Procs.kill(reeve.daemon())).isTrue();
      Until.isTrue("another daemon", () -> reeve.run("ping").exit() == 0);
    }
    Until.isTrue("all lines", () -> reeve.logged("count").endsWith("line 3000\n"));
    List<String> lines = Files.readAllLines(reeve.log("count"));
    assertThat(lines).hasSize(3000);
    for (int i = 0; i < lines.size(); i++) {
      assertThat(lines.get(i)).matches("\\d\\d:\\d\\d:\\d\\d count: line " + (i + 1));
    }
  }

  @Test
  void aNewDayBeginsANewFileAlsoAcrossARestartOfTheDaemon(Reeve reeve) throws IOException {
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: ["sh", "-c", "echo yesterday; exec sleep 1000"]
            logs: { rotate: { every: daily, max_age: 7d, compress: false } }
        """);
    reeve.run("start", "reeve.yaml").ok();
    Until.isTrue("its line", () -> !reeve.logged("api").isEmpty());
    reeve.run("kill", "--keep-services").ok();
    Path log = reeve.log("api");
    Files.setLastModifiedTime(log, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
    Path ancient = log.resolveSibling("api-out.log.1");
    Files.writeString(ancient, "ancient\n");
    Files.setLastModifiedTime(ancient, FileTime.from(Instant.now().minus(Duration.ofDays(8))));
    reeve.run("ping").exits(4);
    reeve.run("list").ok();
    Until.holds(() -> assertThat(ancient).content().contains("yesterday"));
    assertThat(reeve.logged("api")).isEmpty();
    assertThat(log.resolveSibling("api-out.log.2")).doesNotExist();
  }

  @Test
  void otherRulesHoldAtOnceWhileTheServiceRuns(Reeve reeve) throws IOException {
    reeve.run("start", "--name", "api", "--shell", "echo hello; exec sleep 1000").ok();
    Until.isTrue("its line", () -> !reeve.logged("api").isEmpty());
    Path old = reeve.log("api").resolveSibling("api-out.log.1");
    Files.writeString(old, "old\n");
    Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    String pid = reeve.row("api").get("instances").at(0).get("pid").toString();
    reeve.run("update", "api", "--log-max-age", "1d").ok();
    Until.holds(() -> assertThat(old).doesNotExist());
    assertThat(reeve.row("api").get("instances").at(0).get("pid").toString()).isEqualTo(pid);
  }

  @Test
  void linesGoToARealSyslogServerAlsoAfterItWasAway(Reeve reeve) throws Exception {
    Rsyslog.needed();
    try (Rsyslog server = Rsyslog.start(other.resolve("rsyslog"))) {
      String address = "://127.0.0.1:" + server.port();
      Until.isTrue("it listens", () -> Files.exists(server.socket()));
      for (String way : List.of("tcp" + address, "udp" + address, "unix://" + server.socket())) {
        String name = way.substring(0, way.indexOf(':'));
        reeve
            .run(
                "start",
                "--name",
                name,
                "--syslog",
                way,
                "--syslog-tag",
                "tag-" + name,
                "--shell",
                "echo one; echo two >&2; while [ ! -e go ]; do sleep 0.1; done; echo three;"
                    + " exec sleep 1000")
            .ok();
        String tag = "|tag-" + name + "|1|";
        boolean local = name.equals("unix");
        Until.holds(() ->
            assertThat(server.lines(name))
                .contains("info" + tag + (local ? "-|0| one" : "out|1|one"))
                .contains("err" + tag + (local ? "-|0| two" : "err|1|two")));
      }
      server.stop();
      Files.writeString(reeve.folder().resolve("go"), "");
      Until.isTrue("the third line", () -> reeve.logged("tcp").contains("three"));
      Until.isTrue(
          "the journal says so",
          () -> reeve.run("events", "--json").stdout().contains("syslog-trouble"));
      server.again();
      Until.holds(() -> assertThat(server.lines("tcp")).contains("info|tag-tcp|1|out|1|three"));
      assertThat(reeve.run("logs", "tcp", "--raw").ok().lines())
          .containsExactlyInAnyOrder("one", "two", "three");
    }
  }

  @Test
  void filesThatAServiceWritesItselfAreShown(Reeve reeve) throws Exception {
    reeve.write(
        "reeve.yaml",
        """
        services:
          api:
            command: ["sh", "-c", "seq 1 100 > own.log; mkfifo pipe; exec sleep 1000"]
            logs: { hints: [own.log, missing.log, pipe] }
        """);
    reeve.run("start", "reeve.yaml").ok();
    Until.isTrue("both", () -> Files.exists(reeve.folder().resolve("pipe")));
    Result shown = reeve.run("logs", "--hints", "api", "-n", "2").exits(1);
    assertThat(shown.lines())
        .containsExactly(
            "==> api: " + reeve.folder().resolve("own.log") + " <==",
            "99",
            "100",
            "==> api: " + reeve.folder().resolve("missing.log") + " <==",
            "cannot read " + reeve.folder().resolve("missing.log") + ": No such file or directory",
            "==> api: " + reeve.folder().resolve("pipe") + " <==",
            "cannot read " + reeve.folder().resolve("pipe") + ": is not a regular file");
    Json first = reeve.run("logs", "--hints", "api", "--json").exits(1).jsonLines().getFirst();
    assertThat(first.keys())
        .containsExactly("service", "path", "size", "modified", "lines", "error");
    assertThat(first.get("lines").items()).hasSize(20);
    reeve.run("logs", "api", "--hints", "-f").exits(2).says("exclude each other");
  }

  @Test
  void aLogThatStandsStillSaysWhy(Reeve reeve) throws Exception {
    reeve.run("start", "--name", "mute", "--", "sleep", "1000").ok();
    reeve.run("start", "--name", "gone", "--shell", "echo hello; exec sleep 1000").ok();
    reeve.run("start", "--name", "open", "--shell", "printf 'no end'; exec sleep 1000").ok();
    reeve.run("start", "--name", "over", "--shell", "echo bye; exec sleep 1000").ok();
    Until.isTrue("a line", () -> !reeve.logged("over").isEmpty());
    reeve.run("stop", "over").ok();
    Until.isTrue("a line", () -> !reeve.logged("gone").isEmpty());
    Until.isTrue("a beginning", () -> !reeve.logged("open").isEmpty());
    Files.move(reeve.log("gone"), reeve.log("gone").resolveSibling("elsewhere"));
    Until.holds(() ->
        assertThat(reeve.run("logs", "--diagnose").ok().lines())
            .anyMatch(line -> line.startsWith("mute#1 out: quiet: nothing was ever written"))
            .anyMatch(line -> line.startsWith("gone#1 out: moved: its file was moved or deleted"))
            .anyMatch(line ->
                line.startsWith("open#1 out: quiet: last written ")
                    && line.contains("has no end yet"))
            .anyMatch(
                line -> line.startsWith("over#1 out: stopped: is stopped, so nothing writes")));
    assertThat(reeve.run("logs", "--diagnose", "mute", "--json").ok().jsonLines())
        .hasSize(2)
        .allSatisfy(state ->
            assertThat(state.keys())
                .containsExactly(
                    "service", "instance", "stream", "file", "state", "written", "text"));
  }
}
