package dev.reeve.cli.doctor;

import dev.reeve.api.ApiException;
import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Declaration;
import dev.reeve.api.Home;
import dev.reeve.cli.boot.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A machine made of files, in which everything is well until a test changes something. */
final class Patient {
  final Path root;
  final Map<String, String> environment = new HashMap<>();
  final Map<String, Tools.Ran> programs = new HashMap<>();
  Ground.Caller caller;
  Attendance daemon = new Attendance.Absent();
  boolean screen;
  Instant now = Instant.now();

  Patient(Path folder) throws IOException {
    root = folder.resolve("root");
    Files.createDirectories(folder.resolve("h"));
    environment.put("REEVE_HOME", folder.resolve("h").toString());
    caller = new Ground.Caller((Integer) Files.getAttribute(folder, "unix:uid"), "joe");
    file("proc/sys/kernel/osrelease", "6.18.1-amd64\n");
    file("proc/sys/kernel/yama/ptrace_scope", "0\n");
    file("proc/sys/kernel/pid_max", "4194304\n");
    file("proc/sys/fs/inotify/max_user_watches", "1048576\n");
    file("proc/sys/fs/inotify/max_user_instances", "1024\n");
    file("proc/loadavg", "0.1 0.2 0.3 2/312 4711\n");
    file("proc/locks", "");
    file(
        "proc/self/limits",
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             31000                31000                processes
        Max open files            1024                 524288               files
        """);
    file(
        "proc/self/mountinfo",
        "30 24 0:27 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n");
    file("proc/self/cgroup", "0::/joe.scope\n");
    file("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory hugetlb pids\n");
    file("sys/fs/cgroup/joe.scope/cgroup.procs", "");
  }

  DaemonStatus.@Nullable Together together;

  Path file(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  Home home() {
    return Home.of(environment, false);
  }

  Patient runs(String version, String keeper, Declaration... services) throws IOException {
    var states = Map.of("running", 1);
    daemon =
        new Attendance.There(
            new DaemonStatus(
                4711,
                version,
                "/h",
                "",
                1,
                services.length,
                states,
                1,
                1,
                false,
                "",
                "",
                "",
                "",
                keeper,
                null,
                together),
            List.of(services));
    file("proc/4711/cgroup", "0::/joe.scope\n");
    return this;
  }

  Ground ground() {
    return new Ground(
        root,
        home(),
        environment,
        Path.of("/opt/reeve"),
        caller,
        screen,
        now,
        words -> ran(String.join(" ", words)),
        daemon);
  }

  private Tools.Ran ran(String line) throws ApiException {
    return programs.getOrDefault(line, new Tools.Ran(Tools.MISSING, ""));
  }

  List<Finding> findings() {
    return Doctor.look(ground());
  }

  /** The one finding of this check. */
  Finding finding(String check) {
    List<Finding> found =
        findings().stream().filter(finding -> finding.check().equals(check)).toList();
    if (found.size() != 1) {
      throw new AssertionError(check + " in " + findings());
    }
    return found.getFirst();
  }
}
