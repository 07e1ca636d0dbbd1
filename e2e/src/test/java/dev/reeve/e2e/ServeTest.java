package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file in the foreground, and what is submitted to it meanwhile. */
@EndToEnd
class ServeTest {
  private static final String FILE = "base:\n  run: echo base is up; exec sleep 1000\n";

  /** A server that runs. */
  private static final class Served implements AutoCloseable {
    final Reeve reeve;
    final Path shown;
    final Process process;

    Served(Reeve given, String... options) throws IOException {
      reeve = given.with("TMPDIR", given.folder().toString()).with("USER", "ann");
      if (!Files.exists(reeve.folder().resolve("procman.yaml"))) {
        reeve.write("procman.yaml", FILE);
      }
      shown = reeve.folder().resolve("shown");
      List<String> words = new ArrayList<>(List.of("serve", "procman.yaml"));
      words.addAll(List.of(options));
      process =
          reeve
              .builder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(shown.toFile()))
              .start();
      says("FIFO server listening on " + fifo());
    }

    Path fifo() throws IOException {
      try (Stream<Path> files = Files.list(reeve.folder())) {
        return files
            .filter(file -> file.toString().endsWith(".fifo"))
            .findFirst()
            .orElse(reeve.folder());
      }
    }

    void says(String... texts) {
      Until.holds(() -> assertThat(Files.readString(shown)).contains(texts));
    }

    int count(String text) throws IOException {
      return Files.readString(shown).split(java.util.regex.Pattern.quote(text), -1).length - 1;
    }

    void write(String line) throws IOException {
      Files.writeString(fifo(), line, StandardOpenOption.WRITE);
    }

    int exit() throws InterruptedException, IOException {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(Files.readString(shown)).isTrue();
      return process.exitValue();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  @Test
  void whatIsSubmittedRunsUntilTheShutdown(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      assertThat(Files.getPosixFilePermissions(served.fifo()))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
      served.reeve.run("submit", "sleep 1000", "-e", "A=b c").ok();
      served.reeve.run("submit", "sleep 1001", "--name", "sleep").ok();
      served
          .reeve
          .run("submit", "echo \"got $A\"; sleep 1002", "--name", "sleep", "-e", "A=b c")
          .ok();
      served.says("sleep submitted via FIFO", "sleep.1 submitted via FIFO", "| got b c");
      Until.holds(() -> {
        assertThat(reeve.state("sleep")).isEqualTo("running");
        assertThat(reeve.state("sleep.2")).isEqualTo("running");
      });
      served.reeve.run("shutdown", "-m", "enough").ok();
      assertThat(served.exit()).isZero();
      served.says("shutdown via FIFO: ann: enough");
      assertThat(reeve.state("base")).isEqualTo("stopped");
      assertThat(reeve.state("sleep")).isEqualTo("stopped");
      assertThat(served.fifo()).isEqualTo(reeve.folder());
      served.reeve.run("submit", "sleep 1").exits(1).says("nobody listens at", "reeve serve");
      served.reeve.run("shutdown").exits(1).says("nobody listens at");
      served.reeve.run("down").ok().prints("base deleted", "sleep deleted", "sleep.2 deleted");
    }
  }

