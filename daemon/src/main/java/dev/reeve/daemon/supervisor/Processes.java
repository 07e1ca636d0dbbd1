package dev.reeve.daemon.supervisor;

import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.Hook;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.ProcessRef;
import dev.reeve.core.spec.Durations;
import dev.reeve.daemon.groups.Group;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.ExitStatus;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcessIdentity;
import dev.reeve.linux.Roundup;
import dev.reeve.linux.Signals;
import dev.reeve.linux.Subreaper;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The processes of all instances: watches their ends, finds what belongs to them, and signals all
 * of it. Used by the loop only.
 */
final class Processes {
  private static final System.Logger LOG = System.getLogger(Processes.class.getName());

  /** Who forks faster than so many looks is not caught by signals. */
  private static final int LOOKS = 20;

  private final Path pipes;
  private final Strays strays;
  private final Epoll epoll;
  private final Ledger ledger;
  private final Grouping grouping;
  private final Consumer<Event> events;
  private final int self = (int) ProcessHandle.current().pid();
  private final Map<Ledger.Key, Instance> instances = new HashMap<>();
  private final Map<Long, Watch> watches = new HashMap<>();
  private final Map<Long, PidFd> asked = new HashMap<>();
  private long lastToken;

  /**
   * @param pipes the folder of the pipes
   * @param journal told of processes of which nobody knows whose they are
   * @throws IOException if it is not there
   */
  Processes(
      Path pipes,
      Epoll epoll,
      Ledger ledger,
      Grouping grouping,
      Consumer<Event> events,
      Consumer<String> journal)
      throws IOException {
    this.pipes = pipes.toRealPath();
    this.strays = new Strays(journal);
    this.epoll = epoll;
    this.ledger = ledger;
    this.grouping = grouping;
    this.events = events;
  }

  /** Takes a new or found process into care. */
  void add(Instance instance) throws LinuxException {
    instances.put(instance.key, instance);
    if (instance.isChild) {
      strays.started(instance);
    }
    PidFd main = instance.main;
    if (main != null) {
      watch(main, new Watch.Main(instance, main));
    }
  }

  /** Takes into care what a main process left behind that ended while no daemon was there. */
  void addLeftBehind(
      Ledger.Key key,
      InstanceId id,
      long generation,
      String marker,
      ProcessRef process,
      ProcessIdentity main,
      @Nullable Group group)
      throws LinuxException {
    Instance instance = new Instance(key, id, generation, marker, process, null, main, false);
    instance.group = group;
    instances.put(key, instance);
    watchWhatIsLeft(instance, look(), true);
  }

  /** Takes a hook into care. */
  void addHook(InstanceId id, long generation, Hook hook, PidFd process) throws LinuxException {
    watch(process, new Watch.Running(id, generation, hook, process));
  }

  /** Takes a command into care that answers a question by how it ends. */
  void addAsked(Effect.Ask ask, PidFd process) throws LinuxException {
    asked.put(ask.serial(), process);
    watch(process, new Watch.Asked(ask, process));
  }

  /** Takes a process into care that belongs to no instance. */
  void addOther(PidFd process, Consumer<Exit> told) throws LinuxException {
    watch(process, new Watch.Other(process, told));
  }

  /** A command that was asked has had its time. */
  void late(Effect.Ask ask) {
    PidFd process = asked.remove(ask.serial());
    if (process != null) {
      try {
        process.signal(Signals.KILL);
      } catch (LinuxException e) {
        LOG.log(Level.WARNING, "cannot kill " + ask.probe().text(), e);
      }
      answer(ask, false, "timed out after " + Durations.format(ask.timeout()));
    }
  }

  private void answer(Effect.Ask ask, boolean ok, String detail) {
    events.accept(new Event.Answered(ask.id(), ask.generation(), ask.serial(), ok, detail));
  }

