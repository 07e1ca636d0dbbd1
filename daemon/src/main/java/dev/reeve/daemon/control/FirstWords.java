package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.logs.LogQuery;
import dev.reeve.logs.LogReader;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a program that ended at once had to say, for the one who started it. */
final class FirstWords {
  private static final int LINES = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Board board;
  private final Output output;

  FirstWords(Board board, Output output) {
    this.board = board;
    this.output = output;
  }

  /**
   * The result, with the last lines of standard error if it is a failure of a program that ran.
   *
   * @param since what it said before was another run
   */
  ActionResult added(ActionResult result, Instant since) throws IOException, InterruptedException {
    ActionResult.Failure failure = result.error();
    Optional<ServiceView> view = board.service(service(result));
    if (failure == null || view.isEmpty()) {
      return result;
    }
    Optional<InstanceView> dead =
        view.get().instances().stream().filter(i -> i.lastExit() != null).findFirst();
    if (dead.isEmpty()) {
      return result;
    }
    drain(view.get());
    String hint =
        failure.hint().isEmpty() ? "see 'reeve logs " + view.get().name() + "'" : failure.hint();
    return new ActionResult(
        result.target(),
        false,
        result.state(),
        result.pids(),
        new ActionResult.Failure(
            failure.code(), failure.message(), hint, lines(view.get(), dead.get(), since)));
  }

  /** The result, when everything its processes wrote has reached the files. */
  ActionResult flushed(ActionResult result) throws InterruptedException {
    Optional<ServiceView> view = board.service(service(result));
    if (view.isPresent()) {
      drain(view.get());
    }
    return result;
  }

  private static String service(ActionResult result) {
    int hash = result.target().lastIndexOf('#');
    return hash < 0 ? result.target() : result.target().substring(0, hash);
  }

  private void drain(ServiceView view) throws InterruptedException {
    for (Output.Streams streams : output.of(view.id())) {
      streams.drained(PATIENCE);
    }
  }

  private List<String> lines(ServiceView view, InstanceView dead, Instant asked)
      throws IOException {
    Instant since = asked.truncatedTo(ChronoUnit.MILLIS); // as precise as the logs are
    List<String> lines = new ArrayList<>();
    LogReader.read(
        output.sources(view.spec(), dead.id().number(), "err"),
        new LogQuery(LINES, since, null),
        line -> lines.add(line.text()));
    if (lines.isEmpty()) {
      LogReader.read(
          output.sources(view.spec(), dead.id().number(), ""),
          new LogQuery(LINES, since, null),
          line -> lines.add(line.text()));
    }
    return lines;
  }
}
