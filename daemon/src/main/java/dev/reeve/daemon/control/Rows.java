package dev.reeve.daemon.control;

import dev.reeve.api.ServiceRow;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.engine.UserFlag;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Views as rows of messages. */
final class Rows {
  /** The state of a service is the one of its instances that comes first here. */
  private static final List<State> ATTENTION =
      List.of(
          State.FAILED,
          State.BACKOFF,
          State.STOPPING,
          State.STARTING,
          State.WAITING,
          State.PAUSED,
          State.RUNNING,
          State.COMPLETED,
          State.STOPPED);

  private Rows() {}

  static ServiceRow row(
      ServiceView view, Map<InstanceId, Usage.Used> usage, Board board, Instant now) {
    List<ServiceRow.InstanceRow> instances = new ArrayList<>();
    int restarts = 0;
    for (InstanceView instance : view.instances()) {
      instances.add(row(instance, usage.get(instance.id()), board.hint(instance.id()), now));
      restarts += instance.restarts();
    }
    return new ServiceRow(
        view.id(),
        view.name(),
        view.spec().groupName(),
        state(view).word(),
        view.spec().enabled(),
        restarts,
        view.spec().command().text(),
        instances,
        view.flags().stream().map(Rows::flag).toList());
  }

  private static ServiceRow.Flag flag(UserFlag flag) {
    Instant until = flag.until();
    return new ServiceRow.Flag(flag.name(), until == null ? null : Times.text(until), flag.by());
  }

  /** The state of the instance that needs attention most. */
  static State state(ServiceView view) {
    State state = State.STOPPED;
    for (InstanceView instance : view.instances()) {
      if (ATTENTION.indexOf(instance.state()) < ATTENTION.indexOf(state)) {
        state = instance.state();
      }
    }
    return state;
  }

  private static ServiceRow.InstanceRow row(
      InstanceView instance, Usage.@Nullable Used used, String hint, Instant now) {
    ProcessRef process = instance.process();
    return new ServiceRow.InstanceRow(
        instance.id().number(),
        process == null ? null : process.pid(),
        instance.state().word(),
        instance.health().word(),
        process == null ? null : Times.text(process.startedAt()),
        process == null ? null : Times.millisBetween(process.startedAt(), now),
        instance.restarts(),
        used == null ? null : Math.round(used.cpuPercent() * 10) / 10.0,
        used == null ? null : used.memoryBytes(),
        used == null ? 0 : used.processes().size(),
        instance.reason(),
        lastExit(instance.lastExit()),
        instance.troubles(),
        hint.isEmpty() ? null : hint);
  }

  private static ServiceRow.@Nullable LastExit lastExit(InstanceView.@Nullable LastExit last) {
    if (last == null) {
      return null;
    }
    Exit exit = last.exit();
    return new ServiceRow.LastExit(
        exit instanceof Exit.Code(int code) ? code : null,
        switch (exit) {
          case Exit.Signalled signalled -> signalled.signal();
          case Exit.OutOfMemory _ -> "KILL";
          default -> null;
        },
        Times.text(last.at()),
        exit.text());
  }
}