  Optional<Instance> instance(Ledger.Key key) {
    return Optional.ofNullable(instances.get(key));
  }

  /** What is in care of a service. */
  List<Instance> of(String service) {
    return instances.values().stream()
        .filter(instance -> instance.id.service().equals(service))
        .toList();
  }

  /** The groups of all that is in care. */
  Set<Group> groups() {
    Set<Group> groups = new HashSet<>();
    for (Instance instance : instances.values()) {
      if (instance.group != null) {
        groups.add(instance.group);
      }
    }
    return groups;
  }

  /** By which key an instance is in care here, should it be. */
  Optional<Ledger.Key> keyOf(InstanceId id) {
    return instances.values().stream()
        .filter(instance -> instance.id.equals(id))
        .map(instance -> instance.key)
        .findFirst();
  }

  private void watch(PidFd process, Watch watch) throws LinuxException {
    long token = ++lastToken;
    watches.put(token, watch);
    epoll.add(process.fd(), Epoll.IN, token);
  }

  /** A watched process ended. */
  void ready(long token) throws LinuxException {
    Watch watch = watches.remove(token);
    switch (watch) {
      case null -> LOG.log(Level.DEBUG, "stale readiness {0}", token);
      case Watch.Main(Instance instance, PidFd process) -> mainEnded(instance, process);
      case Watch.LeftBehind(Instance instance, PidFd process) -> {
        release(process);
        instance.watched--;
        if (instance.watched == 0) {
          watchWhatIsLeft(instance, look(), true);
        }
      }
      case Watch.Running(InstanceId id, long generation, Hook hook, PidFd process) -> {
        Exit exit = exit(process.reap());
        release(process);
        events.accept(new Event.HookEnded(id, generation, hook, exit.ok(), exit.text()));
      }
      case Watch.Asked(Effect.Ask ask, PidFd process) -> {
        Exit exit = exit(process.reap());
        release(process);
        if (asked.remove(ask.serial()) != null) {
          answer(ask, exit.ok(), exit.text());
        }
      }
      case Watch.Other(PidFd process, Consumer<Exit> told) -> {
        Exit exit = exit(process.reap());
        release(process);
        told.accept(exit);
      }
    }
  }

  private void release(PidFd process) throws LinuxException {
    epoll.remove(process.fd());
    process.reap();
    process.close();
  }

  private void mainEnded(Instance instance, PidFd process) throws LinuxException {
    Exit exit = grouping.exit(instance, exit(process.reap()));
    epoll.remove(process.fd());
    process.close();
    instance.main = null;
    boolean alone =
        instance.isChild && !hasOrphans(instance) && !grouping.isPopulated(instance.group);
    if (!alone) {
      claimStrays(instance, strays());
      watchWhatIsLeft(instance, look(), false);
      alone = instance.watched == 0;
    }
    if (alone) {
      forget(instance);
    }
    events.accept(new Event.Exited(instance.id, instance.generation, exit, alone));
  }

  /**
   * Whether something of a dead main came to this daemon, its subreaper. Only if nothing did,
   * nothing is left: whatever a main leaves behind has lost its parent.
   */
  private boolean hasOrphans(Instance instance) throws LinuxException {
    Set<Integer> mains = new HashSet<>();
    for (Instance other : instances.values()) {
      mains.add(other.process.pid());
    }
    for (ProcStat orphan : Kin.orphansOf(self, mains)) {
      boolean sameSession = orphan.session() == instance.process.pid();
      if (sameSession
          || ProcTable.environValue(orphan.pid(), Kin.MARKER)
              .map(marker -> marker.equals(instance.marker))
              .orElse(true)) {
        return true;
      }
    }
    return false;
  }

  private Kin.Roots roots(Instance instance) {
    return instance.roots(pipes);
  }

