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
