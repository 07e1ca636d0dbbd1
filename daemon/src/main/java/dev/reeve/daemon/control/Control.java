package dev.reeve.daemon.control;

import dev.reeve.api.ApiException;
import dev.reeve.api.Home;
import dev.reeve.api.Role;
import dev.reeve.daemon.diagnosis.Diagnoses;
import dev.reeve.daemon.reload.AutoReload;
import dev.reeve.daemon.sampling.Sampler;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.daemon.state.Applied;
import dev.reeve.daemon.state.Fingerprints;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.daemon.supervisor.Supervisor;
import dev.reeve.linux.Users;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** Puts together what serves the control API. */
public final class Control {
  private Control() {}

  /**
   * What the control API needs of the daemon.
   *
   * @param owner the user that may use it, besides root
   * @param comeBack set when the daemon is to be replaced by a new one after its end
   */
  public record Daemon(
      Home home,
      String owner,
      Supervisor supervisor,
      Usage usage,
      Sampler sampler,
      EventHub hub,
      Diagnoses diagnoses,
      AtomicBoolean comeBack) {}

  /** The control API of a daemon, and the files it follows. */
  public static final class Opened implements AutoCloseable {
    private final Server server;
    private final AutoReload reload;
    private final Daemon daemon;
    private final Registry registry;

    private Opened(Server server, AutoReload reload, Daemon daemon, Registry registry) {
      this.registry = registry;
      this.server = server;
      this.reload = reload;
      this.daemon = daemon;
    }

    /** How often each method was called. */
    public Map<String, Long> calls() {
      return registry.calls();
    }

    /** How many calls were not answered with a result. */
    public long failedCalls() {
      return registry.failures();
    }

    /** Begins to serve. */
    public void start() {
      server.start();
    }

    /**
     * Lets the members of a group talk to the daemon.
     *
     * @param role what they may do
     * @throws IOException if there is no such group, or this user may not let it in
     */
    public void allow(String group, Role role) throws IOException {
      int gid =
          Users.groupByName(group)
              .orElseThrow(() -> new IOException("there is no group '" + group + "'"));
      server.allow(gid, role);
    }

    /** Follows the files of the services there are, once everything asked for so far is done. */
    public void follow() {
      Board board = daemon.supervisor().board();
      daemon
          .supervisor()
          .loop()
          .settled(() -> {
            Set<String> sources = new TreeSet<>();
            sources.add(daemon.home().config().toString());
            board.services().forEach(service -> sources.add(service.source()));
            Thread.ofVirtual().name("reeve-follow").start(() -> reload.consider(sources));
          });
    }

    @Override
    public void close() {
      reload.close();
      server.close();
    }
  }

  /** What is started from the file of the home brings the rest of it, too. */
  private static void refresh(MasterLimits together, Set<String> files, Loop loop) {
    try {
      for (String file : files) {
        var _ = together.apply(file);
      }
    } catch (ApiException e) {
      loop.note("warning", e.reason() + (e.hint().isEmpty() ? "" : "; " + e.hint()));
    } catch (IOException e) {
      loop.note("warning", String.valueOf(e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Listens; who connects waits until the server is started.
   *
   * @throws IOException if the socket cannot be made
   */
  public static Opened open(Daemon daemon) throws IOException {
    Supervisor supervisor = daemon.supervisor();
    Board board = supervisor.board();
    Loop loop = supervisor.loop();
    Output output = supervisor.output();
    Targets targets = new Targets(board);
    ServiceActions actions =
        new ServiceActions(
            board,
            loop,
            targets,
            new FirstWords(board, output, daemon.diagnoses()),
            supervisor::living);
    Registry registry = new Registry();
    new ServiceReads(board, output, targets, daemon.usage(), new GroupReads(supervisor.groups()))
        .bind(registry);
    new PortReads(board, targets, daemon.usage()).bind(registry);
    new StatsReads(board, targets, daemon.sampler()).bind(registry);
    actions.bind(registry);
    new FlagActions(actions, targets).bind(registry);
    AtomicReference<AutoReload> following = new AtomicReference<>();
    MasterLimits together = new MasterLimits(daemon.home().config(), loop, supervisor.groups());
    Consumer<Set<String>> followed = files -> following.get().consider(files);
    Consumer<Set<String>> loaded = followed.andThen(files -> refresh(together, files, loop));
    Definitions definitions = new Definitions(board, loop, actions, supervisor.groups(), loaded);
    definitions.bind(registry);
    Applications applications =
        new Applications(
            board,
            loop,
            actions,
            definitions,
            new Applied(daemon.home().state().resolve("applied.json")),
            together,
            followed);
    applications.bind(registry);
    AutoReload reload =
        new AutoReload(
            new FollowedFiles(
                board,
                loop,
                applications,
                new Fingerprints(daemon.home().state().resolve("followed.json")),
                daemon.home().config()));
    following.set(reload);
    new LogReads(board, output, supervisor.pump(), targets, daemon.home().daemonLog())
        .bind(registry);
    new AdminCalls(supervisor.admin()).bind(registry);
    new LogStates(board, output, targets).bind(registry);
    new EventReads(supervisor.journal(), daemon.hub(), targets).bind(registry);
    new DaemonCalls(
            daemon.home(), board, loop, daemon.sampler(), supervisor.groups(), daemon.comeBack())
        .bind(registry);
    registry.checkComplete();
    return new Opened(
        new Server(daemon.home().socket(), daemon.owner(), registry), reload, daemon, registry);
  }
}
