package dev.reeve.daemon.supervisor;

import dev.reeve.api.EventItem;
import dev.reeve.api.Home;
import dev.reeve.config.MasterGroup;
import dev.reeve.core.engine.Engine;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.InstanceId;
import dev.reeve.core.engine.Order;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.diagnosis.Errand;
import dev.reeve.daemon.diagnosis.Finding;
import dev.reeve.daemon.diagnosis.Scene;
import dev.reeve.daemon.groups.GroupTree;
import dev.reeve.daemon.groups.ProcessLimits;
import dev.reeve.daemon.state.Journal;
import dev.reeve.daemon.state.Keeper;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.daemon.state.Remembered;
import dev.reeve.daemon.state.StateDocument;
import dev.reeve.daemon.state.StateFile;
import dev.reeve.linux.ChildSignal;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.Kin;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFilesLimit;
import dev.reeve.linux.ProcessIdentity;
import dev.reeve.linux.Subreaper;
import dev.reeve.logs.LogStream;
import dev.reeve.logs.Pump;
import dev.reeve.logs.PumpListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * The engine with everything it needs to reach processes and disk: loop, actuator, output, state
 * and journal, put together.
 */
public final class Supervisor implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Supervisor.class.getName());

  private final Home home;
  private final String bootId = ProcessIdentity.current().bootId();
  private final Board board = new Board();
  private final Journal journal;
  private final Ledger ledger;
  private final Keeper keeper;
  private final Notes notes;
  private final Pump pump;
  private final Output output;
  private final Processes processes;
  private final GroupTree groups;
  private final Grouping grouping;
  private final Reports reports;
  private final Sockets sockets;
  private final HealthAddresses addresses;
  private final Questions questions;
  private final Heartbeat heartbeat;
  private final DescriptorStore store;
  private final Launcher launcher;
  private final Errands errands;
  private final Loop loop;
  private final AdminRuns admin;
  private final Remembered remembered;

  /**
   * Puts a supervisor together. The lock of the home is held, and its folders exist.
   *
   * @param environment that of the daemon, which services inherit
   * @param together what is declared of the group of all services; absent if that cannot be read
   * @param written told of records as soon as they can be read from the journal, on a thread that
   *     must not be kept
   * @throws IOException if something of the home cannot be read or written
   */
  public Supervisor(
      Home home,
      Map<String, String> environment,
      Optional<MasterGroup> together,
      Consumer<List<EventItem>> written)
      throws IOException {
    this.home = home;
    Subreaper.become();
    journal = new Journal(journalFolder(home));
    ledger = new Ledger(home.run().resolve("instances"), bootId);
    StateFile stateFile = new StateFile(home.state().resolve("state.json"));
    StateFile.Loaded loaded = stateFile.load();
    remembered = loaded.document().map(StateDocument::read).orElse(Remembered.nothing());
    StateDocument document = new StateDocument(bootId, remembered.unreadable());
    keeper =
        new Keeper(
            stateFile,
            () -> document.write(board.sorted(), board.halted(), board.nextId()),
            journal,
            new DiskListener(written));
    notes = new Notes(keeper, journal.lastSeq());
    complain(loaded.complaints(), "cannot use the state in ");
    complain(remembered.complaints(), "cannot restore ");
    pump = new Pump(new StreamListener());
    store = DescriptorStore.of(environment);
    output = new Output(pump, home.logs(), pipesFolder(home), store);
    Epoll epoll = new Epoll();
    Deque<Event> events = new ArrayDeque<>();
    OpenFilesLimit given = raisedOpenFiles();
    groups = GroupTree.find(home, environment.containsKey(Kin.MARKER), together, bootId);
    grouping = new Grouping(groups, new ProcessLimits(given));
    processes =
        new Processes(
            pipesFolder(home),
            epoll,
            ledger,
            grouping,
            events::add,
            reason -> notes.daemon("stray", reason, "", Instant.now()));
    Timers timers = new Timers();
    addresses =
        new HealthAddresses(home.state().resolve("health.key"), home.run().resolve("health.port"));
    reports =
        new Reports(
            pipesFolder(home), notifyFolder(home), addresses, epoll, events::add, this::onLoop);
    sockets = new Sockets(store);
    FileWatch fileWatch = new FileWatch(epoll, notes, this::tell);
    questions = new Questions(output, events::add, this::onLoop);
    launcher = new Launcher(new Environment(environment), given);
    errands = new Errands(home.root(), launcher);
    Actuator actuator =
        new Actuator(
            home.root(),
            new Provisions(new Preflight(home.root(), launcher, errands), this::onLoop),
            launcher,
            processes,
            grouping,
            output,
            ledger,
            timers,
            questions,
            reports,
            sockets,
            fileWatch,
            board,
            notes,
            events::add);
    heartbeat = Heartbeat.of(environment, () -> Doings.of(board));
    loop =
        new Loop(
            new Engine(RandomGenerator.getDefault(), ZoneId.systemDefault()),
            epoll,
            timers,
            processes,
            grouping,
            reports,
            fileWatch,
            heartbeat,
            actuator,
            board,
            notes,
            events);
    admin = new AdminRuns(home, launcher, processes, groups, output, notes, loop);
  }

  private void tell(String by, Order order) {
    loop.tell(by, order);
  }

  private void onLoop(Runnable work) {
    loop.submit(work);
  }

  private void complain(List<String> complaints, String what) {
    for (String complaint : complaints) {
      LOG.log(Level.ERROR, "{0}{1}", what, complaint);
      notes.daemon("state-damaged", what + complaint, "", Instant.now());
    }
  }

  /** Takes as many descriptors as the daemon may have; returns what services are to get. */
  private static OpenFilesLimit raisedOpenFiles() throws LinuxException {
    int self = (int) ProcessHandle.current().pid();
    OpenFilesLimit given = OpenFilesLimit.of(self);
    given.raised().apply(self);
    return given;
  }

  /** The folder of the journal, which must exist beforehand. */
  public static Path journalFolder(Home home) {
    return home.state().resolve("journal");
  }

  /** The folder of the pipes, which must exist beforehand. */
  public static Path pipesFolder(Home home) {
    return home.run().resolve("pipes");
  }

  /** The folder of the sockets of sd_notify(3), which must exist beforehand. */
  public static Path notifyFolder(Home home) {
    return home.run().resolve("notify");
  }

  /**
   * Begins: takes up what an earlier daemon left.
   *
   * @param why for the journal
   * @throws LinuxException if the processes of the machine cannot be looked at
   */
  public void begin(String why) throws LinuxException {
    boolean freshBoot = !remembered.bootId().isEmpty() && !remembered.bootId().equals(bootId);
    pump.start();
    keeper.start();
    notes.daemon("daemon-started", why, "", Instant.now());
    if (!groups.trouble().isEmpty()) {
      LOG.log(Level.WARNING, "{0}", groups.trouble());
      notes.daemon("warning", groups.trouble(), "", Instant.now());
    }
    Kin kin = Kin.look(Set.of());
    loop.begin(
        new Recovery(home.root(), remembered, ledger, processes, grouping, output, reports, sockets)
            .recover(kin, freshBoot));
    admin.takeUp(kin);
    store.settle();
    for (String strange : grouping.sweep(processes.groups())) {
      notes.daemon("stray", "processes that nobody knows are in " + strange, "", Instant.now());
    }
    ChildSignal.onChild(() -> loop.submit(this::reapStrays));
  }

  /**
   * Supervises, on this thread, until everything is halted.
   *
   * @throws LinuxException if the kernel refuses something it cannot go on without
   */
  public void run() throws LinuxException {
    loop.run();
  }

  /** Takes in what waits in the pipes, writes what is left, and lets go of everything. */
  @Override
  public void close() throws IOException {
    questions.close();
    addresses.close();
    notes.handOver();
    pump.close();
    keeper.close();
    journal.close();
    ledger.close();
    heartbeat.close();
    store.close();
  }

  /** What is known of all services. */
  public Board board() {
    return board;
  }

  /** Where requests go. */
  public Loop loop() {
    return loop;
  }

  /** Where control groups are, if anywhere; only its questions about processes are for all. */
  public GroupTree groups() {
    return groups;
  }

  /** The output of all services. */
  public Output output() {
    return output;
  }

  /**
   * How an instance is started, for those who find out why it cannot be; absent if nothing could be
   * executed. From any thread.
   */
  public Optional<Scene> scene(ServiceSpec spec, InstanceId id) {
    try {
      return Optional.of(launcher.scene(spec, id));
    } catch (Refusal e) {
      return Optional.empty(); // the start was refused for the same reason, and said so
    }
  }

  /** Runs short commands as a service would run. */
  public Errand errand(Scene scene) {
    return errands.of(scene);
  }

  /**
   * Keeps what was found out about the end of a process, unless it has been started again since.
   * From any thread.
   *
   * @param isNews whether it goes to the journal as well
   */
  public void diagnosed(InstanceId id, long generation, Finding finding, boolean isNews) {
    loop.submit(() -> {
      boolean isPresent =
          board.service(id.service()).stream()
              .flatMap(view -> view.instances().stream())
              .anyMatch(
                  i -> i.id().equals(id) && i.generation() == generation && i.process() == null);
      if (isPresent) {
        board.hint(id, finding.hint());
      }
      if (isNews) {
        notes.diagnosed(id, finding, Instant.now());
      }
    });
  }

  /** What brings output to files; for those who follow it. */
  public Pump pump() {
    return pump;
  }

  /** What admins have run. */
  public AdminRuns admin() {
    return admin;
  }

  /** What happened. */
  public Journal journal() {
    return journal;
  }

  /** What writes state and journal; only its counts are for all. */
  public Keeper keeper() {
    return keeper;
  }

  /** A record about the daemon, after the end of the loop. */
  public void lastRecord(String event, String reason) {
    notes.daemon(event, reason, "", Instant.now());
  }

  /**
   * The living processes of a service, for people; looked up on the loop.
   *
   * @throws IOException if they cannot be looked at
   */
  public List<String> living(String service) throws IOException, InterruptedException {
    return loop.answered(() -> processes.names(service));
  }

  private void reapStrays() {
    try {
      processes.reapStrays();
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot bury a stray process", e);
    }
  }

  private record DiskListener(Consumer<List<EventItem>> told) implements Keeper.Listener {
    @Override
    public void trouble(String reason) {
      LOG.log(Level.ERROR, "{0}", reason);
    }

    @Override
    public void written(List<EventItem> items) {
      told.accept(items);
    }
  }

  private final class StreamListener implements PumpListener {
    @Override
    public void trouble(LogStream stream, String reason) {
      LOG.log(Level.ERROR, "{0}", reason);
      note(stream, "log-trouble", reason);
    }

    @Override
    public void recovered(LogStream stream) {
      note(stream, "log-recovered", "");
    }

    @Override
    public void syslogTrouble(String url, String reason) {
      LOG.log(Level.WARNING, "{0}", reason);
      loop.note("syslog-trouble", reason);
    }

    @Override
    public void syslogRecovered(String url, long lost) {
      loop.note(
          "syslog-recovered", url + (lost == 0 ? "" : ": " + lost + " messages were not sent"));
    }

    private void note(LogStream stream, String event, String reason) {
      String service = stream.spec().service();
      int instance = stream.spec().instance();
      loop.submit(() -> notes.trouble(service, instance, event, reason, Instant.now()));
    }
  }
}
