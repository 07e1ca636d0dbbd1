package dev.reeve.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpawnErrorTest {
  @TempDir Path directory;

  @Test
  void aMissingProgramIsNamed() {
    assertFailure(
        Path.of("/srv/api/no-such"),
        directory,
        SpawnException.Kind.NOT_FOUND,
        "cannot start /srv/api/no-such: no such file");
  }

  @Test
  void aDanglingLinkIsNamed() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("nowhere"));
    assertFailure(
        link,
        directory,
        SpawnException.Kind.NOT_FOUND,
        "cannot start " + link + ": it is a symbolic link to nothing");
  }

  @Test
  void aMissingDirectoryIsToldFromAMissingProgram() {
    Path missing = directory.resolve("gone");
    assertFailure(
        Path.of("/bin/true"),
        missing,
        SpawnException.Kind.DIRECTORY,
        "cannot start /bin/true: working directory " + missing + " does not exist");
  }

  @Test
  void aFileIsNoWorkingDirectory() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    assertFailure(
        Path.of("/bin/true"),
        file,
        SpawnException.Kind.DIRECTORY,
        "cannot start /bin/true: working directory " + file + " is no directory");
  }

  @Test
  void aFileWithoutPermissionIsNotExecutable() throws IOException {
    Path file = script("#!/bin/sh\n", "rw-r--r--");
    assertFailure(
        file,
        directory,
        SpawnException.Kind.NOT_EXECUTABLE,
        "cannot start " + file + ": no permission to execute it (chmod +x?)");
  }

  @Test
  void aDirectoryIsNotExecutable() {
    assertFailure(
        directory,
        directory,
        SpawnException.Kind.NOT_EXECUTABLE,
        "cannot start " + directory + ": it is a directory");
  }

  @Test
  void aMissingInterpreterIsToldFromAMissingProgram() throws IOException {
    Path file = script("#! /usr/bin/no-such-node --flag\n", "rwxr-xr-x");
    assertFailure(
        file,
        directory,
        SpawnException.Kind.BAD_INTERPRETER,
        "cannot start "
            + file
            + ": its first line names an interpreter that does not exist: /usr/bin/no-such-node");
  }

  @Test
  void anInterpreterThatMayNotBeExecutedIsNamed() throws IOException {
    Path file = script("#!/etc/passwd\n", "rwxr-xr-x");
    assertFailure(
        file,
        directory,
        SpawnException.Kind.BAD_INTERPRETER,
        "cannot start "
            + file
            + ": its first line names an interpreter that may not be executed: /etc/passwd");
  }

  @Test
  void windowsLineEndsAreRecognised() throws IOException {
    Path file = script("#!/bin/sh\r\necho\r\n", "rwxr-xr-x");
    assertFailure(
        file,
        directory,
        SpawnException.Kind.BAD_INTERPRETER,
        "cannot start "
            + file
            + ": its first line ends with a carriage return (Windows line ends), so there is no such"
            + " interpreter: /bin/sh");
  }

  @Test
  void aScriptWithoutFirstLineIsNoProgram() throws IOException {
    Path file = script("echo hello\n", "rwxr-xr-x");
    assertFailure(
        file,
        directory,
        SpawnException.Kind.NOT_A_PROGRAM,
        "cannot start "
            + file
            + ": neither a program for this machine nor a script that begins with #! and its"
            + " interpreter");
  }

  @Test
  void aBinaryForAnotherSystemIsRecognised() throws IOException {
    byte[] program = Files.readAllBytes(Path.of("/bin/true"));
    byte[] loader = "/lib64/ld-linux".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    int at = indexOf(program, loader);
    Assumptions.assumeTrue(at > 0, "/bin/true has no loader of glibc on x86_64");
    program[at + 1] = 'x';
    Path file = script("", "rwxr-xr-x");
    Files.write(file, program);
    assertFailure(
        file,
        directory,
        SpawnException.Kind.BAD_INTERPRETER,
        "cannot start "
            + file
            + ": the loader it was built for does not exist on this machine (built for another"
            + " system?)");
  }

  @Test
  void tooLongArgumentsAreSaidToBeTooLong() {
    SpawnException e =
        failure(Path.of("/bin/true"), List.of("true", "x".repeat(200_000)), directory);
    assertThat(e.kind()).isEqualTo(SpawnException.Kind.TOO_BIG);
    assertThat(e.is(Errno.E2BIG)).isTrue();
    assertThat(e)
        .hasMessage(
            "cannot start /bin/true: arguments and environment are too long for the kernel (one text"
                + " above 128 KiB, or all together above a quarter of the stack limit)");
  }

  @Test
  void tooManyProcessesAreSaidToBeTooMany() throws Exception {
    Assumptions.assumeTrue(Users.effectiveUid() == 0, "only root can give a child another user");
    // The limit counts the processes of a user and does not bind root: a JVM of a user of its own
    // runs into it.
    TestJvm.assumeReadableByEveryone();
    Path out = directory.resolve("out");
    List<String> command =
        new java.util.ArrayList<>(
            List.of("setpriv", "--reuid=54321", "--regid=54321", "--clear-groups", "--"));
    command.addAll(TestJvm.command(ProcessLimit.class, "/"));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(out.toFile()).start();
    assertThat(process.waitFor()).as(Files.readString(out)).isZero();
    assertThat(Files.readString(out))
        .isEqualTo(
            "TOO_MANY_PROCESSES cannot start /bin/true: too many processes: a limit of the user"
                + " (ulimit -u), a cgroup (pids.max) or the machine (kernel.pid_max) is reached\n");
  }

  /** Forbids itself further processes, then tries to start one. */
  static final class ProcessLimit {
    public static void main(String[] arguments) throws IOException {
      String self = Integer.toString(ProcessIdentity.current().pid());
      List<String> limit = List.of("prlimit", "--nproc=1:1", "--pid", self);
      Path directory = Path.of(arguments[0]);
      try (Fd fd = Fd.open(Path.of("/dev/null"), OpenFlags.O_WRONLY, 0)) {
        Path program = Path.of("/usr/bin/prlimit");
        Child child = Spawner.spawn(new Launch(program, limit, Map.of(), directory, null, fd, fd));
        try (Epoll epoll = new Epoll()) {
          epoll.add(child.pidfd().fd(), Epoll.IN, 1);
          epoll.await(-1, (token, events) -> {});
        }
        Spawner.spawn(
            new Launch(Path.of("/bin/true"), List.of("true"), Map.of(), directory, null, fd, fd));
      } catch (SpawnException e) {
        System.out.println(e.kind() + " " + e.getMessage());
      }
    }
  }

  private Path script(String content, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("script"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }

  private void assertFailure(
      Path program, Path workingDirectory, SpawnException.Kind kind, String message) {
    SpawnException e = failure(program, List.of("x"), workingDirectory);
    assertThat(e.kind()).isEqualTo(kind);
    assertThat(e).hasMessage(message);
  }

  private static SpawnException failure(Path program, List<String> argv, Path directory) {
    return catchThrowableOfType(
        SpawnException.class,
        () -> {
          try (Fd fd = Fd.open(Path.of("/dev/null"), OpenFlags.O_WRONLY, 0)) {
            Spawner.spawn(new Launch(program, argv, Map.of(), directory, null, fd, fd));
          }
        });
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    for (int i = 0; i + part.length <= bytes.length; i++) {
      if (java.util.Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
    return -1;
  }
}
