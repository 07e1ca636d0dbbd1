package dev.reeve.linux;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a program finds otherwise than the one that starts it.
 *
 * @param umask permissions that its new files do not get; absent for those of this process
 * @param readOnly absolute paths of what can only be read, with everything below; links are
 *     followed
 * @param privateTmp whether {@code /tmp} and {@code /var/tmp} are empty and its own
 * @param beside a process whose files it sees instead, whatever they are; then nothing is made
 *     read-only or private anew
 */
public record Confinement(
    OptionalInt umask, List<Path> readOnly, boolean privateTmp, Optional<PidFd> beside) {
  /** Nothing is otherwise. */
  public static final Confinement NONE =
      new Confinement(OptionalInt.empty(), List.of(), false, Optional.empty());

  public Confinement {
    readOnly = List.copyOf(readOnly);
  }

  /** Whether nothing is otherwise. */
  boolean isNone() {
    return umask.isEmpty() && !needsMounts();
  }

  /** Whether it takes a namespace of mounts, and thereby the right to make or to enter one. */
  public boolean needsMounts() {
    return privateTmp || !readOnly.isEmpty() || beside.isPresent();
  }
}
