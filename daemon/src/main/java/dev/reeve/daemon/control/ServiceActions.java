package dev.reeve.daemon.control;

import dev.reeve.api.Action;
import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.EnableOrder;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.Progress;
import dev.reeve.api.RenameOrder;
import dev.reeve.api.SignalOrder;
import dev.reeve.api.WaitFor;
import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.Health;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.InstanceView;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Outcome;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.engine.State;
import dev.reeve.core.spec.SignalNames;
import dev.reeve.core.spec.Unreadable;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Function;

/** Carries out what people want done with services. */
final class ServiceActions {
  /** What a kill may take on top of the grace before somebody is told who does not die. */
  private static final Duration KILL_TIME = Duration.ofSeconds(10);

  private final Board board;
  private final Loop loop;
  private final Targets targets;
  private final Waiting waiting;
  private final FirstWords firstWords;
  private final Survivors survivors;

  ServiceActions(
      Board board, Loop loop, Targets targets, FirstWords firstWords, Survivors survivors) {
    this.board = board;
    this.loop = loop;
    this.targets = targets;
    this.waiting = new Waiting(board);
    this.firstWords = firstWords;
    this.survivors = survivors;
  }

  void bind(Registry registry) {
    registry.bind(Methods.START, call -> up(call, Order.Start::new));
    registry.bind(Methods.RESTART, call -> up(call, Order.Restart::new));
    registry.bind(Methods.RELOAD, call -> up(call, Order.Reload::new));
    registry.bind(Methods.STOP, this::stop);
    registry.bind(Methods.PAUSE, call -> pause(call, true));
    registry.bind(Methods.RESUME, call -> pause(call, false));
    registry.bind(Methods.DELETE, this::delete);
    registry.bind(Methods.SIGNAL, this::signal);
    registry.bind(Methods.ENABLE, this::enable);
    registry.bind(Methods.RENAME, this::rename);
    registry.bind(Methods.WAIT, this::waitFor);
    registry.bind(Methods.RESURRECT, this::resurrect);
  }

  /** Asks the engine and waits until its answer is on disk. */
  static Loop.Reply ask(Loop loop, Caller caller, Order order)
      throws ApiException, InterruptedException {
    try {
      return loop.ask(caller.user(), order).get();
    } catch (ExecutionException e) {
      throw new ApiException(ErrorCode.FAILED, "the daemon has a defect: " + e.getCause(), "");
    }
  }

  /** The bad part of what the engine answered, and of what was not found. */
  static List<ActionResult> refusals(Loop.Reply reply, List<Targets.Missing> missing) {
    List<ActionResult> refusals = new ArrayList<>();
    for (Targets.Missing m : missing) {
      refusals.add(failure(m.target(), ErrorCode.UNKNOWN_SERVICE, m.reason(), m.hint()));
    }
    for (Outcome outcome : reply.outcomes()) {
      if (!outcome.ok()) {
        ErrorCode code =
            outcome.problem() == Outcome.Problem.UNKNOWN
                ? ErrorCode.UNKNOWN_SERVICE
                : ErrorCode.FAILED;
        refusals.add(failure(outcome.target(), code, outcome.reason(), outcome.hint()));
      } else if (!reply.diskTrouble().isEmpty()) {
        refusals.add(
            failure(
                outcome.target(),
                ErrorCode.FAILED,
                "it was done, but may be forgotten: " + reply.diskTrouble(),
                "make room on the disk; it is written as soon as there is some"));
      }
    }
    return refusals;
  }

  static ActionResult failure(String target, ErrorCode code, String reason, String hint) {
    return new ActionResult(
        target,
        false,
        "",
        List.of(),
        new ActionResult.Failure(code.word(), reason, hint, List.of()));
  }

  /** Those of the selections that were not refused. */
  static List<Selection> accepted(List<Selection> selections, List<ActionResult> refusals) {
    return selections.stream()
        .filter(s -> refusals.stream().noneMatch(r -> r.target().equals(s.toString())))
        .toList();
  }

