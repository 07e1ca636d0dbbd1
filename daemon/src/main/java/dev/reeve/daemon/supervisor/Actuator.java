package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.Command;
import dev.reeve.core.spec.Probe;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.groups.Group;
import dev.reeve.daemon.probe.Answer;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.Child;
import dev.reeve.linux.Fd;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.Signals;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Carries out what the engine decided. What comes of it goes back as events. Used by the loop only.
 */
final class Actuator {
  private static final System.Logger LOG = System.getLogger(Actuator.class.getName());

  private final Path home;
  private final Provisions provisions;
  private final Launcher launcher;
  private final Processes processes;
  private final Grouping grouping;
  private final Output output;
  private final Ledger ledger;
  private final Timers timers;
  private final Questions questions;
  private final Reports reports;
  private final Sockets sockets;
  private final FileWatch fileWatch;
  private final Board board;
  private final Notes notes;
  private final Consumer<Event> events;
  private final Map<String, Integer> ids = new HashMap<>();

  Actuator(
      Path home,
      Provisions provisions,
      Launcher launcher,
      Processes processes,
      Grouping grouping,
      Output output,
      Ledger ledger,
      Timers timers,
      Questions questions,
      Reports reports,
      Sockets sockets,
      FileWatch fileWatch,
      Board board,
      Notes notes,
      Consumer<Event> events) {
    this.home = home;
    this.provisions = provisions;
    this.launcher = launcher;
    this.processes = processes;
    this.grouping = grouping;
    this.output = output;
    this.ledger = ledger;
    this.timers = timers;
    this.questions = questions;
    this.reports = reports;
    this.sockets = sockets;
    this.fileWatch = fileWatch;
    this.board = board;
    this.notes = notes;
    this.events = events;
  }

  /** Does what was decided. */
  void carryOut(List<Effect> effects, Instant now) {
    List<Instance> doomed = new ArrayList<>();
    carryOut(effects, doomed, now);
    kill(doomed);
  }

  /**
   * The same for one of several decisions; what readers see comes first, as the rest refers to it.
   *
   * @param doomed here comes what the caller has to {@link #kill} in the end
   */
  void carryOut(List<Effect> effects, List<Instance> doomed, Instant now) {
    for (Effect effect : effects) {
      switch (effect) {
        case Effect.Publish(ServiceView view) -> publish(view);
        case Effect.Renamed(String from, String to) -> rename(from, to);
        default -> {}
      }
    }
    Processes.Sweep sweep = processes.new Sweep(doomed);
    for (Effect effect : effects) {
      try {
        carryOut(effect, sweep, now);
      } catch (LinuxException e) {
        // The engine's timers bring it back to what could not be done.
        LOG.log(Level.WARNING, "cannot carry out " + effect, e);
      }
    }
  }

  /** Kills instances all at once: each look at the processes of a machine takes its time. */
  void kill(List<Instance> doomed) {
    try {
      processes.kill(doomed);
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot end processes", e);
    }
  }

  private void carryOut(Effect effect, Processes.Sweep sweep, Instant now) throws LinuxException {
    switch (effect) {
      case Effect.Spawn(InstanceId id, long generation, ServiceSpec spec) ->
          prepare(id, generation, spec, now);
      case Effect.Signal signal -> signal(signal, sweep);
      case Effect.Freeze freeze -> freeze(freeze);
      case Effect.RunHook hook -> runHook(hook);
      case Effect.Ask ask -> ask(ask);
      case Effect.StartTimer(var key, var delay) -> timers.start(key, delay, System.nanoTime());
      case Effect.CancelTimer(var key) -> timers.cancel(key);
      case Effect.Withdraw(String service) -> withdraw(service);
      case Effect.Save save -> notes.save();
      case Effect.Journal journal -> notes.journal(journal, now);
      case Effect.Answer(long request, var outcomes) -> notes.answer(request, outcomes);
      case Effect.Halted halted -> notes.halted();
      case Effect.Publish publish -> {}
      case Effect.Renamed renamed -> {}
    }
  }

