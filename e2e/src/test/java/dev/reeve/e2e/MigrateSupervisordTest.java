package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Programs of a real supervisord come to Reeve. */
@EndToEnd
class MigrateSupervisordTest {
  private static void assumeInstalled() {
    boolean there =
        Stream.of(System.getenv("PATH").split(":", -1))
            .anyMatch(place -> Files.isExecutable(Path.of(place, "supervisord")));
    assumeTrue(there, "supervisord is not installed: apt-get install supervisor");
  }

  @Test
  void programsMoveOneByOneAndWhatFailsGoesBack(Reeve reeve) throws Exception {
    assumeInstalled();
    reeve.script("stubborn", "[ -n \"$SUPERVISOR_ENABLED\" ] || exit 3\nexec sleep 1000\n");
    Path folder = reeve.folder();
    Path config =
        reeve.write(
            "supervisord.conf",
            """
            [supervisord]
            logfile = FOLDER/s.log
            pidfile = FOLDER/s.pid
            childlogdir = FOLDER
            [unix_http_server]
            file = FOLDER/s.sock
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl = unix://FOLDER/s.sock
            [program:one]
            command = sleep 1000
            startsecs = 0
            [program:two]
            command = sleep 1000
            process_name = %(program_name)s_%(process_num)02d
            numprocs = 2
            startsecs = 0
            [program:idle]
            command = sleep 1000
            autostart = false
            [program:stubborn]
            command = FOLDER/stubborn
            startsecs = 1
            """
                .replace("FOLDER", folder.toString()));
    reeve
        .run("migrate", "supervisord", "--config", "none.conf")
        .exits(1)
        .says("there is no none.conf", "--config FILE");
    Process supervisord = supervisord(folder, config);
    try {
      Until.isTrue(
          "it runs", () -> control(folder, config, "status", "stubborn").contains("RUNNING"));
      reeve
          .run("migrate", "supervisord", "--dry")
          .ok()
          .prints(
              " stop two:two_00 two:two_01\n", "declare 'idle' in Reeve", "services:\n  one:\n");
      reeve
          .run("migrate", "supervisord")
          .exits(1)
          .prints("3 of 4 taken over from supervisord\n", "take their sections out of " + config)
          .says("cannot take over stubborn: ", "it runs in supervisord again");
      String status = control(folder, config, "status");
      assertThat(status.lines().filter(line -> line.contains("RUNNING")))
          .singleElement()
          .asString()
          .startsWith("stubborn");
      assertThat(reeve.processes("one")).hasSize(1);
      assertThat(reeve.processes("two")).hasSize(2);
      assertThat(reeve.state("idle")).isEqualTo("stopped");
      assertThat(reeve.run("list", "--json").ok().stdout()).doesNotContain("stubborn");
    } finally {
      supervisord.destroy();
      assertThat(supervisord.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void anInterruptLetsTheOneOnItsWayArriveAndLeavesTheOthers(Reeve reeve) throws Exception {
    assumeInstalled();
    Path folder = reeve.folder();
    Path config =
        reeve.write(
            "supervisord.conf",
            """
            [supervisord]
            logfile = FOLDER/s.log
            pidfile = FOLDER/s.pid
            [unix_http_server]
            file = FOLDER/s.sock
            [rpcinterface:supervisor]
            supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
            [supervisorctl]
            serverurl = unix://FOLDER/s.sock
            [program:one]
            command = sleep 1000
            [program:two]
            command = sleep 1000
            """
                .replace("FOLDER", folder.toString()));
    Process supervisord = supervisord(folder, config);
    try {
      Until.isTrue("it runs", () -> control(folder, config, "status", "two").contains("RUNNING"));
      Process migrate = reeve.spawn("migrate", "supervisord");
      BufferedReader out = migrate.inputReader();
      assertThat(out.readLine()).isEqualTo("[1/2] one");
      Procs.signal(migrate.pid(), 2);
      assertThat(out.lines()).contains("1 of 2 taken over from supervisord");
      assertThat(migrate.waitFor()).isEqualTo(130);
      assertThat(reeve.processes("one")).hasSize(1);
      assertThat(control(folder, config, "status", "one")).contains("STOPPED");
      assertThat(control(folder, config, "status", "two")).contains("RUNNING");
    } finally {
      supervisord.destroy();
      assertThat(supervisord.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static Process supervisord(Path folder, Path config) throws IOException {
    return new ProcessBuilder("supervisord", "-n", "-c", config.toString())
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("said").toFile())
        .start();
  }

  private static String control(Path folder, Path config, String... words) throws Exception {
    Path out = folder.resolve("status");
    Stream<String> command =
        Stream.concat(Stream.of("supervisorctl", "-c", config.toString()), Stream.of(words));
    new ProcessBuilder(command.toList())
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    return Files.readString(out);
  }
}
