package dev.reeve.core.engine;

import static dev.reeve.core.engine.Specs.job;
import static dev.reeve.core.engine.Specs.spec;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of an instance: what the kernel may say in each phase, and what follows. */
class TransitionsTest {
  /** The phases, those that people cannot tell apart by their own names. */
  enum At {
    WAITING,
    STARTING,
    ABORTING,
    RUNNING,
    PENDING,
    STOPPING,
    EMPTYING,
    CLEANING,
    STOPPED,
    BACKOFF,
    FAILED,
    COMPLETED
  }

  private final Stage stage = new Stage();

  private void bring(At phase) {
    switch (phase) {
      case WAITING -> stage.start(spec("d"), spec("x", "depends_on", List.of("d")));
      case STARTING -> stage.start(spec("x"));
      case ABORTING -> stage.start(spec("x")).stop("x");
      case RUNNING -> stage.up(spec("x"));
      case PENDING -> stage.up(spec("x"), spec("y", "depends_on", List.of("x"))).stop("x", "y");
      case STOPPING -> stage.up(spec("x")).stop("x");
      case EMPTYING -> stage.up(spec("x")).stop("x").exited("x#1", new Exit.Code(0), false);
      case CLEANING -> stage.up(spec("x")).exited("x#1", new Exit.Code(0), false);
      case STOPPED -> stage.up(spec("x")).stop("x").dies("x#1");
      case BACKOFF -> stage.up(spec("x")).exited("x#1", 1);
      case FAILED -> stage.up(job("x")).exited("x#1", 1);
      case COMPLETED -> stage.up(job("x")).exited("x#1", 0);
    }
  }

  private void tell(String event) {
    switch (event) {
      case "spawned" -> stage.spawned("x#1");
      case "spawn-failed" -> stage.spawnFailed("x#1", "no such file", false);
      case "exited" -> stage.exited("x#1", new Exit.Code(1), false);
      case "exited-empty" -> stage.exited("x#1", new Exit.Code(1), true);
      case "emptied" -> stage.emptied("x#1");
      default -> throw new IllegalArgumentException(event);
    }
  }

  @ParameterizedTest(name = "{0} + {1} = {2} {3}")
  @CsvSource({
    "WAITING,   spawned,      waiting,   unexpected",
    "WAITING,   spawn-failed, waiting,   unexpected",
    "WAITING,   exited,       waiting,   unexpected",
    "WAITING,   exited-empty, waiting,   unexpected",
    "WAITING,   emptied,      waiting,   ''",
    "STARTING,  spawned,      running,   ''",
    "STARTING,  spawn-failed, failed,    ''",
    "STARTING,  exited,       stopping,  ''",
    "STARTING,  exited-empty, backoff,   ''",
    "STARTING,  emptied,      starting,  unexpected",
    "ABORTING,  spawned,      stopping,  ''",
    "ABORTING,  spawn-failed, stopped,   ''",
    "ABORTING,  exited,       stopping,  ''",
    "ABORTING,  exited-empty, stopped,   ''",
    "ABORTING,  emptied,      stopping,  unexpected",
    "RUNNING,   spawned,      running,   unexpected",
    "RUNNING,   spawn-failed, running,   unexpected",
    "RUNNING,   exited,       stopping,  ''",
    "RUNNING,   exited-empty, backoff,   ''",
    "RUNNING,   emptied,      backoff,   unexpected",
    "PENDING,   spawned,      stopping,  unexpected",
    "PENDING,   spawn-failed, stopping,  unexpected",
    "PENDING,   exited,       stopping,  ''",
    "PENDING,   exited-empty, stopped,   ''",
    "PENDING,   emptied,      stopped,   unexpected",
    "STOPPING,  spawned,      stopping,  unexpected",
    "STOPPING,  spawn-failed, stopping,  unexpected",
    "STOPPING,  exited,       stopping,  ''",
    "STOPPING,  exited-empty, stopped,   ''",
    "STOPPING,  emptied,      stopped,   unexpected",
    "EMPTYING,  spawned,      stopping,  ''",
    "EMPTYING,  spawn-failed, stopping,  unexpected",
    "EMPTYING,  exited,       stopping,  unexpected",
    "EMPTYING,  exited-empty, stopping,  unexpected",
    "EMPTYING,  emptied,      stopped,   ''",
    "CLEANING,  spawned,      stopping,  ''",
    "CLEANING,  spawn-failed, stopping,  unexpected",
    "CLEANING,  exited,       stopping,  unexpected",
    "CLEANING,  exited-empty, stopping,  unexpected",
    "CLEANING,  emptied,      backoff,   ''",
    "STOPPED,   spawned,      stopped,   ''",
    "STOPPED,   spawn-failed, stopped,   unexpected",
    "STOPPED,   exited,       stopped,   unexpected",
    "STOPPED,   exited-empty, stopped,   unexpected",
    "STOPPED,   emptied,      stopped,   ''",
    "BACKOFF,   spawned,      backoff,   ''",
    "BACKOFF,   spawn-failed, backoff,   unexpected",
    "BACKOFF,   exited,       backoff,   unexpected",
    "BACKOFF,   exited-empty, backoff,   unexpected",
    "BACKOFF,   emptied,      backoff,   ''",
    "FAILED,    spawned,      failed,    ''",
    "FAILED,    spawn-failed, failed,    unexpected",
    "FAILED,    exited,       failed,    unexpected",
    "FAILED,    exited-empty, failed,    unexpected",
    "FAILED,    emptied,      failed,    ''",
    "COMPLETED, spawned,      completed, ''",
    "COMPLETED, spawn-failed, completed, unexpected",
    "COMPLETED, exited,       completed, unexpected",
    "COMPLETED, exited-empty, completed, unexpected",
    "COMPLETED, emptied,      completed, ''",
  })
  void eachPairHasItsRow(At phase, String event, String state, String note) {
    bring(phase);
    tell(event);
    assertThat(stage.state("x#1").word()).isEqualTo(state);
    assertThat(stage.journal("unexpected").isEmpty()).isEqualTo(note.isEmpty());
  }

