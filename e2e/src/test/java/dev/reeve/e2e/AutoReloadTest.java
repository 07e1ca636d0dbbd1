package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are applied when they change, and folders that are services. */
@EndToEnd
class AutoReloadTest {
  private static String events(Reeve reeve) {
    return reeve.run("events", "-n", "100", "--json").ok().stdout();
  }

  private static boolean runs(Reeve reeve, String name) {
    return reeve.run("is-running", name).exit() == 0;
  }

  @Test
  void aChangedFileIsAppliedAndABrokenOneChangesNothing(Reeve reeve) throws Exception {
    String head = "daemon: {auto_reload: true}\ninclude: [conf.d/*.yaml]\nservices:\n";
    String a = "  a: {command: sleep 1000}\n";
    reeve.write("reeve.yaml", head + a + "  b: {command: sleep 1000}\n");
    reeve.run("apply").ok();
    int pid = reeve.pid("a");

    reeve.write("reeve.yaml", head + a + "  c: {command: sleep 1000}\n");
    Until.holds(() -> assertThat(runs(reeve, "c")).isTrue());
    Until.holds(() -> assertThat(reeve.processes("b")).isEmpty());
    reeve.write("conf.d/more.yaml", "services: {d: {command: sleep 1000}}\n");
    Until.holds(() -> assertThat(runs(reeve, "d")).isTrue());
    assertThat(events(reeve)).contains("config-reloaded", "1 added, 0 changed, 1 removed");

    reeve.write("reeve.yaml", head + a + "  c: {comand: sleep 1000}\n");
    Until.holds(() -> assertThat(events(reeve)).contains("config-broken"));
    assertThat(events(reeve))
        .contains(
            "what runs stays as it is", "reeve.yaml:5:7: service 'c': unknown field 'comand'");
    assertThat(runs(reeve, "c")).isTrue();

    reeve.run("reboot").ok();
    Until.holds(() -> {
      // Again and again: the new daemon may answer a moment before it watches.
      reeve.write("reeve.yaml", head + a);
      assertThat(reeve.processes("c")).isEmpty();
    });
    assertThat(reeve.pid("a")).isEqualTo(pid);
    reeve.run("unload", "reeve.yaml").ok();
    assertThat(reeve.processes("a")).isEmpty();
  }

  @Test
  void whatChangesWhileNoDaemonRunsIsAppliedByTheNext(Reeve reeve) throws Exception {
    String head = "daemon: {auto_reload: true}\nservices:\n";
    String a = "  a: {command: sleep 1000}\n";
    reeve.write("reeve.yaml", head + a + "  b: {command: sleep 1000}\n");
    reeve.run("apply").ok();
    int pid = reeve.pid("a");
    reeve.run("update", "a", "--description", "by hand").ok();
    Until.isTrue("it is noted", () -> Files.exists(reeve.home().resolve("state/followed.json")));
    reeve.run("reboot").ok();
    assertThat(reeve.run("describe", "a").ok().stdout()).contains("by hand");

    reeve.run("kill", "--keep-services").ok();
    reeve.write("reeve.yaml", head + a + "  c: {command: sleep 1000}\n");
    reeve.run("list").ok();
    Until.holds(() -> assertThat(runs(reeve, "c")).isTrue());
    Until.holds(() -> assertThat(reeve.processes("b")).isEmpty());
    assertThat(reeve.pid("a")).isEqualTo(pid);
    reeve.run("unload", "reeve.yaml").ok();
  }

