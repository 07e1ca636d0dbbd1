package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.Methods;
import dev.reeve.api.PortRow;
import dev.reeve.api.Query;
import dev.reeve.api.ResourceRow;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Listener;
import dev.reeve.linux.ProcDetails;
import dev.reeve.linux.ProcStat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Answers who listens where and who uses what, by looking at that moment. */
final class PortReads {
  private final Board board;
  private final Targets targets;
  private final Usage usage;

  PortReads(Board board, Targets targets, Usage usage) {
    this.board = board;
    this.targets = targets;
    this.usage = usage;
  }

  void bind(Registry registry) {
    registry.bind(Methods.PORTS, this::ports);
    registry.bind(Methods.RESOURCES, this::resources);
  }

  private ResourceRow.Rows resources(Call<Query, Void> call) throws ApiException, LinuxException {
    List<ResourceRow> rows = new ArrayList<>();
    for (Map.Entry<InstanceId, List<ProcStat>> entry : asked(call.params().targets()).entrySet()) {
      int threads = 0;
      int files = 0;
      long read = 0;
      long written = 0;
      long pss = 0;
      for (ProcStat process : entry.getValue()) {
        ProcDetails details = ProcDetails.of(process.pid());
        threads += process.threads();
        files += details.openFiles();
        read += details.readBytes();
        written += details.writtenBytes();
        pss += details.pssBytes();
      }
      InstanceId id = entry.getKey();
      rows.add(new ResourceRow(id.service(), id.number(), threads, files, read, written, pss));
    }
    return new ResourceRow.Rows(rows);
  }

  private PortRow.Rows ports(Call<Query, Void> call) throws ApiException, LinuxException {
    Map<InstanceId, List<ProcStat>> asked = asked(call.params().targets());
    List<Integer> pids = new ArrayList<>();
    asked.values().forEach(processes -> processes.forEach(stat -> pids.add(stat.pid())));
    Map<Integer, List<Listener>> byPid = new HashMap<>();
    for (Listener listener : Listener.of(pids)) {
      byPid.computeIfAbsent(listener.pid(), pid -> new ArrayList<>(2)).add(listener);
    }
    List<PortRow> rows = new ArrayList<>();
    asked.forEach((id, processes) -> rows.addAll(rows(id, processes, byPid)));
    return new PortRow.Rows(rows);
  }

  private Map<InstanceId, List<ProcStat>> asked(List<String> names)
      throws ApiException, LinuxException {
    Map<InstanceId, Usage.Used> used = usage.now();
    Map<InstanceId, List<ProcStat>> asked = new LinkedHashMap<>();
    for (Selection selection : ServiceReads.resolved(targets, names).selections()) {
      List<InstanceView> instances =
          board.service(selection.service()).map(ServiceView::instances).orElse(List.of());
      for (InstanceView instance : instances) {
        Usage.Used of = used.get(instance.id());
        if (selection.covers(instance.id()) && of != null) {
          asked.put(instance.id(), of.processes());
        }
      }
    }
    return asked;
  }

  /** A socket that several processes of an instance have open is told once. */
  private static List<PortRow> rows(
      InstanceId id, List<ProcStat> processes, Map<Integer, List<Listener>> byPid) {
    Set<String> told = new HashSet<>();
    List<PortRow> rows = new ArrayList<>();
    for (ProcStat process : processes) {
      for (Listener each : byPid.getOrDefault(process.pid(), List.of())) {
        if (told.add(each.protocol() + " " + each.address() + " " + each.port())) {
          rows.add(
              new PortRow(
                  id.service(),
                  id.number(),
                  process.pid(),
                  process.comm(),
                  each.protocol(),
                  each.address(),
                  each.port(),
                  each.isLocal()));
        }
      }
    }
    rows.sort(Comparator.comparingInt(PortRow::port).thenComparing(PortRow::protocol));
    return rows;
  }
}
