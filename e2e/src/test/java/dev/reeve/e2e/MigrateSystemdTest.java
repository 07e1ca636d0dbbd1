package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * Units come to Reeve. Where tests run there is no systemd: a script answers in its place, so that
 * what is asked of it, and in which order, is known; what it would do is not tested here.
 */
@EndToEnd
class MigrateSystemdTest {
  private static Reeve withSystemctl(Reeve reeve) throws Exception {
    Path bin = Files.createDirectories(reeve.folder().resolve("bin"));
    reeve.script(
        "bin/systemctl",
        """
        shift_to_unit() { while [ $# -gt 1 ]; do shift; done; unit=$1; }
        shift_to_unit "$@"
        case $1 in
          is-system-running) echo degraded; exit 1 ;;
          cat) cat "UNITS/$unit" ;;
          is-active) [ -e "UNITS/$unit.stopped" ] && { echo inactive; exit 3; }; echo active ;;
          is-enabled) echo enabled ;;
          *) echo "$1 $unit" >> "UNITS/asked" ;;
        esac
        """
            .replace("UNITS", reeve.folder().toString()));
    return reeve.with("PATH", bin + ":" + System.getenv("PATH"));
  }

  @Test
  void unitsMoveDependenciesFirstAndWhatFailsGoesBack(Reeve home) throws Exception {
    Reeve reeve = withSystemctl(home);
    String install = "[Install]\nWantedBy=multi-user.target\n";
    reeve.write("db.service", "[Service]\nExecStart=/bin/sleep 1000\n" + install);
    reeve.write(
        "api.service",
        "[Unit]\nRequires=db.service\nAfter=db.service\n[Service]\nEnvironment=A=b\n"
            + "ExecStart=/bin/sleep 1001\nRestart=always\n"
            + install);
    reeve.write("bad.service", "[Service]\nExecStart=/bin/false\n" + install);
    reeve.write("fork.service", "[Service]\nType=forking\nExecStart=/bin/true\n");
    Result moved = reeve.run("migrate", "systemd", "api", "bad", "fork", "db.service").exits(1);
    moved.prints("2 of 4 taken over from systemd\n");
    moved.says(
        "cannot take over bad.service: ",
        "it runs in systemd again",
        "cannot take over fork.service: service 'fork': 'Type=forking' has no equivalent");
    assertThat(Files.readString(reeve.folder().resolve("asked")))
        .isEqualTo(
            """
            stop bad.service
            start bad.service
            stop db.service
            disable db.service
            stop api.service
            disable api.service
            """);
    assertThat(reeve.run("info", "api").ok().stdout()).contains("db");
    assertThat(reeve.processes("api").getFirst().environment()).contains("A=b");
    assertThat(reeve.processes("bad")).isEmpty();
  }

  @Test
  void withoutSystemdAFileIsShownAndNothingIsTakenOver(Reeve home) {
    Reeve reeve = home.with("PATH", "/nowhere:/usr/bin:/bin");
    reeve.write("x.service", "[Service]\nExecStart=/bin/sleep 1000\n");
    reeve
        .run("migrate", "systemd", "./x.service", "--dry")
        .ok()
        .prints("# x.service:\n", "command: /bin/sleep 1000\n");
    if (!Files.exists(Path.of("/run/systemd/system"))) {
      reeve
          .run("migrate", "systemd", "./x.service")
          .exits(1)
          .says(
              "cannot migrate from systemd: systemd does not run here", "reeve start ./x.service");
      reeve.run("migrate", "systemd", "x").exits(1).says("systemd does not run here");
    }
    reeve.run("migrate", "systemd").exits(2).says("it needs the names of units");
    reeve.run("migrate", "runit").exits(2).says("there are pm2, supervisord and systemd");
    reeve.run("start", "./x.service").ok();
    assertThat(reeve.processes("x")).hasSize(1);
  }
}
