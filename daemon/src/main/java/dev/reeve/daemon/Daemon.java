package dev.reeve.daemon;

import dev.reeve.api.EventItem;
import dev.reeve.api.Home;
import dev.reeve.api.Version;
import dev.reeve.core.engine.Engine;
import dev.reeve.core.engine.Event;
import dev.reeve.core.engine.Order;
import dev.reeve.daemon.control.Control;
import dev.reeve.daemon.control.EventHub;
import dev.reeve.daemon.control.Server;
import dev.reeve.daemon.state.Journal;
import dev.reeve.daemon.state.Keeper;
import dev.reeve.daemon.state.Ledger;
import dev.reeve.daemon.state.Remembered;
import dev.reeve.daemon.state.StateDocument;
import dev.reeve.daemon.state.StateFile;
import dev.reeve.linux.ChildSignal;
import dev.reeve.linux.Epoll;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.OpenFilesLimit;
import dev.reeve.linux.ProcessIdentity;
import dev.reeve.linux.Subreaper;
import dev.reeve.linux.Users;
import dev.reeve.logs.LogStream;
import dev.reeve.logs.Pump;
import dev.reeve.logs.PumpListener;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;

/** One daemon: everything it is made of, put together, and its life from lock to exit. */
public final class Daemon {
  /** The exit status that asks whoever keeps the daemon for a new one at once. */
  public static final int COME_BACK = 75;

  private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

  private final Home home;
  private final String bootId;
  private final Board board = new Board();
  private final Deque<Event> events = new ArrayDeque<>();
  private final EventHub hub = new EventHub();
  private final AtomicBoolean comeBack = new AtomicBoolean();

  private final Epoll epoll;
  private final Journal journal;
  private final Ledger ledger;
  private final Keeper keeper;
  private final Notes notes;
  private final Pump pump;
  private final Output output;
  private final Processes processes;
  private final Loop loop;
  private final Remembered remembered;

  /**
   * Puts a daemon together. The lock of the home is held, and its folders exist.
   *
   * @param environment that of the daemon, which services inherit
   * @throws IOException if something of the home cannot be read or written
   */
  public Daemon(Home home, Map<String, String> environment) throws IOException {
    this.home = home;
    this.bootId = ProcessIdentity.current().bootId();
    Subreaper.become();
    epoll = new Epoll();
    journal = new Journal(home.state().resolve("journal"));
    hub.begin(journal.lastSeq());
    ledger = new Ledger(home.run().resolve("instances"), bootId);
    StateFile stateFile = new StateFile(home.state().resolve("state.json"));
    StateDocument document = new StateDocument();
    keeper =
        new Keeper(
            stateFile,
            () -> document.write(board.sorted(), bootId, board.halted(), board.nextId()),
            journal,
            new DiskListener());
    notes = new Notes(keeper, journal.lastSeq());
    pump = new Pump(new StreamListener());
    output = new Output(pump, home.logs(), home.run().resolve("pipes"));
    processes = new Processes(epoll, ledger, events::add);
    Timers timers = new Timers();
    Actuator actuator =
        new Actuator(
            home.root(),
            new Launcher(new Environment(environment), raisedOpenFiles()),
            processes,
            output,
            ledger,
            timers,
            board,
            notes,
            events::add);
    loop =
        new Loop(
            new Engine(RandomGenerator.getDefault()),
            epoll,
            timers,
            processes,
            actuator,
            board,
            notes,
            events);
    remembered = load(stateFile);
  }

  /** Takes as many descriptors as the daemon may have; returns what services are to get. */
  private static OpenFilesLimit raisedOpenFiles() throws LinuxException {
    int self = (int) pid();
    OpenFilesLimit given = OpenFilesLimit.of(self);
    given.raised().apply(self);
    return given;
  }

  /** A file that cannot be read never empties a good one: an older generation is taken. */
  private Remembered load(StateFile stateFile) {
    StateFile.Loaded loaded = stateFile.load();
    Remembered result = loaded.document().map(StateDocument::read).orElse(Remembered.nothing());
    for (String complaint : loaded.complaints()) {
      LOG.log(Level.ERROR, "cannot use {0}", complaint);
      notes.daemon("state-damaged", complaint, "", Instant.now());
    }
    for (String complaint : result.complaints()) {
      LOG.log(Level.ERROR, "cannot restore {0}", complaint);
      notes.daemon("state-damaged", complaint, "", Instant.now());
    }
    return result;
  }

  /**
   * Lives: takes up what an earlier daemon left, serves until it is told to end, and leaves
   * everything in order.
   *
   * @return the exit status
   * @throws IOException if the kernel or the disk refuses something it cannot live without
   */
  public int live() throws IOException {
    boolean freshBoot = !remembered.bootId().isEmpty() && !remembered.bootId().equals(bootId);
    pump.start();
    keeper.start();
    Recovery recovery = new Recovery(home.root(), remembered, ledger, processes, output);
    notes.daemon(
        "daemon-started", "version " + Version.CURRENT + ", pid " + pid(), "", Instant.now());
    loop.begin(recovery.recover(freshBoot));
    ChildSignal.onChild(() -> loop.submit(this::reapStrays));
    Server server = Control.open(parts());
    new BootConfig(home.config(), board, loop).load();
    try {
      loop.run();
    } finally {
      server.close();
      notes.daemon("daemon-ended", comeBack.get() ? "to come back" : "", "", Instant.now());
      notes.handOver();
      pump.close();
      keeper.close();
      journal.close();
      ledger.close();
    }
    return comeBack.get() ? COME_BACK : 0;
  }

  private Control.Daemon parts() throws LinuxException {
    String owner =
        Users.byUid(Users.effectiveUid())
            .map(Users.User::name)
            .orElse(Integer.toString(Users.effectiveUid()));
    return new Control.Daemon(
        home, owner, board, loop, output, pump, journal, hub, comeBack, this::survivors);
  }

  private Callable<List<String>> survivors(String service) {
    return () -> processes.names(service);
  }

  /** Leaves, with all services running; what a signal from outside asks for. From any thread. */
  public void leave(String by) {
    loop.tell(by, new Order.Shutdown(true));
  }

  private void reapStrays() {
    try {
      processes.reapStrays();
    } catch (LinuxException e) {
      LOG.log(Level.WARNING, "cannot bury a stray process", e);
    }
  }

  private static long pid() {
    return ProcessHandle.current().pid();
  }

  private final class DiskListener implements Keeper.Listener {
    @Override
    public void trouble(String reason) {
      LOG.log(Level.ERROR, "{0}", reason);
    }

    @Override
    public void written(List<EventItem> items) {
      hub.written(items);
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

    private void note(LogStream stream, String event, String reason) {
      String service = stream.spec().service();
      int instance = stream.spec().instance();
      loop.submit(() -> notes.trouble(service, instance, event, reason, Instant.now()));
    }
  }

  /** The folder of the journal, which must exist before a daemon is made. */
  static Path journalFolder(Home home) {
    return home.state().resolve("journal");
  }
}
