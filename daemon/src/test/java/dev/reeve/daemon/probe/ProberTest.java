package dev.reeve.daemon.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.core.spec.Probe;
import dev.reeve.logs.LogSource;
import dev.reeve.logs.Std;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProberTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir private Path folder;

  private Question log(String pattern, Instant since) {
    LogSource source =
        new LogSource("api", 1, Std.OUT, folder.resolve("log"), LogFormat.TIMESTAMPED);
    return new Question(new Probe.Log(pattern), List.of(source), since);
  }

  @Test
  void aProcessIsFoundByItsCommandLineUntilItEnds() throws Exception {
    String mark = "reeve-probe-" + UUID.randomUUID();
    Probe probe = new Probe.NotRunning("read x " + mark);
    assertThat(Asking.ask(probe)).isEqualTo(Answer.yes("no such process"));
    Process process = new ProcessBuilder("sh", "-c", "read x", "read x", mark).start();
    try {
      await()
          .untilAsserted(() ->
              assertThat(Asking.ask(probe))
                  .isEqualTo(Answer.no("process " + process.pid() + " (sh) is running")));
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(Asking.ask(probe)).isEqualTo(Answer.yes("no such process"));
  }

  @Test
  void theDaemonItselfDoesNotCount() {
    String main = ProcessHandle.current().info().arguments().orElseThrow()[0];
    Answer answer = Asking.ask(new Probe.NotRunning(main));
    assertThat(answer.detail()).doesNotContain("process " + ProcessHandle.current().pid() + " ");
  }

  @Test
  void onlyALineOfThisRunCounts() throws IOException {
    Files.writeString(
        folder.resolve("log"),
        """
        2026-01-01T10:00:00.000Z ready of old
        2026-01-01T11:00:00.000Z starting
        2026-01-01T11:00:01.000Z listening on 8080
        """);
    Instant since = Instant.parse("2026-01-01T10:30:00Z");
    assertThat(Asking.ask(log("listening on \\d+$", since), LONG)).isEqualTo(Answer.yes("found"));
    assertThat(Asking.ask(log("ready", since), LONG)).isEqualTo(Answer.no("not found"));
    assertThat(Asking.ask(log("ready", Instant.EPOCH), LONG)).isEqualTo(Answer.yes("found"));
  }

  @Test
  void aLogThatIsNotThereHasNoLines() {
    assertThat(Asking.ask(log("x", Instant.EPOCH), LONG)).isEqualTo(Answer.no("not found"));
    assertThat(Asking.ask(Question.of(new Probe.Log("x")), LONG)).isEqualTo(Answer.no("not found"));
    assertThat(Asking.ask(log("(", Instant.EPOCH), LONG))
        .isEqualTo(Answer.no("cannot read pattern '(': Unclosed group"));
  }

  @Test
  void aPatternThatTakesForEverIsGivenUp() throws IOException {
    String line = "2026-01-01T10:00:00.000Z " + "a".repeat(60) + "\n";
    Files.writeString(folder.resolve("log"), line);
    assertThat(Asking.ask(log("(.*?a){25}c", Instant.EPOCH), Duration.ofMillis(300)))
        .isEqualTo(Answer.no("timed out after 300ms"));
    assertThat(Asking.ask(log("(.*?a){25}c", Instant.EPOCH), LONG))
        .isEqualTo(
            Answer.no(
                "cannot search for '(.*?a){25}c': a line of 60 bytes takes it more than 1 s; use a"
                    + " simpler pattern"));
  }

  @Test
  void anAnswerIsToldOnceAndOnAnotherThread() throws IOException {
    Queue<Thread> told = new ConcurrentLinkedQueue<>();
    try (Prober prober = prober();
        HostileServer server =
            new HostileServer(client -> client.getInputStream().readAllBytes())) {
      Question question = Question.of(new Probe.Exists(folder));
      for (int i = 0; i < 100; i++) {
        prober.ask(question, LONG, answer -> told.add(Thread.currentThread()));
      }
      // Here the timeout and the end of the attempt come at the same moment.
      Question silent =
          Question.of(new Probe.Http(URI.create("http://127.0.0.1:" + server.port()), Set.of()));
      for (int i = 0; i < 100; i++) {
        prober.ask(silent, Duration.ofMillis(50), answer -> told.add(Thread.currentThread()));
      }
      await().until(() -> prober.underWay() == 0);
      assertThat(told).hasSize(200).doesNotContain(Thread.currentThread()).doesNotHaveDuplicates();
    }
  }

  @Test
  void nobodyIsToldAnythingAfterTheEnd() throws Exception {
    CountDownLatch accepted = new CountDownLatch(1);
    CompletableFuture<Answer> answer = new CompletableFuture<>();
    try (HostileServer server =
        new HostileServer(client -> {
          accepted.countDown();
          client.getInputStream().readAllBytes();
        })) {
      Prober prober = prober();
      Probe probe = new Probe.Http(URI.create("http://127.0.0.1:" + server.port()), Set.of());
      prober.ask(Question.of(probe), Duration.ofMinutes(5), answer::complete);
      assertThat(accepted.await(20, TimeUnit.SECONDS)).isTrue();
      prober.close();
      await().until(() -> prober.underWay() == 0);
      prober.ask(Question.of(new Probe.Exists(folder)), LONG, answer::complete);
      assertThat(prober.underWay()).isZero();
      assertThat(answer).isNotDone();
    }
  }

  @Test
  void whatHangsIsNotAskedTwice() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "a: 1");
    Probe probe = new Probe.Contains(file, Probe.Format.YAML, "$.a");
    CountDownLatch end = new CountDownLatch(1);
    // Like a disk that does not answer, this cannot be interrupted.
    DocumentReader hanging =
        text -> {
          boolean ended = false;
          while (!ended) {
            try {
              end.await();
              ended = true;
            } catch (InterruptedException e) {
              // not yet
            }
          }
          return Map.of("a", 1);
        };
    Duration timeout = Duration.ofMillis(100);
    try (Prober prober = new Prober(hanging)) {
      assertThat(Asking.ask(prober, Question.of(probe), timeout))
          .isEqualTo(Answer.no("timed out after 100ms"));
      await().until(() -> prober.underWay() == 0);
      assertThat(Asking.ask(prober, Question.of(probe), timeout))
          .isEqualTo(Answer.no("the attempt before this one still hangs"));
      end.countDown();
      await()
          .untilAsserted(() ->
              assertThat(Asking.ask(prober, Question.of(probe), LONG))
                  .isEqualTo(Answer.yes("found")));
    }
  }

  @Test
  void aMistakeOfAReaderIsANo() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "a: 1");
    Probe probe = new Probe.Contains(file, Probe.Format.YAML, "$.a");
    try (Prober prober =
        new Prober(text -> {
          throw new IllegalStateException("no good");
        })) {
      assertThat(Asking.ask(prober, Question.of(probe), LONG))
          .isEqualTo(Answer.no("cannot ask: java.lang.IllegalStateException: no good"));
    }
  }

  @Test
  void commandsAreNotRunHere() {
    Probe exec = new Probe.Exec(new Command.Argv(List.of("true")));
    try (Prober prober = prober()) {
      assertThatThrownBy(() -> prober.ask(Question.of(exec), LONG, answer -> {}))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("cannot ask exec true");
    }
  }

  private static Prober prober() {
    return new Prober(text -> null);
  }
}
