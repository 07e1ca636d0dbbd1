package dev.reeve.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What to start and how. Texts are handed over as UTF-8.
 *
 * @param program an absolute path; no shell and no search is involved, see {@link Programs}
 * @param argv all arguments, the name the program sees itself under first; at least one
 * @param environment the whole environment, nothing is inherited
 * @param directory the working directory, absolute
 * @param stdin what it reads; null for {@code /dev/null}
 * @param stdout where it writes
 * @param stderr where it writes errors; may be the same as {@code stdout}
 * @param inherited more descriptors by the number the program sees them under, 3 to 9; the same one
 *     may stand under several numbers
 * @param confinement what it finds otherwise than this process
 */
public record Launch(
    Path program,
    List<String> argv,
    Map<String, String> environment,
    Path directory,
    @Nullable Fd stdin,
    Fd stdout,
    Fd stderr,
    Map<Integer, Fd> inherited,
    Confinement confinement) {
  private static final int FIRST_INHERITED = 3;
  private static final int LAST_INHERITED = 9;

  /**
   * Checks what can be checked without looking at the machine.
   *
   * @throws IllegalArgumentException for what the kernel cannot be handed: a relative path, no
   *     argument, a NUL character, an equals sign in the name of a variable, a descriptor number
   *     outside of 3 to 9
   */
  public Launch {
    argv = List.copyOf(argv);
    environment = Map.copyOf(environment);
    inherited = Map.copyOf(inherited);
    if (!program.isAbsolute() || !directory.isAbsolute()) {
      throw refused(program, "program and directory must be absolute paths");
    }
    if (argv.isEmpty()) {
      throw refused(program, "argv is empty");
    }
    for (int i = 0; i < argv.size(); i++) {
      if (argv.get(i).indexOf('\0') >= 0) {
        throw refused(program, "argument " + i + " contains a NUL character");
      }
    }
    for (var entry : environment.entrySet()) {
      String key = entry.getKey();
      if (key.isEmpty() || key.indexOf('=') >= 0 || key.indexOf('\0') >= 0) {
        throw refused(program, "'" + key + "' is no name for an environment variable");
      }
      if (entry.getValue().indexOf('\0') >= 0) {
        throw refused(program, "environment variable " + key + " contains a NUL character");
      }
    }
    for (int number : inherited.keySet()) {
      if (number < FIRST_INHERITED || number > LAST_INHERITED) {
        throw refused(program, "descriptor " + number + " is not one of 3 to 9");
      }
    }
  }

  /** A launch with descriptors 0 to 2 only. */
  public Launch(
      Path program,
      List<String> argv,
      Map<String, String> environment,
      Path directory,
      @Nullable Fd stdin,
      Fd stdout,
      Fd stderr) {
    this(program, argv, environment, directory, stdin, stdout, stderr, Map.of());
  }

  /** A launch that finds everything as this process does. */
  public Launch(
      Path program,
      List<String> argv,
      Map<String, String> environment,
      Path directory,
      @Nullable Fd stdin,
      Fd stdout,
      Fd stderr,
      Map<Integer, Fd> inherited) {
    this(program, argv, environment, directory, stdin, stdout, stderr, inherited, Confinement.NONE);
  }

  private static IllegalArgumentException refused(Path program, String reason) {
    return new IllegalArgumentException("cannot start " + program + ": " + reason);
  }
}
