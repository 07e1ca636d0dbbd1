package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.LogLine;
import dev.reeve.api.Methods;
import dev.reeve.api.Query;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.LogFormat;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.daemon.supervisor.Times;
import dev.reeve.logs.Follower;
import dev.reeve.logs.Line;
import dev.reeve.logs.LinePattern;
import dev.reeve.logs.LogFiles;
import dev.reeve.logs.LogQuery;
import dev.reeve.logs.LogReader;
import dev.reeve.logs.LogSearch;
import dev.reeve.logs.LogSource;
import dev.reeve.logs.LogStream;
import dev.reeve.logs.Pump;
import dev.reeve.logs.Std;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads, searches, follows and clears logs. */
final class LogReads {
  private static final int BATCH = 256;

  private final Board board;
  private final Output output;
  private final Pump pump;
  private final Targets targets;
  private final Path daemonLog;

  LogReads(Board board, Output output, Pump pump, Targets targets, Path daemonLog) {
    this.board = board;
    this.output = output;
    this.pump = pump;
    this.targets = targets;
    this.daemonLog = daemonLog;
  }

  void bind(Registry registry) {
    registry.bind(Methods.LOGS, this::read);
    registry.bind(Methods.FLUSH, this::flush);
  }

  /** Sends lines in batches, and counts them. */
  private static final class Sender {
    private final Call.Items<LogLine.Batch> items;
    private List<LogLine> batch = new ArrayList<>();
    private long sent;

    Sender(Call.Items<LogLine.Batch> items) {
      this.items = items;
    }

    boolean add(Line line) throws IOException {
      Instant at = line.at();
      batch.add(
          new LogLine(
              at == null ? null : Times.text(at),
              line.service(),
              line.instance(),
              line.std().word(),
              line.text()));
      if (batch.size() >= BATCH) {
        flush();
      }
      return true;
    }

    void flush() throws IOException {
      if (!batch.isEmpty()) {
        items.send(new LogLine.Batch(batch));
        sent += batch.size();
        batch = new ArrayList<>();
      }
    }
  }

  private dev.reeve.api.LogQuery.Reply read(Call<dev.reeve.api.LogQuery, LogLine.Batch> call)
      throws ApiException, IOException, InterruptedException {
    dev.reeve.api.LogQuery asked = call.params();
    List<LogSource> wanted = wanted(asked);
    Optional<LinePattern> pattern = pattern(asked);
    long last = asked.lines() < 0 ? LogQuery.ALL : asked.lines();
    LogQuery query =
        new LogQuery(last, Times.since(asked.since()).orElse(null), only(asked.stream()));
    Sender sender = new Sender(call.items());
    if (asked.follow()) {
      follow(wanted, query, pattern, sender);
    } else if (pattern.isPresent()) {
      search(wanted, query, pattern.get(), sender);
    } else {
      LogReader.read(wanted, query, sender::add);
    }
    sender.flush();
    return new dev.reeve.api.LogQuery.Reply(
        sender.sent, asked.daemon() ? List.of() : hinting(asked));
  }

  /** The services that write log files of their own. */
  private List<String> hinting(dev.reeve.api.LogQuery asked) throws ApiException {
    return ServiceReads.resolved(targets, asked.targets()).services().stream()
        .filter(name ->
            board.service(name).filter(view -> !view.spec().logs().hints().isEmpty()).isPresent())
        .toList();
  }

  private List<LogSource> wanted(dev.reeve.api.LogQuery asked) throws ApiException {
    if (asked.daemon()) {
      return List.of(new LogSource("reeve", 0, Std.OUT, daemonLog, LogFormat.RAW));
    }
    List<LogSource> wanted = new ArrayList<>();
    for (Selection s : ServiceReads.resolved(targets, asked.targets()).selections()) {
      Optional<ServiceView> view = board.service(s.service());
      if (view.isPresent()) {
        wanted.addAll(sources(view.get(), s, asked.stream()));
      }
    }
    return wanted;
  }

  private List<LogSource> sources(ServiceView view, Selection selection, String stream) {
    return view.instances().stream()
        .map(InstanceView::id)
        .filter(selection::covers)
        .flatMap(id -> output.sources(view.spec(), id.number(), stream).stream())
        .toList();
  }

