package dev.reeve.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The version of the kernel, the processor, and whether processes may be looked into. */
final class Kernel implements Check {
  private static final Pattern RELEASE =
      Pattern.compile("(\\d{1,5})\\.(\\d{1,5}).*", Pattern.DOTALL);
  private static final int LEAST_MAJOR = 5;
  private static final int LEAST_MINOR = 10;

  /** From then on a pidfd tells how a process ended that is no child (PIDFD_GET_INFO). */
  private static final int TELLS_MAJOR = 6;

  private static final int TELLS_MINOR = 15;

  @Override
  public String area() {
    return "kernel";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    List<Finding> findings = new ArrayList<>();
    String release = ground.text("proc/sys/kernel/osrelease");
    findings.add(version(release));
    String machine = System.getProperty("os.arch", "");
    if (!machine.equals("amd64") && !machine.equals("aarch64")) {
      findings.add(
          broken(
              "kernel.machine",
              "this is a machine of type " + machine,
              "use x86_64 or aarch64: Reeve runs on no other"));
    }
    findings.add(ptrace(ground));
    return findings;
  }

  private Finding version(String release) {
    Matcher matcher = RELEASE.matcher(release);
    if (!matcher.matches()) {
      return warning(
          "kernel.version",
          "the version of the kernel is unknown: " + release,
          "Reeve needs Linux 5.10 or newer");
    }
    int major = Integer.parseInt(matcher.group(1));
    int minor = Integer.parseInt(matcher.group(2));
    if (isOlder(major, minor, LEAST_MAJOR, LEAST_MINOR)) {
      return broken(
          "kernel.version",
          "Linux " + release + " is too old: it lacks calls of process descriptors (pidfd)",
          "boot Linux 5.10 or newer");
    }
    return fine(
        "kernel.version",
        "Linux "
            + release
            + (isOlder(major, minor, TELLS_MAJOR, TELLS_MINOR)
                ? "; from 6.15 on it also tells how a service ended while no daemon ran"
                : ""));
  }

  private static boolean isOlder(int major, int minor, int thanMajor, int thanMinor) {
    return major < thanMajor || (major == thanMajor && minor < thanMinor);
  }

  /** See ptrace(2), of Yama: 1 own children only, 2 root only, 3 nobody. */
  private Finding ptrace(Ground ground) {
    long scope = ground.number("proc/sys/kernel/yama/ptrace_scope");
    boolean forbidden = ground.caller().isRoot() ? scope > 2 : scope > 0;
    return forbidden
        ? warning(
            "kernel.ptrace",
            "kernel.yama.ptrace_scope is "
                + scope
                + ": a new daemon cannot take over sockets that a service holds ('sockets')",
            "only if services declare 'sockets': run the daemon as root or below systemd, or "
                + ground.asRoot(
                    "sysctl kernel.yama.ptrace_scope=" + (ground.caller().isRoot() ? 1 : 0)))
        : fine("kernel.ptrace", "a new daemon may take over sockets of services");
  }
}