  private ActionResult.All up(Call<Action, Progress> call, Function<List<Selection>, Order> order)
      throws ApiException, IOException, InterruptedException {
    Instant since = Instant.now();
    Targets.Resolved resolved = targets.resolve(call.params().targets());
    Map<InstanceId, Long> before = waiting.generations(resolved.services());
    Loop.Reply reply = ask(loop, call.caller(), order.apply(resolved.selections()));
    List<ActionResult> results = new ArrayList<>(refusals(reply, resolved.missing()));
    List<Selection> accepted = accepted(resolved.selections(), results);
    results.addAll(
        settle(
            accepted,
            up(call.params().await(), before),
            since,
            call.params().timeoutMs(),
            call.items()));
    return new ActionResult.All(results);
  }

  /** A judge of whom nothing needs to be waited for. */
  static Waiting.Verdict there(ServiceView service, InstanceView instance) {
    return new Waiting.Verdict.There();
  }

  /**
   * Waits until services are where the judge wants them, and lets those that failed say their first
   * words.
   *
   * @param since when it was asked; what a program said before was another run
   */
  List<ActionResult> settle(
      List<Selection> selections,
      BiFunction<ServiceView, InstanceView, Waiting.Verdict> judge,
      Instant since,
      long timeoutMs,
      Call.Items<Progress> progress)
      throws IOException, InterruptedException {
    Duration timeout = timeoutMs > 0 ? Duration.ofMillis(timeoutMs) : Waiting.FOR_EVER;
    List<ActionResult> results = new ArrayList<>();
    for (ActionResult result : waiting.await(selections, judge, timeout, progress)) {
      results.add(firstWords.added(result, since));
    }
    return results;
  }

  private static BiFunction<ServiceView, InstanceView, Waiting.Verdict> up(
      boolean await, Map<InstanceId, Long> before) {
    return await
        ? (service, instance) -> Waiting.started(service, instance, before)
        : ServiceActions::there;
  }

  private ActionResult.All stop(Call<Action, Progress> call)
      throws ApiException, IOException, InterruptedException {
    Targets.Resolved resolved = targets.resolve(call.params().targets());
    boolean force = call.params().force();
    Loop.Reply reply = ask(loop, call.caller(), new Order.Stop(resolved.selections(), force));
    List<ActionResult> results = new ArrayList<>(refusals(reply, resolved.missing()));
    List<Selection> accepted = accepted(resolved.selections(), results);
    results.addAll(down(accepted, call.params(), call.items()));
    return new ActionResult.All(results);
  }

  /** Waits until nothing is left of services; who does not die is named. */
  private List<ActionResult> down(
      List<Selection> selections, Action action, Call.Items<Progress> progress)
      throws IOException, InterruptedException {
    if (!action.await()) {
      return waiting.await(selections, ServiceActions::there, Waiting.FOR_EVER, progress);
    }
    Duration timeout =
        action.timeoutMs() > 0
            ? Duration.ofMillis(action.timeoutMs())
            : patience(selections, action.force());
    List<ActionResult> results = new ArrayList<>();
    for (ActionResult result : waiting.await(selections, Waiting::stopped, timeout, progress)) {
      results.add(result.ok() ? firstWords.flushed(result) : survivors.named(result));
    }
    return results;
  }

  /** Dependants go first, so that graces may add up along a chain. */
  Duration patience(List<Selection> selections, boolean force) {
    Duration sum = KILL_TIME;
    for (Selection selection : selections) {
      Optional<ServiceView> view = board.service(selection.service());
      if (view.isPresent() && !force) {
        Duration grace = view.get().spec().stop().grace();
        boolean isDependedOn = !view.get().spec().dependsOn().isEmpty();
        sum =
            isDependedOn
                ? sum.plus(grace)
                : sum.compareTo(grace.plus(KILL_TIME)) < 0 ? grace.plus(KILL_TIME) : sum;
      }
    }
    return sum;
  }

