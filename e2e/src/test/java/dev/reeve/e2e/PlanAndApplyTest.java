package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Whole files are compared, applied, and taken back. */
@EndToEnd
class PlanAndApplyTest {
  private static String file(String... services) {
    StringBuilder yaml = new StringBuilder("services:\n");
    for (String service : services) {
      String[] parts = service.split(" ", 2);
      yaml.append("  ").append(parts[0]).append(": { command: sleep 1000, startup_grace: 0s");
      yaml.append(parts.length > 1 ? ", " + parts[1] : "").append(" }\n");
    }
    return yaml.toString();
  }

  @Test
  void applyDoesWhatPlanShowsAndRevertTakesItBack(Reeve reeve) {
    reeve.write("reeve.yaml", file("same", "live", "changed env: { A: 1 }", "old"));
    reeve.run("plan").ok().prints("4 to add, 0 to change, 0 to remove");
    reeve.run("apply").ok().prints("4 added, 0 changed, 0 removed", "same started (pid ");
    reeve.sleeper("by-hand");
    int same = reeve.pid("same");
    int live = reeve.pid("live");
    int changed = reeve.pid("changed");
    reeve.write(
        "reeve.yaml",
        file("same", "live description: x", "changed env: { A: 2, API_TOKEN: abc }", "new"));
    Result plan = reeve.run("plan", "--exit-code").exits(7);
    assertThat(plan.stdout())
        .contains(
            "+ new  is new and starts\n",
            "~ live  goes on, the change holds at once\n",
            "~ changed  restarts if it runs\n",
            "    env.A          1 → 2 (restart)\n",
            "    env.API_TOKEN  - → ****** (restart)\n",
            "- old  is ended and deleted\n",
            "1 to add, 2 to change, 1 to remove, 1 unchanged\n")
        .doesNotContain("abc", "by-hand");
    assertThat(reeve.pid("changed")).isEqualTo(changed);
    reeve
        .run("apply")
        .ok()
        .prints("1 added, 2 changed, 1 removed, 1 unchanged", "old deleted", "new started");
    assertThat(reeve.pid("same")).isEqualTo(same);
    assertThat(reeve.pid("live")).isEqualTo(live);
    assertThat(reeve.pid("changed")).isNotEqualTo(changed);
    assertThat(reeve.processes("old")).isEmpty();
    assertThat(reeve.processes("new")).hasSize(1);
    reeve.run("plan", "--exit-code").ok().prints("nothing to do, 4 unchanged");
    reeve.run("reboot").ok();
    reeve.run("apply", "--revert").ok().prints("1 added, 2 changed, 1 removed", "new deleted");
    assertThat(reeve.processes("old")).hasSize(1);
    assertThat(reeve.processes("new")).isEmpty();
    assertThat(reeve.processes("changed").getFirst().environment()).contains("A=1");
    reeve.write("reeve.yaml", file("same", "live", "changed env: { A: 1 }", "old"));
    reeve.run("plan", "--exit-code").ok();
    reeve.run("apply", "--revert").ok().prints("4 removed");
    reeve.run("apply", "--revert").exits(1).says("cannot go back: nothing was applied");
    assertThat(reeve.processes("by-hand")).hasSize(1);
  }

  @Test
  void whatIsBrokenOrRefusedChangesNothing(Reeve reeve) {
    reeve.write("a.yaml", file("db", "api"));
    reeve.run("apply", "a.yaml").ok();
    int db = reeve.pid("db");
    reeve.sleeper("needing", "--depends-on", "db");
    reeve.write("a.yaml", file("api env: { B: 1 }", "more"));
    reeve.run("apply", "a.yaml").exits(1).says("cannot delete db: 'needing' depends on it");
    assertThat(reeve.pid("db")).isEqualTo(db);
    assertThat(reeve.run("is-running", "more").exit()).isEqualTo(1);
    reeve.run("apply", "--revert").exits(1).says("cannot delete db: 'needing' depends on it");
    reeve.run("delete", "needing").ok();
    reeve.run("apply", "--revert").ok().prints("2 removed"); // the refused one is not a step
    assertThat(reeve.processes("db")).isEmpty();
    reeve.write("a.yaml", "services: { db: { comand: x } }");
    reeve.run("apply", "a.yaml").exits(1).says("a.yaml:1:19: ", "did you mean 'command'?");
  }

  @Test
  void filesAreLoadedUnloadedAndTheirServicesSurviveTheDaemon(Reeve reeve) throws Exception {
    reeve.write("one.yaml", file("a", "b"));
    Files.writeString(reeve.folder().resolve("Procfile"), "web: exec sleep 2000\n");
    reeve.run("load", "one.yaml", "Procfile").ok().prints("a started", "web started");
    reeve.run("stop", "b").ok();
    int a = reeve.pid("a");
    reeve.run("load", "one.yaml").ok().prints("a runs as declared", "b started");
    assertThat(reeve.pid("a")).isEqualTo(a);
    Files.delete(reeve.folder().resolve("one.yaml"));
    reeve.run("reboot").ok();
    reeve.run("unload", "one.yaml").ok().prints("2 removed", "a deleted");
    assertThat(reeve.processes("a")).isEmpty();
    assertThat(reeve.processes("web")).hasSize(1);
    reeve.run("unload", "one.yaml").ok().prints("nothing to do");
  }

  @Test
  void whatIsExportedCanBeImportedElsewhere(Reeve reeve) {
    reeve.run("start", "--name", "n", "--env", "A=b c", "--instances", "2", "--", "sleep", "1000");
    reeve.run("save", "all.yaml").ok();
    reeve.run("import", "all.yaml").ok().prints("n left out");
    reeve.run("delete", "n").ok();
    reeve.run("check", "--strict", "all.yaml").ok();
    reeve.run("import", "all.yaml").ok().prints("n started");
    assertThat(reeve.processes("n")).hasSize(2);
    reeve.run("export", "n", "--to", "systemd", "--out", "units").ok().says("template unit");
    assertThat(reeve.folder().resolve("units/n@.service"))
        .content()
        .contains("Environment=\"A=b c\"");
    assertThat(reeve.run("export", "--to", "compose").ok().stdout()).contains("replicas: 2");
  }

  @Test
  void theSchemaIsInTheProduct() {
    Path schema = Path.of("../dist/target/reeve/lib/reeve.schema.json");
    assertThat(schema).content().startsWith("{").contains("\"$defs\"", "\"command\"");
  }
}
