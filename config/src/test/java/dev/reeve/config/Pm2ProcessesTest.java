package dev.reeve.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.LogTarget;
import dev.reeve.core.spec.RestartPolicy;
import dev.reeve.core.spec.ServiceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What PM2 7.0.4 printed and saved for a fork, a cluster of two, and a shell line. */
class Pm2ProcessesTest {
  private static final Path HOME = Path.of("/home/me/.pm2");
  private static final Environment ENVIRONMENT =
      new Environment(Map.of("HOME", "/root", "SHELL", "/bin/sh"));

  private static String resource(String name) throws IOException {
    return Files.readString(Path.of("src/test/resources/pm2", name));
  }

  private static List<Pm2Processes.App> read(String json) {
    return Pm2Processes.read(json, HOME, ENVIRONMENT);
  }

  private static ServiceSpec spec(Pm2Processes.App app) {
    return switch (app.service()) {
      case Loaded.Ok ok -> ok.specs().getFirst();
      case Loaded.Broken broken -> throw new AssertionError(broken.text());
    };
  }

  private static List<String> warnings(Pm2Processes.App app) {
    return ((Loaded.Ok) app.service()).warnings().stream().map(ConfigProblem::message).toList();
  }

  @Test
  void processesOfOneNameAreInstancesOfOneService() throws IOException {
    List<Pm2Processes.App> apps = read(resource("jlist.json"));
    assertThat(apps).extracting(Pm2Processes.App::name).containsExactly("a", "b", "s");
    assertThat(apps)
        .extracting(Pm2Processes.App::ids)
        .containsExactly(List.of(0), List.of(1, 2), List.of(3));
    assertThat(apps).allMatch(Pm2Processes.App::running).noneMatch(Pm2Processes.App::module);
    ServiceSpec fork = spec(apps.getFirst());
    assertThat(fork.command()).isEqualTo(new Command.Argv(List.of("/srv/app/srv.js", "19001")));
    assertThat(fork.interpreter()).isEqualTo("node");
    assertThat(fork.directory()).isEqualTo(Path.of("/srv/app"));
    assertThat(fork.logs().stdout()).isEqualTo(new LogTarget.Standard());
    assertThat(fork.restart().policy()).isEqualTo(RestartPolicy.ALWAYS);
    assertThat(warnings(apps.getFirst())).isEmpty();
    assertThat(spec(apps.get(1)).instances()).isEqualTo(2);
    assertThat(warnings(apps.get(1)))
        .anyMatch(warning -> warning.contains("cluster mode has no equivalent"))
        .anyMatch(warning -> warning.contains("'cron_restart' has no equivalent"));
    assertThat(spec(apps.get(2)).command())
        .isEqualTo(new Command.Argv(List.of("/usr/bin/bash", "-c", "sleep 1000")));
  }

  @Test
  void onlyVariablesOfTheUserAreTaken() throws IOException {
    assertThat(spec(read(resource("jlist.json")).getFirst()).environment().variables())
        .isEqualTo(
            Map.of(
                "WHO",
                "me",
                "LANG",
                "C.UTF-8",
                "SHELL",
                "/bin/bash",
                "PATH",
                "/usr/local/bin:/usr/bin:/bin"));
  }

  @Test
  void theSavedListSaysTheSameWithoutIds() throws IOException {
    List<Pm2Processes.App> live = read(resource("jlist.json"));
    List<Pm2Processes.App> saved = read(resource("dump.pm2"));
    assertThat(saved)
        .extracting(Pm2ProcessesTest::spec)
        .isEqualTo(live.stream().map(Pm2ProcessesTest::spec).toList());
  }

  @Test
  void newsBeforeTheListIsNoPartOfIt() throws IOException {
    String news = ">>>> In-memory PM2 is out-of-date, do:\n>>>> $ pm2 update\n[not] this one\n";
    assertThat(read(news + resource("jlist.json"))).hasSize(3);
    assertThat(read("[]")).isEmpty();
    for (String wrong : List.of("", "{}", "no list", "[{]")) {
      assertThatThrownBy(() -> read(wrong)).isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void whatIsDeclaredInPm2IsKept() {
    Pm2Processes.App app =
        read("""
        [{"name":"my app","pm_id":7,"pm2_env":{"name":"my app","status":"stopped",
        "pm_exec_path":"/srv/x.py","pm_cwd":"/srv","exec_interpreter":"python3",
        "exec_mode":"fork_mode","args":"--a 'b c'","autorestart":false,"kill_timeout":3000,
        "namespace":"web","stop_exit_codes":[0],"min_uptime":2000,"restart_delay":100,
        "pm_out_log_path":"/var/log/x.log","pm_err_log_path":"/dev/null","watch":false,
        "wait_ready":true,"listen_timeout":4000,"instance_var":"N",
        "env":{"N":"0","my app":"{}","A":"1","NESTED":{"x":1},"PM2_USAGE":"CLI","SSH_TTY":"/x"}}}]
        """)
            .getFirst();
    assertThat(app.running()).isFalse();
    ServiceSpec spec = spec(app);
    assertThat(spec.name()).isEqualTo("my-app");
    assertThat(spec.command().text()).isEqualTo("/srv/x.py --a 'b c'");
    assertThat(spec.groupName()).isEqualTo("web");
    assertThat(spec.restart().policy()).isEqualTo(RestartPolicy.NEVER);
    assertThat(spec.stop().grace()).hasSeconds(3);
    assertThat(spec.environment().variables()).isEqualTo(Map.of("A", "1"));
    assertThat(spec.environment().instanceVariable()).isEqualTo("N");
    assertThat(spec.logs().stdout()).isEqualTo(new LogTarget.File(Path.of("/var/log/x.log")));
    assertThat(spec.logs().stderr()).isEqualTo(new LogTarget.Discard());
    assertThat(warnings(app)).anyMatch(warning -> warning.contains("'wait_ready'"));
  }

  @Test
  void twoAppsOfOneNameBecomeTwoServices() {
    String one = "{\"pm2_env\":{\"name\":\"x\",\"pm_exec_path\":\"/bin/%s\",\"pm_cwd\":\"/\"}}";
    List<Pm2Processes.App> apps = read("[" + one.formatted("a") + "," + one.formatted("b") + "]");
    assertThat(apps).extracting(Pm2Processes.App::name).containsExactly("x", "x-2");
  }

  @Test
  void whatCannotBeReadSaysWhyAndTheOthersStay() {
    List<Pm2Processes.App> apps =
        read(
            "[{\"pm2_env\":{\"name\":\"x\",\"pm_cwd\":\"/\"}},"
                + "{\"pm2_env\":{\"name\":\"y\",\"pm_exec_path\":\"/bin/a\",\"pm_cwd\":\"/\"}}]");
    assertThat(apps.getFirst().service())
        .isInstanceOfSatisfying(
            Loaded.Broken.class,
            broken -> assertThat(broken.text()).contains("the app 'x' has no 'script'"));
    assertThat(apps.get(1).service()).isInstanceOf(Loaded.Ok.class);
  }
}
