package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.Declaration;
import dev.reeve.api.Description;
import dev.reeve.api.EnvQuery;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.api.Role;
import dev.reeve.api.ServiceRow;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.RolloutView;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.Secrets;
import dev.reeve.core.spec.SpecWriter;
import dev.reeve.core.spec.Words;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.logs.LogStream;
import dev.reeve.logs.Std;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Answers questions about services. */
final class ServiceReads {
  private final Board board;
  private final Output output;
  private final Targets targets;
  private final Usage usage;
  private final GroupReads groups;

  ServiceReads(Board board, Output output, Targets targets, Usage usage, GroupReads groups) {
    this.board = board;
    this.output = output;
    this.targets = targets;
    this.usage = usage;
    this.groups = groups;
  }

  void bind(Registry registry) {
    registry.bind(Methods.LIST, this::list);
    registry.bind(Methods.DESCRIBE, this::describe);
    registry.bind(Methods.DECLARED, this::declared);
    registry.bind(Methods.ENV, this::env);
  }

  private ServiceRow.Rows list(Call<Query, Void> call) throws ApiException, LinuxException {
    Map<InstanceId, Usage.Used> used = usage.now();
    Instant now = Instant.now();
    List<ServiceRow> rows = new ArrayList<>();
    for (ServiceView view : views(call.params().targets())) {
      rows.add(Rows.row(view, used, board, now));
    }
    return new ServiceRow.Rows(rows);
  }

  /**
   * The services that targets name, with those of their instances that are meant.
   *
   * @throws ApiException if one of them names nothing
   */
  private List<ServiceView> views(List<String> names) throws ApiException {
    if (names.isEmpty()) {
      return board.sorted();
    }
    Targets.Resolved resolved = resolved(targets, names);
    List<ServiceView> views = new ArrayList<>();
    for (String service : resolved.services()) {
      List<Selection> meant =
          resolved.selections().stream().filter(s -> s.service().equals(service)).toList();
      board.service(service).map(view -> narrowed(view, meant)).ifPresent(views::add);
    }
    return views;
  }

  private static ServiceView narrowed(ServiceView view, List<Selection> meant) {
    List<InstanceView> instances =
        view.instances().stream()
            .filter(instance -> meant.stream().anyMatch(s -> s.covers(instance.id())))
            .toList();
    return new ServiceView(
        view.id(),
        view.spec(),
        view.desired(),
        instances,
        view.source(),
        view.rollout(),
        view.flags());
  }

  static Targets.Resolved resolved(Targets targets, List<String> names) throws ApiException {
    Targets.Resolved resolved = targets.resolve(names);
    if (!resolved.missing().isEmpty()) {
      Targets.Missing missing = resolved.missing().getFirst();
      throw new ApiException(
          ErrorCode.UNKNOWN_SERVICE, missing.target() + ": " + missing.reason(), missing.hint());
    }
    return resolved;
  }

  private Description.All describe(Call<Query, Void> call) throws ApiException, IOException {
    Map<InstanceId, Usage.Used> used = usage.now();
    Instant now = Instant.now();
    List<Description> all = new ArrayList<>();
    for (ServiceView view : views(call.params().targets())) {
      List<Description.Logs> logs = new ArrayList<>();
      List<Description.ProcessRow> processes = new ArrayList<>();
      for (InstanceView instance : view.instances()) {
        logs.add(logs(view, instance.id().number()));
        for (ProcStat stat : processes(used, instance.id())) {
          processes.add(process(instance.id().number(), stat));
        }
      }
      all.add(
          new Description(
              Rows.row(view, used, board, now),
              view.desired().name().toLowerCase(Locale.ROOT),
              shown(call.caller(), SpecWriter.full(view.spec())),
              shown(call.caller(), SpecWriter.declared(view.spec())),
              logs,
              processes,
              groups.rows(view),
              view.rollout().map(RolloutView::text).orElse(null)));
    }
    return new Description.All(all);
  }

  /** For those who write files: what a service does now costs a look at all of /proc. */
  private Declaration.All declared(Call<Query, Void> call) throws ApiException {
    List<Declaration> all = new ArrayList<>();
    for (ServiceView view : views(call.params().targets())) {
      all.add(
          new Declaration(
              view.spec().name(),
              shown(call.caller(), SpecWriter.declared(view.spec())),
              view.source()));
    }
    return new Declaration.All(all);
  }

  private static Map<String, Object> shown(Caller caller, Map<String, Object> spec) {
    return caller.role().includes(Role.ADMIN) ? spec : Secrets.masked(spec);
  }

  private static List<ProcStat> processes(Map<InstanceId, Usage.Used> used, InstanceId id) {
    Usage.Used of = used.get(id);
    return of == null ? List.of() : of.processes();
  }

  private Description.Logs logs(ServiceView view, int number) {
    List<LogStream> streams =
        output.of(view.id(), number).map(Output.Streams::all).orElse(List.of());
    return new Description.Logs(
        number,
        file(view, number, Std.OUT),
        file(view, number, Std.ERR),
        streams.stream().mapToLong(LogStream::linesDropped).sum(),
        streams.stream().anyMatch(LogStream::blocked));
  }

  private String file(ServiceView view, int number, Std std) {
    return output.file(view.spec(), number, std).map(Path::toString).orElse("null");
  }

  private static Description.ProcessRow process(int instance, ProcStat stat) throws LinuxException {
    List<String> words = ProcTable.cmdline(stat.pid());
    return new Description.ProcessRow(
        instance,
        stat.pid(),
        stat.ppid(),
        String.valueOf(stat.state()),
        stat.rssBytes(),
        words.isEmpty() ? "[" + stat.comm() + "]" : Words.join(words));
  }

  private EnvQuery.Reply env(Call<EnvQuery, Void> call) throws ApiException, LinuxException {
    Map<String, Map<String, String>> environments = new LinkedHashMap<>();
    for (Selection selection : resolved(targets, call.params().targets()).selections()) {
      Optional<ServiceView> view = board.service(selection.service());
      for (InstanceView instance : view.map(ServiceView::instances).orElse(List.of())) {
        ProcessRef process = instance.process();
        if (selection.covers(instance.id()) && process != null) {
          Map<String, String> variables = ProcTable.environ(process.pid()).orElseGet(Map::of);
          environments.put(instance.id().toString(), masked(variables, call.params().reveal()));
        }
      }
      boolean isSeen =
          environments.keySet().stream().anyMatch(id -> id.startsWith(selection.service() + "#"));
      if (view.isPresent() && !isSeen) {
        environments.put(
            selection.toString(),
            masked(view.get().spec().environment().variables(), call.params().reveal()));
      }
    }
    return new EnvQuery.Reply(environments);
  }

  private static Map<String, String> masked(Map<String, String> variables, boolean reveal) {
    Map<String, String> shown = new TreeMap<>(variables);
    if (!reveal) {
      shown.replaceAll(Secrets::masked);
    }
    return shown;
  }
}
