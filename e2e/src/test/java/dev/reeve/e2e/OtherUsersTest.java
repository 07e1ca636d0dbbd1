package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services of other users than the daemon's speak to it, and to nobody else's socket. */
@EndToEnd
class OtherUsersTest {
  private static final String SAYS_READY =
      """
      import os, socket, time
      s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
      s.sendto(b"READY=1", os.environ["NOTIFY_SOCKET"])
      time.sleep(1000)
      """;

  /** Tries everything that another user's service must not be able to do, and tells what worked. */
  private static final String TRIES =
      """
      import glob, os, signal, socket, sys, time
      home, victim, daemon = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
      def connect():
          s = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
          s.connect(home + "/run/reeve.sock")
          s.sendall(b'{"jsonrpc":"2.0","id":1,"method":"hello","params":{}}\\n')
          if b'"result"' not in s.recv(4096):
              raise PermissionError
      tries = {
          "log": lambda: open(home + "/logs/victim-out.log").read(),
          "write log": lambda: open(home + "/logs/victim-out.log", "a").write("x"),
          "pipe": lambda: os.open(home + "/run/pipes/1-1.out", os.O_RDWR | os.O_NONBLOCK),
          "pipes": lambda: os.listdir(home + "/run/pipes"),
          "state": lambda: open(home + "/state/state.json").read(),
          "ledger": lambda: open(home + "/run/instances").read(),
          "environment": lambda: open(f"/proc/{victim}/environ").read(),
          "output": lambda: os.open(f"/proc/{victim}/fd/1", os.O_WRONLY | os.O_NONBLOCK),
          "victim": lambda: os.kill(victim, 0),
          "daemon": lambda: os.kill(daemon, 0),
          "socket": connect,
      }
      for name, attempt in tries.items():
          try:
              attempt()
              print("WORKED:", name, flush=True)
          except PermissionError:
              print("refused:", name, flush=True)
          except Exception as e:
              print("OTHERWISE:", name, repr(e), flush=True)
      print("tried all", flush=True)
      time.sleep(1000)
      """;

  @Test
  void aServiceOfAnotherUserReachesNeitherTheOthersNorTheDaemon(Reeve reeve) throws Exception {
    Files.createDirectory(
        reeve.home(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    reeve.run("start", "--name", "victim", "--", "sh", "-c", "echo secret; exec sleep 1000").ok();
    Until.holds(() -> assertThat(reeve.logged("victim")).contains("secret"));
    reeve.write("tries.py", TRIES);
    reeve
        .run(
            "start",
            "--name",
            "thief",
            "--user",
            "nobody",
            "--cwd",
            "/",
            "--",
            "/usr/bin/python3",
            reeve.folder().resolve("tries.py").toString(),
            reeve.home().toString(),
            Integer.toString(reeve.pid("victim")),
            Integer.toString(reeve.daemon()))
        .ok();
    Until.holds(() -> assertThat(reeve.logged("thief")).contains("tried all"));
    assertThat(reeve.logged("thief")).doesNotContain("WORKED", "OTHERWISE");
    assertThat(reeve.logged("thief").lines().filter(l -> l.contains("refused:"))).hasSize(11);
    assertThat(reeve.logged("victim").lines()).hasSize(1);
    assertThat(reeve.state("victim")).isEqualTo("running");
  }

  @BeforeEach
  void asRoot() {
    Root.needed("run services as other users");
  }

  @Test
  void aServiceOfAnotherUserSaysThatItIsReady(Reeve reeve) throws Exception {
    Files.createDirectory(
        reeve.home(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    reeve.write("ready.py", SAYS_READY);
    reeve
        .run(
            "start",
            "--name",
            "other",
            "--user",
            "nobody",
            "--ready",
            "notify",
            "--cwd",
            "/",
            "--",
            "/usr/bin/python3",
            reeve.folder().resolve("ready.py").toString())
        .ok();
    assertThat(reeve.state("other")).isEqualTo("running");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(reeve.home().resolve("run"))))
        .isEqualTo("rwx--x--x");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(reeve.home().resolve("run/pipes"))))
        .isEqualTo("rwx------");
    reeve.run("reboot").ok();
    reeve.run("restart", "other").ok();
    assertThat(reeve.state("other")).isEqualTo("running");
  }

  @Test
  void aUserWhoCannotReachTheSocketIsNamedWithTheFolderInTheWay(Reeve reeve) throws Exception {
    Files.createDirectory(
        reeve.home(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-x---")));
    reeve
        .run(
            "start", "--name", "other", "--user", "nobody", "--ready", "notify", "--cwd", "/", "--",
            "sleep", "1000")
        .exits(1)
        .says(reeve.home() + ": closed to user nobody", "chmod o+x " + reeve.home());
  }
}
