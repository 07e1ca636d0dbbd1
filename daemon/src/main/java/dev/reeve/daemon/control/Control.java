package dev.reeve.daemon.control;

import dev.reeve.api.Home;
import dev.reeve.daemon.sampling.Sampler;
import dev.reeve.daemon.sampling.Usage;
import dev.reeve.daemon.state.Applied;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import dev.reeve.daemon.supervisor.Output;
import dev.reeve.daemon.supervisor.Supervisor;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

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
      AtomicBoolean comeBack) {}

  /**
   * Listens; who connects waits until the server is started.
   *
   * @throws IOException if the socket cannot be made
   */
  public static Server open(Daemon daemon) throws IOException {
    Supervisor supervisor = daemon.supervisor();
    Board board = supervisor.board();
    Loop loop = supervisor.loop();
    Output output = supervisor.output();
    Targets targets = new Targets(board);
    ServiceActions actions =
        new ServiceActions(board, loop, targets, new FirstWords(board, output), supervisor::living);
    Registry registry = new Registry();
    new ServiceReads(board, output, targets, daemon.usage()).bind(registry);
    new PortReads(board, targets, daemon.usage()).bind(registry);
    new StatsReads(board, targets, daemon.sampler()).bind(registry);
    actions.bind(registry);
    Definitions definitions = new Definitions(board, loop, actions);
    definitions.bind(registry);
    new Applications(
            board,
            loop,
            actions,
            definitions,
            new Applied(daemon.home().state().resolve("applied.json")))
        .bind(registry);
    new LogReads(board, output, supervisor.pump(), targets, daemon.home().daemonLog())
        .bind(registry);
    new EventReads(supervisor.journal(), daemon.hub(), targets).bind(registry);
    new DaemonCalls(daemon.home(), board, loop, daemon.sampler(), daemon.comeBack()).bind(registry);
    registry.checkComplete();
    return new Server(daemon.home().socket(), daemon.owner(), registry);
  }
}
