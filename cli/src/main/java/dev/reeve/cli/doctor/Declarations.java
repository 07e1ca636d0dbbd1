package dev.reeve.cli.doctor;

import dev.reeve.api.Declaration;
import dev.reeve.config.Environment;
import dev.reeve.config.Loaded;
import dev.reeve.config.Loader;
import dev.reeve.config.Preflight;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the files that declare services are there and good. */
final class Declarations implements Check {
  /** More are not looked at: it would take too long. */
  private static final int MOST = 32;

  @Override
  public String area() {
    return "configuration";
  }

  @Override
  public List<Finding> look(Ground ground) {
    List<Declaration> services =
        ground.daemon() instanceof Attendance.There there ? there.services() : List.of();
    Set<String> names = services.stream().map(Declaration::name).collect(Collectors.toSet());
    Set<Path> files = new LinkedHashSet<>();
    if (Files.exists(ground.home().config())) {
      files.add(ground.home().config());
    }
    for (Declaration service : services) {
      if (!service.source().isEmpty()) {
        files.add(Path.of(service.source()));
      }
    }
    List<Finding> findings = new ArrayList<>();
    files.stream().limit(MOST).forEach(file -> findings.add(one(ground, file, names)));
    if (files.size() > MOST) {
      findings.add(
          warning(
              "config.rest",
              files.size() - MOST + " more files are not looked at",
              "reeve check FILE looks at each"));
    }
    return findings.isEmpty()
        ? List.of(
            fine(
                "config.files",
                services.isEmpty()
                    ? "nothing is declared by files, and there is no " + ground.home().config()
                    : "services were started by commands, not by files"))
        : findings;
  }

  private Finding one(Ground ground, Path file, Set<String> names) {
    String check = "reeve check " + file;
    if (!Files.exists(file)) {
      return warning(
          "config.files",
          file + " declares services and is not there any more",
          "reeve save NAME… FILE writes it anew; reeve delete NAME forgets what is not wanted");
    }
    if (!Files.isReadable(file)) {
      return warning("config.files", file + " may not be read by you", check + " as its owner");
    }
    if (file.toString().matches(".*\\.[cm]?js")) {
      return fine("config.files", file + " is there; only a person runs it: " + check);
    }
    Environment environment = new Environment(ground.environment());
    return switch (Loader.load(file, environment, names)) {
      case Loaded.Broken broken ->
          broken(
              "config.files",
              file + " has mistakes, the first: " + broken.problems().getFirst().text(),
              check + " shows all of them");
      case Loaded.Ok ok -> {
        int warnings = ok.warnings().size() + Preflight.check(ok, environment).size();
        yield warnings == 0
            ? fine("config.files", file + " is good")
            : warning(
                "config.files",
                file + " is good, with " + (warnings == 1 ? "a warning" : warnings + " warnings"),
                check);
      }
    };
  }
}
