package dev.reeve.daemon;

import dev.reeve.config.ConfigProblem;
import dev.reeve.config.DaemonSettings;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.core.engine.Order;
import dev.reeve.core.engine.Selection;
import dev.reeve.core.engine.ServiceView;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.daemon.reload.Mentions;
import dev.reeve.daemon.supervisor.Board;
import dev.reeve.daemon.supervisor.Loop;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The configuration file of a home, loaded when its daemon begins. Services that are new are
 * started; for those that exist a changed declaration holds from their next start. A broken file
 * changes nothing.
 */
final class BootConfig {
  private static final System.Logger LOG = System.getLogger(BootConfig.class.getName());

  private static final String BY = "configuration file";

  private final Path file;
  private final Board board;
  private final Loop loop;

  BootConfig(Path file, Board board, Loop loop) {
    this.file = file;
    this.board = board;
    this.loop = loop;
  }

  /** Whether the file may say that others are to be let in; cheap, and wrong in one direction. */
  boolean mayLetOthersIn() {
    return Mentions.any(file, "allow_group");
  }

  /**
   * Loads the file, if it is there; what it asks for happens on the loop.
   *
   * @return what a good file says of the daemon itself
   */
  DaemonSettings load() {
    if (!Files.exists(file)) {
      return DaemonSettings.NONE;
    }
    var known = board.services().stream().map(ServiceView::name).collect(Collectors.toSet());
    return switch (Loader.load(file, new Environment(System.getenv()), known)) {
      case Loaded.Broken(List<ConfigProblem> problems) -> {
        for (ConfigProblem problem : problems) {
          LOG.log(Level.ERROR, "{0}", problem.text());
        }
        loop.note("config-broken", "cannot load " + file + ": " + problems.getFirst().text());
        yield DaemonSettings.NONE;
      }
      case Loaded.Ok ok -> {
        for (ConfigProblem warning : ok.warnings()) {
          LOG.log(Level.WARNING, "{0}", warning.warning());
        }
        List<Selection> fresh =
            ok.specs().stream()
                .map(ServiceSpec::name)
                .filter(name -> !known.contains(name))
                .map(Selection::all)
                .toList();
        String source = ok.file().toAbsolutePath().normalize().toString();
        Map<String, String> sources =
            ok.specs().stream().collect(Collectors.toMap(ServiceSpec::name, spec -> source));
        loop.tell(BY, new Order.Define(ok.specs(), Order.Existing.REPLACE, false, false, sources));
        if (!fresh.isEmpty()) {
          loop.tell(BY, new Order.Start(fresh));
        }
        yield ok.daemon();
      }
    };
  }
}
