package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.AdminAction;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.cli.Shell.Ran;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdminCommandTest extends CommandTest {
  private static final AdminAction RENEW =
      new AdminAction(
          "renew", "Renew\033[2J", List.of("certbot", "renew", "a b"), "/h/logs/@renew.log", 2);
  private static final AdminAction.Processes TWO =
      new AdminAction.Processes(
          List.of(
              new AdminAction.Living("renew", 77, 1, "S", 1_048_576, "sleep 7"),
              new AdminAction.Living("", 78, 77, "R", 1_048_576, "x\033[2J")));

  @Test
  void actionsAreListed() {
    daemon.gives(Methods.ADMIN_LIST, new AdminAction.All(List.of(RENEW)));
    assertThat(shell.run("admin").out())
        .isEqualTo(
            """
            ID     LABEL       PROCESSES  COMMAND
            renew  Renew\\e[2J          2  certbot renew 'a b'
            """);
    assertThat(shell.run("admin", "list", "--json").out())
        .startsWith("[{\"id\":\"renew\",\"label\":")
        .contains("\"command\":[\"certbot\",\"renew\",\"a b\"]", "\"running\":2");
    daemon.gives(Methods.ADMIN_LIST, new AdminAction.All(List.of()));
    assertThat(shell.run("admin").out()).startsWith("there are no admin actions; ");
  }

  @Test
  void oneIsRun() {
    daemon.gives(Methods.ADMIN_RUN, new AdminAction.Begun("renew", 77, "/h/logs/@renew.log"));
    assertThat(shell.run("admin", "run", "renew").out())
        .isEqualTo("renew runs (pid 77), its output goes to /h/logs/@renew.log\n");
    assertThat(daemon.last(Methods.ADMIN_RUN)).isEqualTo("{\"id\":\"renew\"}");
  }

  @Test
  void whatLivesIsShownAndKilled() {
    daemon.gives(Methods.ADMIN_PS, TWO);
    daemon.gives(Methods.ADMIN_KILL, TWO);
    assertThat(shell.run("admin", "ps").out())
        .contains("renew    77       1  S", "-        78      77  R", "x\\e[2J")
        .doesNotContain("\033");
    assertThat(shell.run("admin", "kill").out()).isEqualTo("2 processes killed\n");
    assertThat(daemon.last(Methods.ADMIN_KILL)).isEqualTo("{\"id\":\"\"}");
    shell.run("admin", "kill", "renew");
    assertThat(daemon.last(Methods.ADMIN_KILL)).isEqualTo("{\"id\":\"renew\"}");
  }

  @Test
  void whatMakesNoSenseIsRefusedBeforeTheDaemonIsAsked() {
    for (List<String> words :
        List.of(List.of("admin", "run"), List.of("admin", "rm"), List.of("admin", "ps", "x"))) {
      Ran ran = shell.run(words.toArray(String[]::new));
      assertThat(ran.exit()).as("%s", words).isEqualTo(2);
    }
    assertThat(daemon.calls).isEmpty();
  }

  @Test
  void whoIsNoAdminIsToldSo() {
    daemon.refuse(
        Methods.ADMIN_RUN, ErrorCode.NOT_PERMITTED, "user joe may not do this", "ask root");
    Ran ran = shell.run("admin", "run", "renew");
    assertThat(ran.exit()).isEqualTo(5);
    assertThat(ran.err())
        .isEqualTo("reeve: cannot admin run renew: user joe may not do this\n→ ask root\n");
  }
}
