package dev.reeve.core.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What keeps a service from the rest of the machine.
 *
 * @param noNewPrivileges whether no program that it executes gives it more rights, such as one that
 *     is setuid
 * @param capabilities the rights of root that it keeps, see {@link Capabilities}; absent when
 *     nothing is taken away
 * @param privateTmp whether {@code /tmp} and {@code /var/tmp} are its own
 * @param readOnlyPaths what it can only read, with everything below
 * @param umask permissions that its new files do not get; absent for that of the daemon
 */
public record SandboxSpec(
    boolean noNewPrivileges,
    Optional<Set<String>> capabilities,
    boolean privateTmp,
    List<Path> readOnlyPaths,
    OptionalInt umask) {
  /** Nothing declared. */
  public static final SandboxSpec NONE =
      new SandboxSpec(false, Optional.empty(), false, List.of(), OptionalInt.empty());

  public SandboxSpec {
    readOnlyPaths = List.copyOf(readOnlyPaths);
  }

  /** Whether it sees other files than the daemon, which takes a namespace of mounts. */
  public boolean needsMounts() {
    return privateTmp || !readOnlyPaths.isEmpty();
  }
}
