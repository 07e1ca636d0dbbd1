package dev.reeve.daemon.supervisor;

import dev.reeve.api.Checksum;
import dev.reeve.api.Home;
import dev.reeve.config.AdminAction;
import dev.reeve.config.Place;
import dev.reeve.core.engine.Effect;
import dev.reeve.core.engine.Exit;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecReader;
import dev.reeve.daemon.groups.GroupTree;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.linux.Child;
import dev.reeve.linux.Fd;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.PidFd;
import dev.reeve.linux.ProcStat;
import dev.reeve.linux.ProcTable;
import dev.reeve.linux.ProcessIdentity;
import dev.reeve.linux.Roundup;
import dev.reeve.linux.cgroup.Cgroup;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs what the configuration lets admins have run, keeps its output, and finds what lives of it.
 *
 * <p>Each run has a marker of its own, {@code HOME/@ID/BEGAN-SERIAL}, in the variable that tells
 * the instances of services, too: as no service is called so, none claims its processes, and a
 * later daemon finds them by it. Where there are control groups, all runs are in one, which also
 * holds those that have dropped the marker.
 */
public final class AdminRuns {
  private static final System.Logger LOG = System.getLogger(AdminRuns.class.getName());

  /** Who wants more at the same time has made a mistake. */
  private static final int MOST = 64;

  /** No service has it; see {@link Ledger.Key}. */
  private static final int NO_SERVICE = 0;

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private static final Place NOWHERE = new Place(Path.of("/"), 1, 1);

  /** What is known of a run by its marker. */
  private record Run(String marker, String id, Instant began) {}

  /** A living process of a run. */
  public record Member(String id, ProcStat stat) {}

  /**
   * What came of an order to run something.
   *
   * @param pid 0 if it was refused
   * @param reason why it was refused; empty if it was not
   */
  public record Begun(int pid, String reason, String hint) {}

  private final String prefix;
  private final Path logs;
  private final Launcher launcher;
  private final Processes processes;
  private final GroupTree groups;
  private final Output output;
  private final Notes notes;
  private final Loop loop;
  private final CompletableFuture<Map<String, AdminAction>> actions = new CompletableFuture<>();
  private final int self = (int) ProcessHandle.current().pid();
  private int running;
  private long serial;

  AdminRuns(
      Home home,
      Launcher launcher,
      Processes processes,
      GroupTree groups,
      Output output,
      Notes notes,
      Loop loop) {
    this.prefix = home.root() + "/@";
    this.logs = home.logs();
    this.launcher = launcher;
    this.processes = processes;
    this.groups = groups;
    this.output = output;
    this.notes = notes;
    this.loop = loop;
  }

  /** These may be run; once. From any thread. */
  public void declare(List<AdminAction> declared) {
    Map<String, AdminAction> byId = new TreeMap<>();
    declared.forEach(action -> byId.put(action.id(), action));
    actions.complete(byId);
  }

  /**
   * What may be run, by ID; a daemon that has just begun reads its file first.
   *
   * @throws IOException if that takes too long
   */
  public Map<String, AdminAction> actions() throws IOException, InterruptedException {
    try {
      return actions.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException e) {
      throw new IOException("the daemon has not read its configuration yet", e);
    }
  }

  /** The file that the output of an action goes to. */
  public Path log(String id) {
    return logs.resolve("@" + id + ".log");
  }

  /**
   * Runs an action; returns when its program has begun. From any thread.
   *
   * @param by who asks, for the journal
   */
  public Begun run(AdminAction action, String by) throws IOException, InterruptedException {
    return onLoop(() -> begin(action, by));
  }

  /** What lives of all runs, also of an earlier daemon's; in the order of pids. */
  public List<Member> living() throws IOException, InterruptedException {
    return onLoop(() -> List.copyOf(members(look()).values()));
  }

  /**
   * Kills what lives of an action.
   *
   * @param id empty for all
   * @return what was killed
   */
  public List<Member> kill(String id, String by) throws IOException, InterruptedException {
    return onLoop(() -> killed(id, by));
  }

  private <T> T onLoop(Callable<T> work) throws IOException, InterruptedException {
    return loop.answered(work);
  }

