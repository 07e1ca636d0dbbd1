package dev.reeve.config.dialect;

import dev.reeve.config.AdminActions;
import dev.reeve.config.tree.Folders;
import dev.reeve.config.tree.Globs;
import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import dev.reeve.config.tree.Unloadable;
import dev.reeve.core.spec.Names;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The files of processmaster: the {@code config.yaml} of its daemon, which names a folder of
 * definitions ({@code config.d/*.yaml}) and one of auto-services (folders with a {@code run.sh} and
 * perhaps a {@code service.yml}), and any single definition.
 *
 * <p>Nothing is written: a folder with {@code .regen_pm_config} counts as one without a definition.
 */
final class Processmaster implements SketchingDialect {
  private static final String ADMIN_ACTIONS = "admin_actions";
  private static final String CONFIG_DIRECTORY = "config_directory";
  private static final String AUTO_DIRECTORY = "auto_service_directory";

  private static final String CGROUP = "cgroup";
  private static final List<String> MASTER_KEYS =
      List.of(CGROUP, "unix_socket", "global", "web_console", ADMIN_ACTIONS);
  private static final List<String> GLOBAL_KEYS =
      List.of(CONFIG_DIRECTORY, AUTO_DIRECTORY, "default_service_user", "default_service_group");
  private static final List<String> PROCESS_KEYS =
      List.of("start_command", "working_directory", "stop_signal", "stop_command", "schedule");

  /** Where the settings of its daemon are in Reeve. */
  private static final Map<String, String> DAEMON =
      Map.of(
          "unix_socket", "Reeve's socket belongs to its user; 'daemon.allow_group' lets others in",
          "web_console", "'daemon.console' of a reeve.yaml has the same");

  @Override
  public String name() {
    return "processmaster";
  }

  @Override
  public boolean claims(String fileName) {
    return false; // its names are those of many
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return candidate.map().filter(map -> isMaster(map) || isDefinition(map)).isPresent();
  }

  private static boolean isMaster(Node.Entries map) {
    return map.entry("global")
        .filter(global -> has(global, List.of(CONFIG_DIRECTORY, AUTO_DIRECTORY)))
        .isPresent();
  }

  private static boolean isDefinition(Node.Entries map) {
    return map.entry("process")
        .filter(process -> has(process, PROCESS_KEYS) && !has(process, List.of("run")))
        .isPresent();
  }

  private static boolean has(Node.Entry section, List<String> keys) {
    return section.value() instanceof Node.Entries map
        && keys.stream().anyMatch(key -> map.entry(key).isPresent());
  }

  @Override
  public List<Sketch> sketches(Translation translation) throws Unloadable {
    List<Sketch> sketches = new ArrayList<>();
    Optional<Node> root = Trees.read(translation);
    if (!(root.orElse(null) instanceof Node.Entries top)) {
      translation.problem(translation.source().start(), "a file of processmaster must be a map");
    } else if (isMaster(top)) {
      master(translation, top, sketches);
    } else {
      definition(translation, translation.source(), top).ifPresent(sketches::add);
    }
    return sketches;
  }

  /** A definition that is named by its file, or by the folder of a {@code service.yml}. */
  private static Optional<Sketch> definition(
      Translation translation, Source source, Node.Entries top) {
    String file = Candidate.fileName(source);
    boolean auto = file.equals("service.yml") || file.equals("service.yaml");
    Path folder = Folders.of(source.file());
    String name = auto ? String.valueOf(folder.getFileName()) : file.replaceFirst("\\.[^.]*$", "");
    return new ProcessmasterService(translation, top, folder, name.strip(), auto).sketch();
  }

  private void master(Translation translation, Node.Entries top, List<Sketch> sketches) {
    Node.Entries global = new Node.Entries(top.at(), List.of());
    for (Node.Entry entry : top.entries()) {
      String instead = DAEMON.get(entry.key());
      if (instead != null) {
        translation.warn(entry.at(), "'" + entry.key() + "' is ignored: " + instead);
      } else if (entry.key().equals(CGROUP)) {
        ProcessmasterGroup.read(translation, entry);
      } else if (entry.key().equals(ADMIN_ACTIONS)) {
        translation.adminActions(
            AdminActions.read(entry.value(), ADMIN_ACTIONS, text -> text, translation::problem));
      } else if (entry.key().equals("global") && entry.value() instanceof Node.Entries map) {
        global = map;
      } else {
        translation.warn(entry.at(), unknown(entry.key(), MASTER_KEYS));
      }
    }
    for (Node.Entry entry : global.entries()) {
      if (!GLOBAL_KEYS.contains(entry.key())) {
        translation.warn(entry.at(), unknown(entry.key(), GLOBAL_KEYS));
      }
    }
    Optional<Node.Entry> definitions = present(global, CONFIG_DIRECTORY);
    if (definitions.isPresent()) {
      folder(translation, definitions.get())
          .ifPresent(folder -> definitions(translation, definitions.get(), folder, sketches));
    }
    Optional<Node.Entry> auto = present(global, AUTO_DIRECTORY);
    if (auto.isPresent()) {
      Node.Entries settings = global;
      folder(translation, auto.get())
          .ifPresent(folder -> {
            List<Sketch> found =
                autos(translation, auto.get().value(), folder, settings, Files::isDirectory);
            sketches.addAll(found);
          });
    }
  }

  private static String unknown(String key, List<String> known) {
    return "unknown '" + key + "' is ignored" + Names.didYouMean(key, known);
  }

  private static Optional<Node.Entry> present(Node.Entries map, String key) {
    return map.entry(key).filter(entry -> Trees.text(entry.value()).isPresent());
  }

  private static Optional<Path> folder(Translation translation, Node.Entry entry) {
    String text = Trees.text(entry.value()).orElse("");
    try {
      Path folder = translation.folder().resolve(text).normalize();
      if (Files.isDirectory(folder)) {
        return Optional.of(folder);
      }
      translation.problem(
          entry.value().at(), "'" + entry.key() + "': there is no folder " + folder);
    } catch (InvalidPathException e) {
      translation.problem(entry.value().at(), "'" + entry.key() + "' is not a path");
    }
    return Optional.empty();
  }

  private static void definitions(
      Translation translation, Node.Entry entry, Path folder, List<Sketch> sketches) {
    try {
      for (Path file : Globs.files(folder, "*.{[yY][aA][mM][lL],[yY][mM][lL]}")) {
        if (!translation.isHopeless()) {
          read(translation, entry.value().at(), file)
              .flatMap(top -> definition(translation, top.at().source(), top))
              .ifPresent(sketches::add);
        }
      }
    } catch (Globs.Unmatchable e) {
      translation.problem(entry.value().at(), "'" + entry.key() + "': " + e.reason());
    }
  }

  private static Optional<Node.Entries> read(Translation translation, Spot at, Path file) {
    try {
      Source source = translation.open(file);
      Optional<Node> root = translation.tree(source);
      if (root.orElse(null) instanceof Node.Entries top) {
        return Optional.of(top);
      }
      translation.problem(source.start(), "a definition of processmaster must be a map");
    } catch (Unloadable e) {
      if (e.problem().line() > 0) {
        translation.problem(e);
      } else {
        translation.problem(at, "cannot read " + file + ": " + e.problem().message());
      }
    }
    return Optional.empty();
  }

  /** All auto-services in a folder of Reeve, with nothing said of those without a definition. */
  static List<Sketch> autos(Translation translation, Node at, Path folder) {
    Node.Entries nothing = new Node.Entries(at.at(), List.of());
    return autos(translation, at, folder, nothing, AutoServices::isService);
  }

  private static List<Sketch> autos(
      Translation translation,
      Node at,
      Path folder,
      Node.Entries global,
      DirectoryStream.Filter<Path> counts) {
    List<Path> folders = new ArrayList<>();
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder, counts)) {
      children.forEach(folders::add);
    } catch (IOException | DirectoryIteratorException e) {
      translation.problem(at.at(), "cannot read the folder " + folder + ": " + e.getMessage());
    }
    List<Sketch> sketches = new ArrayList<>();
    for (Path child : folders.stream().sorted().toList()) {
      String name = String.valueOf(child.getFileName()).strip();
      if (!name.startsWith(".") && !name.endsWith(".disabled") && !translation.isHopeless()) {
        auto(translation, at, child, name, global).ifPresent(sketches::add);
      }
    }
    return sketches;
  }

  /** The service that a folder is. */
  static Optional<Sketch> auto(Translation translation, Node at, Path folder) {
    String name = String.valueOf(folder.getFileName()).strip();
    return auto(translation, at, folder, name, new Node.Entries(at.at(), List.of()));
  }

  private static Optional<Sketch> auto(
      Translation translation, Node named, Path folder, String name, Node.Entries global) {
    Spot at = named.at();
    Optional<Path> file =
        List.of("service.yml", "service.yaml").stream()
            .map(folder::resolve)
            .filter(Files::isRegularFile)
            .findFirst();
    boolean anew = Files.exists(folder.resolve(".regen_pm_config"));
    if (file.isPresent() && !anew) {
      return read(translation, at, file.get())
          .flatMap(top -> new ProcessmasterService(translation, top, folder, name, true).sketch());
    }
    if (anew) {
      translation.warn(
          at, "'" + name + "' is run with defaults only: its folder has a .regen_pm_config");
    }
    Node.Entries nothing = new Node.Entries(at, List.of());
    Optional<Sketch> sketch =
        new ProcessmasterService(translation, nothing, folder, name, true).sketch();
    sketch.ifPresent(made -> {
      present(global, "default_service_user").ifPresent(user -> made.put(user, "user"));
      present(global, "default_service_group").ifPresent(group -> made.put(group, "group"));
      if (made.has("group") && !made.has("user")) {
        made.byDefault("user", "root");
      }
    });
    return sketch;
  }
}
