package dev.reeve.cli.doctor;

import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the daemon answers, is of this version, and would be started again if it died. */
final class DaemonLife implements Check {
  @Override
  public String area() {
    return "daemon";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    return switch (ground.daemon()) {
      case Attendance.There there -> there(ground, there.status());
      case Attendance.Refused refused ->
          List.of(
              broken(
                  "daemon.answers",
                  "the daemon does not answer: " + refused.reason(),
                  refused.advice().replace("PID", holder(ground).orElse("PID"))));
      case Attendance.Absent() -> List.of(absent(ground));
    };
  }

  private List<Finding> there(Ground ground, DaemonStatus status) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        fine(
            "daemon.answers",
            "the daemon runs, pid " + status.pid() + ", " + status.services() + " services"));
    findings.add(
        status.version().equals(Version.CURRENT)
            ? fine("daemon.version", "it is version " + status.version() + ", like this command")
            : warning(
                "daemon.version",
                "it is version " + status.version() + ", this command " + Version.CURRENT,
                "reeve reboot replaces it under running services"));
    findings.add(
        status.keeper().equals("nobody")
            ? warning(
                "daemon.keeper",
                "nobody starts it again when it dies",
                "end it and have it started by a command: reeve kill --keep-services, reeve resurrect")
            : fine("daemon.keeper", "it is kept by " + status.keeper()));
    if (status.halted()) {
      findings.add(
          warning(
              "daemon.halted",
              "its services were ended by a shutdown and wait",
              "reeve resurrect"));
    }
    DaemonStatus.Sampling sampling = status.sampling();
    if (sampling != null && !sampling.trouble().isEmpty()) {
      findings.add(
          warning(
              "daemon.history",
              "it keeps no history of CPU and memory: " + sampling.trouble(),
              "make "
                  + ground.home().state().resolve("samples")
                  + " a file it can write, then reeve reboot"));
    }
    DaemonStatus.Together together = status.together();
    if (together != null) {
      findings.add(
          together.trouble().isEmpty()
              ? fine("daemon.together", "all services together: " + together.limits())
              : warning(
                  "daemon.together",
                  "'daemon.cgroup' is not as it is declared: " + together.trouble(),
                  "mend it in "
                      + ground.home().config()
                      + ", then reeve apply "
                      + ground.home().config()));
    }
    int failed = status.states().getOrDefault("failed", 0);
    findings.add(
        failed == 0
            ? fine("daemon.services", "no service has failed")
            : warning(
                "daemon.services",
                failed + (failed == 1 ? " instance has" : " instances have") + " failed",
                "reeve list shows which, reeve status NAME why"));
    return findings;
  }

  private Finding absent(Ground ground) {
    var holder = holder(ground);
    if (holder.isPresent()) {
      return broken(
          "daemon.answers",
          "process "
              + holder.get()
              + " has the home "
              + ground.home().root()
              + " and no daemon answers at its socket",
          "wait if it has just begun; else 'kill -9 " + holder.get() + "', services go on");
    }
    return Files.exists(ground.home().state().resolve("state.json"))
        ? warning(
            "daemon.answers",
            "no daemon runs, and services are declared here",
            "reeve list starts it")
        : fine("daemon.answers", "no daemon runs; the first 'reeve start' starts it");
  }

  /** Who holds the lock of the home, as /proc/locks has it; see proc_locks(5). */
  private static Optional<String> holder(Ground ground) {
    Path lock = ground.home().lock();
    try {
      String inode = ":" + Files.getAttribute(lock, "unix:ino") + " ";
      for (String line : ground.textOrNothing("proc/locks").split("\n", -1)) {
        String[] words = line.strip().split("\\s+", -1);
        if (words.length > 5 && words[1].equals("FLOCK") && (words[5] + " ").endsWith(inode)) {
          return Optional.of(words[4]);
        }
      }
    } catch (IOException e) {
      return Optional.empty(); // there never was a daemon
    }
    return Optional.empty();
  }
}