  /** Makes known which id a service has, before anything is done with it. */
  void publish(ServiceView view) {
    ids.put(view.name(), view.id());
    board.publish(view);
    fileWatch.published(view);
    sockets.published(view);
    output.published(view);
    grouping.published(
        view.spec(),
        () -> processes.of(view.name()),
        (id, reason) -> notes.trouble(id.service(), id.number(), "warning", reason, Instant.now()));
  }

  /** What is found of a service that nobody knows is only known to those who found it. */
  private Ledger.Key key(InstanceId id) {
    Integer service = ids.get(id.service());
    return service == null
        ? processes.keyOf(id).orElseGet(() -> new Ledger.Key(0, id.number()))
        : new Ledger.Key(service, id.number());
  }

  private void prepare(InstanceId id, long generation, ServiceSpec spec, Instant now) {
    Ledger.Key key = key(id);
    if (Provisions.isNeeded(spec)) {
      provisions.before(spec, id, refusal -> prepared(key, generation, spec, refusal));
    } else {
      spawn(key, id, generation, spec, now);
    }
  }

  /** The service may have got another name since it was to be started, or be gone. */
  private void prepared(
      Ledger.Key key, long generation, ServiceSpec spec, Optional<Refusal> refusal) {
    for (Map.Entry<String, Integer> its : ids.entrySet()) {
      if (its.getValue() == key.service()) {
        InstanceId id = new InstanceId(its.getKey(), key.number());
        if (refusal.isPresent()) {
          refused(key, id, generation, refusal.get());
        } else {
          spawn(key, id, generation, spec.named(its.getKey()), Instant.now());
        }
        return;
      }
    }
  }

  private void spawn(
      Ledger.Key key, InstanceId id, long generation, ServiceSpec spec, Instant now) {
    String marker = home + "/" + id + "/" + generation;
    Group group = null;
    try {
      ledger.intend(key, generation, marker);
      board.forgetHint(id);
      group = grouping.make(key, id, generation, spec);
      Launcher.Birth birth = grouping.birth(spec, group);
      Child child;
      try (Reports.Given told = reports.open(key, id, generation, spec);
          Reports.Given given = told.and(sockets.open(key.service(), spec))) {
        child = start(key, id, spec, spec.command(), marker, given, birth);
      }
      ProcessRef process = ref(child, now);
      ledger.started(key, generation, process);
      Instance instance = new Instance(key, id, generation, marker, process, child.pidfd(), true);
      instance.group = group;
      processes.add(instance);
      events.accept(new Event.Spawned(id, generation, process));
    } catch (Refusal e) {
      grouping.forget(group);
      refused(key, id, generation, e);
    } catch (IOException e) {
      grouping.forget(group);
      refused(key, id, generation, new Refusal(Reasons.of(e), "", true));
    }
  }

  private static ProcessRef ref(Child child, Instant now) {
    return new ProcessRef(
        child.identity().pid(), child.identity().startTicks(), child.identity().bootId(), now);
  }

  private void refused(Ledger.Key key, InstanceId id, long generation, Refusal refusal) {
    try {
      ledger.ended(key, generation);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot write the ledger", e);
    }
    board.hint(id, refusal.hint());
    events.accept(
        new Event.SpawnFailed(id, generation, refusal.reason(), refusal.hint(), refusal.passing()));
  }

  private Child start(
      Ledger.Key key,
      InstanceId id,
      ServiceSpec spec,
      Command command,
      String marker,
      Reports.Given given,
      Launcher.Birth birth)
      throws Refusal {
    Output.Streams streams;
    try {
      streams = output.attach(key, id, spec);
    } catch (IOException e) {
      throw new Refusal(
          String.valueOf(e.getMessage()), "check 'logs' of service '" + spec.name() + "'", false);
    }
    try (Fd out = Output.open(streams.out());
        Fd err = Output.open(streams.err())) {
      return launcher.launch(spec, command, id, marker, given, birth, out, err);
    } catch (LinuxException e) {
      throw new Refusal(String.valueOf(e.getMessage()), "", true);
    }
  }

  private void signal(Effect.Signal effect, Processes.Sweep sweep) throws LinuxException {
    Optional<Instance> found =
        processes
            .instance(key(effect.id()))
            .filter(instance -> instance.generation == effect.generation());
    if (found.isPresent()) {
      int number = Signals.number(effect.signal());
      if (effect.everything()) {
        sweep.signal(found.get(), number);
      } else {
        PidFd main = found.get().main;
        if (main != null) {
          main.signal(number);
        }
      }
    }
  }