  /** All of an instance that lives: what the look shows, and what came to its group since. */
  private Set<ProcessIdentity> members(Kin kin, Instance instance) throws LinuxException {
    Set<ProcessIdentity> members = new LinkedHashSet<>(grouping.learn(instance));
    members.addAll(kin.members(roots(instance)));
    instance.known.addAll(members);
    return members;
  }

  /** Whether anything lives of an instance that is not in care here. */
  boolean isLeft(Kin kin, Ledger.Key key, String marker, ProcessIdentity main)
      throws LinuxException {
    return !kin.members(new Kin.Roots(List.of(main), marker, Output.pipes(pipes, key), false))
        .isEmpty();
  }

  private Kin look() throws LinuxException {
    return Kin.look(mains());
  }

  /** Main processes of instances that live, or wait to be reaped. */
  Set<Integer> mains() {
    Set<Integer> mains = new HashSet<>();
    for (Instance instance : instances.values()) {
      if (instance.main != null) {
        mains.add(instance.process.pid());
      }
    }
    return mains;
  }

  /** Watches every process that is left; says so when none is. */
  private void watchWhatIsLeft(Instance instance, Kin kin, boolean tell) throws LinuxException {
    for (ProcessIdentity left : members(kin, instance)) {
      Optional<PidFd> process = PidFd.open(left);
      if (process.isPresent()) {
        watch(process.get(), new Watch.LeftBehind(instance, process.get()));
        instance.watched++;
      }
    }
    if (tell && instance.watched == 0) {
      forget(instance);
      events.accept(new Event.Emptied(instance.id, instance.generation));
    }
  }

  /** Orphans that nothing tells whose they are. */
  private List<ProcStat> strays() throws LinuxException {
    Set<Integer> known = new HashSet<>();
    Set<String> pipesOfAll = new HashSet<>();
    for (Instance instance : instances.values()) {
      instance.known.forEach(process -> known.add(process.pid()));
      pipesOfAll.addAll(Output.pipes(pipes, instance.key));
    }
    for (Watch watch : watches.values()) {
      if (watch instanceof Watch.Running hook) {
        known.add(hook.process().identity().pid());
      } else if (watch instanceof Watch.Other other) {
        known.add(other.process().identity().pid());
      }
    }
    return strays.find(known, pipesOfAll);
  }

  private void claimStrays(Instance instance, List<ProcStat> found) throws LinuxException {
    if (!found.isEmpty()) {
      strays.claim(found, instance, instances.values());
    }
  }

  /** Ends what nobody knows the owner of: no service is left that might miss it. */
  void endStrays() throws LinuxException {
    Strays.kill(strays());
  }

  private void forget(Instance instance) throws LinuxException {
    instances.remove(instance.key);
    strays.ended(instance);
    grouping.forget(instance);
    try {
      ledger.ended(instance.key, instance.generation);
    } catch (IOException e) {
      // The next daemon will look for a process that is not there, and find that out.
      LOG.log(Level.WARNING, "cannot write the ledger", e);
    }
  }

  /** A look at all processes, shared by the signals of one batch. */
  final class Sweep {
    private final List<Instance> doomed;
    private @Nullable Kin kin;
    private @Nullable List<ProcStat> foundStrays;

    /**
     * @param doomed here comes what is to be killed, see {@link #kill}
     */
    Sweep(List<Instance> doomed) {
      this.doomed = doomed;
    }

    /** Sends a signal to everything that belongs to an instance; who gets SIGKILL is doomed. */
    void signal(Instance instance, int signal) throws LinuxException {
      List<ProcStat> found = foundStrays == null ? strays() : foundStrays;
      foundStrays = found;
      claimStrays(instance, found);
      if (signal == Signals.KILL) {
        doomed.add(instance);
        return;
      }
      Kin table = kin == null ? look() : kin;
      kin = table;
      for (ProcessIdentity member : members(table, instance)) {
        send(member, signal, !instance.isHalted);
      }
      watchUnwatched(List.of(instance));
    }
  }

