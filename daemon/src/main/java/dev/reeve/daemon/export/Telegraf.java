package dev.reeve.daemon.export;

import dev.reeve.core.engine.State;
import dev.reeve.daemon.sampling.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A picture as lines of the Influx line protocol, with the measurements, tags and fields of GoPM:
 * one line for each instance, one for the daemon, and one for each method that was called.
 */
final class Telegraf {
  /** What GoPM says of a process that was ended by a signal. */
  private static final int BY_SIGNAL = -1;

  private final String measurement;

  /** Lines of measurements that begin with this. */
  Telegraf(String measurement) {
    this.measurement = measurement;
  }

  List<String> lines(Picture picture) {
    List<String> lines = new ArrayList<>();
    for (Picture.Item item : picture.items()) {
      lines.add(line(item, picture.atMillis()));
    }
    lines.add(daemon(picture));
    String host = picture.daemon().host();
    picture
        .daemon()
        .calls()
        .forEach((method, count) ->
            lines.add(
                new InfluxLine(measurement + "_rpc")
                    .tag("host", host)
                    .tag("method", method)
                    .field("calls", count)
                    .at(picture.atMillis())));
    return lines;
  }

  private enum Status {
    ONLINE,
    STOPPED,
    ERRORED;

    static Status of(State state) {
      return state.hasProcesses() ? ONLINE : state == State.FAILED ? ERRORED : STOPPED;
    }

    String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private String line(Picture.Item item, long at) {
    InfluxLine line =
        new InfluxLine(measurement)
            .tag("name", item.name())
            .tag("id", Integer.toString(item.seen().service().id()))
            .tag("status", Status.of(item.state()).word());
    Look.Figures figures = item.seen().figures();
    int pid = item.seen().instance().pid().orElse(0);
    if (figures != null && pid > 0 && Status.of(item.state()) == Status.ONLINE) {
      line.field("pid", pid)
          .field("cpu", figures.cpuPercent())
          .field("memory", figures.memoryBytes())
          .field("memory_peak", figures.mostMemoryBytes())
          .field("uptime", item.uptimeSeconds(at).orElse(0L))
          .field("child_count", children(figures));
    }
    Tally.Counts counts = item.counts();
    return line.field("restarts", item.seen().instance().restarts())
        .field("start_count", counts.starts())
        .field("stop_count", counts.stops())
        .field("crash_count", counts.crashes())
        .field("user_restart_count", counts.askedRestarts() + counts.watchRestarts())
        .field("supervisor_restart_count", counts.ownRestarts())
        .field("instance", item.seen().instance().generation())
        .field("last_exit_code", exitCode(item))
        .field("last_run_duration_ms", counts.lastRunMillis())
        .field("restarts_since_reset", counts.streak())
        .field("in_restart_delay", item.state() == State.BACKOFF)
        .field("log_bytes_written", item.logBytes())
        .field("log_rotations", item.logRotations())
        .field("listener_count", item.listeners())
        .at(at);
  }

  private static int exitCode(Picture.Item item) {
    boolean any = item.seen().instance().lastExit() != null;
    return item.lastExitCode().orElse(any ? BY_SIGNAL : 0);
  }

  private static long children(Look.Figures figures) {
    return Math.max(0, figures.processes() - 1);
  }

  private String daemon(Picture picture) {
    long online = 0;
    long errored = 0;
    long children = 0;
    for (Picture.Item item : picture.items()) {
      Status status = Status.of(item.state());
      online += status == Status.ONLINE ? 1 : 0;
      errored += status == Status.ERRORED ? 1 : 0;
      Look.Figures figures = item.seen().figures();
      children += figures == null ? 0 : children(figures);
    }
    Picture.Daemon daemon = picture.daemon();
    long uptime = Math.max(0, picture.atMillis() - daemon.startedAtMillis());
    return new InfluxLine(measurement + "_daemon")
        .tag("host", daemon.host())
        .field("processes_total", picture.items().size())
        .field("processes_online", online)
        .field("processes_stopped", picture.items().size() - online - errored)
        .field("processes_errored", errored)
        .field("total_children", children)
        .field("daemon_uptime", TimeUnit.MILLISECONDS.toSeconds(uptime))
        .field("rpc_errors", daemon.failedCalls())
        .field("state_saves", daemon.saves())
        .field("state_save_failures", daemon.failedSaves())
        .field("resurrect_count", 1 + daemon.calls().getOrDefault("service.resurrect", 0L))
        .field("zombie_detections", daemon.oddities().strays())
        .field("monitor_stales", daemon.oddities().stale())
        .field("restart_cancels", daemon.oddities().cancelledRestarts())
        .at(picture.atMillis());
  }
}
