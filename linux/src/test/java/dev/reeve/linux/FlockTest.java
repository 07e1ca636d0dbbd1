package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlockTest {
  @TempDir Path directory;

  @Test
  void oneOfTwoHasTheLockAndItsPidCanBeRead() throws IOException {
    Path file = directory.resolve("lock");
    assertThat(Flock.holder(file)).isEmpty();
    try (Flock lock = Flock.tryLock(file).orElseThrow()) {
      assertThat(lock).isNotNull();
      assertThat(Flock.tryLock(file)).isEmpty();
      assertThat(Flock.holder(file)).hasValue(ProcessIdentity.current().pid());
    }
    try (Flock again = Flock.tryLock(file).orElseThrow()) {
      assertThat(again).isNotNull();
    }
  }

  @Test
  void theLockOfAnotherProcessIsRespectedUntilItIsKilled() throws IOException {
    Path file = Files.writeString(directory.resolve("lock"), "99999999999 longer than a pid\n");
    try (Run other =
        Run.program(
            directory,
            "/usr/bin/flock",
            file.toString(),
            "sh",
            "-c",
            "echo held=1; exec sleep 100")) {
      other.number("held");
      assertThat(Flock.tryLock(file)).isEmpty();
      assertThat(Flock.holder(file)).as("what is no pid").isEmpty();
      for (ProcessIdentity member : Kin.of(other.roots())) {
        PidFd.open(member).orElseThrow().signal(Signals.KILL);
      }
      await()
          .until(() ->
              Flock.tryLock(file)
                  .map(lock -> {
                    lock.close();
                    return true;
                  })
                  .orElse(false));
    }
    assertThat(file).hasContent(ProcessIdentity.current().pid() + "");
  }

  @Test
  void aServiceDoesNotInheritTheLock() throws IOException {
    Path file = directory.resolve("lock");
    Flock lock = Flock.tryLock(file).orElseThrow();
    try (Run service = Run.program(directory, "/bin/sleep", "100")) {
      lock.close();
      assertThat(service.child.identity().alive()).isTrue();
      try (Flock next = Flock.tryLock(file).orElseThrow()) {
        assertThat(next).isNotNull();
      }
    }
  }
}
