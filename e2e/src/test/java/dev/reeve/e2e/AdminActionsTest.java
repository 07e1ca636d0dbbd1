package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Commands that the configuration lets admins have the daemon run. */
@EndToEnd
class AdminActionsTest {
  private static void declare(Reeve reeve, String actions) throws IOException {
    Files.createDirectories(reeve.home());
    Files.writeString(reeve.home().resolve("reeve.yaml"), "daemon:\n  admin_actions:\n" + actions);
  }

  private static String log(Reeve reeve, String id) throws IOException {
    Path file = reeve.home().resolve("logs/@" + id + ".log");
    return Files.exists(file) ? Files.readString(file) : "";
  }

  private static List<Json> processes(Reeve reeve) {
    return reeve.run("admin", "ps", "--json").ok().json().items();
  }

  private static List<String> reasons(Reeve reeve, String event) {
    return reeve.run("events", "-n", "100", "--json").ok().jsonLines().stream()
        .filter(item -> item.get("event").text().equals(event))
        .map(item -> item.get("reason").text())
        .toList();
  }

  @Test
  void anActionRunsWithoutAShellAndItsOutputIsKept(Reeve reeve) throws IOException {
    Path script =
        reeve.script(
            "act", "echo \"$1 $REEVE_ADMIN_ACTION $PROCESSMASTER_ADMIN_ACTION\"; exit 3\n");
    declare(reeve, "    greet: {label: Say hello, command: [" + script + ", '*;$$(x)']}\n");
    reeve.run("admin").ok().prints("greet", "Say hello");
    Result begun = reeve.run("admin", "run", "greet").ok().prints("greet runs (pid ", "@greet.log");
    assertThat(begun.stderr()).isEmpty();
    Until.holds(() -> assertThat(log(reeve, "greet")).endsWith(" *;$(x) greet greet\n"));
    Until.holds(() -> assertThat(reasons(reeve, "admin-ended")).hasSize(1));
    assertThat(reasons(reeve, "admin-ended").getFirst())
        .startsWith("admin action greet ended after ")
        .endsWith(": exit code 3");
    assertThat(reasons(reeve, "admin-started").getFirst())
        .startsWith("admin action greet started by ");
    assertThat(processes(reeve)).isEmpty();
  }

  @Test
  void whatLivesOfAnActionIsFoundAndKilledAfterTheDaemonWas(Reeve reeve) throws IOException {
    Path script =
        reeve.script(
            "stay", "(setsid sh -c 'sleep 1000 & exec sleep 1000' &)\necho up\nexec sleep 1000\n");
    declare(
        reeve, "    stay: {command: [" + script + "]}\n    other: {command: [sleep, '1000']}\n");
    reeve.run("admin", "run", "stay").ok();
    reeve.run("admin", "run", "other").ok();
    Until.holds(() -> assertThat(processes(reeve)).hasSize(4));
    new DaemonKiller(reeve).kill();
    Until.holds(() -> assertThat(processes(reeve)).hasSize(4));
    reeve.run("admin", "ps").ok().prints("stay", "other", "sleep 1000");
    reeve.run("admin", "kill", "stay").ok().prints("3 processes killed");
    Until.holds(() -> assertThat(processes(reeve)).hasSize(1));
    reeve.run("admin", "kill").ok().prints("1 process killed");
    Until.holds(() -> assertThat(processes(reeve)).isEmpty());
    reeve.run("admin", "kill").ok().prints("nothing was running");
    assertThat(reasons(reeve, "admin-killed")).hasSize(2);
    assertThat(log(reeve, "stay")).endsWith(" up\n").hasLineCount(1);
  }

  @Test
  void whatHasGivenUpItsMarkIsFoundByItsControlGroup(Reeve reeve) throws IOException {
    Path script =
        reeve.script(
            "escape",
            """
            for i in 1 2 3 4 5 6 7 8 9; do grep -q /admin_actions /proc/self/cgroup && break; sleep 0.1; done
            grep -q /admin_actions /proc/self/cgroup || { echo no group; exit 0; }
            setsid env -i /bin/sh -c 'exec </dev/null >/dev/null 2>&1; (setsid sleep 1000 &)'
            echo away
            """);
    declare(reeve, "    escape: {command: [" + script + "]}\n");
    reeve.run("admin", "run", "escape").ok();
    Until.holds(() -> assertThat(log(reeve, "escape")).containsAnyOf("no group", "away"));
    assumeTrue(log(reeve, "escape").contains("away"), "there are no control groups here");
    Until.holds(() -> assertThat(processes(reeve)).hasSize(1));
    assertThat(processes(reeve).getFirst().get("id").text()).isEmpty();
    reeve.run("admin", "kill").ok().prints("1 process killed");
    Until.holds(() -> assertThat(processes(reeve)).isEmpty());
  }

  @Test
  void servicesAreLeftAloneByActionsAndTheOtherWayRound(Reeve reeve) throws IOException {
    declare(reeve, "    stay: {command: [sleep, '1000']}\n");
    reeve.sleeper("api");
    int pid = reeve.pid("api");
    reeve.run("admin", "run", "stay").ok();
    reeve.run("stop", "api").ok();
    assertThat(processes(reeve)).hasSize(1);
    reeve.run("start", "api").ok();
    assertThat(reeve.pid("api")).isNotEqualTo(pid);
    reeve.run("admin", "kill").ok();
    assertThat(reeve.state("api")).isEqualTo("running");
  }

  @Test
  void whatIsNotDeclaredOrCannotRunIsRefused(Reeve reeve) throws IOException {
    declare(reeve, "    lost: {command: [/no/such/program]}\n");
    reeve
        .run("admin", "run", "lose")
        .exits(1)
        .says("there is no admin action 'lose'; did you mean 'lost'?", "reeve admin list");
    reeve
        .run("admin", "run", "lost")
        .exits(1)
        .says("cannot admin run lost: /no/such/program: no such file", "check its 'command'");
    assertThat(reasons(reeve, "admin-failed")).hasSize(1);
    reeve.run("check", reeve.home().resolve("reeve.yaml").toString()).ok();
    Path copy = reeve.write("copy.yaml", "daemon: {admin_actions: {a: {command: [x]}}}\n");
    reeve.run("check", copy.toString()).ok().says("'daemon.admin_actions' counts in ");
  }
}
