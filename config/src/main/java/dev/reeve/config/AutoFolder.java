package dev.reeve.config;

import dev.reeve.config.dialect.AutoServices;
import dev.reeve.config.dialect.Translation;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Problems;
import dev.reeve.config.tree.Source;
import dev.reeve.core.spec.ServiceSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The services of a folder that a native file names as {@code daemon.auto_services}. */
final class AutoFolder {
  private final Source source;
  private final Environment environment;
  private final Problems problems;
  private final Problems warnings;
  private final List<Followed> followed = new ArrayList<>();
  private final ServicesReader reader;

  AutoFolder(Source source, Environment environment, Problems problems, Problems warnings) {
    this.source = source;
    this.environment = environment;
    this.problems = problems;
    this.warnings = warnings;
    this.reader = new ServicesReader(problems, Optional.empty(), (at, message) -> false);
  }

  /** The services that are good. */
  List<ServiceSpec> specs() {
    return reader.specs();
  }

  /** The files that make them what they are. */
  List<Followed> followed() {
    return followed;
  }

  /**
   * Reads them.
   *
   * @param services gets the services, and has those that the file declares itself
   */
  void read(DaemonReader.Named named, Map<String, Node.Entry> services) {
    Translation translation = new Translation(source, environment, problems, warnings);
    AutoServices.translate(translation, named.at(), named.folder());
    Path base = Folders.of(source.file());
    translation
        .services()
        .forEach((name, service) -> {
          Node.Entry first = services.putIfAbsent(name, service);
          if (first != null) {
            problems.add(
                named.at().at(),
                "service '"
                    + name
                    + "' of "
                    + named.folder()
                    + " is declared twice; the other one is at "
                    + first.at());
          } else {
            reader.read(service, base);
          }
        });
    for (String file : AutoServices.FILES) {
      followed.add(Followed.inFolder(named.folder(), "*/" + file));
    }
  }
}
