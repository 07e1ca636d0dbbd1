package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldSpawnTest {
  @TempDir Path directory;

  private Launch launch(Fd out, Map<Integer, Fd> inherited, String... command) {
    return new Launch(
        Path.of(command[0]),
        List.of(command),
        Map.of("PATH", "/usr/bin:/bin", "REPLY", "kept"),
        directory,
        null,
        out,
        out,
        inherited);
  }

  private Fd output() throws LinuxException {
    return Fd.open(
        directory.resolve("out"),
        OpenFlags.O_WRONLY | OpenFlags.O_CREAT | OpenFlags.O_APPEND,
        0600);
  }

  private String written() throws IOException {
    return Files.readString(directory.resolve("out"));
  }

  private static ExitStatus end(Child child) {
    try (PidFd pidfd = child.pidfd()) {
      return Awaitility.await().until(pidfd::reap, java.util.Optional::isPresent).orElseThrow();
    }
  }

  @Test
  void theProgramBeginsWithWhatWasSetBefore() throws IOException {
    try (Fd out = output();
        HeldSpawn held =
            HeldSpawn.spawn(
                launch(
                    out,
                    Map.of(),
                    "/bin/sh",
                    "-c",
                    "ulimit -n; nice; cat /proc/self/oom_score_adj"))) {
      int pid = held.child().identity().pid();
      new OpenFilesLimit(77, 77).apply(pid);
      Priority.nice(pid, 7);
      Priority.oomScore(pid, 123);
      assertThat(written()).isEmpty();
      held.release();
      assertThat(end(held.child())).isEqualTo(new ExitStatus.Exited(0));
      assertThat(written()).isEqualTo("77\n7\n123\n");
    }
  }

  @Test
  void theProgramKeepsPidArgumentsEnvironmentAndDescriptors() throws IOException {
    try (Fd out = output();
        HeldSpawn held =
            HeldSpawn.spawn(
                launch(
                    out,
                    Map.of(9, out),
                    "/bin/sh",
                    "-c",
                    "echo $$ \"$1\" \"$REPLY\" >&9; ls /proc/$$/fd",
                    "sh",
                    "a  b\n*"))) {
      held.release();
      assertThat(end(held.child())).isEqualTo(new ExitStatus.Exited(0));
      assertThat(written())
          .isEqualTo(held.child().identity().pid() + " a  b\n* kept\n0\n1\n2\n9\n");
    }
  }

  @Test
  void withoutAReleaseTheProgramNeverBegins() throws IOException {
    Child child;
    try (Fd out = output();
        HeldSpawn held = HeldSpawn.spawn(launch(out, Map.of(), "/bin/echo", "begun"))) {
      child = held.child();
    }
    assertThat(end(child)).isEqualTo(new ExitStatus.Exited(1));
    assertThat(written()).isEmpty();
  }

  @Test
  void aProgramThatCannotBeExecutedIsReportedInItsErrors() throws IOException {
    try (Fd out = output();
        HeldSpawn held = HeldSpawn.spawn(launch(out, Map.of(), "/nonsense", "x"))) {
      held.release();
      assertThat(end(held.child())).isEqualTo(new ExitStatus.Exited(127));
      assertThat(written()).contains("/nonsense").contains("not found");
    }
  }
}
