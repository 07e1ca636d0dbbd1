package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Progress;
import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.spec.Ready;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Times;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** Waits, on the thread of a request, until services are where somebody wants them. */
final class Waiting {
  private final Board board;

  Waiting(Board board) {
    this.board = board;
  }

  /** How an instance stands to what is waited for. */
  sealed interface Verdict {
    /** It is there. */
    record There() implements Verdict {}

    /** Not yet; look again when something changes, or at the latest after this time. */
    record NotYet(Duration patience) implements Verdict {}

    /** It will not be. */
    record Never(String reason, String hint) implements Verdict {}
  }

  static final Duration FOR_EVER = Duration.ofDays(3650);

  /** Generations at the time of a request; a death of a later one is news. */
  Map<InstanceId, Long> generations(List<String> services) {
    Map<InstanceId, Long> generations = new HashMap<>();
    for (String service : services) {
      for (InstanceView view :
          board.service(service).map(ServiceView::instances).orElse(List.of())) {
        generations.put(view.id(), view.generation());
      }
    }
    return generations;
  }

  /**
   * Waits until the judge has a final word on every selected instance.
   *
   * @param timeout after which those that are not there yet have timed out
   * @param progress told of each new state of an instance
   * @return one result a selection
   */
  List<ActionResult> await(
      List<Selection> selections,
      BiFunction<ServiceView, InstanceView, Verdict> judge,
      Duration timeout,
      Call.Items<Progress> progress)
      throws InterruptedException, IOException {
    Instant deadline = Instant.now().plus(timeout.compareTo(FOR_EVER) > 0 ? FOR_EVER : timeout);
    Map<InstanceId, String> told = new HashMap<>();
    while (true) {
      long version = board.version();
      List<ActionResult> results = new ArrayList<>();
      Duration patience = FOR_EVER;
      boolean isFinal = true;
      for (Selection selection : selections) {
        Judged judged = judge(selection, judge, progress, told);
        results.add(judged.result);
        if (judged.patience.isPresent()) {
          isFinal = false;
          patience = shorter(patience, judged.patience.get());
        }
      }
      Duration left = Duration.between(Instant.now(), deadline);
      if (isFinal) {
        return results;
      }
      if (left.isNegative() || left.isZero()) {
        return timedOut(selections, judge, timeout);
      }
      board.awaitChange(version, shorter(patience, left).toNanos());
    }
  }

  private static Duration shorter(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }

  private record Judged(ActionResult result, Optional<Duration> patience) {}

  private Judged judge(
      Selection selection,
      BiFunction<ServiceView, InstanceView, Verdict> judge,
      Call.Items<Progress> progress,
      Map<InstanceId, String> told)
      throws IOException {
    Optional<ServiceView> service = board.service(selection.service());
    if (service.isEmpty()) {
      return new Judged(gone(selection), Optional.empty());
    }
    Duration patience = FOR_EVER;
    boolean pending = false;
    Optional<Verdict.Never> never = Optional.empty();
    for (InstanceView instance : service.get().instances()) {
      if (!selection.covers(instance.id())) {
        continue;
      }
      String state = instance.state().word();
      if (!state.equals(told.put(instance.id(), state))) {
        progress.send(new Progress(label(service.get(), instance), state, instance.reason()));
      }
      switch (judge.apply(service.get(), instance)) {
        case Verdict.There there -> {}
        case Verdict.NotYet(Duration time) -> {
          pending = true;
          patience = shorter(patience, time);
        }
        case Verdict.Never(String reason, String hint) -> {
          String known = hint.isEmpty() ? board.hint(instance.id()) : hint;
          never = never.or(() -> Optional.of(new Verdict.Never(reason, known)));
        }
      }
    }
    ActionResult result =
        result(
            service.get(),
            selection,
            never.map(n ->
                new ActionResult.Failure(
                    ErrorCode.FAILED.word(), n.reason(), n.hint(), List.of())));
    return new Judged(
        result, pending && never.isEmpty() ? Optional.of(patience) : Optional.empty());
  }

  private static String label(ServiceView service, InstanceView instance) {
    return service.instances().size() > 1 ? instance.id().toString() : service.name();
  }