  /**
   * Kills all that belongs to some instances, all at once, so that none of it can run away.
   *
   * @param meant of which some may be gone by now
   */
  void kill(List<Instance> meant) throws LinuxException {
    List<Instance> doomed =
        meant.stream().filter(each -> instances.get(each.key) == each).distinct().toList();
    if (doomed.isEmpty()) {
      return;
    }
    for (Instance instance : doomed) {
      var _ = grouping.learn(instance);
      grouping.kill(instance);
    }
    List<Kin.Roots> roots = doomed.stream().map(this::roots).toList();
    try {
      List<Set<ProcessIdentity>> known = Roundup.kill(roots, mains(), this::look);
      for (int i = 0; i < doomed.size(); i++) {
        doomed.get(i).known.addAll(known.get(i));
      }
    } finally {
      watchUnwatched(doomed);
    }
  }

  private void watchUnwatched(List<Instance> signalled) throws LinuxException {
    @Nullable Kin kin = null;
    for (Instance instance : signalled) {
      if (instance.main == null && instance.watched == 0) {
        kin = kin == null ? look() : kin;
        watchWhatIsLeft(instance, kin, true);
      }
    }
  }

  /**
   * Stops everything of an instance where it is, or lets it go on.
   *
   * @return whether its control group did it; else its processes got signals
   */
  boolean freeze(Instance instance, boolean frozen) throws LinuxException {
    boolean grouped = grouping.freeze(instance, frozen);
    // Also with a group: something may have begun before it came to it.
    Set<ProcessIdentity> told = new HashSet<>(grouped ? grouping.learn(instance) : List.of());
    boolean news = true;
    for (int look = 0; look < LOOKS && news; look++) {
      news = false;
      for (ProcessIdentity member : members(look(), instance)) {
        if (told.add(member)) {
          news = true;
          send(member, frozen ? Signals.STOP : Signals.CONT, false);
        }
      }
    }
    instance.isHalted = frozen && !grouped;
    return grouped;
  }

  /**
   * Sends a signal.
   *
   * @param wakes a stopped process would keep the signal for later, so it is woken up as well
   */
  private static void send(ProcessIdentity member, int signal, boolean wakes)
      throws LinuxException {
    Optional<PidFd> opened = PidFd.open(member);
    if (opened.isPresent()) {
      try (PidFd process = opened.get()) {
        process.signal(signal);
        if (wakes && signal != Signals.KILL && signal != Signals.STOP) {
          process.signal(Signals.CONT);
        }
      }
    }
  }

  /** What lives of a service, for people: {@code 123 (nginx, state D)}. */
  List<String> names(String service) throws LinuxException {
    List<String> names = new ArrayList<>();
    Kin kin = look();
    for (Instance instance : instances.values()) {
      if (instance.id.service().equals(service)) {
        for (ProcessIdentity member : members(kin, instance)) {
          ProcTable.stat(member.pid())
              .map(stat -> stat.pid() + " (" + stat.comm() + ", state " + stat.state() + ")")
              .ifPresent(names::add);
        }
      }
    }
    return names;
  }

  /** Buries orphans that nobody else waits for. */
  void reapStrays() throws LinuxException {
    Subreaper.reapStrays(pid -> false);
  }

  /** Takes over the new name of a service. */
  void renamed(int service, String name) {
    for (Instance instance : instances.values()) {
      if (instance.key.service() == service) {
        instance.id = new InstanceId(name, instance.key.number());
      }
    }
  }

  static Exit exit(Optional<ExitStatus> status) {
    return switch (status.orElse(new ExitStatus.Unknown())) {
      case ExitStatus.Exited(int code) -> new Exit.Code(code);
      case ExitStatus.Signalled(int signal, boolean core) ->
          new Exit.Signalled(Signals.name(signal).substring("SIG".length()), core);
      case ExitStatus.Unknown() -> new Exit.Unknown();
    };
  }
}
