package dev.reeve.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Homes in which no daemon can live, and those of others. */
@EndToEnd
class BadHomesTest {
  @Test
  void aHomeWhosePathIsTooLongForASocket(Reeve reeve) {
    Path deep = reeve.folder().resolve("d".repeat(110));
    Reeve far = reeve.home(deep);
    far.run("start", "sleep 1")
        .exits(4)
        .says(
            "reeve: cannot start the daemon: ",
            "bytes long, the kernel allows 107",
            "→ set REEVE_HOME to a shorter path");
    far.run("list").ok();
    assertThat(far.processes()).as("nobody goes on trying").isEmpty();
  }

  @Test
  void aHomeThatMayNotBeWritten(Reeve reeve) throws Exception {
    Path folder = Files.createDirectory(reeve.folder().resolve("ro"));
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
    Reeve sealed = reeve.home(folder.resolve("h")).in(Path.of("/"));
    Reeve other = Root.is() ? Root.asNobody(sealed) : sealed;
    other
        .run("start", "sleep 1")
        .exits(4)
        .says("cannot start the daemon: ", "permission denied", "→ set REEVE_HOME to a folder");
    other.run("list").ok();
    assertThat(sealed.processes()).isEmpty();
  }

  @Test
  void aHomeOnAFileSystemThatIsReadOnly(Reeve reeve) throws Exception {
    Files.createDirectory(reeve.home());
    Root.mounting(reeve, "mount -t tmpfs -o ro none " + reeve.home())
        .run("start", "sleep 1")
        .exits(4)
        .says("cannot start the daemon: ", "Read-only file system");
    assertThat(reeve.processes()).isEmpty();
  }

  @Test
  void aFileWhereTheHomeShouldBe(Reeve reeve) throws Exception {
    Files.writeString(reeve.home(), "in the way\n");
    reeve.run("start", "sleep 1").exits(4).says("cannot start the daemon: ");
    assertThat(reeve.processes()).isEmpty();
    assertThat(reeve.home()).hasContent("in the way");
  }

  @Test
  void aFileWhereAFolderOfTheHomeShouldBe(Reeve reeve) throws Exception {
    Files.createDirectory(reeve.home());
    Files.writeString(reeve.home().resolve("state"), "in the way\n");
    reeve.run("start", "sleep 1").exits(4).says("cannot start the daemon: ", "/h/state");
    assertThat(reeve.processes()).as("nobody goes on trying").isEmpty();
  }

  @Test
  void anotherUserMayNotEvenAsk(Reeve reeve) {
    reeve.sleeper("mine");
    Reeve other = Root.asNobody(reeve).in(Path.of("/"));
    other
        .run("list")
        .exits(5)
        .says("belongs to another user", "→ run the command as that user or as root");
    other.run("is-running", "mine").exits(1);
    assertThat(reeve.state("mine")).isEqualTo("running");
  }

  @Test
  void whoReachesTheSocketIsStillAskedWhoHeIs(Reeve reeve) throws Exception {
    reeve.sleeper("mine");
    int pid = reeve.pid("mine");
    for (Path folder : List.of(reeve.home(), reeve.home().resolve("run"))) {
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.setPosixFilePermissions(reeve.socket(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Reeve other = Root.asNobody(reeve).in(Path.of("/"));
    for (String[] command :
        new String[][] {
          {"list"}, {"stop", "mine"}, {"kill"}, {"env", "mine"}, {"logs", "mine"}, {"events"}
        }) {
      other
          .run(command)
          .exits(5)
          .says(
              "user nobody may not do this with a daemon of another user",
              "→ run the command as the user of the daemon or as root");
    }
    assertThat(reeve.pid("mine")).isEqualTo(pid);
  }

  @Test
  void rootMayUseTheDaemonOfAUser(Reeve reeve) throws Exception {
    Root.needed("become another user");
    Files.setPosixFilePermissions(
        reeve.home().getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    Reeve other = Root.asNobody(reeve).in(Path.of("/"));
    other.sleeper("theirs");
    assertThat(Files.getOwner(Path.of("/proc/" + reeve.pid("theirs"))).getName())
        .isEqualTo("nobody");
    reeve.run("stop", "theirs").ok();
    assertThat(other.state("theirs")).isEqualTo("stopped");
    other
        .run("start", "--name", "up", "--user", "root", "--", "sleep", "1")
        .exits(1)
        .says("only root may run a service as another user");
  }
}
