package dev.reeve.daemon.export;

import dev.reeve.core.engine.InstanceId;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Listener;
import dev.reeve.linux.ProcStat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts the sockets that instances listen on: costly, so once a minute, as GoPM does. */
final class Listeners {
  private Listeners() {}

  /** A socket that several processes of an instance have open counts once. */
  static Map<InstanceId, Integer> of(Map<InstanceId, Usage.Used> used) throws LinuxException {
    List<Integer> pids = new ArrayList<>();
    Map<Integer, InstanceId> owners = new HashMap<>();
    used.forEach((id, its) -> {
      for (ProcStat process : its.processes()) {
        pids.add(process.pid());
        owners.put(process.pid(), id);
      }
    });
    Map<InstanceId, Set<String>> sockets = new HashMap<>();
    for (Listener each : Listener.of(pids)) {
      InstanceId owner = owners.get(each.pid());
      if (owner != null) {
        sockets
            .computeIfAbsent(owner, id -> new HashSet<>())
            .add(each.protocol() + " " + each.address() + " " + each.port());
      }
    }
    Map<InstanceId, Integer> counts = new HashMap<>();
    sockets.forEach((id, its) -> counts.put(id, its.size()));
    return counts;
  }
}
