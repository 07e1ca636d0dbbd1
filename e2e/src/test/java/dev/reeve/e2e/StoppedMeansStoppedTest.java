package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When 'stop' returns no process of the service exists, whatever it did to get away. */
@EndToEnd
class StoppedMeansStoppedTest {
  /** The main process has children of these kinds, one each; every process notes its id. */
  private static final String TREE =
      """
      use strict;
      use POSIX 'setsid';

      # Who of an earlier run is still there when this one begins?
      if (open my $old, '<', 'pids') {
        while (my $pid = <$old>) {
          chomp $pid;
          open my $stat, '<', "/proc/$pid/stat" or next;
          next if <$stat> =~ /\\) Z /;
          open my $overlap, '>>', 'overlap' or die;
          print $overlap "$pid\\n";
        }
      }

      sub note { open my $f, '>>', 'pids' or die; print $f "$$\\n"; close $f }
      sub rest { sleep 1000 while 1 }
      sub child {
        my ($becoming) = @_;
        return if fork;
        $SIG{TERM} = 'DEFAULT';
        $becoming->();
        rest();
      }
      sub orphan {
        my ($becoming) = @_;
        my $between = fork;
        if ($between) { waitpid $between, 0; return }
        child($becoming);
        exit;
      }

      my %kinds = (
        child => sub { child(sub { note() }) },
        orphan => sub { orphan(sub { note() }) },
        'session-leader' => sub { orphan(sub { setsid(); note() }) },
        deaf => sub { child(sub { $SIG{TERM} = 'IGNORE'; note() }) },
        'deaf-session-leader' => sub { orphan(sub { setsid(); $SIG{TERM} = 'IGNORE'; note() }) },
        # Neither mark, nor session, nor parent.
        nameless => sub { orphan(sub { setsid(); note(); exec qw(env -i sleep 1000) }) },
        # Without the output, too.
        'perfectly-nameless' => sub { orphan(sub {
          setsid();
          note();
          open $_, '+<', '/dev/null' for *STDIN, *STDOUT, *STDERR;
          exec qw(env -i sleep 1000);
        }) },
        halted => sub { child(sub { note(); kill STOP => $$ }) },
        'maker-of-zombies' => sub { child(sub { for (1..3) { fork or exit } note() }) },
        # Asked to end, it has another child instead.
        'hydra' => sub { child(sub {
          $SIG{TERM} = sub { orphan(sub { setsid(); $SIG{TERM} = 'IGNORE'; note() }) };
          note();
        }) },
        'deaf-itself' => sub { $SIG{TERM} = 'IGNORE' },
        'halted-itself' => sub { kill STOP => $$ },
      );
      note();
      $kinds{$_}->() for @ARGV;
      rest();
      """;