  private void freeze(Effect.Freeze effect) throws LinuxException {
    Optional<Instance> found =
        processes
            .instance(key(effect.id()))
            .filter(instance -> instance.generation == effect.generation());
    if (found.isPresent() && !processes.freeze(found.get(), effect.frozen()) && effect.frozen()) {
      notes.trouble(
          effect.id().service(),
          effect.id().number(),
          "warning",
          "paused by SIGSTOP, which its processes can see: it has no control group",
          Instant.now());
    }
  }

  private void runHook(Effect.RunHook hook) {
    Ledger.Key key = key(hook.id());
    Optional<Instance> instance = processes.instance(key);
    if (instance.isEmpty()) {
      failed(hook, "there is no process");
      return;
    }
    try {
      Child child =
          start(
              key,
              hook.id(),
              hook.spec(),
              hook.command(),
              instance.get().marker,
              besides(instance.get()),
              Launcher.Birth.PLAIN);
      processes.addHook(hook.id(), hook.generation(), hook.hook(), child.pidfd());
    } catch (Refusal e) {
      failed(hook, e.reason());
    } catch (LinuxException e) {
      failed(hook, String.valueOf(e.getMessage()));
    }
  }

  private static Reports.Given besides(Instance instance) {
    String pid = Integer.toString(instance.process.pid());
    return new Reports.Given(Map.of("MAINPID", pid), Map.of(), Optional.ofNullable(instance.main));
  }

  private void ask(Effect.Ask ask) {
    Optional<Instance> instance = processes.instance(key(ask.id()));
    if (ask.probe() instanceof Probe.Exec(Command command)) {
      if (instance.isEmpty()) {
        questions.answered(ask, new Answer(false, "there is no process"));
      } else {
        run(ask, command, instance.get());
      }
    } else {
      questions.ask(ask, instance.map(its -> its.process.startedAt()));
    }
  }

  /** What it prints is for nobody: it is run again and again. */
  private void run(Effect.Ask ask, Command command, Instance instance) {
    try (Fd out = Output.open(null)) {
      Child child =
          launcher.launch(
              ask.spec(),
              command,
              ask.id(),
              instance.marker,
              besides(instance),
              Launcher.Birth.PLAIN,
              out,
              out);
      processes.addAsked(ask, child.pidfd());
      questions.after(ask.timeout(), () -> processes.late(ask));
    } catch (Refusal e) {
      questions.answered(ask, new Answer(false, e.reason()));
    } catch (LinuxException e) {
      questions.answered(ask, new Answer(false, String.valueOf(e.getMessage())));
    }
  }

  private void failed(Effect.RunHook hook, String reason) {
    events.accept(new Event.HookEnded(hook.id(), hook.generation(), hook.hook(), false, reason));
  }

  private void withdraw(String service) {
    int id = ids.getOrDefault(service, 0);
    ids.remove(service);
    board.withdraw(service);
    fileWatch.withdrawn(service);
    grouping.withdrawn(service);
    sockets.close(id);
    for (Output.Streams streams : output.of(id)) {
      reports.close(new Ledger.Key(id, streams.id().number()));
      try {
        output.remove(new Ledger.Key(id, streams.id().number()));
      } catch (IOException e) {
        LOG.log(Level.WARNING, "cannot delete the pipes of " + streams.id(), e);
      }
    }
  }

  private void rename(String from, String to) {
    int id = ids.getOrDefault(from, 0);
    Optional<ServiceView> old = board.service(from);
    ids.remove(from);
    ids.put(to, id);
    processes.renamed(id, to);
    grouping.renamed(from, to);
    reports.renamed(id, to);
    if (old.isPresent()) {
      board.withdraw(from);
      fileWatch.withdrawn(from);
      try {
        output.rename(id, old.get().spec(), old.get().spec().named(to));
      } catch (IOException e) {
        LOG.log(Level.WARNING, "cannot move the logs of " + from + " to " + to, e);
      }
    }
  }
}
