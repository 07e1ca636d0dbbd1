package dev.reeve.daemon;

import dev.reeve.api.EventItem;
import dev.reeve.api.Home;
import dev.reeve.api.Role;
import dev.reeve.api.Version;
import dev.reeve.config.AllowGroup;
import dev.reeve.config.DaemonSettings;
import dev.reeve.core.engine.Order;
import dev.reeve.daemon.control.Control;
import dev.reeve.daemon.control.EventHub;
import dev.reeve.daemon.control.MasterLimits;
import dev.reeve.daemon.crash.CrashCalls;
import dev.reeve.daemon.crash.LastWords;
import dev.reeve.daemon.diagnosis.Diagnoses;
import dev.reeve.daemon.diagnosis.Diagnosis;
import dev.reeve.daemon.diagnosis.Finding;
import dev.reeve.daemon.export.Exports;
import dev.reeve.daemon.export.Sources;
import dev.reeve.daemon.sampling.Sampler;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.daemon.supervisor.ErrorLines;
import dev.reeve.daemon.supervisor.Reasons;
import dev.reeve.daemon.supervisor.Supervisor;
import dev.reeve.linux.LinuxException;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** One daemon: a supervisor, the control API over it, and its life from lock to exit. */
final class Daemon {
  /** The exit status that asks whoever keeps the daemon for a new one at once. */
  static final int COME_BACK = 75;

  private static final System.Logger LOG = System.getLogger(Daemon.class.getName());

  private final Home home;
  private final EventHub hub = new EventHub();
  private final AtomicBoolean comeBack = new AtomicBoolean();
  private final Supervisor supervisor;
  private final Diagnoses diagnoses;
  private final CrashCalls crashes;
  private final Exports exports;
  private final String host = host();

  /**
   * Puts a daemon together. The lock of the home is held, and its folders exist.
   *
   * @param environment that of the daemon, which services inherit
   * @throws IOException if something of the home cannot be read or written
   */
  Daemon(Home home, Map<String, String> environment) throws IOException {
    this.home = home;
    supervisor = new Supervisor(home, environment, MasterLimits.read(home.config()), this::written);
    diagnoses =
        new Diagnoses(
            new Diagnosis(home.root()),
            new Diagnoses.Around(
                supervisor.board()::service,
                new ErrorLines(supervisor.output())::of,
                supervisor::scene,
                supervisor::errand,
                supervisor::diagnosed));
    crashes =
        new CrashCalls(
            supervisor.board()::service,
            new LastWords(supervisor.output()),
            event -> diagnoses.of(event).map(Finding::hint),
            host,
            what -> supervisor.loop().note("warning", what));
    exports = new Exports((event, reason) -> supervisor.loop().note(event, reason));
    hub.begin(supervisor.journal().lastSeq());
  }

  /** These records are in the journal. */
  private void written(List<EventItem> events) {
    hub.written(events);
    diagnoses.written(events);
    crashes.written(events);
    exports.written(events);
  }

  private static String host() throws IOException {
    return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
  }

  /**
   * Lives: takes up what an earlier daemon left, serves until it is told to end, and leaves
   * everything in order.
   *
   * @return the exit status
   * @throws IOException if the kernel or the disk refuses something it cannot live without
   */
  int live() throws IOException {
    try (supervisor;
        exports) {
      supervisor.begin("version " + Version.CURRENT + ", pid " + ProcessHandle.current().pid());
      Usage usage = new Usage(supervisor.board(), home.root());
      BootConfig config = new BootConfig(home.config(), supervisor.board(), supervisor.loop());
      // Members of a group find the door open as soon as it is there; nobody else waits for a file.
      boolean guests = config.mayLetOthersIn();
      DaemonSettings settings = guests ? config.load() : DaemonSettings.NONE;
      try (Sampler sampler =
              new Sampler(
                  usage,
                  home.state().resolve("samples"),
                  what -> supervisor.loop().note("warning", what));
          Control.Opened control = Control.open(parts(usage, sampler))) {
        settings.allowGroup().ifPresent(group -> allow(control, group));
        control.start();
        if (!guests) {
          settings = config.load();
        }
        supervisor.admin().declare(settings.adminActions());
        exports.begin(
            settings.telemetry(),
            new Sources(
                host,
                supervisor.output(),
                supervisor.keeper(),
                sampler,
                control::calls,
                control::failedCalls),
            usage);
        sampler.start();
        control.follow();
        supervisor.loop().ready();
        supervisor.run();
      }
      supervisor.lastRecord("daemon-ended", comeBack.get() ? "to come back" : "");
    }
    return comeBack.get() ? COME_BACK : 0;
  }

  /** Whoever is not let in can still be told why. */
  private void allow(Control.Opened control, AllowGroup wish) {
    try {
      OwnFolder.letThrough(home.run());
      control.allow(wish.group(), Role.valueOf(wish.role().toUpperCase(Locale.ROOT)));
    } catch (IOException e) {
      String message =
          "cannot let group " + wish.group() + " in (" + wish.place() + "): " + Reasons.of(e);
      LOG.log(Level.WARNING, message);
      supervisor.loop().note("warning", message);
    }
  }

  private Control.Daemon parts(Usage usage, Sampler sampler) throws LinuxException {
    String owner =
        Users.byUid(Users.effectiveUid())
            .map(Users.User::name)
            .orElse(Integer.toString(Users.effectiveUid()));
    return new Control.Daemon(home, owner, supervisor, usage, sampler, hub, diagnoses, comeBack);
  }

  /**
   * Leaves, with all services running; what a signal from outside asks for. From any thread. Where
   * process 1 keeps the daemon, the services would be killed by the kernel: there they are ended.
   */
  void leave(String by) {
    boolean outlived = !System.getProperty("reeve.keeper", "").equals("first");
    supervisor.loop().tell(by, new Order.Shutdown(outlived));
  }
}
