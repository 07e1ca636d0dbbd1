package dev.reeve.daemon.sandbox;

import dev.reeve.core.spec.Capabilities;
import dev.reeve.core.spec.SandboxSpec;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.linux.Confinement;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.Rights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is declared of a service below {@code sandbox}, in words of the kernel. Whatever this daemon
 * has no right to do is refused: a service never runs with less than it declares.
 */
public final class Sandbox {
  private static final List<Path> TEMPORARY = List.of(Path.of("/tmp"), Path.of("/var/tmp"));

  private Sandbox() {}

  /**
   * Looks whether a daemon of these rights can confine a service.
   *
   * @throws Unconfinable if it cannot, or if the service could not start then
   */
  public static void check(ServiceSpec spec, Rights rights) throws Unconfinable {
    SandboxSpec sandbox = spec.sandbox();
    if (sandbox.capabilities().isPresent()) {
      checkCapabilities(sandbox.capabilities().get(), rights);
    }
    if (sandbox.needsMounts() && !rights.mayMount()) {
      throw new Unconfinable(
          (sandbox.privateTmp() ? "private_tmp" : "read_only_paths")
              + " needs the capability sys_admin, which this daemon has not",
          "run the daemon as root (a container needs --cap-add SYS_ADMIN), or leave it out");
    }
    if (!sandbox.readOnlyPaths().isEmpty() && !Rights.canMakeReadOnly()) {
      throw new Unconfinable(
          "read_only_paths needs Linux 5.12 or newer", "leave it out, or upgrade the kernel");
    }
    visible(spec, spec.directory(), "cwd");
  }

  private static void checkCapabilities(Set<String> names, Rights rights) throws Unconfinable {
    if (!rights.mayDropCapabilities()) {
      throw new Unconfinable(
          "capabilities can be taken away only by root, which this daemon is not",
          "run the daemon as root, or leave 'capabilities' out; 'no_new_privileges' works for every"
              + " user");
    }
    for (String name : names) {
      if (!rights.has(Capabilities.ALL.indexOf(name))) {
        throw new Unconfinable(
            "the daemon itself has no capability " + name,
            "remove it from 'capabilities', or give it to the daemon (a container needs --cap-add)");
      }
    }
  }

  /**
   * Looks whether a service can see a file that it needs.
   *
   * @param what it is, for people
   * @throws Unconfinable if its own temporary folders are in the way
   */
  public static void visible(ServiceSpec spec, Path file, String what) throws Unconfinable {
    if (spec.sandbox().privateTmp()) {
      for (Path folder : TEMPORARY) {
        if (file.startsWith(folder) && !file.equals(folder)) {
          throw new Unconfinable(
              what + " " + file + " is hidden by private_tmp: " + folder + " is empty for it",
              "keep it elsewhere, or leave 'private_tmp' out");
        }
      }
    }
  }

  /** The numbers of the capabilities that are kept; absent when nothing is taken away. */
  public static Optional<Set<Integer>> capabilities(SandboxSpec sandbox) {
    return sandbox
        .capabilities()
        .map(names ->
            names.stream().map(Capabilities.ALL::indexOf).collect(Collectors.toUnmodifiableSet()));
  }

  /**
   * What its processes find otherwise than the daemon.
   *
   * @param beside a process of the service that lives already, whose files a new one shares
   */
  public static Confinement confinement(SandboxSpec sandbox, Optional<PidFd> beside) {
    return new Confinement(
        sandbox.umask(),
        sandbox.readOnlyPaths(),
        sandbox.privateTmp(),
        sandbox.needsMounts() ? beside : Optional.empty());
  }
}