  private static Optional<LinePattern> pattern(dev.reeve.api.LogQuery asked) throws ApiException {
    if (asked.pattern().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          asked.fixed()
              ? LinePattern.text(asked.pattern(), asked.ignoreCase())
              : LinePattern.regex(asked.pattern(), asked.ignoreCase()));
    } catch (IllegalArgumentException e) {
      throw new ApiException(
          ErrorCode.USAGE, String.valueOf(e.getMessage()), "with -F it is taken as plain text");
    }
  }

  private static @Nullable Std only(String stream) throws ApiException {
    return switch (stream) {
      case "" -> null;
      case "out" -> Std.OUT;
      case "err" -> Std.ERR;
      default ->
          throw new ApiException(ErrorCode.USAGE, "no stream '" + stream + "'", "out or err");
    };
  }

  /** The last of the lines that match, which only a look at all of them can tell. */
  private static void search(
      List<LogSource> sources, LogQuery query, LinePattern pattern, Sender sender)
      throws IOException {
    LogQuery all = new LogQuery(LogQuery.ALL, query.since(), query.only());
    if (query.last() == LogQuery.ALL) {
      LogSearch.find(sources, all, pattern, sender::add);
      return;
    }
    Deque<Line> latest = new ArrayDeque<>();
    LogSearch.find(
        sources,
        all,
        pattern,
        line -> {
          latest.add(line);
          if (latest.size() > query.last()) {
            latest.remove();
          }
          return true;
        });
    for (Line line : latest) {
      sender.add(line);
    }
  }

  private void follow(
      List<LogSource> sources, LogQuery query, Optional<LinePattern> pattern, Sender sender)
      throws IOException, InterruptedException {
    if (pattern.isPresent() && query.last() != LogQuery.ALL) {
      followMatching(sources, query, pattern.get(), sender);
      return;
    }
    try (Follower follower = new Follower(pump, sources, query)) {
      goOn(follower, pattern, sender);
    }
  }

  private static void goOn(Follower follower, Optional<LinePattern> pattern, Sender sender)
      throws IOException, InterruptedException {
    while (!Thread.currentThread().isInterrupted()) {
      Line line = follower.next(Duration.ZERO);
      if (line == null) {
        sender.flush();
        line = follower.next(Duration.ofHours(1));
      }
      if (line != null && (pattern.isEmpty() || pattern.get().matches(line.bytes()))) {
        sender.add(line);
      }
    }
  }

  /** The last lines that match, which only a look at all of them can tell, and then new ones. */
  private void followMatching(
      List<LogSource> sources, LogQuery query, LinePattern pattern, Sender sender)
      throws IOException, InterruptedException {
    LogQuery all = new LogQuery(LogQuery.ALL, query.since(), query.only());
    Deque<Line> latest = new ArrayDeque<>();
    try (Follower follower = new Follower(pump, sources, all)) {
      Line line;
      while ((line = follower.next(Duration.ZERO)) != null) {
        if (pattern.matches(line.bytes())) {
          latest.add(line);
          if (latest.size() > query.last()) {
            latest.remove();
          }
        }
      }
      for (Line old : latest) {
        sender.add(old);
      }
      goOn(follower, Optional.of(pattern), sender);
    }
  }

  private ActionResult.All flush(Call<Query, Void> call) throws ApiException, IOException {
    List<ActionResult> results = new ArrayList<>();
    Targets.Resolved resolved = targets.resolve(call.params().targets());
    for (Targets.Missing m : resolved.missing()) {
      results.add(
          ServiceActions.failure(m.target(), ErrorCode.UNKNOWN_SERVICE, m.reason(), m.hint()));
    }
    for (Selection selection : resolved.selections()) {
      Optional<ServiceView> view = board.service(selection.service());
      if (view.isPresent()) {
        results.add(flush(view.get(), selection));
      }
    }
    return new ActionResult.All(results);
  }

  private ActionResult flush(ServiceView view, Selection selection) {
    try {
      for (Output.Streams streams : output.of(view.id())) {
        if (selection.covers(streams.id())) {
          for (LogStream stream : streams.all()) {
            stream.flush();
          }
        }
      }
      for (LogSource source : sources(view, selection, "")) {
        if (output.of(view.id(), source.instance()).isEmpty()) {
          LogFiles.flush(source.file());
        }
      }
    } catch (IOException e) {
      return ServiceActions.failure(
          selection.toString(), ErrorCode.FAILED, String.valueOf(e.getMessage()), "");
    }
    return Waiting.result(view, selection, Optional.empty());
  }
}
