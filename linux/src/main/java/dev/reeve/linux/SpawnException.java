package dev.reeve.linux;

/**
 * A program could not be started. The message is {@code cannot start PROGRAM: reason} and made for
 * people.
 */
public final class SpawnException extends LinuxException {
  private static final long serialVersionUID = 1;

  /** Why a program did not start. */
  public enum Kind {
    /** The working directory is missing, no directory, or may not be entered. */
    DIRECTORY,
    /** There is no such program. */
    NOT_FOUND,
    /** The file is there but may not be executed. */
    NOT_EXECUTABLE,
    /**
     * The interpreter that the {@code #!} line names, or the loader of a binary, is missing or
     * unusable.
     */
    BAD_INTERPRETER,
    /** The file is neither a binary for this machine nor a script with a {@code #!} line. */
    NOT_A_PROGRAM,
    /** Arguments and environment together are longer than the kernel allows. */
    TOO_BIG,
    /** No more processes are allowed: limit of the user, of a cgroup, or of the machine. */
    TOO_MANY_PROCESSES,
    /** The user or group to run as is unknown, or may not be taken. */
    IDENTITY,
    /** It cannot be kept from the rest of the machine as is declared. */
    CONFINEMENT,
    /** Anything else; see {@link LinuxException#errno()}. */
    OTHER
  }

  private final Kind kind;

  SpawnException(Kind kind, String subject, String reason, int errno) {
    super("cannot start " + subject + ": " + reason, "posix_spawn(" + subject + ")", errno);
    this.kind = kind;
  }

  /** The class of the reason. */
  public Kind kind() {
    return kind;
  }
}
