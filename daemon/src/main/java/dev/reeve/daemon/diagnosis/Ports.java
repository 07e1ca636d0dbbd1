package dev.reeve.daemon.diagnosis;

import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Listener;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who listens where on this machine, as far as the daemon may look. */
final class Ports {
  private final Path home;

  /**
   * @param home whose services are ours
   */
  Ports(Path home) {
    this.home = home;
  }

  /**
   * A process that has a port.
   *
   * @param program its name
   * @param instance {@code NAME#N} if it is of one of our services
   */
  record Holder(int pid, String program, Optional<String> instance) {
    /** The name of the service. */
    Optional<String> service() {
      return instance.map(text -> text.substring(0, text.lastIndexOf('#')));
    }
  }

  /** All of them by their port; of several processes with one port the one that is ours. */
  Map<Integer, Holder> taken() throws LinuxException {
    Map<Integer, String> programs = new HashMap<>();
    List<Integer> pids = new ArrayList<>();
    for (ProcStat process : ProcTable.all()) {
      pids.add(process.pid());
      programs.put(process.pid(), process.comm());
    }
    Map<Integer, Holder> taken = new HashMap<>();
    for (Listener listener : Listener.of(pids)) {
      Holder known = taken.get(listener.port());
      if (known == null || known.instance().isEmpty()) {
        taken.put(
            listener.port(),
            new Holder(
                listener.pid(),
                programs.getOrDefault(listener.pid(), "?"),
                instance(listener.pid())));
      }
    }
    return taken;
  }

  private Optional<String> instance(int pid) throws LinuxException {
    String prefix = home + "/";
    return Kin.markerOf(pid)
        .filter(marker -> marker.startsWith(prefix) && marker.indexOf('#') > 0)
        .map(marker -> marker.substring(prefix.length(), marker.lastIndexOf('/')))
        .filter(instance -> instance.indexOf('#') > 0);
  }
}
