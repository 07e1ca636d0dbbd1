package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.daemon.diagnosis.Diagnoses;
import dev.reeve.daemon.diagnosis.Finding;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.ErrorLines;
import dev.reeve.daemon.supervisor.Output;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What a program that ended at once had to say, for the one who started it. */
final class FirstWords {
  private static final int LINES = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Board board;
  private final Output output;
  private final ErrorLines errorLines;
  private final Diagnoses diagnoses;

  FirstWords(Board board, Output output, Diagnoses diagnoses) {
    this.board = board;
    this.output = output;
    this.errorLines = new ErrorLines(output);
    this.diagnoses = diagnoses;
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
    List<String> lines = errorLines.of(view.get(), dead.get().id().number(), LINES, since);
    String hint = failure.hint().isEmpty() ? hint(view.get(), dead.get(), since) : failure.hint();
    return new ActionResult(
        result.target(),
        false,
        result.state(),
        result.pids(),
        new ActionResult.Failure(failure.code(), failure.message(), hint, lines));
  }

  private String hint(ServiceView view, InstanceView dead, Instant since)
      throws InterruptedException {
    InstanceView.LastExit last = dead.lastExit();
    Optional<Finding> finding =
        last == null || last.exit().ok() || last.at().isBefore(since)
            ? Optional.empty()
            : diagnoses.of(dead.id(), last.generation(), since);
    return finding.map(Finding::hint).orElse("see 'reeve logs " + view.name() + "'");
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
}
