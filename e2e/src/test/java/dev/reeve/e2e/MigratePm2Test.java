package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Services of a real PM2 come to Reeve, one after the other, and none of them gets lost. */
@EndToEnd
class MigratePm2Test {
  /** Answers with its name and process id; {@code ONLY_THERE} makes it one that runs only there. */
  private static final String SERVER =
      """
      if (process.env.ONLY_THERE && process.env.REEVE_INSTANCE) {
        console.error('this one does not like to move');
        process.exit(3);
      }
      require('http')
        .createServer((request, answer) => answer.end(process.env.WHO + ' ' + process.pid))
        .listen(Number(process.argv[2]), '127.0.0.1');
      """;

  private static String app(String name, int port, String more) {
    return "{\"name\":\"%s\",\"script\":\"./server.js\",\"args\":[\"%d\"],\"env\":{\"WHO\":\"%s\"%s}"
            .formatted(name, port, name, more.startsWith("env ") ? more.substring(4) : "")
        + (more.startsWith("env ") ? "" : more)
        + "}";
  }

  private static Reeve with(Reeve reeve, Pm2 pm2) {
    return reeve.with("PM2_HOME", pm2.home().toString()).with("PATH", pm2.path());
  }

  @Test
  void fiveServersMoveWhileEachIsAskedAndAnswersAgain(Reeve home) throws Exception {
    try (Pm2 pm2 = Pm2.in(home.folder())) {
      Reeve reeve = with(home, pm2);
      reeve.write("server.js", SERVER);
      List<Integer> ports = new ArrayList<>();
      List<String> apps = new ArrayList<>();
      for (int i = 0; i < 5; i++) {
        ports.add(Asker.freePort());
        apps.add(app("web" + i, ports.get(i), i == 4 ? ",\"exec_mode\":\"cluster\"" : ""));
      }
      reeve.write("ecosystem.json", "{\"apps\":[" + String.join(",", apps) + "]}");
      pm2.run("start", "ecosystem.json");
      pm2.run("save");
      for (int port : ports) {
        Until.isTrue("a server answers", () -> !Asker.ask(port).isEmpty());
      }

      Result dry = reeve.run("migrate", "pm2", "--dry").ok();
      dry.prints("# web0:\n#   pm2 stop 0\n", "#   if it does not: pm2 start 0\n", "\n  web0:\n");
      dry.prints("WHO: web4", "cluster mode has no equivalent");
      assertThat(dry.stdout()).doesNotContain("PM2_HOME", "unique_id", "SHLVL");
      reeve.write("dry.yaml", dry.stdout());
      reeve.run("check", "dry.yaml").ok();
      assertThat(pm2.status("web0")).containsExactly("online");
      assertThat(reeve.run("list", "--json").ok().stdout().strip()).isEqualTo("[]");

      List<Asker> askers = new ArrayList<>();
      ports.forEach(port -> askers.add(new Asker(port)));
      Result moved = reeve.run("migrate", "pm2").ok();
      moved.prints(
          "[5/5] web4\n", "5 of 5 taken over from PM2\n", "pm2 delete 0 1 2 3 4 && pm2 save");
      for (int i = 0; i < 5; i++) {
        String name = "web" + i;
        String there = name + " " + reeve.pid(name);
        Asker asker = askers.get(i);
        Until.holds(() -> assertThat(asker.answers()).last().isEqualTo(there));
        asker.close();
        assertThat(asker.answers()).as("first PM2's, then Reeve's").hasSize(2);
        assertThat(pm2.status(name)).containsExactly("stopped");
        System.out.println(name + " was away for " + asker.longestGap().toMillis() + " ms");
      }
      reeve.run("migrate", "pm2", "web1").exits(1).says("cannot take over web1: a service 'web1'");
      reeve.run("migrate", "pm2", "nobody").exits(3).says("PM2 has no 'nobody'");
    }
  }

  @Test
  void whatDoesNotComeUpRunsInPm2AgainAndTheOthersMove(Reeve home) throws Exception {
    try (Pm2 pm2 = Pm2.in(home.folder())) {
      Reeve reeve = with(home, pm2);
      reeve.write("server.js", SERVER);
      int stubborn = Asker.freePort();
      int shared = Asker.freePort();
      int good = Asker.freePort();
      reeve.write(
          "ecosystem.json",
          "{\"apps\":["
              + app("stubborn", stubborn, "env ,\"ONLY_THERE\":\"1\"")
              + ","
              + app("shared", shared, ",\"exec_mode\":\"cluster\",\"instances\":2")
              + ","
              + app("good", good, "")
              + ","
              + app("idle", Asker.freePort(), "")
              + "]}");
      pm2.run("start", "ecosystem.json");
      pm2.run("stop", "idle");
      Until.isTrue("it answers", () -> !Asker.ask(good).isEmpty());

      Result moved = reeve.run("migrate", "pm2", "--delete").exits(1);
      moved.says(
          "cannot take over stubborn: ",
          "this one does not like to move",
          "it runs in PM2 again",
          "cannot take over shared: ");
      moved.prints(
          "2 of 4 taken over from PM2\n", "idle is declared in Reeve, stopped as it was\n");
      Until.isTrue("it answers from PM2", () -> Asker.ask(stubborn).startsWith("stubborn"));
      Until.isTrue("two share a port again", () -> Asker.ask(shared).startsWith("shared"));
      assertThat(pm2.status("stubborn")).containsExactly("online");
      assertThat(pm2.status("shared")).containsExactly("online", "online");
      assertThat(pm2.status("good")).as("deleted there").isEmpty();
      assertThat(reeve.run("list", "--json").ok().stdout())
          .contains("\"good\"", "\"idle\"")
          .doesNotContain("stubborn", "shared");
      assertThat(Asker.ask(good)).isEqualTo("good " + reeve.pid("good"));
      assertThat(reeve.state("idle")).isEqualTo("stopped");
    }
  }

  @Test
  void withoutItsDaemonTheSavedListIsTakenAndPm2StaysAway(Reeve home) throws Exception {
    try (Pm2 pm2 = Pm2.in(home.folder())) {
      Reeve reeve = with(home, pm2);
      reeve.run("migrate", "pm2").exits(1).says("it does not run, and there is no list");
      reeve.write("server.js", SERVER);
      int port = Asker.freePort();
      reeve.write("ecosystem.json", "{\"apps\":[" + app("web", port, "") + "]}");
      pm2.run("start", "ecosystem.json");
      pm2.run("save");
      pm2.run("kill");
      reeve.run("migrate", "pm2").ok().prints("1 of 1 taken over", "dump.pm2");
      Until.isTrue("it answers", () -> Asker.ask(port).equals("web " + reeve.pid("web")));
      assertThat(pm2.home().resolve("pm2.pid")).doesNotExist();
    }
  }
}