  /** A change is applied 300 ms after it; the commands asked before fill a part of that. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void whatWasUnloadedStaysAwayHoweverLateTheFileChanged(int pings, Reeve reeve) {
    String head = "daemon: {auto_reload: true}\n";
    String text = head + "services: {a: {command: sleep 1000}}\n";
    reeve.write("reeve.yaml", text);
    reeve.run("apply").ok();
    reeve.write("later.yaml", head + "services: {b: {command: sleep 1000}}\n");
    reeve.run("apply", "later.yaml").ok();
    reeve.write("reeve.yaml", text + "# changed\n");
    for (int i = 0; i < pings; i++) {
      reeve.run("ping").ok();
    }
    reeve.run("unload", "reeve.yaml").ok();
    assertThat(reeve.processes("a")).isEmpty();
    // Changes are applied one after the other: after this one it would have been done.
    reeve.write("later.yaml", head + "services: {c: {command: sleep 1000}}\n");
    Until.holds(() -> assertThat(runs(reeve, "c")).isTrue());
    reeve.run("info", "a").exits(3);
  }

  @Test
  void theFileOfTheHomeIsAppliedAtBootWithItsFolders(Reeve reeve) throws Exception {
    Files.createDirectories(reeve.home());
    Path config = reeve.home().resolve("reeve.yaml");
    Path auto = Files.createDirectories(reeve.home().resolve("auto"));
    Files.createDirectories(reeve.home().resolve("more"));
    Files.writeString(
        reeve.home().resolve("more/x.yaml"), "services: {x: {command: sleep 1000}}\n");
    Files.writeString(
        config,
        """
        daemon:
          auto_reload: true
          auto_services: auto
          config_dirs: more
          logs: { directory: out, max_size: 1M, max_files: 2 }
        services:
          a: { command: sh -c "echo hello; exec sleep 1000" }
        """);
    service(reeve, auto.resolve("one"), "exec sleep 1000");
    reeve.run("ping").exits(4);
    reeve.run("start", "--name", "z", "--", "sleep", "1000").ok();
    Until.holds(() -> assertThat(runs(reeve, "one")).isTrue());
    Until.holds(() -> assertThat(runs(reeve, "x")).isTrue());
    Until.holds(
        () -> assertThat(reeve.home().resolve("out/a-out.log")).content().contains("hello"));

    service(reeve, auto.resolve("two"), "exec sleep 1000");
    Until.holds(() -> assertThat(runs(reeve, "two")).isTrue());
    Files.move(auto.resolve("one"), auto.resolve("one.disabled"));
    Until.holds(() -> assertThat(reeve.processes("one")).isEmpty());
    Files.writeString(
        auto.resolve("two/service.yml"), "process: {start_command: [sleep, '2000']}\n");
    Until.holds(() -> assertThat(reeve.run("info", "two").ok().stdout()).contains("[sleep, 2000]"));
  }

  /** In a place beside and then moved, so that it is never seen half made. */
  private static void service(Reeve reeve, Path folder, String line) throws Exception {
    Path made = Files.createTempDirectory(reeve.home(), "made");
    Path run = Files.writeString(made.resolve("run.sh"), "#!/bin/sh\n" + line + "\n");
    assertThat(run.toFile().setExecutable(true, false)).isTrue();
    Files.move(made, folder);
  }

  @Test
  void aFolderIsAServiceOrHasSome(Reeve reeve) {
    reeve.script("autos/web/run.sh", "exec sleep 1000");
    reeve.script("autos/job/run.sh", "exec sleep 1000");
    reeve.script("autos/off.disabled/run.sh", "exec sleep 1000");
    reeve.run("check", "autos").ok().prints("auto-service, 2 services (job, web)");
    reeve.run("start", "autos/web").ok().prints("web started");
    reeve.run("load", "autos").ok().prints("web runs as declared", "job started");
    reeve.run("apply", "autos").ok();
    reeve.run("unload", "autos").ok();
    assertThat(reeve.processes("job")).isEmpty();
  }

  @Test
  void aSavedServiceBelongsToItsFile(Reeve reeve) {
    reeve.sleeper("api").sleeper("other");
    int pid = reeve.pid("api");
    reeve.run("save", "api", "conf.d/api.yaml").ok().prints("/conf.d/api.yaml written");
    assertThat(reeve.folder().resolve("conf.d/api.yaml"))
        .content()
        .contains("api:")
        .doesNotContain("other");
    reeve.run("plan", "--exit-code", "conf.d/api.yaml").ok().prints("nothing to do, 1 unchanged");
    assertThat(reeve.pid("api")).isEqualTo(pid);
    reeve.run("unload", "conf.d/api.yaml").ok();
    assertThat(reeve.processes("api")).isEmpty();
    assertThat(reeve.processes("other")).hasSize(1);
    reeve.run("save", "none", "x.yaml").exits(3).says("none: no such service");
    assertThat(reeve.folder().resolve("x.yaml")).doesNotExist();
  }

  @Test
  void wrongSettingsAreNamedWithTheirPlaces(Reeve reeve) {
    reeve.write("more.yaml", "daemon: {auto_reload: true}\n");
    reeve.write(
        "reeve.yaml",
        """
        include: more.yaml
        daemon:
          auto_reload: maybe
          auto_service: x
          auto_services: nowhere
          config_dirs: [reeve.yaml]
          logs: { max_size: huge, max_filez: 1 }
        services: { a: { command: x } }
        """);
    reeve
        .run("check")
        .exits(1)
        .says("reeve.yaml:3:16: 'daemon.auto_reload' must be true or false")
        .says(
            "reeve.yaml:4:3: unknown key 'auto_service' in 'daemon'; did you mean 'auto_services'?")
        .says("reeve.yaml:5:18: 'daemon.auto_services': there is no folder ")
        .says("reeve.yaml:6:17: 'daemon.config_dirs': ")
        .says("reeve.yaml:7:21: 'daemon.logs.max_size' ")
        .says(
            "reeve.yaml:7:27: unknown key 'max_filez' in 'daemon.logs'; did you mean 'max_files'?")
        .says("more.yaml:1:10: 'daemon.auto_reload' belongs into the file that is loaded");
  }
}