  private ActionResult.All delete(Call<Action, Progress> call)
      throws ApiException, IOException, InterruptedException {
    Targets.Resolved resolved = targets.resolve(call.params().targets());
    List<Selection> services = resolved.services().stream().map(Selection::all).toList();
    Duration timeout =
        call.params().timeoutMs() > 0
            ? Duration.ofMillis(call.params().timeoutMs())
            : patience(services, false);
    Loop.Reply reply = ask(loop, call.caller(), new Order.Delete(resolved.services()));
    List<ActionResult> results = new ArrayList<>(refusals(reply, resolved.missing()));
    results.addAll(gone(accepted(services, results), call.params().await(), timeout, call.items()));
    return new ActionResult.All(results);
  }

  /** Waits until services that were deleted are gone; who does not die is named. */
  List<ActionResult> gone(
      List<Selection> services, boolean await, Duration timeout, Call.Items<Progress> progress)
      throws IOException, InterruptedException {
    BiFunction<ServiceView, InstanceView, Waiting.Verdict> judge =
        await
            ? (service, instance) -> new Waiting.Verdict.NotYet(Waiting.FOR_EVER)
            : ServiceActions::there;
    List<ActionResult> results = new ArrayList<>();
    for (ActionResult result : waiting.await(services, judge, timeout, progress)) {
      results.add(result.ok() ? result : survivors.named(result));
    }
    return results;
  }

  private ActionResult.All signal(Call<SignalOrder, Void> call)
      throws ApiException, InterruptedException {
    String name;
    try {
      name = SignalNames.checked(call.params().signal());
    } catch (Unreadable e) {
      throw new ApiException(
          ErrorCode.USAGE,
          "'" + call.params().signal() + "' " + e.reason(),
          "use a name such as HUP or SIGUSR1, or a number from 1 to 31");
    }
    return simply(
        call.caller(),
        targets.resolve(call.params().targets()),
        selections -> new Order.Signal(selections, name));
  }

  private ActionResult.All pause(Call<Action, Progress> call, boolean paused)
      throws ApiException, InterruptedException {
    return simply(
        call.caller(),
        targets.resolve(call.params().targets()),
        selections -> new Order.Pause(selections, paused));
  }

  private ActionResult.All enable(Call<EnableOrder, Void> call)
      throws ApiException, InterruptedException {
    return simply(
        call.caller(),
        targets.resolve(call.params().targets()),
        selections ->
            new Order.Enable(
                selections.stream().map(Selection::service).distinct().toList(),
                call.params().enabled()));
  }

  private ActionResult.All rename(Call<RenameOrder, Void> call)
      throws ApiException, InterruptedException {
    Targets.Resolved resolved = ServiceReads.resolved(targets, List.of(call.params().target()));
    if (resolved.selections().size() != 1) {
      throw new ApiException(
          ErrorCode.USAGE, call.params().target() + " names several services", "name one");
    }
    String from = resolved.selections().getFirst().service();
    String to = call.params().to();
    Loop.Reply reply = ask(loop, call.caller(), new Order.Rename(from, to));
    List<ActionResult> results = new ArrayList<>(refusals(reply, List.of()));
    if (results.isEmpty()) {
      board
          .service(to)
          .ifPresent(v -> results.add(Waiting.result(v, Selection.all(to), Optional.empty())));
    }
    return new ActionResult.All(results);
  }

  /** For what is done as soon as it is accepted. */
  ActionResult.All simply(
      Caller caller, Targets.Resolved resolved, Function<List<Selection>, Order> order)
      throws ApiException, InterruptedException {
    Loop.Reply reply = ask(loop, caller, order.apply(resolved.selections()));
    List<ActionResult> results = new ArrayList<>(refusals(reply, resolved.missing()));
    for (Selection selection : accepted(resolved.selections(), results)) {
      board
          .service(selection.service())
          .ifPresent(v -> results.add(Waiting.result(v, selection, Optional.empty())));
    }
    return new ActionResult.All(results);
  }