  private Begun begin(AdminAction action, String by) throws IOException {
    if (running >= MOST) {
      return new Begun(
          0, MOST + " admin actions run already", "'reeve admin kill' ends all of them");
    }
    Instant now = Instant.now();
    serial++;
    Run run =
        new Run(prefix + action.id() + "/" + now.toEpochMilli() + "-" + serial, action.id(), now);
    try {
      ServiceSpec spec = spec(action);
      Output.Streams streams = attach(spec, action.id());
      Child child;
      try (Fd out = Output.open(streams.out());
          Fd err = Output.open(streams.err())) {
        child =
            launcher.launch(
                spec,
                spec.command(),
                new InstanceId(spec.name(), 1),
                run.marker(),
                new Reports.Given(Map.of(), Map.of()),
                Launcher.Birth.PLAIN,
                out,
                err);
      }
      int pid = child.identity().pid();
      enter(pid);
      note(run, "admin-started", "started by " + by, by, Map.of("pid", Integer.toString(pid)));
      running++;
      processes.addOther(child.pidfd(), exit -> ended(run, by, exit));
      return new Begun(pid, "", "");
    } catch (Refusal e) {
      note(run, "admin-failed", "not started: " + e.reason(), by, Map.of());
      return new Begun(0, e.reason(), "check its 'command' in the configuration");
    }
  }

