package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The script for SysV init, called as init calls it; and installing where that cannot be. */
@EndToEnd
class InitScriptTest {
  private static Result call(
      Reeve reeve, Path script, Map<String, String> variables, String... words) throws Exception {
    ProcessBuilder builder = reeve.builder(java.util.List.of());
    builder.command().clear();
    builder.command().add("sh");
    builder.command().add(script.toString());
    builder.command().addAll(java.util.List.of(words));
    builder.environment().remove("REEVE_HOME"); // init does not know it
    builder.environment().putAll(variables);
    Path output = reeve.folder().resolve("output");
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    int exit = process.waitFor();
    String said = Files.readString(output, StandardCharsets.UTF_8);
    return new Result(String.join(" ", words), exit, said, said);
  }

  private static Path script(Reeve reeve) {
    return reeve.write(
        "init-script",
        reeve.run("install", "--print", "--init", "sysv", "--as-root").ok().stdout());
  }

  @Test
  void itStartsStopsAndRestartsTheDaemonUnderItsServices(Reeve reeve) throws Exception {
    assumeFalse(
        Files.isDirectory(Path.of("/run/systemd/system")), "systemd, not SysV init, runs here");
    Path script = script(reeve);
    assertThat(call(reeve, script, Map.of(), "status").exit()).as("no daemon").isEqualTo(4);
    call(reeve, script, Map.of(), "start").ok();
    call(reeve, script, Map.of(), "status").ok().prints("the daemon answers");
    reeve.sleeper("kept");
    int service = reeve.pid("kept");
    int daemon = reeve.daemon();

    call(reeve, script, Map.of("RUNLEVEL", "2"), "restart").ok();
    assertThat(reeve.daemon()).isNotEqualTo(daemon);
    assertThat(reeve.pid("kept")).isEqualTo(service);

    call(reeve, script, Map.of("RUNLEVEL", "2"), "stop").ok();
    reeve.run("ping").exits(4);
    assertThat(Procs.lives(service)).as("stopping the daemon is not stopping services").isTrue();

    call(reeve, script, Map.of("RUNLEVEL", "2"), "stop").ok();
    call(reeve, script, Map.of("RUNLEVEL", "2"), "start").ok();
    assertThat(reeve.pid("kept")).isEqualTo(service);
    call(reeve, script, Map.of("RUNLEVEL", "6"), "stop").ok();
    assertThat(Procs.lives(service)).as("the machine goes down").isFalse();
    reeve.run("ping").exits(4);
    assertThat(call(reeve, script, Map.of(), "help").exit()).isEqualTo(2);
  }

  @Test
  void whoIsNotRootIsToldWhatToRun(Reeve reeve) throws IOException {
    Reeve nobody = Root.asNobody(reeve);
    String hint = "→ sudo " + Reeve.PRODUCT.resolve("bin/reeve");
    nobody
        .run("install")
        .exits(5)
        .says(
            "reeve: cannot install the daemon: only root may change what starts with the machine",
            hint + " install --user nobody");
    nobody.run("uninstall", "--purge").exits(5).says(hint + " uninstall --user nobody --purge");
    nobody.run("suspend", "--as-root").exits(5).says(hint + " suspend --as-root");
    nobody.run("unsuspend").exits(5).says(hint + " unsuspend --user nobody");
  }

  @Test
  void wrongWordsAreNamed(Reeve reeve) {
    reeve
        .run("install", "--print", "--user", "no-such-user")
        .exits(1)
        .says("cannot install the daemon: no such user: no-such-user");
    reeve
        .run("install", "--print", "--user", "nobody", "--as-root")
        .exits(2)
        .says("--user and --as-root exclude each other");
    reeve
        .run("install", "--print", "--init", "runit")
        .exits(2)
        .says("--init takes systemd, openrc or sysv, not 'runit'");
    reeve.run("uninstall", "--purge", "--keep-services").exits(2).says("exclude each other");
  }

  @Test
  void aMachineWithoutAnInitSystemIsNotChanged(Reeve reeve) {
    Root.needed("install");
    // Of a private view of the file system, where none of the signs of an init system is.
    Reeve bare =
        Root.mounting(
            reeve,
            "for each in /run/systemd /run/openrc; do [ ! -d $each ] || mount -t tmpfs none $each;"
                + " done; mount -t tmpfs none /etc/init.d || true");
    bare.run("install", "--as-root")
        .exits(1)
        .says(
            "cannot install the daemon: no init system that Reeve knows runs here",
            "make 'reeve up FILE' its first process");
  }

  @Test
  void statusTellsPeopleAndProgramsWhatStartsTheDaemon(Reeve reeve) {
    reeve.sleeper("a");
    reeve.run("status").ok().prints("nothing starts it with the machine; 'sudo reeve install'");
    assertThat(reeve.run("status", "--json").ok().json().get("boot").get("state").text())
        .isEqualTo("absent");
  }
}