  private static final String[] ALL = {
    "child",
    "orphan",
    "session-leader",
    "deaf",
    "deaf-session-leader",
    "nameless",
    "halted",
    "maker-of-zombies",
    "hydra",
    "deaf-itself"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "child",
        "orphan",
        "session-leader",
        "nameless",
        "perfectly-nameless",
        "maker-of-zombies",
        "halted",
        "halted-itself"
      })
  void whatEndsWhenAskedIsNotKilled(String kind, Reeve reeve) throws Exception {
    start(reeve, "60s", kind.endsWith("-itself") ? 1 : 2, kind);
    reeve.run("stop", "tree").ok().prints("tree stopped");
    nothingIsLeft(reeve);
    assertThat(reeve.reasons("tree", "killed")).isEmpty();
    assertThat(reeve.reasons("tree", "stopped")).containsExactly("stopped by " + me());
  }

  @ParameterizedTest
  @ValueSource(strings = {"deaf", "deaf-session-leader", "hydra"})
  void aChildThatDoesNotEndIsKilled(String kind, Reeve reeve) throws Exception {
    start(reeve, "300ms", 2, kind);
    reeve.run("stop", "tree").ok().prints("tree stopped");
    nothingIsLeft(reeve);
    itSaysThatItWasKilled(reeve);
  }

  @Test
  void aMainProcessThatDoesNotEndIsKilled(Reeve reeve) throws Exception {
    start(reeve, "300ms", 1, "deaf-itself");
    reeve.run("stop", "tree").ok().prints("tree stopped");
    nothingIsLeft(reeve);
    itSaysThatItWasKilled(reeve);
    reeve.run("status", "tree").ok().prints("last exit   killed by SIGKILL");
  }

  @Test
  void aStopCommandThatHangsIsEndedToo(Reeve reeve) throws Exception {
    start(reeve, "300ms", 2, "child", "--stop-command", "sleep 1000");
    reeve.run("stop", "tree").ok().prints("tree stopped");
    nothingIsLeft(reeve);
    assertThat(reeve.reasons("tree", "killed"))
        .containsExactly(
            "did not end within 300ms; its stop.command had not ended either and is given up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stop", "stop --force", "delete"})
  void ofAWholeTreeOfThemNothingIsLeft(String command, Reeve reeve) throws Exception {
    start(reeve, "500ms", ALL.length, String.join(" ", ALL));
    reeve.run(Stream.concat(Stream.of(command.split(" ", -1)), Stream.of("tree")).toList()).ok();
    nothingIsLeft(reeve);
  }

  @Test
  void theOldTreeIsGoneBeforeANewOneBegins(Reeve reeve) throws Exception {
    start(reeve, "500ms", ALL.length, String.join(" ", ALL));
    List<Integer> old = noted(reeve);
    reeve.run("restart", "tree").ok().prints("tree restarted");
    assertThat(old).noneMatch(Procs::lives);
    Until.isTrue(
        "the new tree is there",
        () -> noted(reeve).stream().filter(Procs::lives).count() == ALL.length);
    assertThat(reeve.folder().resolve("overlap")).doesNotExist();
    reeve.run("stop", "tree", "--force").ok();
    nothingIsLeft(reeve);
  }

  @Test
  void whatACrashLeavesBehindIsGoneBeforeTheNextRunBegins(Reeve reeve) throws Exception {
    start(reeve, "500ms", ALL.length, String.join(" ", ALL), "--restart-delay", "0");
    List<Integer> old = noted(reeve);
    assertThat(Procs.kill(old.getFirst())).isTrue();
    Until.isTrue(
        "the next tree is there",
        () ->
            noted(reeve).stream().filter(pid -> !old.contains(pid)).filter(Procs::lives).count()
                >= ALL.length);
    assertThat(old).noneMatch(Procs::lives);
    assertThat(reeve.folder().resolve("overlap")).doesNotExist();
    assertThat(reeve.reasons("tree", "exited")).containsExactly("killed by SIGKILL");
    reeve.run("stop", "tree", "--force").ok();
    nothingIsLeft(reeve);
  }

  @Test
  void aStopThatWasAcknowledgedIsFinishedByTheNextDaemon(Reeve reeve) throws Exception {
    start(reeve, "2s", ALL.length, String.join(" ", ALL));
    reeve.run("stop", "tree", "--no-wait").ok();
    new DaemonKiller(reeve).kill();
    reeve.run("wait", "tree", "--for", "stopped", "--timeout", "60s").ok();
    nothingIsLeft(reeve);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aNamelessProcessIsFoundByADaemonThatDidNotStartIt(boolean mainLives, Reeve reeve)
      throws Exception {
    start(reeve, "60s", 2, "nameless", "--restart", "never");
    int main = noted(reeve).getFirst();
    new DaemonKiller(reeve).killWithKeeper();
    if (!mainLives) {
      assertThat(Procs.kill(main)).isTrue();
      Until.isTrue("the main process is gone", () -> !Procs.lives(main));
    }
    reeve.run("stop", "tree").ok();
    nothingIsLeft(reeve);
    assertThat(reeve.reasons("tree", "killed")).isEmpty();
  }

  @Test
  void whatOneServiceLeavesBehindIsNotTakenForAnothers(Reeve reeve) throws Exception {
    reeve.sleeper("other");
    start(reeve, "60s", 2, "nameless");
    int nameless = noted(reeve).getLast();
    reeve.run("stop", "other").ok();
    assertThat(Procs.lives(nameless)).isTrue();
    reeve.run("stop", "tree").ok();
    nothingIsLeft(reeve);
  }

  @Test
  void whatMayBeSeveralServicesIsLeftAloneAndToldUntilAllEnds(Reeve reeve) throws Exception {
    reeve.sleeper("other");
    start(reeve, "60s", 2, "perfectly-nameless");
    int stray = noted(reeve).getLast();
    boolean grouped = Files.readString(Path.of("/proc/" + stray + "/cgroup")).contains("/reeve-");
    reeve.run("stop", "tree", "other").ok();
    if (grouped) {
      assertThat(Procs.lives(stray)).as("its control group tells whose it is").isFalse();
      return;
    }
    assertThat(Procs.lives(stray)).isTrue();
    List<String> told =
        reeve.run("events", "--json").ok().jsonLines().stream()
            .filter(item -> item.get("event").text().equals("stray"))
            .map(item -> item.get("reason").text())
            .toList();
    assertThat(told)
        .containsExactly(
            "nothing tells which service started process "
                + stray
                + " (sleep 1000); 'reeve kill' ends it");
    reeve.run("kill").ok();
    Until.isTrue("the stray is gone", () -> !Procs.lives(stray));
  }

  @Test
  void whoIsStillThereWhenTheTimeIsOverIsNamed(Reeve reeve) throws Exception {
    start(reeve, "60s", 2, "deaf");
    int deaf = noted(reeve).getLast();
    reeve
        .run("stop", "tree", "--timeout", "300ms")
        .exits(6)
        .says("tree#1 is still stopping after 300ms", "still there: " + deaf + " (perl, state S)");
    assertThat(reeve.state("tree")).isEqualTo("stopping");
    reeve.run("stop", "tree", "--force").ok();
    nothingIsLeft(reeve);
  }

  private static void start(
      Reeve reeve, String grace, int processes, String kinds, String... options) throws Exception {
    reeve.write("tree.pl", TREE);
    List<String> words =
        Stream.of(
                Stream.of(
                    "start", "--name", "tree", "--startup-grace", "0", "--kill-timeout", grace),
                Stream.of(options),
                Stream.of("--", "perl", "tree.pl"),
                Stream.of(kinds.split(" ", -1)))
            .flatMap(each -> each)
            .toList();
    reeve.run(words).ok();
    Until.isTrue("the whole tree is there", () -> noted(reeve).size() == processes);
  }

  /** The processes of all runs. */
  private static List<Integer> noted(Reeve reeve) throws IOException {
    Path pids = reeve.folder().resolve("pids");
    return Files.exists(pids)
        ? Files.readAllLines(pids).stream().map(Integer::valueOf).toList()
        : List.of();
  }

  private static void nothingIsLeft(Reeve reeve) throws IOException {
    assertThat(noted(reeve)).noneMatch(Procs::lives);
    assertThat(reeve.processes("tree")).isEmpty();
    int daemon = reeve.daemon();
    assertThat(reeve.processes())
        .as("of the home only the daemon and its keeper live")
        .allMatch(p -> p.pid() == daemon || p.commandLine().contains("/lib/keep "));
    Until.isTrue(
        "the daemon has no children left, no zombie either",
        () -> Procs.childrenOf(daemon).isEmpty());
  }

  private static void itSaysThatItWasKilled(Reeve reeve) {
    String why = "did not end within 300ms";
    assertThat(reeve.reasons("tree", "killed")).containsExactly(why);
    assertThat(reeve.reasons("tree", "stopped"))
        .containsExactly("stopped by " + me() + "; killed because it " + why);
    reeve.run("status", "tree").ok().prints("killed because it " + why);
  }

  private static String me() {
    return System.getProperty("user.name");
  }
}