  /** As a service that has these words as its command, for those who start and write. */
  private ServiceSpec spec(AdminAction action) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("command", action.command());
    tree.put("cwd", "/");
    tree.put(
        "env",
        Map.of("REEVE_ADMIN_ACTION", action.id(), "PROCESSMASTER_ADMIN_ACTION", action.id()));
    String log = log(action.id()).toString();
    tree.put("logs", Map.of("stdout", log, "stderr", log));
    return SpecReader.read("action", tree, Path.of("/"))
        .spec()
        .orElseThrow()
        .named("@" + action.id());
  }

  private Output.Streams attach(ServiceSpec spec, String id) throws IOException {
    // The name of its pipe: the same for each daemon.
    int number = (int) (Checksum.of(id) & Integer.MAX_VALUE);
    return output.attach(new Ledger.Key(NO_SERVICE, number), new InstanceId(spec.name(), 1), spec);
  }

  /** Groups only add to what the marker tells. */
  private void enter(int pid) {
    try {
      Optional<Cgroup> group = groups.actions();
      if (group.isPresent()) {
        group.get().add(pid);
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "no group for process {0}: {1}", pid, e.getMessage());
    }
  }

  private void ended(Run run, String by, Exit exit) {
    running--;
    long millis = Math.max(0, Duration.between(run.began(), Instant.now()).toMillis());
    Map<String, String> detail = new LinkedHashMap<>();
    detail.put("ran_ms", Long.toString(millis));
    if (exit instanceof Exit.Code(int code)) {
      detail.put("code", Integer.toString(code));
    } else if (exit instanceof Exit.Signalled(String signal, boolean _)) {
      detail.put("signal", signal);
    }
    String time = Durations.format(Duration.ofMillis(millis));
    note(run, "admin-ended", "ended after " + time + ": " + exit.text(), by, detail);
  }

  private void note(Run run, String event, String what, String by, Map<String, String> detail) {
    Map<String, String> all = new LinkedHashMap<>(detail);
    all.put("action", run.id());
    String reason = "admin action " + run.id() + " " + what;
    notes.journal(new Effect.Journal("", 0, event, reason, by, all), Instant.now());
  }

  /**
   * Takes up what runs of an earlier daemon: its output is kept, and its end is told.
   *
   * @param kin the processes of this machine, now
   */
  void takeUp(Kin kin) throws LinuxException {
    // The first process of a run leads a session; what it started may lead others, later.
    Map<String, ProcStat> mains = new LinkedHashMap<>();
    for (Kin.Marked marked : kin.marked(prefix)) {
      ProcStat stat = marked.process();
      if (stat.session() == stat.pid()) {
        mains.merge(marked.marker(), stat, (a, b) -> a.startTicks() <= b.startTicks() ? a : b);
      }
    }
    for (Map.Entry<String, ProcStat> main : mains.entrySet()) {
      Optional<Run> run = parsed(main.getKey());
      if (run.isPresent()) {
        takeUp(run.get(), main.getValue());
      }
    }
  }

  private void takeUp(Run run, ProcStat main) {
    try {
      var _ = attach(spec(new AdminAction(run.id(), run.id(), List.of("true"), NOWHERE)), run.id());
      Optional<PidFd> process = PidFd.open(main.identity());
      if (process.isPresent()) {
        running++;
        processes.addOther(process.get(), exit -> ended(run, "", exit));
      }
    } catch (IOException e) {
      LOG.log(Level.WARNING, "cannot take up admin action " + run.id(), e);
    }
  }

  private Optional<Run> parsed(String marker) {
    String rest = marker.substring(prefix.length());
    int slash = rest.indexOf('/');
    int dash = rest.indexOf('-', Math.max(0, slash));
    if (slash < 1 || dash < 0 || !rest.substring(slash + 1, dash).matches("[0-9]{1,15}")) {
      return Optional.empty();
    }
    Instant began = Instant.ofEpochMilli(Long.parseLong(rest.substring(slash + 1, dash)));
    return Optional.of(new Run(marker, rest.substring(0, slash), began));
  }

  private Kin look() throws LinuxException {
    return Kin.look(processes.mains());
  }

  /** The roots of each run of which something lives, by its marker. */
  private Map<String, Kin.Roots> roots(Kin kin) throws LinuxException {
    Map<String, List<ProcessIdentity>> known = new LinkedHashMap<>();
    for (Kin.Marked marked : kin.marked(prefix)) {
      known
          .computeIfAbsent(marked.marker(), marker -> new ArrayList<>())
          .add(marked.process().identity());
    }
    Map<String, Kin.Roots> roots = new LinkedHashMap<>();
    known.forEach((marker, its) -> roots.put(marker, new Kin.Roots(its, marker)));
    return roots;
  }

  private Map<Integer, Member> members(Kin kin) throws IOException {
    Map<Integer, Member> members = new TreeMap<>();
    Set<Integer> mains = processes.mains();
    Optional<Cgroup> group = groups.actionsIfThere();
    List<ProcStat> inGroup = group.isPresent() ? group.get().processes() : List.of();
    // A daemon that an action has started is in there with all its services.
    if (inGroup.stream().noneMatch(stat -> stat.pid() == self)) {
      inGroup.forEach(stat -> add(members, mains, "", stat));
    }
    for (Map.Entry<String, Kin.Roots> root : roots(kin).entrySet()) {
      String id = parsed(root.getKey()).map(Run::id).orElse("");
      for (ProcessIdentity identity : kin.members(root.getValue())) {
        Optional<ProcStat> stat = ProcTable.stat(identity.pid());
        if (stat.isPresent() && stat.get().identity().equals(identity)) {
          add(members, mains, id, stat.get());
        }
      }
    }
    return members;
  }

  /** Not a daemon and its services that an action has started. */
  private void add(Map<Integer, Member> members, Set<Integer> mains, String id, ProcStat stat) {
    if (!stat.ended() && stat.pid() != self && !mains.contains(stat.pid())) {
      members.put(stat.pid(), new Member(id, stat));
    }
  }

  private List<Member> killed(String id, String by) throws IOException {
    Kin kin = look();
    List<Member> meant = new ArrayList<>();
    Map<String, Set<ProcessIdentity>> known = new LinkedHashMap<>();
    for (Member member : members(kin).values()) {
      if (id.isEmpty() || member.id().equals(id)) {
        meant.add(member);
        known
            .computeIfAbsent(member.id(), key -> new LinkedHashSet<>())
            .add(member.stat().identity());
      }
    }
    List<Kin.Roots> roots = new ArrayList<>();
    for (Kin.Roots root : roots(kin).values()) {
      String its = parsed(root.marker()).map(Run::id).orElse("");
      if (id.isEmpty() || its.equals(id)) {
        roots.add(new Kin.Roots(known.getOrDefault(its, Set.of()), root.marker()));
      }
    }
    Set<ProcessIdentity> unmarked = known.get("");
    if (unmarked != null) {
      roots.add(new Kin.Roots(unmarked, prefix));
    }
    if (!roots.isEmpty()) {
      var _ = Roundup.kill(roots, processes.mains(), this::look);
      String what = id.isEmpty() ? "all admin actions" : "admin action " + id;
      Map<String, String> detail = Map.of("processes", Integer.toString(meant.size()));
      notes.journal(
          new Effect.Journal("", 0, "admin-killed", what + " killed by " + by, by, detail),
          Instant.now());
    }
    return meant;
  }
}
