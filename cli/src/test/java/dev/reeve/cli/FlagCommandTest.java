package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.ActionResult;
import dev.reeve.api.Description;
import dev.reeve.api.Methods;
import dev.reeve.api.ServiceRow;
import dev.reeve.cli.Shell.Ran;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FlagCommandTest extends CommandTest {
  private static final ServiceRow FLAGGED =
      new ServiceRow(
          0,
          "api",
          "",
          "running",
          true,
          0,
          "node server.js",
          List.of(Samples.running(1, 7)),
          List.of(
              new ServiceRow.Flag("hold\033[0m", null, "root"),
              new ServiceRow.Flag("soon", "2100-01-02T03:04:05Z", "joe")));

  private static ActionResult.All done() {
    return new ActionResult.All(
        List.of(new ActionResult("api", true, "running", List.of(7), null)));
  }

  @Test
  void flagsArePinnedAndTakenOff() {
    daemon.gives(Methods.FLAG, done());
    daemon.gives(Methods.UNFLAG, done());
    assertThat(shell.run("flag", "api", "hold,soon", "--ttl", "5d4h3s").out())
        .isEqualTo("api flagged (pid 7)\n");
    assertThat(daemon.last(Methods.FLAG))
        .isEqualTo("{\"targets\":[\"api\"],\"flags\":[\"hold\",\"soon\"],\"ttl_ms\":446403000}");
    shell.run("flag", "web-*", "api", "hold");
    assertThat(daemon.last(Methods.FLAG))
        .isEqualTo("{\"targets\":[\"web-*\",\"api\"],\"flags\":[\"hold\"],\"ttl_ms\":0}");
    assertThat(shell.run("unflag", "api", "hold").out()).isEqualTo("api unflagged (pid 7)\n");
    assertThat(daemon.last(Methods.UNFLAG)).contains("\"flags\":[\"hold\"]");
  }

  @Test
  void aTimeThatIsNoneIsRefusedBeforeTheDaemonIsAsked() {
    for (String bad : List.of("soon", "-1h", "0")) {
      Ran ran = shell.run("flag", "api", "hold", "--ttl=" + bad);
      assertThat(ran.exit()).as(bad).isEqualTo(2);
      assertThat(ran.err()).contains("--ttl");
    }
    assertThat(shell.run("flag", "api").exit()).isEqualTo(2);
    assertThat(daemon.calls).isEmpty();
  }

  @Test
  void listAndStatusShowFlagsAndNothingThatMovesTheCursor() {
    daemon.gives(
        Methods.LIST, Samples.rows(FLAGGED, Samples.service(1, "b", Samples.running(1, 8))));
    assertThat(shell.run("list").out()).contains("FLAGS", "hold\\e[0m soon").doesNotContain("\033");
    daemon.gives(
        Methods.DESCRIBE,
        Samples.descriptions(
            new Description(
                FLAGGED, "up", Map.of(), Map.of(), List.of(), List.of(), List.of(), null)));
    assertThat(shell.run("status", "api").out())
        .contains("hold\\e[0m, by root\n", "soon, by joe, until 2100-01-02 03:04:05\n");
  }

  @Test
  void withoutFlagsThereIsNoColumn() {
    daemon.gives(Methods.LIST, Samples.zoo());
    assertThat(shell.run("list").out()).doesNotContain("FLAGS");
  }
}
