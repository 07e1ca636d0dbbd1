package dev.reeve.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether services can have control groups and limits; see cgroups(7). */
final class ControlGroups implements Check {
  private static final String VERSION_2 = "0::";
  private static final List<String> NEEDED = List.of("cpu", "io", "memory", "pids");
  private static final String WITHOUT =
      ": services run without groups, and 'resources' with cpu, memory, swap, pids or io_weight is refused";

  @Override
  public String area() {
    return "control groups";
  }

  @Override
  public List<Finding> look(Ground ground) throws IOException {
    String mounts = ground.text("proc/self/mountinfo");
    Optional<Path> found = mount(mounts);
    String own = own(ground.textOrNothing(ground.processFolder() + "/cgroup"));
    if (found.isEmpty() || own.isEmpty()) {
      return List.of(
          warning(
              "cgroup.mounted",
              "there is no tree of cgroup v2 here" + WITHOUT,
              "boot with systemd.unified_cgroup_hierarchy=1; in a container, start it with a"
                  + " cgroup namespace of its own"));
    }
    Path mount = under(ground, found.get());
    List<Finding> findings = new ArrayList<>();
    findings.add(fine("cgroup.mounted", "cgroup v2 is mounted at " + found.get()));
    findings.add(controllers(ground, mount, mounts));
    findings.add(delegated(ground, mount, own));
    return findings;
  }

  private static Path under(Ground ground, Path path) {
    return ground.root().resolve(Path.of("/").relativize(path));
  }

  /** The last one that is mounted there counts; see proc_pid_mountinfo(5). */
  private static Optional<Path> mount(String mountinfo) {
    Optional<Path> mount = Optional.empty();
    for (String line : mountinfo.split("\n", -1)) {
      int dash = line.indexOf(" - ");
      String[] words = line.split(" ", -1);
      if (dash >= 0 && words.length > 4 && line.startsWith("cgroup2 ", dash + 3)) {
        mount = Optional.of(Path.of(words[4].replace("\\040", " ")).normalize());
      }
    }
    return mount.filter(Path::isAbsolute);
  }

  private static String own(String cgroup) {
    return cgroup
        .lines()
        .filter(line -> line.startsWith(VERSION_2))
        .map(line -> line.substring(VERSION_2.length()))
        .filter(path -> path.startsWith("/") && !path.contains(".."))
        .findFirst()
        .orElse("");
  }

  private Finding controllers(Ground ground, Path mount, String mounts) {
    Set<String> missing = new TreeSet<>(NEEDED);
    String there = ground.textOrNothing(mount.resolve("cgroup.controllers").toString());
    missing.removeAll(Set.of(there.split(" ", -1)).stream().map(String::strip).toList());
    if (missing.isEmpty()) {
      return fine("cgroup.controllers", "controllers are there: " + String.join(", ", NEEDED));
    }
    boolean old = mounts.contains(" - cgroup ");
    return warning(
        "cgroup.controllers",
        "controllers are missing: "
            + String.join(", ", missing)
            + "; limits that need them are refused",
        old
            ? "they are taken by cgroup v1: boot with systemd.unified_cgroup_hierarchy=1"
            : "have them delegated to this container or switched on in the kernel");
  }

  private Finding delegated(Ground ground, Path mount, String own) {
    Optional<String> told = told(ground.daemon());
    if (told.isPresent()) {
      return fine("cgroup.delegated", "groups of services are below " + told.get());
    }
    String name = ground.home().groupName();
    Path group = mount.resolve(own.substring(1)).normalize();
    if (!Files.isDirectory(group)) {
      group = mount; // a namespace whose root the mount does not show from its beginning
    }
    for (Path each = group; each != null && each.startsWith(mount); each = each.getParent()) {
      if (Files.isDirectory(each.resolve(name))) {
        return fine(
            "cgroup.delegated",
            "groups of services are below " + shown(ground, each.resolve(name)));
      }
    }
    if (Files.isWritable(group) && Files.isWritable(group.resolve("cgroup.procs"))) {
      return fine("cgroup.delegated", "groups can be made below " + shown(ground, group));
    }
    return warning(
        "cgroup.delegated",
        shown(ground, group) + " is not this user's to divide" + WITHOUT,
        "have systemd start the daemon: "
            + ground.asRoot("reeve install")
            + ", or systemd-run --user --scope -p Delegate=yes reeve reboot");
  }

  /** A daemon for which a place or limits are declared says where they are. */
  private static Optional<String> told(Attendance daemon) {
    return daemon instanceof Attendance.There there && there.status().together() != null
        ? Optional.of(there.status().together().path()).filter(path -> !path.isEmpty())
        : Optional.empty();
  }

  private static String shown(Ground ground, Path path) {
    return "/" + ground.root().relativize(path);
  }
}
