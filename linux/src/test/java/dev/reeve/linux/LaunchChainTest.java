package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.reeve.linux.LaunchChain.Command;
import dev.reeve.linux.LaunchChain.Options;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LaunchChainTest {
  private static final Command STATUS =
      new Command(Path.of("/bin/sh"), List.of("sh", "-c", "id -u; id -g; id -G; echo $$"));

  @TempDir Path directory;

  @Test
  void aCommandThatDeclaresNothingStaysAsItIs() throws IOException {
    assertThat(LaunchChain.wrap(STATUS, Options.NONE)).isSameAs(STATUS);
    String self = Integer.toString(Users.effectiveUid());
    assertThat(LaunchChain.wrap(STATUS, options(self, null))).isSameAs(STATUS);
  }

  @Test
  void aServiceRunsAsItsUserWithItsGroups() throws IOException {
    assumeRoot();
    assertThat(run(options("nobody", null))).startsWith("65534\n65534\n65534\n");
    assertThat(run(options("nobody", "daemon"))).startsWith("65534\n1\n1 65534\n");
    assertThat(run(options("54321", null))).startsWith("54321\n54321\n54321\n");
    assertThat(run(options("54321", "54322"))).startsWith("54321\n54322\n54322\n");
    assertThat(run(options(null, "daemon"))).startsWith("0\n1\n");
  }

  @Test
  void theToolReplacesItselfByTheProgram() throws IOException {
    assumeRoot();
    Path out = directory.resolve("out");
    Command command = LaunchChain.wrap(STATUS, options("nobody", null));
    int pid = spawn(command, out);
    assertThat(Files.readString(out)).endsWith("\n" + pid + "\n");
  }

  @Test
  void anUnknownUserOrGroupIsNamed() {
    assertThatThrownBy(() -> LaunchChain.wrap(STATUS, options("no-such", null)))
        .isInstanceOfSatisfying(
            SpawnException.class, e -> assertThat(e.kind()).isEqualTo(SpawnException.Kind.IDENTITY))
        .hasMessage("cannot start /bin/sh: no such user: no-such");
    assertThatThrownBy(() -> LaunchChain.wrap(STATUS, options("nobody", "no-such")))
        .hasMessage("cannot start /bin/sh: no such group: no-such");
  }

  @Test
  void onlyRootChangesTheUser() throws Exception {
    assumeRoot();
    TestJvm.assumeReadableByEveryone();
    Path out = directory.resolve("out");
    List<String> command =
        new java.util.ArrayList<>(
            List.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "--"));
    command.addAll(TestJvm.command(Unprivileged.class));
    new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(out.toFile())
        .start()
        .waitFor();
    assertThat(out)
        .hasContent(
            "cannot start /bin/sh: only root may run a service as another user or group (user nobody,"
                + " group of the user)");
  }

  /** Asks for what only root has. */
  static final class Unprivileged {
    public static void main(String[] arguments) throws LinuxException {
      try {
        System.out.println(LaunchChain.wrap(STATUS, options("nobody", null)));
      } catch (SpawnException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void furtherDescriptorsReachAServiceThatRunsAsAnotherUser() throws IOException {
    assumeRoot();
    Path ready = directory.resolve("ready");
    Command script =
        new Command(
            Path.of("/bin/sh"), List.of("sh", "-c", "id -un >&3; echo too >&5; ls /proc/$$/fd"));
    Command command = LaunchChain.wrap(script, options("nobody", null));
    try (Fd out = Run.output(directory.resolve("out"));
        Fd fd = Run.output(ready)) {
      Launch launch =
          new Launch(
              command.program(),
              command.argv(),
              Run.PATH,
              Path.of("/"),
              null,
              out,
              out,
              Map.of(3, fd, 5, fd));
      try (PidFd pidfd = Spawner.spawn(launch).pidfd()) {
        Run.awaitReadable(pidfd.fd());
        assertThat(pidfd.reap()).contains(new ExitStatus.Exited(0));
      }
    }
    assertThat(ready).hasContent("nobody\ntoo");
    assertThat(directory.resolve("out")).hasContent("0\n1\n2\n3\n5");
  }

  private static void assumeRoot() {
    assumeThat(Users.effectiveUid()).as("only root can give a child another user").isZero();
  }

  private static Options options(String user, String group) {
    return new Options(Optional.ofNullable(user), Optional.ofNullable(group));
  }

  private String run(Options options) throws IOException {
    Path out = directory.resolve("out");
    Files.deleteIfExists(out);
    spawn(LaunchChain.wrap(STATUS, options), out);
    return Files.readString(out);
  }

  private static int spawn(Command command, Path out) throws IOException {
    try (Fd fd = Run.output(out)) {
      Launch launch =
          new Launch(command.program(), command.argv(), Run.PATH, Path.of("/"), null, fd, fd);
      Child child = Spawner.spawn(launch);
      try (PidFd pidfd = child.pidfd()) {
        Run.awaitReadable(pidfd.fd());
        assertThat(pidfd.reap()).as(Files.readString(out)).contains(new ExitStatus.Exited(0));
        return child.identity().pid();
      }
    }
  }
}
