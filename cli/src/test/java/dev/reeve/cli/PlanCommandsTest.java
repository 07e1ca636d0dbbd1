package dev.reeve.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.reeve.api.Application;
import dev.reeve.api.Declaration;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.PlanReport;
import dev.reeve.api.PlanReport.FieldRow;
import dev.reeve.api.PlanReport.Item;
import dev.reeve.api.ServiceRow;
import dev.reeve.cli.Shell.Ran;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code plan apply load unload export save import}. */
class PlanCommandsTest extends CommandTest {
  private static final ServiceRow API = Samples.service(0, "api", Samples.running(1, 7));
  private static final PlanReport PLAN =
      new PlanReport(
          "/srv/reeve.yaml",
          List.of(
              new Item("web", Item.ADD, "", "", List.of()),
              new Item(
                  "api",
                  Item.CHANGE,
                  "restart",
                  "/old.yaml",
                  List.of(
                      new FieldRow("env.PORT", "1", "2", "restart"),
                      new FieldRow("description", null, "x", "live"))),
              new Item("old", Item.REMOVE, "", "", List.of())),
          List.of("db", "cache"));

  @BeforeEach
  void aFileAndAPlan() throws IOException {
    shell.file("reeve.yaml", "services: {api: {command: sleep 1}}");
    daemon.gives(Methods.LIST, Samples.rows(API));
    daemon.gives(Methods.DEFINE, Samples.all(Samples.ok("api", "running", 7)));
    daemon.gives(
        Methods.APPLY,
        new Application.Reply(
            PLAN,
            List.of(
                Samples.ok("web", "running", 8),
                Samples.ok("api", "running", 9),
                Samples.ok("old", "stopped")),
            List.of("all services together: 2G of memory")));
    daemon.gives(
        Methods.DECLARED,
        new Declaration.All(
            List.of(
                new Declaration(
                    "api", Map.of("command", List.of("sleep", "1"), "cwd", "/srv"), ""))));
  }

  private String applied(String rest) {
    return "{\"source\":\""
        + shell.directory
        + "/reeve.yaml\",\"services\":[{\"name\":\"api\",\"base\":\""
        + shell.directory
        + "\",\"spec\":{\"command\":[\"sleep\",\"1\"],\"cwd\":\""
        + shell.directory
        + "\"},\"source\":\""
        + shell.directory
        + "/reeve.yaml\"}],"
        + rest
        + "}";
  }