  @Test
  void whatIsWaitedForIsWaitedFor(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      Path flag = reeve.folder().resolve("flag");
      served
          .reeve
          .run("submit", "echo late", "--name", "late", "--once", "--depends", "path:flag")
          .ok();
      served
          .reeve
          .run(
              "submit",
              "echo last",
              "--name",
              "last",
              "--once",
              "--depends",
              "{\"process_exited\":\"late\"}")
          .ok();
      served.says("last submitted via FIFO");
      Until.holds(() -> assertThat(reeve.state("last")).isEqualTo("waiting"));
      assertThat(reeve.state("late")).isEqualTo("waiting");
      Files.createFile(flag);
      served.says("late  | late", "last  | last");
      Until.holds(() -> assertThat(reeve.state("last")).isEqualTo("completed"));
      assertThat(served.process.isAlive()).isTrue();
    }
    reeve.run("down").ok();
  }

  @Test
  void linesThatMakeNoSenseAreToldAndSkipped(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      served.write("# nothing\n\n{\"type\":\"run\"\n");
      served.write("{\"type\":\"run\",\"name\":\"a\",\"run\":\"\"}\n");
      served.write("{\"type\":\"run\",\"name\":\"d\",\"run\":\"x\",\"depends\":[{\"no\":1}]}\n");
      served.write("x".repeat(300_000) + "\n");
      served.write("{\"type\":\"run\",\"name\":\"k\",\"run\":\"sleep 1000\",\"color\":1}\n");
      served.write("{\"type\":\"run\",\"name\":\"end\",\"run\":\"sleep 1000\"}"); // no line break
      served.says(
          "skipped: cannot read object",
          "empty run command for a",
          "skipped d: service 'd': expected one of url",
          "a line is longer than",
          "k: 'color' is not known and means nothing",
          "k submitted via FIFO",
          "end submitted via FIFO");
      served.write("{\"type\":\"shutdown\"}");
      assertThat(served.exit()).isZero();
      served.says("shutdown requested via FIFO");
    }
    reeve.run("down").ok();
  }

  @Test
  void manyThatWriteAtOnceDoNotMixTheirLines(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      List<Process> writers = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        String padding = "x".repeat(i % 2 == 0 ? 20_000 : 10);
        writers.add(
            served.reeve.spawn(
                "submit", "echo done; sleep 1000", "--name", "w", "-e", "PAD=" + padding));
      }
      for (Process writer : writers) {
        assertThat(writer.waitFor()).isZero();
      }
      served.says("w submitted", "w.5 submitted");
      Until.holds(() -> assertThat(served.count("| done")).isEqualTo(6));
      assertThat(served.count("skipped")).isZero();
    }
    reeve.run("down").ok();
  }

  @Test
  void ctrlCEndsItAndWhatWasSubmitted(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      served.reeve.run("submit", "sleep 1000").ok();
      Until.holds(() -> assertThat(reeve.state("sleep")).isEqualTo("running"));
      new ProcessBuilder("kill", "-INT", Long.toString(served.process.pid())).start().waitFor();
      assertThat(served.exit()).isEqualTo(130);
      assertThat(reeve.state("sleep")).isEqualTo("stopped");
      assertThat(reeve.state("base")).isEqualTo("stopped");
    }
  }

  @Test
  void afterAKillTheServicesGoOnAndTheNextServerTakesTheFifoOver(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      served.reeve.run("submit", "sleep 1000").ok();
      Until.holds(() -> assertThat(reeve.state("sleep")).isEqualTo("running"));
      served.process.destroyForcibly().waitFor();
      Path fifo = served.fifo();
      assertThat(fifo).isNotEqualTo(reeve.folder());
      served.reeve.run("submit", "sleep 1").exits(1).says("nobody listens at");
      int pid = reeve.pid("sleep");
      Files.delete(served.shown);
      try (Served next = new Served(reeve)) {
        assertThat(next.fifo()).isEqualTo(fifo);
        next.says("base runs already");
        next.reeve.run("submit", "sleep 1000").ok();
        next.says("sleep: already running, skipping spawn");
        next.reeve.run("serve", "procman.yaml").exits(1).says("another 'reeve serve' listens at");
        next.reeve.run("shutdown").ok();
        assertThat(next.exit()).isZero();
      }
      assertThat(reeve.pid("sleep")).isEqualTo(pid);
      served.reeve.run("down").ok().prints("sleep deleted");
    }
  }

  @Test
  void aProcessThatFailsEndsItWithItsCode(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      served.reeve.run("submit", "exit 7", "--name", "bad").ok();
      assertThat(served.exit()).isEqualTo(7);
      served.says("bad has failed; stopping what was started");
      assertThat(reeve.state("base")).isEqualTo("stopped");
    }
  }

  @Test
  void itGoesOnWithTheNextDaemonAndShowsEachLineOnce(Reeve reeve) throws Exception {
    try (Served served = new Served(reeve)) {
      served.says("base is up");
      reeve.run("reboot").ok();
      served.says("a daemon answers again");
      served.reeve.run("submit", "echo after; sleep 1000", "--name", "after").ok();
      served.says("| after");
      served.reeve.run("shutdown").ok();
      assertThat(served.exit()).isZero();
      assertThat(served.count("| base is up")).isEqualTo(1);
      assertThat(reeve.state("after")).isEqualTo("stopped");
    }
  }

  @Test
  void whatStandsInTheWayOfTheFifoIsNotTouched(Reeve given) throws Exception {
    Reeve reeve = given.with("TMPDIR", given.folder().toString());
    reeve.write("procman.yaml", FILE);
    Path fifo;
    try (Served served = new Served(given)) {
      fifo = served.fifo();
      served.reeve.run("shutdown").ok();
      served.exit();
    }
    Path other = Files.writeString(reeve.folder().resolve("other"), "mine");
    Files.createSymbolicLink(fifo, other);
    reeve.run("serve", "procman.yaml").exits(1).says("it is no FIFO");
    reeve.run("submit", "true").exits(1).says("it is no FIFO");
    assertThat(other).hasContent("mine");
    Files.delete(fifo);
    Files.setPosixFilePermissions(reeve.folder(), PosixFilePermissions.fromString("rwxrwxrwx"));
    reeve.run("serve", "procman.yaml").exits(1).says("others may delete files of yours there");
  }
}
