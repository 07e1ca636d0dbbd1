package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reeve.api.LogLine;
import dev.reeve.api.LogQuery;
import dev.reeve.api.Methods;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The program in a process of its own. */
class MainTest extends CommandTest {
  private final CountDownLatch end = new CountDownLatch(1);

  private List<String> command(String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                // Who runs the tests in the background may have told them to ignore Ctrl-C.
                "env",
                "--default-signal=INT",
                System.getProperty("java.home") + "/bin/java",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.reeve.cli.Main"));
    command.addAll(List.of(arguments));
    return command;
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(shell.directory.toFile());
    builder.environment().putAll(shell.environment);
    builder.environment().remove("NO_COLOR");
    return builder;
  }

  private static String text(Process process) throws IOException, InterruptedException {
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return text;
  }

  private void follow() {
    daemon.gives(Methods.LIST, Samples.rows(Samples.service(0, "api", Samples.running(1, 7))));
    daemon.on(
        Methods.LOGS,
        (query, items) -> {
          items.accept(new LogLine.Batch(List.of(new LogLine(null, "api", 1, "out", "first"))));
          try {
            end.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new LogQuery.Reply(1, List.of());
        });
  }

  @Test
  void anInterruptIsTheGoodEndOfFollowing() throws Exception {
    follow();
    Path out = shell.directory.resolve("out");
    Process process = builder(command("logs", "-f")).redirectOutput(out.toFile()).start();
    await().atMost(60, TimeUnit.SECONDS).until(() -> Files.readString(out).equals("first\n"));
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    end.countDown();
    assertThat(process.exitValue()).isZero();
  }

  @Test
  void otherCommandsDieOfAnInterrupt() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    daemon.on(
        Methods.LIST,
        (query, items) -> {
          asked.countDown();
          try {
            end.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Samples.rows();
        });
    Process process = builder(command("list")).start();
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    end.countDown();
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void aStartThatIsInterruptedSaysThatItGoesOn() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    daemon.gives(Methods.LIST, Samples.rows(Samples.service(0, "api", Samples.running(1, 7))));
    daemon.on(
        Methods.START,
        (action, items) -> {
          asked.countDown();
          try {
            end.await(60, TimeUnit.SECONDS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return Samples.all();
        });
    Process process = builder(command("start", "api")).redirectErrorStream(true).start();
    assertThat(asked.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(new ProcessBuilder("kill", "-INT", "" + process.pid()).start().waitFor()).isZero();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    end.countDown();
    assertThat(text(process))
        .isEqualTo("reeve: not waiting any longer; the start goes on ('reeve status api')\n");
    assertThat(process.exitValue()).isEqualTo(130);
  }

  @Test
  void aTerminalIsRecognisedAndItsWidthIsKnown() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
    daemon.gives(Methods.LIST, Samples.zoo());
    String line = "stty cols 77; '" + String.join("' '", command("list")) + "'";
    Process process = builder(List.of("script", "-qec", line, "/dev/null")).start();
    String text = text(process).replace("\r", "").replaceAll("\033\\[[0-9;]*m", "");
    assertThat(text).contains("│ ● running");
    assertThat(text.lines().filter(l -> l.contains("│")).map(Width::of).distinct().toList())
        .containsExactly(77);
  }

  @Test
  void aPipeIsNoTerminalAndAReaderMayLeave() throws Exception {
    daemon.gives(Methods.LIST, Samples.zoo());
    String line = "'" + String.join("' '", command("list")) + "' | head -1; echo ${PIPESTATUS[0]}";
    Process process = builder(List.of("bash", "-c", line)).redirectErrorStream(true).start();
    assertThat(text(process)).matches("ID +NAME .*\n0\n");
  }

  @Test
  void exitCodesReachTheShell() throws Exception {
    Process process = builder(command("no-such-command")).start();
    assertThat(text(process)).isEmpty();
    assertThat(process.exitValue()).isEqualTo(2);
  }

  @Test
  void widthsAreRead() {
    assertThat(Columns.number("120")).isEqualTo(120);
    for (String bad : new String[] {"", "x", "-5", "99999999", "1 2"}) {
      assertThat(Columns.number(bad)).as(bad).isZero();
    }
  }

  @Test
  void trainingRunsEachLine() throws Exception {
    daemon.gives(Methods.LIST, Samples.zoo());
    Path lines = shell.file("training", "# comment\n\nhelp\nstart --help\nno-such 'x y'\n");
    Training.main(new String[] {lines.toString()});
  }
}
