package dev.reeve.cli.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What the daemon may have at most; see getrlimit(2), inotify(7) and proc_sys_kernel(5). */
final class Limits implements Check {
  /** An instance takes up to seven descriptors of the daemon. */
  private static final long FILES = 4096;

  private static final long PROCESSES = 1024;
  private static final long WATCHES = 8192;
  private static final long WATCHERS = 64;
  private static final long PIDS = 32_768;

  @Override
  public String area() {
    return "limits";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    List<Finding> findings = new ArrayList<>();
    String limits = ground.textOrNothing(ground.processFolder() + "/limits");
    if (limits.isEmpty()) {
      limits = ground.text("proc/self/limits");
    }
    findings.add(files(ground, hard(limits, "Max open files")));
    if (!ground.caller().isRoot()) {
      findings.add(processes(ground, hard(limits, "Max processes")));
    }
    findings.add(
        least(
            ground,
            "limits.inotify_watches",
            "fs.inotify.max_user_watches",
            WATCHES,
            "watched folders"));
    findings.add(
        least(
            ground,
            "limits.inotify_instances",
            "fs.inotify.max_user_instances",
            WATCHERS,
            "programs that watch files"));
    findings.add(pids(ground));
    return findings;
  }

  /** The hard limit, which the daemon raises its own to; {@link Long#MAX_VALUE} without one. */
  private static long hard(String limits, String name) {
    for (String line : limits.split("\n", -1)) {
      if (line.startsWith(name)) {
        String[] words = line.substring(name.length()).strip().split("\\s+", -1);
        return words.length > 1 ? Ground.number(words[1], Long.MAX_VALUE) : Long.MAX_VALUE;
      }
    }
    return Long.MAX_VALUE;
  }

  private Finding files(Ground ground, long hard) {
    return hard < FILES
        ? warning(
            "limits.nofile",
            "the daemon may open " + hard + " files only; an instance takes up to seven",
            "raise the hard limit of user "
                + ground.caller().name()
                + " in /etc/security/limits.conf (nofile), or LimitNOFILE in the unit")
        : fine("limits.nofile", count(hard) + " open files");
  }

  private Finding processes(Ground ground, long hard) {
    return hard < PROCESSES
        ? warning(
            "limits.nproc",
            "user " + ground.caller().name() + " may have " + hard + " processes only",
            "raise nproc in /etc/security/limits.conf, or TasksMax and LimitNPROC in the unit")
        : fine("limits.nproc", count(hard) + " processes");
  }

  private Finding least(Ground ground, String check, String name, long least, String what) {
    long value = ground.number("proc/sys/" + name.replace('.', '/'));
    return value >= 0 && value < least
        ? warning(
            check,
            name + " is " + value + ": few " + what,
            ground.asRoot("sysctl " + name + "=" + least * 8))
        : fine(check, (value < 0 ? "unknown" : value) + " " + what);
  }

  private Finding pids(Ground ground) {
    long most = ground.number("proc/sys/kernel/pid_max");
    String[] loads = ground.textOrNothing("proc/loadavg").split("[ /]", -1);
    long tasks = loads.length > 4 ? Ground.number(loads[4], 0) : 0;
    if (most > 0 && (most < PIDS || tasks > most / 10 * 9)) {
      return warning(
          "limits.pid_max",
          tasks + " processes and threads of at most " + most + " (kernel.pid_max)",
          ground.asRoot("sysctl kernel.pid_max=4194304"));
    }
    return fine("limits.pid_max", tasks + " processes and threads of at most " + most);
  }

  private static String count(long n) {
    return n == Long.MAX_VALUE ? "any number of" : "up to " + n;
  }
}
