package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Methods;
import dev.reeve.api.ResourceRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListCommandTest {
  @TempDir Path folder;
  private Shell shell;
  private FakeDaemon daemon;

  @BeforeEach
  void begin() throws IOException {
    shell = new Shell(folder);
    daemon =
        new FakeDaemon(shell.socket())
            .gives(Methods.LIST, Samples.zoo())
            .gives(
                Methods.RESOURCES,
                new ResourceRow.Rows(
                    List.of(new ResourceRow("api", 2, 11, 23, 4096, 12_345_678, 20_000_000))));
  }

  @AfterEach
  void end() throws IOException {
    daemon.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 120, 200})
  void theTableFitsTheScreen(int width) throws IOException {
    Shell.Ran ran = shell.screen(width).run("list");
    assertThat(ran.exit()).isZero();
    Snapshot.matches("list-" + width, ran.visible());
    for (String line : ran.out().replaceAll("\033\\[[0-9;]*m", "").lines().toList()) {
      assertThat(Width.of(line)).as(line).isLessThanOrEqualTo(width);
    }
  }

  @Test
  void withoutAScreenThereAreNoColoursAndNoFramesAndNothingIsLeftOut() throws IOException {
    Shell.Ran ran = shell.run("list");
    assertThat(ran.out()).doesNotContain("\033", "│", "…");
    Snapshot.matches("list-pipe", ran.out());
  }

  @Test
  void noColorKeepsTheFrames() {
    shell.environment.put("NO_COLOR", "1");
    assertThat(shell.screen(100).run("list").out())
        .contains("╭", "● running")
        .doesNotContain("\033");
  }

  @Test
  void plainDropsFramesAndColoursButFitsTheScreen() {
    Shell.Ran ran = shell.screen(60).run("list", "--plain");
    assertThat(ran.out()).doesNotContain("\033", "│");
    assertThat(ran.lines()).allMatch(line -> line.length() <= 60);
  }

  @Test
  void wideShowsEverything() throws IOException {
    Snapshot.matches("list-wide", shell.screen(80).run("ls", "--wide").visible());
  }

  @Test
  void jsonHasTheDocumentedShape() {
    Shell.Ran ran = shell.run("list", "--json");
    assertThat(ran.out())
        .startsWith(
            "[{\"id\":0,\"name\":\"api\",\"group\":\"\",\"state\":\"running\",\"enabled\":true,"
                + "\"restarts\":0,\"command\":\"node server.js\",\"instances\":[{\"instance\":1,"
                + "\"pid\":4521,\"state\":\"running\",\"health\":\"unknown\","
                + "\"started_at\":\"2026-11-20T08:00:00Z\",\"uptime_ms\":8100000,\"restarts\":0,"
                + "\"cpu_percent\":0.3,\"memory_bytes\":25270682,\"processes\":1,"
                + "\"reason\":\"started by root\",\"last_exit\":null,\"troubles\":[],\"hint\":null}")
        .contains("\"pid\":null", "\"last_exit\":{\"code\":3,\"signal\":null,\"at\":\"2020")
        .hasLineCount(1);
  }
}
