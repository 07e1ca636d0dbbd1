package dev.reeve.daemon.control;

import dev.reeve.api.Home;
import dev.reeve.daemon.Board;
import dev.reeve.daemon.Loop;
import dev.reeve.daemon.Output;
import dev.reeve.daemon.state.Journal;
import dev.reeve.logs.Pump;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** Puts together what serves the control API. */
public final class Control {
  private Control() {}

  /**
   * What the control API needs of the daemon.
   *
   * @param comeBack set when the daemon is to be replaced by a new one after its end
   * @param survivors makes the question, to be asked on the loop, what lives of a service
   */
  public record Daemon(
      Home home,
      String owner,
      Board board,
      Loop loop,
      Output output,
      Pump pump,
      Journal journal,
      EventHub hub,
      AtomicBoolean comeBack,
      Function<String, Callable<List<String>>> survivors) {}

  /**
   * Listens and serves.
   *
   * @throws IOException if the socket cannot be made
   */
  public static Server open(Daemon daemon) throws IOException {
    Board board = daemon.board();
    Targets targets = new Targets(board);
    LogSources sources = new LogSources(daemon.output());
    FirstWords firstWords = new FirstWords(board, daemon.output(), sources);
    ServiceActions actions =
        new ServiceActions(
            board,
            daemon.loop(),
            targets,
            firstWords,
            service -> daemon.loop().answered(daemon.survivors().apply(service)));
    Registry registry = new Registry();
    new ServiceReads(board, daemon.output(), targets, new Usage(board)).bind(registry);
    actions.bind(registry);
    new Definitions(board, daemon.loop(), actions).bind(registry);
    new LogReads(board, daemon.output(), daemon.pump(), targets, sources, daemon.home().daemonLog())
        .bind(registry);
    new EventReads(daemon.journal(), daemon.hub(), targets).bind(registry);
    new DaemonCalls(daemon.home(), board, daemon.loop(), daemon.comeBack()).bind(registry);
    registry.checkComplete();
    Server server = new Server(daemon.home().socket(), daemon.owner(), registry);
    server.start();
    return server;
  }
}
