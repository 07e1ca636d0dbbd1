package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ErrorCode;
import dev.reeve.api.HintFile;
import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.LogState;
import dev.reeve.api.Methods;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LogsCommandTest extends CommandTest {
  private static final String AT = "2026-11-20T14:03:12.120Z";

  @BeforeEach
  void oneService() {
    daemon.gives(Methods.LIST, Samples.rows(Samples.service(0, "api", Samples.running(1, 7))));
    lines(
        new LogLine(AT, "api", 1, "out", "hello"),
        new LogLine(AT, "api", 1, "err", "\033[31mred\033[0m and \033[2Jgone\tx"),
        new LogLine(null, "api", 1, "out", "no time"));
  }

  private void lines(LogLine... lines) {
    daemon.on(
        Methods.LOGS,
        (query, items) -> {
          for (LogLine line : lines) {
            items.accept(new LogLine.Batch(List.of(line)));
          }
          return new LogQuery.Reply(lines.length, List.of());
        });
  }

  @Test
  void aPipeGetsWholeTimesAndUntouchedLines() {
    assertThat(shell.run("logs", "api").out())
        .isEqualTo(
            AT + " hello\n" + AT + " [err] \033[31mred\033[0m and \033[2Jgone\tx\n" + "no time\n");
    assertThat(daemon.last(Methods.LOGS))
        .isEqualTo(
            "{\"targets\":[\"api\"],\"stream\":\"\",\"lines\":20,\"since\":\"\",\"pattern\":\"\","
                + "\"ignore_case\":false,\"fixed\":false,\"follow\":false,\"daemon\":false}");
  }

  @Test
  void aScreenGetsColoursButNothingThatMovesTheCursor() {
    assertThat(shell.screen(80).run("logs", "api").visible())
        .isEqualTo(
            """
            ␛[2m14:03:12.120␛[0m hello
            ␛[2m14:03:12.120␛[0m ␛[31m[err]␛[0m ␛[31mred␛[0m and gone\tx␛[0m
            no time
            """);
  }

  @Test
  void noColorTakesTheColoursOfTheProgramsToo() {
    shell.environment.put("NO_COLOR", "1");
    assertThat(shell.screen(80).run("logs", "api").out())
        .doesNotContain("\033")
        .contains("red and gone");
  }

  @Test
  void rawIsWhatWasWritten() {
    assertThat(shell.screen(80).run("logs", "api", "--raw").out())
        .startsWith("hello\n\033[31mred\033[0m and ")
        .endsWith("no time\n");
  }

  @Test
  void jsonHasTheDocumentedShape() {
    assertThat(shell.run("logs", "api", "--json").lines().getFirst())
        .isEqualTo(
            "{\"at\":\""
                + AT
                + "\",\"service\":\"api\",\"instance\":1,\"stream\":\"out\",\"line\":\"hello\"}");
    assertThat(shell.run("logs", "api", "--json").lines().getLast()).startsWith("{\"at\":null,");
  }

  @Test
  void severalServicesAreToldApart() throws IOException {
    daemon.gives(
        Methods.LIST,
        Samples.rows(
            Samples.service(0, "api", Samples.running(1, 7), Samples.running(2, 8)),
            Samples.service(1, "worker", Samples.running(1, 9))));
    lines(new LogLine(AT, "api", 2, "out", "one"), new LogLine(AT, "worker", 1, "err", "two"));
    assertThat(shell.run("logs").out())
        .isEqualTo(AT + " api#2  one\n" + AT + " worker [err] two\n");
    Snapshot.matches("logs-screen", shell.screen(80).run("logs").visible());
  }

  @Test
  void allOptionsReachTheDaemon() {
    shell.run(
        "logs", "api", "-n", "5", "-f", "--err", "--since", "2026-11-20", "--grep", "x.*", "-iF");
    assertThat(daemon.last(Methods.LOGS))
        .isEqualTo(
            "{\"targets\":[\"api\"],\"stream\":\"err\",\"lines\":5,\"since\":\"2026-11-20T00:00:00Z\","
                + "\"pattern\":\"x.*\",\"ignore_case\":true,\"fixed\":true,\"follow\":true,\"daemon\":false}");
    shell.run("logs", "--out", "--since", "1h");
    assertThat(daemon.last(Methods.LOGS)).contains("\"stream\":\"out\",\"lines\":-1");
    shell.run("logs", "-d");
    assertThat(daemon.last(Methods.LOGS)).contains("\"targets\":[]", "\"daemon\":true");
    assertThat(shell.run("logs", "-d", "api").err())
        .contains("--daemon and a target exclude each other");
  }

  @Test
  void anInterruptIsTheGoodEndOfFollowing() {
    assertThat(shell.run("logs", "-f").endless()).isTrue();
    assertThat(shell.run("logs").endless()).isFalse();
  }

  @Test
  void aDaemonThatGoesAwayIsNamed() {
    daemon.on(
        Methods.LOGS,
        (query, items) -> {
          try {
            daemon.close();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
          return new LogQuery.Reply(0, List.of());
        });
    Ran ran = shell.run("logs", "api");
    assertThat(ran.exit()).isEqualTo(4);
    assertThat(ran.err())
        .startsWith("reeve: cannot read the log of api: the daemon at ")
        .contains("went away");
  }

  @Test
  void grepFindsOrFails() {
    assertThat(shell.run("grep", "hello", "api").exit()).isZero();
    assertThat(daemon.last(Methods.LOGS))
        .contains("\"targets\":[\"api\"]", "\"lines\":-1", "\"pattern\":\"hello\"");
    daemon.gives(Methods.LOGS, new LogQuery.Reply(0, List.of()));
    assertThat(shell.run("grep", "nothing")).isEqualTo(new Ran(1, "", "", false));
    assertThat(shell.run("grep", "").err()).contains("the pattern is empty");
  }

  @Test
  void whatWasFoundIsMarkedOnAScreen() {
    assertThat(shell.screen(80).run("grep", "-i", "HEL+", "api").visible())
        .contains("␛[1;31mhell␛[0mo\n");
    assertThat(shell.run("grep", "-F", "red and", "api").visible())
        .contains("␛[1;31mred and␛[0m gone");
  }

  @Test
  void aBadPatternIsTheDaemonsToRefuse() {
    daemon.refuse(
        Methods.LOGS, ErrorCode.USAGE, "the pattern is not closed near index 1", "use -F");
    Ran ran = shell.screen(80).run("grep", "(", "api");
    assertThat(ran.exit()).isEqualTo(2);
    assertThat(ran.err()).contains("cannot search api: the pattern is not closed near index 1");
  }

  @Test
  void flushClears() {
    daemon.gives(Methods.FLUSH, Samples.all(Samples.ok("api", "running", 7)));
    assertThat(shell.run("flush", "api").out()).startsWith("api has empty logs");
    assertThat(shell.run("flush").exit()).isEqualTo(2);
  }

  @Test
  void filesThatAServiceWritesItselfAreShownWithTheirNames() {
    daemon.gives(
        Methods.HINTS,
        new HintFile.All(
            List.of(
                new HintFile("api", "/srv/own.log", 9L, AT, List.of("one", "\033[2Jtwo"), ""),
                new HintFile("api", "/srv/no.log", null, null, List.of(), "cannot read it: why"))));
    Ran ran = shell.screen(80).run("logs", "api", "--hints", "-n", "2", "--plain");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.visible())
        .isEqualTo(
            """
            ==> api: /srv/own.log <==
            one
            two
            ==> api: /srv/no.log <==
            cannot read it: why
            """);
    assertThat(daemon.last(Methods.HINTS)).isEqualTo("{\"targets\":[\"api\"],\"lines\":2}");
    assertThat(shell.run("logs", "--hints", "-f").err())
        .contains("--hints and --follow exclude each other");
  }

  @Test
  void aPersonIsToldThatThereIsMoreToReadElsewhere() {
    daemon.gives(Methods.LOGS, new LogQuery.Reply(0, List.of("api")));
    assertThat(shell.run("logs", "api").err()).isEmpty();
    assertThat(shell.screen(80).run("logs", "api", "--plain").err())
        .isEqualTo("more in files of their own: reeve logs --hints api\n");
  }

  @Test
  void aStreamThatStandsStillIsExplained() {
    daemon.gives(
        Methods.LOG_STATE,
        new LogState.All(
            List.of(
                new LogState("api", 1, "out", "/l/api-out.log", "blocked", AT, "disk full"),
                new LogState("api", 1, "err", "null", "discarded", null, "is thrown away"))));
    assertThat(shell.run("logs", "api", "--diagnose").out())
        .isEqualTo(
            """
            api#1 out: blocked: disk full (/l/api-out.log)
            api#1 err: discarded: is thrown away
            """);
    assertThat(shell.run("logs", "--diagnose", "-d").err()).contains("exclude each other");
    Ran following = shell.run("logs", "api", "--diagnose", "-f");
    assertThat(following.err()).startsWith("api#1 out: blocked: disk full");
    assertThat(following.out()).contains("hello");
  }

  @Test
  void instancesHaveColoursOfTheirOwn() {
    assertThat(Style.ofInstance("api", 1)).isNotEqualTo(Style.ofInstance("api", 2));
    assertThat(Style.ofInstance("api", 2)).isEqualTo(Style.ofInstance("api", 2));
  }

  @Test
  void aProgramThatTakesTheWholeScreenIsNoticedUntilItGivesItBack() {
    FullScreenOutput screen = new FullScreenOutput();
    assertThat(screen.takes("plain")).isFalse();
    assertThat(screen.takes("\033[?1049h\033[H picture")).isTrue();
    assertThat(screen.takes("more of it")).isTrue();
    assertThat(screen.takes("the last\033[?1049l")).isTrue();
    assertThat(screen.takes("plain again")).isFalse();
  }
}