  @Test
  void aPlanShowsWhatWouldHappen() {
    Ran ran = shell.run("plan");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out())
        .isEqualTo(
            """
            + web  is new and starts
            ~ api  restarts if it runs; was declared by /old.yaml
                env.PORT     1 → 2 (restart)
                description  - → x (live)
            - old  is ended and deleted
            1 to add, 1 to change, 1 to remove, 2 unchanged
            """);
    assertThat(daemon.last(Methods.APPLY))
        .isEqualTo(
            applied(
                "\"names\":[],\"dry_run\":true,\"revert\":false,\"force\":false,\"await\":false"));
    shell.run("plan", "reeve.yaml", "api", "old");
    assertThat(daemon.last(Methods.APPLY)).contains("\"names\":[\"api\",\"old\"]");
  }

  @Test
  void anExitCodeTellsWhetherThereIsSomethingToDo() {
    assertThat(shell.run("plan", "--exit-code").exit()).isEqualTo(7);
    PlanReport nothing = new PlanReport("", List.of(), List.of("api"));
    daemon.gives(Methods.APPLY, new Application.Reply(nothing, List.of(), List.of()));
    Ran ran = shell.run("plan", "--exit-code");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).isEqualTo("nothing to do, 1 unchanged\n");
  }

  @Test
  void aPlanIsJsonForPrograms() {
    assertThat(shell.run("plan", "--json").out())
        .startsWith(
            "{\"source\":\"/srv/reeve.yaml\",\"services\":[{\"name\":\"web\",\"action\":\"add\"")
        .contains("{\"field\":\"description\",\"before\":null,\"after\":\"x\",\"effect\":\"live\"}")
        .endsWith("\"unchanged\":[\"db\",\"cache\"]}\n");
  }

  @Test
  void withoutADaemonEverythingIsNew() throws IOException {
    daemon.close();
    assertThat(shell.run("plan").out())
        .isEqualTo("+ api  is new and starts\n1 to add, 0 to change, 0 to remove, 0 unchanged\n");
  }

  @Test
  void applyPrintsThePlanAsItWasCarriedOut() {
    Ran ran = shell.run("apply", "reeve.yaml");
    assertThat(ran.exit()).isZero();
    assertThat(ran.out()).startsWith("all services together: 2G of memory\n");
    assertThat(ran.out())
        .endsWith(
            """
            1 added, 1 changed, 1 removed, 2 unchanged
            old deleted
            web started (pid 8)
            api changed (pid 9)
            """);
    assertThat(daemon.last(Methods.APPLY))
        .isEqualTo(
            applied(
                "\"names\":[],\"dry_run\":false,\"revert\":false,\"force\":false,\"await\":true"));
    shell.run("reload-config", "reeve.yaml", "--force", "api", "--no-wait");
    assertThat(daemon.last(Methods.APPLY))
        .contains("\"names\":[\"api\"]", "\"force\":true", "\"await\":false");
  }

  @Test
  void aBrokenFileIsNotSent() throws IOException {
    shell.file("bad.yaml", "services: {api: {comand: x}}");
    Ran ran = shell.run("apply", "bad.yaml");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err())
        .contains("cannot apply bad.yaml: ", "bad.yaml:1:", "nothing was started or changed");
    assertThat(daemon.calls).noneMatch(call -> call.startsWith("service.apply"));
  }

  @Test
  void aRefusalIsToldWithoutAPlan() {
    daemon.gives(
        Methods.APPLY,
        new Application.Reply(
            PLAN, List.of(Samples.failed("old", "failed", "'x' depends on it")), List.of()));
    Ran ran = shell.run("apply");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.out()).isEmpty();
    assertThat(ran.err()).isEqualTo("reeve: cannot delete old: 'x' depends on it\n→ look at it\n");
  }

  @Test
  void revertAndUnloadNeedNoFile() {
    shell.run("apply", "--revert");
    assertThat(daemon.last(Methods.APPLY)).contains("\"services\":[]", "\"revert\":true");
    assertThat(shell.run("apply", "x.yaml", "--revert").exit()).isEqualTo(2);
    shell.run("unload", "gone.yaml");
    assertThat(daemon.last(Methods.APPLY))
        .startsWith("{\"source\":\"" + shell.directory + "/gone.yaml\",\"services\":[],");
    shell.run("unload", ".");
    assertThat(daemon.last(Methods.APPLY)).contains("/reeve.yaml\",\"services\":[],");
    daemon.refuse(Methods.APPLY, ErrorCode.FAILED, "nothing was applied", "five are kept");
    assertThat(shell.run("apply", "--revert").err())
        .isEqualTo("reeve: cannot go back: nothing was applied\n→ five are kept\n");
  }

  @Test
  void loadLeavesAloneWhatRunsAsDeclared() throws IOException {
    shell.file("more.yaml", "services: {api: {command: sleep 1}, db: {command: sleep 2}}");
    PlanReport plan =
        new PlanReport("", List.of(new Item("db", Item.ADD, "", "", List.of())), List.of("api"));
    daemon.gives(Methods.APPLY, new Application.Reply(plan, List.of(), List.of()));
    daemon.gives(Methods.DEFINE, Samples.all(Samples.ok("db", "running", 8)));
    assertThat(shell.run("load", "more.yaml").out())
        .isEqualTo("api runs as declared\ndb started (pid 8)\n");
    assertThat(daemon.last(Methods.DEFINE))
        .contains("\"name\":\"db\"", "/more.yaml\"", "\"start\":true")
        .doesNotContain("\"name\":\"api\"");
    daemon.gives(
        Methods.LIST, Samples.rows(Samples.service(0, "api", Samples.idle("stopped", "by root"))));
    shell.run("load", "more.yaml");
    assertThat(daemon.last(Methods.DEFINE)).contains("\"name\":\"api\"");
  }

  @Test
  void servicesAreExportedAndSaved() {
    assertThat(shell.run("export").out())
        .isEqualTo(
            """
            # Made by 'reeve export'.
            services:
              api:
                command: sleep 1
                cwd: /srv
            """);
    assertThat(shell.run("export", "api", "--to", "systemd").out())
        .contains("# api.service\n[Unit]\n", "ExecStart=sleep 1\nWorkingDirectory=/srv\n");
    assertThat(shell.run("export", "--full").out()).contains("backoff: 2");
    Ran ran = shell.run("save");
    assertThat(ran.exit()).isEqualTo(1);
    assertThat(ran.err()).contains("cannot save reeve.yaml: ", "/reeve.yaml exists already");
    assertThat(shell.run("save", "--force").exit()).isZero();
    assertThat(shell.directory.resolve("reeve.yaml")).content().contains("cwd: /srv");
    assertThat(shell.run("save", "other.yaml").out()).endsWith("/other.yaml written\n");
  }

  @Test
  void aSavedServiceBelongsToItsFile() {
    daemon.gives(Methods.DEFINE, Samples.all(Samples.ok("api", "running", 8)));
    Ran ran = shell.run("save", "api", "conf.d/api.yaml");
    assertThat(ran.out()).endsWith("/conf.d/api.yaml written\n");
    assertThat(shell.directory.resolve("conf.d/api.yaml")).content().contains("command: sleep 1");
    assertThat(daemon.last(Methods.DEFINE))
        .contains(
            "\"name\":\"api\"",
            "\"source\":\"" + shell.directory + "/conf.d/api.yaml\"",
            "\"start\":false",
            "\"restart\":false");
  }

  @Test
  void importLeavesOutWhatRunsTheSameInTheSameFolder() throws IOException {
    shell.file(
        "dump.yaml",
        """
        services:
          twin: { command: sleep 1, cwd: /srv }
          else: { command: sleep 1, cwd: /tmp }
          again: { command: sleep 1, cwd: /tmp }
        """);
    daemon.gives(Methods.DEFINE, Samples.all(Samples.ok("else", "running", 8)));
    assertThat(shell.run("import", "dump.yaml").out())
        .isEqualTo(
            """
            twin left out: 'api' runs the same command in the same folder
            again left out: 'else' runs the same command in the same folder
            else started (pid 8)
            """);
    assertThat(daemon.last(Methods.DEFINE))
        .contains("\"name\":\"else\"", "\"refuse_existing\":true", "\"source\":\"\"")
        .doesNotContain("twin", "again");
  }

  @Test
  void aFileThatIsStartedOwnsItsServices() {
    shell.run("start", "reeve.yaml");
    assertThat(daemon.last(Methods.DEFINE))
        .contains("\"source\":\"" + shell.directory + "/reeve.yaml\"");
    daemon.gives(Methods.DECLARED, new Declaration.All(List.of()));
    assertThat(shell.run("export").out()).endsWith("services: {}\n");
  }
}
