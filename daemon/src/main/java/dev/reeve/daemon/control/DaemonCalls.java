package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.DaemonStatus;
import dev.reeve.api.Departure;
import dev.reeve.api.Hello;
import dev.reeve.api.Home;
import dev.reeve.api.Methods;
import dev.reeve.api.Progress;
import dev.reeve.api.Version;
import dev.reeve.config.MasterGroup;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.ResourceSpec;
import dev.reeve.daemon.groups.GroupTree;
import dev.reeve.daemon.sampling.Sampler;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import dev.reeve.daemon.supervisor.Times;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.cgroup.Cgroup;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** Answers about the daemon itself, and ends it. */
final class DaemonCalls {
  private final Home home;
  private final Board board;
  private final Loop loop;
  private final Sampler sampler;
  private final GroupTree groups;
  private final AtomicBoolean comeBack;
  private final Instant startedAt = Instant.now();
  private final int pid = (int) ProcessHandle.current().pid();

  /**
   * @param groups of services
   * @param comeBack set when the daemon is to be replaced by a new one after its end
   */
  DaemonCalls(
      Home home,
      Board board,
      Loop loop,
      Sampler sampler,
      GroupTree groups,
      AtomicBoolean comeBack) {
    this.home = home;
    this.board = board;
    this.loop = loop;
    this.sampler = sampler;
    this.groups = groups;
    this.comeBack = comeBack;
  }

  void bind(Registry registry) {
    registry.bind(Methods.HELLO, this::hello);
    registry.bind(Methods.STATUS, call -> status());
    registry.bind(Methods.SHUTDOWN, this::shutdown);
  }

  private Hello hello(Call<Hello.Params, Void> call) {
    return new Hello(
        Methods.PROTOCOL,
        Version.CURRENT,
        pid,
        home.root().toString(),
        Times.text(startedAt),
        Times.millisBetween(startedAt, Instant.now()),
        call.caller().role().name().toLowerCase(Locale.ROOT));
  }

  private DaemonStatus status() throws LinuxException {
    Map<String, Integer> states = new TreeMap<>();
    int services = 0;
    for (ServiceView view : board.services()) {
      services++;
      for (InstanceView instance : view.instances()) {
        states.merge(instance.state().word(), 1, Integer::sum);
      }
    }
    Optional<ProcStat> self = ProcTable.stat(pid);
    return new DaemonStatus(
        pid,
        Version.CURRENT,
        home.root().toString(),
        Times.text(startedAt),
        Times.millisBetween(startedAt, Instant.now()),
        services,
        states,
        self.map(ProcStat::rssBytes).orElse(0L),
        self.map(ProcStat::threads).orElse(0),
        board.halted(),
        home.socket().toString(),
        home.state().toString(),
        home.logs().toString(),
        Files.exists(home.config()) ? home.config().toString() : "",
        keeper(self),
        sampling(),
        together());
  }

  private DaemonStatus.Sampling sampling() {
    Sampler.State state = sampler.state();
    return new DaemonStatus.Sampling(
        state.intervalMillis(),
        Math.round(state.cpuPercent() * 1000) / 1000.0,
        state.stretched(),
        state.fileBytes(),
        state.trouble());
  }

  private DaemonStatus.@Nullable Together together() {
    MasterGroup declared = groups.declared();
    String trouble = groups.trouble();
    if (declared.place().isEmpty() && trouble.isEmpty()) {
      return null;
    }
    Optional<Cgroup> master = groups.master();
    Long used = null;
    try {
      used = master.isPresent() ? master.get().number("memory.current").orElse(null) : null;
    } catch (IOException e) {
      trouble += (trouble.isEmpty() ? "" : "; ") + e.getMessage();
    }
    return new DaemonStatus.Together(
        master.map(Cgroup::toString).orElse(""),
        MasterLimits.text(declared.limits()),
        limit(declared.cpu()),
        limit(declared.memory()),
        limit(declared.swap()),
        used,
        trouble);
  }

  private static @Nullable Long limit(long most) {
    return most == ResourceSpec.MAX ? null : Long.valueOf(most);
  }

  /** Who starts a new daemon when this one dies. */
  private static String keeper(Optional<ProcStat> self) {
    String keeper = System.getProperty("reeve.keeper", "");
    if (!keeper.isEmpty()) {
      return keeper + self.map(stat -> " (pid " + stat.ppid() + ")").orElse("");
    }
    return System.getenv("INVOCATION_ID") != null ? "systemd" : "nobody";
  }

  private DaemonStatus shutdown(Call<Departure, Progress> call)
      throws ApiException, IOException, InterruptedException {
    Departure departure = call.params();
    comeBack.set(departure.comeBack());
    DaemonStatus last = status();
    List<Selection> all = board.sorted().stream().map(view -> Selection.all(view.name())).toList();
    ServiceActions.ask(loop, call.caller(), new Order.Shutdown(departure.keepServices()));
    if (!departure.keepServices()) {
      new Waiting(board)
          .await(
              all,
              (service, instance) ->
                  instance.state().hasProcesses()
                      ? new Waiting.Verdict.NotYet(Waiting.FOR_EVER)
                      : new Waiting.Verdict.There(),
              Waiting.FOR_EVER,
              call.items());
    }
    return last;
  }
}
