package dev.reeve.daemon.control;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Application;
import dev.reeve.api.Definition;
import dev.reeve.api.ErrorCode;
import dev.reeve.api.Methods;
import dev.reeve.api.PlanReport;
import dev.reeve.api.Progress;
import dev.reeve.api.Role;
import dev.reeve.core.engine.Desired;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Outcome;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.plan.Plan;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.state.Applied;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Makes services be as a file declares them, and goes back to what was before. */
final class Applications {
  private static final long LONGEST_RELOAD_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Board board;
  private final Loop loop;
  private final ServiceActions actions;
  private final Definitions definitions;
  private final Applied applied;
  private final MasterLimits together;
  private final Consumer<Set<String>> loaded;

  /** Whoever applies compares and orders without another one in between. */
  private final ReentrantLock one = new ReentrantLock();

  /** When a file was last unloaded, by {@link System#nanoTime}; guarded by {@link #one}. */
  private final Map<String, Long> unloaded = new HashMap<>();

  /**
   * @param together what all services share
   * @param loaded told of files that were applied
   */
  Applications(
      Board board,
      Loop loop,
      ServiceActions actions,
      Definitions definitions,
      Applied applied,
      MasterLimits together,
      Consumer<Set<String>> loaded) {
    this.board = board;
    this.loop = loop;
    this.actions = actions;
    this.definitions = definitions;
    this.applied = applied;
    this.together = together;
    this.loaded = loaded;
  }

  void bind(Registry registry) {
    registry.bind(Methods.APPLY, this::apply);
  }

  /** A plan, and to which file each service belongs when it is carried out. */
  private record Work(Plan plan, Map<String, String> sources) {}

  /** An order that was accepted, and what is to be waited for. */
  private record Ordered(
      Loop.Reply reply, Map<InstanceId, Long> before, List<Selection> forced, Duration patience) {}

  private Application.Reply apply(Call<Application, Progress> call)
      throws ApiException, IOException, InterruptedException {
    Instant since = Instant.now();
    Application application = call.params();
    Work work;
    Ordered ordered;
    List<String> notes;
    one.lockInterruptibly();
    try {
      work = application.revert() ? backwards() : forwards(application);
      if (application.dryRun()) {
        return new Application.Reply(PlanReport.of(work.plan), List.of(), List.of());
      }
      MasterLimits.Change change = together.apply(application.revert() ? "" : application.source());
      ordered = order(call.caller(), application, work, change);
      notes = isRefused(ordered.reply) ? List.of() : change.notes();
      if (!application.revert() && application.services().isEmpty()) {
        noteUnloaded(application.source());
      }
    } finally {
      one.unlock();
    }
    loaded.accept(Set.of(application.source()));
    return new Application.Reply(
        PlanReport.of(work.plan), results(call, work.plan, ordered, since), notes);
  }

  /** A change that was seen so long ago was applied long ago, or never will be. */
  private void noteUnloaded(String source) {
    long now = System.nanoTime();
    unloaded.values().removeIf(at -> now - at > LONGEST_RELOAD_NANOS);
    unloaded.put(source, now);
  }

  /**
   * Makes services be as a file declares them that has changed, and waits for none of them.
   *
   * @param by who asks, for the journal
   * @param changed when the file was seen to change; an unload after it wins
   * @return what was done, for people; empty if there was nothing to do
   * @throws ApiException if it is refused as a whole
   */
  String follow(String by, String source, List<ServiceSpec> declared, long changed)
      throws ApiException, IOException, InterruptedException {
    Application application =
        new Application(source, List.of(), List.of(), false, false, false, false);
    one.lockInterruptibly();
    try {
      if (unloaded.getOrDefault(source, changed - 1) - changed >= 0) {
        return "";
      }
      Work work = forwards(application, declared);
      Plan plan = work.plan;
      var _ = together.apply(source);
      if (plan.isEmpty() && plan.adopted().isEmpty()) {
        return "";
      }
      Loop.Reply reply = order(new Caller(by, Role.ADMIN), application, work).reply;
      for (Outcome outcome : reply.outcomes()) {
        if (!outcome.ok()) {
          throw new ApiException(
              ErrorCode.FAILED, outcome.target() + ": " + outcome.reason(), outcome.hint());
        }
      }
      return "%d added, %d changed, %d removed"
          .formatted(plan.added().size(), plan.changed().size(), plan.removed().size());
    } finally {
      one.unlock();
    }
  }

  private Work forwards(Application application) throws ApiException {
    List<ServiceSpec> declared = new ArrayList<>();
    for (Definition.Service service : application.services()) {
      declared.add(definitions.read(service, false));
    }
    return forwards(application, declared);
  }

  private Work forwards(Application application, List<ServiceSpec> declared) throws ApiException {
    Plan plan = Plan.between(existing(), declared, application.source(), application.names());
    Set<String> known = new LinkedHashSet<>();
    declared.forEach(spec -> known.add(spec.name()));
    known.addAll(plan.removed());
    for (String name : application.names()) {
      if (!known.contains(name)) {
        throw new ApiException(
            ErrorCode.UNKNOWN_SERVICE,
            name + ": the file declares no such service" + Names.didYouMean(name, known),
            "name services of the file, or none for all");
      }
    }
    Map<String, String> sources = new LinkedHashMap<>();
    plan.declared().forEach(spec -> sources.put(spec.name(), application.source()));
    plan.adopted().keySet().forEach(name -> sources.put(name, application.source()));
    return new Work(plan, sources);
  }

