package dev.reeve.daemon.groups;

import dev.reeve.linux.ProcStat;
import dev.reeve.linux.cgroup.Cgroup;
import java.io.IOException;
import java.util.List;

/**
 * The control group of one run of an instance: a leaf of its own below that of its service, so that
 * its counts begin at zero and nothing of an earlier run is in it.
 *
 * @param leaf where its processes are
 */
public record Group(Cgroup leaf) {
  /** The group of the service, which has the limits. */
  public Cgroup service() {
    return leaf.parent();
  }

  /** Its processes, whatever they did to get away. */
  public List<ProcStat> processes() throws IOException {
    return leaf.processes();
  }

  /** Whether anything of it lives. */
  public boolean isPopulated() throws IOException {
    return leaf.isPopulated();
  }

  /** How many of its processes the kernel has killed for want of memory. */
  public long outOfMemoryKills() throws IOException {
    return leaf.numbers("memory.events").getOrDefault("oom_kill", 0L);
  }
}