  private ActionResult.All resurrect(Call<Action, Progress> call)
      throws ApiException, IOException, InterruptedException {
    Instant since = Instant.now();
    List<Selection> down = new ArrayList<>();
    for (ServiceView view : board.sorted()) {
      if (view.desired() == Desired.UP
          && view.instances().stream().anyMatch(i -> i.state() != State.RUNNING)) {
        down.add(Selection.all(view.name()));
      }
    }
    Map<InstanceId, Long> before =
        waiting.generations(down.stream().map(Selection::service).toList());
    Loop.Reply reply = ask(loop, call.caller(), new Order.Resurrect());
    List<ActionResult> results = new ArrayList<>(refusals(reply, List.of()));
    results.addAll(
        settle(
            accepted(down, results),
            up(call.params().await(), before),
            since,
            call.params().timeoutMs(),
            call.items()));
    return new ActionResult.All(results);
  }

  private ActionResult.All waitFor(Call<WaitFor, Progress> call)
      throws ApiException, IOException, InterruptedException {
    Targets.Resolved resolved = ServiceReads.resolved(targets, call.params().targets());
    BiFunction<ServiceView, InstanceView, Waiting.Verdict> judge =
        switch (call.params().until()) {
          case "running" -> ServiceActions::running;
          case "ready" -> reached(State.RUNNING);
          case "healthy" -> ServiceActions::healthy;
          case "completed" -> reached(State.COMPLETED);
          case "stopped" ->
              (service, instance) ->
                  instance.state() == State.STOPPED
                          || instance.state() == State.COMPLETED
                          || instance.state() == State.FAILED
                      ? new Waiting.Verdict.There()
                      : new Waiting.Verdict.NotYet(Waiting.FOR_EVER);
          default ->
              throw new ApiException(
                  ErrorCode.USAGE,
                  "'" + call.params().until() + "' cannot be waited for",
                  "use running, ready, healthy, stopped or completed");
        };
    long timeout = call.params().timeoutMs();
    return new ActionResult.All(
        waiting.await(
            resolved.selections(),
            judge,
            timeout > 0 ? Duration.ofMillis(timeout) : Waiting.FOR_EVER,
            call.items()));
  }

  /** Its process lives, ready or not. */
  private static Waiting.Verdict running(ServiceView service, InstanceView instance) {
    boolean lives = instance.state() == State.STARTING && instance.process() != null;
    return lives ? new Waiting.Verdict.There() : reached(State.RUNNING).apply(service, instance);
  }

  private static Waiting.Verdict healthy(ServiceView service, InstanceView instance) {
    if (!service.spec().health().isDeclared()) {
      return new Waiting.Verdict.Never(
          "no health is declared for it",
          "declare 'health' for '%s', or wait for ready".formatted(service.name()));
    }
    if (instance.health() == Health.HEALTHY) {
      return new Waiting.Verdict.There();
    }
    return instance.state() == State.FAILED
        ? new Waiting.Verdict.Never("it has failed: " + instance.reason(), "")
        : new Waiting.Verdict.NotYet(Waiting.FOR_EVER);
  }

  private static BiFunction<ServiceView, InstanceView, Waiting.Verdict> reached(State wanted) {
    return (service, instance) -> {
      if (instance.state() == wanted
          || (wanted == State.RUNNING && instance.state() == State.COMPLETED)) {
        return new Waiting.Verdict.There();
      }
      return instance.state() == State.FAILED
          ? new Waiting.Verdict.Never("it has failed: " + instance.reason(), "")
          : new Waiting.Verdict.NotYet(Waiting.FOR_EVER);
    };
  }
}