  private Work backwards() throws ApiException {
    Applied.Step step =
        applied
            .latest()
            .orElseThrow(() ->
                new ApiException(
                    ErrorCode.FAILED,
                    "nothing was applied that could be taken back",
                    "the latest " + Applied.KEPT + " applications are kept"));
    // What the step added goes, as if it had been declared by it alone; all else is as it was.
    List<Plan.Existing> now = new ArrayList<>();
    for (Plan.Existing service : existing()) {
      boolean added = step.added().contains(service.spec().name());
      now.add(new Plan.Existing(service.spec(), added ? step.source() : ""));
    }
    Map<String, String> sources = new LinkedHashMap<>();
    List<ServiceSpec> specs = new ArrayList<>();
    for (Plan.Existing service : step.before()) {
      specs.add(service.spec());
      sources.put(service.spec().name(), service.source());
    }
    Plan plan = Plan.between(now, specs, step.source(), List.of());
    return new Work(
        new Plan(
            plan.source(),
            plan.added(),
            plan.changed(),
            plan.removed(),
            plan.unchanged(),
            Map.of()),
        sources);
  }

  private List<Plan.Existing> existing() {
    List<Plan.Existing> existing = new ArrayList<>();
    for (ServiceView view : board.sorted()) {
      if (view.desired() != Desired.GONE) {
        existing.add(new Plan.Existing(view.spec(), view.source()));
      }
    }
    return existing;
  }

  /** The same with limits that are set already; they are taken back if nothing comes of it. */
  private Ordered order(
      Caller caller, Application application, Work work, MasterLimits.Change change)
      throws ApiException, IOException, InterruptedException {
    boolean done = false;
    try {
      Ordered ordered = order(caller, application, work);
      done = !isRefused(ordered.reply);
      return ordered;
    } finally {
      if (!done && !change.notes().isEmpty()) {
        together.revert(change.before());
      }
    }
  }

  /** Notes what there is, then has it changed; what is refused is not noted. */
  private Ordered order(Caller caller, Application application, Work work)
      throws ApiException, IOException, InterruptedException {
    Plan plan = work.plan;
    boolean noted = !application.revert() && !plan.isEmpty();
    if (noted) {
      applied.push(
          Instant.now(),
          plan.source(),
          before(plan),
          plan.added().stream().map(ServiceSpec::name).toList());
    }
    List<Selection> removals = plan.removed().stream().map(Selection::all).toList();
    Duration patience = actions.patience(removals, false);
    List<Selection> forced = application.force() ? forced(plan) : List.of();
    List<String> touched = new ArrayList<>();
    plan.declared().forEach(spec -> touched.add(spec.name()));
    forced.forEach(selection -> touched.add(selection.service()));
    Map<InstanceId, Long> before = new Waiting(board).generations(touched);
    Loop.Reply reply =
        ServiceActions.ask(
            loop, caller, new Order.Apply(plan.declared(), plan.removed(), work.sources, true));
    boolean refused = isRefused(reply);
    boolean obsolete = application.revert() ? !refused : noted && refused;
    if (obsolete) {
      applied.pop();
    }
    if (!refused && !forced.isEmpty()) {
      ServiceActions.ask(loop, caller, new Order.Restart(forced));
    }
    return new Ordered(reply, before, refused ? List.of() : forced, patience);
  }

  private static boolean isRefused(Loop.Reply reply) {
    return reply.outcomes().stream().anyMatch(outcome -> !outcome.ok());
  }

  private List<Plan.Existing> before(Plan plan) {
    Set<String> names = new LinkedHashSet<>(plan.removed());
    plan.changed().forEach(change -> names.add(change.before().name()));
    return existing().stream().filter(service -> names.contains(service.spec().name())).toList();
  }

  /** What is wanted up and would go on running untouched. */
  private List<Selection> forced(Plan plan) {
    Set<String> names = new LinkedHashSet<>(plan.unchanged());
    plan.changed().forEach(change -> names.add(change.after().name()));
    return names.stream()
        .filter(
            name -> board.service(name).filter(view -> view.desired() == Desired.UP).isPresent())
        .map(Selection::all)
        .toList();
  }

  private List<ActionResult> results(
      Call<Application, Progress> call, Plan plan, Ordered ordered, Instant since)
      throws IOException, InterruptedException {
    List<ActionResult> results = new ArrayList<>(ServiceActions.refusals(ordered.reply, List.of()));
    if (isRefused(ordered.reply)) {
      return results;
    }
    boolean await = call.params().await();
    Set<Selection> selections = new LinkedHashSet<>();
    plan.declared().forEach(spec -> selections.add(Selection.all(spec.name())));
    selections.addAll(ordered.forced);
    results.addAll(
        actions.settle(
            ServiceActions.accepted(List.copyOf(selections), results),
            await
                ? (service, instance) ->
                    Definitions.judged(false, service, instance, ordered.before)
                : ServiceActions::there,
            since,
            0,
            call.items()));
    List<Selection> removals = plan.removed().stream().map(Selection::all).toList();
    results.addAll(
        actions.gone(
            ServiceActions.accepted(removals, results), await, ordered.patience, call.items()));
    return results;
  }
}
