package dev.reeve.linux;

import dev.reeve.linux.SpawnException.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds out why posix_spawn failed: its error number does not say which step went wrong, so the
 * suspects are looked at in the order in which the child meets them.
 */
final class SpawnDiagnosis {
  private static final int LONGEST_FIRST_LINE = 256;

  private final Launch launch;
  private final int errno;

  private SpawnDiagnosis(Launch launch, int errno) {
    this.launch = launch;
    this.errno = errno;
  }

  static SpawnException of(Launch launch, int errno) {
    return new SpawnDiagnosis(launch, errno).find();
  }

  private SpawnException find() {
    return switch (errno) {
      case Errno.E2BIG ->
          because(
              Kind.TOO_BIG,
              "arguments and environment are too long for the kernel (one text above 128 KiB, or all together above a"
                  + " quarter of the stack limit)");
      case Errno.EAGAIN ->
          because(
              Kind.TOO_MANY_PROCESSES,
              "too many processes: a limit of the user (ulimit -u), a cgroup (pids.max) or the machine"
                  + " (kernel.pid_max) is reached");
      case Errno.ENOENT, Errno.EACCES, Errno.ENOTDIR, Errno.ELOOP, Errno.ENAMETOOLONG -> path();
      case Errno.ENOEXEC ->
          because(
              Kind.NOT_A_PROGRAM,
              "neither a program for this machine nor a script that begins with #! and its interpreter");
      default -> because(Kind.OTHER, Errno.text(errno) + " (" + Errno.name(errno) + ")");
    };
  }

  private SpawnException path() {
    Path directory = launch.directory();
    Path program = launch.program();
    if (!Files.isDirectory(directory)) {
      return because(
          Kind.DIRECTORY,
          "working directory "
              + directory
              + (Files.exists(directory) ? " is no directory" : " does not exist"));
    }
    if (!Files.isExecutable(directory)) {
      return because(Kind.DIRECTORY, "no permission to enter working directory " + directory);
    }
    if (Files.isDirectory(program)) {
      return because(Kind.NOT_EXECUTABLE, "it is a directory");
    }
    if (Files.notExists(program)) {
      return because(
          Kind.NOT_FOUND,
          Files.isSymbolicLink(program) ? "it is a symbolic link to nothing" : "no such file");
    }
    if (!Files.isExecutable(program)) {
      return because(Kind.NOT_EXECUTABLE, "no permission to execute it (chmod +x?)");
    }
    return interpreter(program);
  }

  private SpawnException interpreter(Path program) {
    Optional<String> line = firstLine(program);
    if (line.isEmpty() || !line.get().startsWith("#!")) {
      return errno == Errno.EACCES
          ? because(
              Kind.NOT_EXECUTABLE,
              "no permission to execute it (is its file system mounted with noexec?)")
          : because(
              Kind.BAD_INTERPRETER,
              "the loader it was built for does not exist on this machine (built for another system?)");
    }
    String command = line.get().substring(2).strip();
    String interpreter = command.isEmpty() ? "" : command.split("[ \t]", 2)[0];
    String fault =
        line.get().endsWith("\r")
            ? "its first line ends with a carriage return (Windows line ends), so there is no such interpreter: "
            : "its first line names an interpreter that "
                + (exists(interpreter) ? "may not be executed: " : "does not exist: ");
    return because(Kind.BAD_INTERPRETER, fault + interpreter);
  }

  private static boolean exists(String interpreter) {
    try {
      return !interpreter.isEmpty() && Files.exists(Path.of(interpreter));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Absent when it cannot be read: then the binary's loader is as good a guess as any. */
  private static Optional<String> firstLine(Path program) {
    try (InputStream in = Files.newInputStream(program)) {
      String start = new String(in.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.ISO_8859_1);
      int end = start.indexOf('\n');
      return Optional.of(end < 0 ? start : start.substring(0, end));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private SpawnException because(Kind kind, String reason) {
    return new SpawnException(kind, launch.program().toString(), reason, errno);
  }
}