  private static ActionResult gone(Selection selection) {
    return new ActionResult(selection.toString(), true, "deleted", List.of(), null);
  }

  /** What is now known of a selection. */
  static ActionResult result(
      ServiceView service, Selection selection, Optional<ActionResult.Failure> failure) {
    List<Integer> pids = new ArrayList<>();
    State state = Rows.state(service);
    for (InstanceView instance : service.instances()) {
      if (selection.covers(instance.id())) {
        instance.pid().ifPresent(pids::add);
        state = selection.number() == 0 ? state : instance.state();
      }
    }
    return new ActionResult(
        selection.toString(), failure.isEmpty(), state.word(), pids, failure.orElse(null));
  }

  private List<ActionResult> timedOut(
      List<Selection> selections,
      BiFunction<ServiceView, InstanceView, Verdict> judge,
      Duration timeout) {
    List<ActionResult> results = new ArrayList<>();
    for (Selection selection : selections) {
      Optional<ServiceView> service = board.service(selection.service());
      if (service.isEmpty()) {
        results.add(gone(selection));
        continue;
      }
      Optional<InstanceView> late =
          service.get().instances().stream()
              .filter(i -> selection.covers(i.id()))
              .filter(i -> !(judge.apply(service.get(), i) instanceof Verdict.There))
              .findFirst();
      results.add(
          result(
              service.get(),
              selection,
              late.map(i ->
                  new ActionResult.Failure(
                      ErrorCode.TIMED_OUT.word(),
                      i.id()
                          + " is still "
                          + i.state().word()
                          + " after "
                          + dev.reeve.core.spec.Durations.format(timeout)
                          + (i.reason().isEmpty() ? "" : ": " + i.reason()),
                      "see 'reeve status " + i.id().service() + "'",
                      List.of()))));
    }
    return results;
  }

  /**
   * Judges whether an instance has come up and stayed up for its startup grace.
   *
   * @param before generations at the time of the request
   */
  static Verdict started(ServiceView service, InstanceView instance, Map<InstanceId, Long> before) {
    if (service.spec().schedule().isPresent()) {
      return new Verdict.There(); // its next run is planned, or under way
    }
    if (!service.rollout().isEmpty()) {
      return new Verdict.NotYet(FOR_EVER);
    }
    Optional<Exit> death =
        Optional.ofNullable(instance.lastExit())
            .filter(last -> last.generation() > before.getOrDefault(instance.id(), 0L))
            .map(InstanceView.LastExit::exit);
    return switch (instance.state()) {
      case COMPLETED, PAUSED -> new Verdict.There();
      case STARTING, STOPPING, WAITING -> new Verdict.NotYet(FOR_EVER);
      case BACKOFF, FAILED -> new Verdict.Never(withoutPrefix(instance.reason()), "");
      case STOPPED ->
          service.desired() == Desired.UP && death.filter(Exit::ok).isPresent()
              ? new Verdict.There()
              : new Verdict.Never(
                  instance.reason().isEmpty() ? "it was stopped" : instance.reason(), "");
      case RUNNING -> {
        if (death.isPresent()) {
          yield new Verdict.Never(death.get().text() + ", and was started again", "");
        }
        if (!(service.spec().ready() instanceof Ready.Started)) {
          yield new Verdict.There(); // it has shown that it works
        }
        long left =
            service.spec().startupGrace().toMillis()
                - Times.millisBetween(instance.since(), Instant.now());
        yield left <= 0 ? new Verdict.There() : new Verdict.NotYet(Duration.ofMillis(left + 1));
      }
    };
  }

  /** The reason follows "cannot start NAME: ", and need not say it again. */
  private static String withoutPrefix(String reason) {
    String prefix = "cannot start: ";
    return reason.startsWith(prefix) ? reason.substring(prefix.length()) : reason;
  }

  /** Judges whether nothing of an instance is left and nothing is planned. */
  static Verdict stopped(ServiceView service, InstanceView instance) {
    return switch (instance.state()) {
      case STOPPED, FAILED, COMPLETED -> new Verdict.There();
      default ->
          service.desired() == Desired.UP && instance.desired() == Desired.UP
              ? new Verdict.Never("it was started again meanwhile", "")
              : new Verdict.NotYet(FOR_EVER);
    };
  }
}