  @ParameterizedTest(name = "start {0} = {1}")
  @CsvSource({
    "WAITING,   waiting,  ''",
    "STARTING,  starting, ''",
    "ABORTING,  stopping, starting",
    "RUNNING,   running,  ''",
    "PENDING,   running,  ''",
    "STOPPING,  stopping, starting",
    "EMPTYING,  stopping, starting",
    "CLEANING,  stopping, starting",
    "STOPPED,   starting, ''",
    "BACKOFF,   starting, ''",
    "FAILED,    starting, ''",
    "COMPLETED, starting, ''",
  })
  void aStartInEachPhase(At phase, String state, String finallyState) {
    bring(phase);
    stage.startAll("x");
    check(state, finallyState);
  }

  @ParameterizedTest(name = "stop {0} = {1}")
  @CsvSource({
    "WAITING,   stopped,   ''",
    "STARTING,  stopping,  stopped",
    "ABORTING,  stopping,  stopped",
    "RUNNING,   stopping,  stopped",
    "PENDING,   stopping,  stopped",
    "STOPPING,  stopping,  stopped",
    "EMPTYING,  stopping,  stopped",
    "CLEANING,  stopping,  stopped",
    "STOPPED,   stopped,   ''",
    "BACKOFF,   stopped,   ''",
    "FAILED,    stopped,   ''",
    "COMPLETED, completed, ''",
  })
  void aStopInEachPhase(At phase, String state, String finallyState) {
    bring(phase);
    stage.stop("x");
    check(state, finallyState);
  }

  @ParameterizedTest(name = "restart {0} = {1}")
  @CsvSource({
    "WAITING,   waiting,  ''",
    "STARTING,  stopping, starting",
    "ABORTING,  stopping, starting",
    "RUNNING,   stopping, starting",
    "PENDING,   stopping, starting",
    "STOPPING,  stopping, starting",
    "EMPTYING,  stopping, starting",
    "CLEANING,  stopping, starting",
    "STOPPED,   starting, ''",
    "BACKOFF,   starting, ''",
    "FAILED,    starting, ''",
    "COMPLETED, starting, ''",
  })
  void aRestartInEachPhase(At phase, String state, String finallyState) {
    bring(phase);
    stage.restart("x");
    check(state, finallyState);
  }

  private void check(String state, String finallyState) {
    assertThat(stage.state("x#1").word()).isEqualTo(state);
    if (!finallyState.isEmpty()) {
      if (stage.view("x#1").process() == null) {
        stage.emptied("x#1");
      }
      if (stage.state("x#1") == State.STOPPING && stage.journal("exited").isEmpty()) {
        stage.exited("x#1", 0);
      }
      assertThat(stage.state("x#1").word()).isEqualTo(finallyState);
    }
    List<String> ends =
        Stream.of("stopped", "failed", "completed", "running", "starting", "waiting").toList();
    assertThat(ends).contains(stage.state("x#1").name().toLowerCase(Locale.ROOT));
    Map<TimerKey, ?> timers = stage.timers;
    assertThat(timers.keySet())
        .allMatch(key ->
            !key.instance().service().equals("x") || key.kind() == TimerKey.Kind.DEPENDENCIES);
  }
}
