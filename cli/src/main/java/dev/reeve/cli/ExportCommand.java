package dev.reeve.cli;

import dev.reeve.api.ActionResult;
import dev.reeve.api.ApiException;
import dev.reeve.api.Definition;
import dev.reeve.api.Methods;
import dev.reeve.config.Export;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code export} and {@code save}: services as a file. */
final class ExportCommand implements Command {
  private static final Opt FULL = Opt.flag("--full", "every field, also those with their default");

  private final boolean save;

  /**
   * @param save whether the file is a native one that is named, or the {@code reeve.yaml} here
   */
  ExportCommand(boolean save) {
    this.save = save;
  }

  @Override
  public Usage usage() {
    return save
        ? Usage.of("save", "write services into a file of Reeve")
            .words("[TARGET…] [FILE] [options]", 0, Usage.MANY)
            .text(
                "Writes everything that is declared of all services into a file, reeve.yaml in the"
                    + " current folder if none is given, for its owner only. Reeve itself needs no"
                    + " such file: services are kept anyway. With targets before the file only"
                    + " these are written, and belong to that file from then on: 'reeve apply FILE'"
                    + " changes them, 'reeve unload FILE' deletes them.")
            .options(FULL, ExportFiles.FORCE)
            .examples(
                new Usage.Example("save", "into reeve.yaml, which must not be there yet"),
                new Usage.Example("save backup.yaml --force", "into a file that may be there"),
                new Usage.Example(
                    "save api conf.d/api.yaml", "one service, into a file of its own"))
        : Usage.of("export", "services as a file of Reeve or of another system")
            .words("[TARGET…] [options]", 0, Usage.MANY)
            .text(
                "Writes what is declared of services (all if none is named) to standard output. What"
                    + " the format has no equivalent for is a warning. For systemd each service is"
                    + " a unit: --out puts them into a folder.")
            .options(FULL, ExportFiles.TO, ExportFiles.OUT, ExportFiles.FORCE)
            .examples(
                new Usage.Example("export api", "one service, as a native file"),
                new Usage.Example("export --to systemd --out units", "a unit for each service"),
                new Usage.Example("export @web --to compose", "a group, for Docker Compose"));
  }

  @Override
  public String what(Call call) {
    return save
        ? "save " + (call.words().isEmpty() ? "reeve.yaml" : call.wordsText())
        : "export " + (call.words().isEmpty() ? "services" : call.wordsText());
  }

  @Override
  public boolean namesServices(Call call) {
    return !save && !call.words().isEmpty();
  }

  @Override
  public int run(Call call) throws Complaint, ApiException {
    Export.Format format = save ? Export.Format.NATIVE : ExportFiles.format(call, what(call));
    List<String> out = new ArrayList<>();
    List<String> targets = call.words();
    if (save) {
      out.add(call.words().isEmpty() ? "reeve.yaml" : call.words().getLast());
      targets = targets.subList(0, Math.max(0, targets.size() - 1));
    }
    ExportFiles files = new ExportFiles(call, what(call), out);
    List<ServiceSpec> specs = Declared.specs(call, what(call), targets);
    int exit =
        files.write(
            Export.write(format, specs, call.arguments.has(FULL)),
            format,
            List.of("Made by 'reeve " + (save ? "save" : "export") + "'."));
    return save && !targets.isEmpty() && exit == 0 ? handOver(call, specs, out.getFirst()) : exit;
  }

  /** From now on the services belong to the file that they were written to. */
  private static int handOver(Call call, List<ServiceSpec> specs, String file)
      throws Complaint, ApiException {
    String source = ConfigFiles.source(call, Path.of(file));
    List<Definition.Service> services = new ArrayList<>();
    for (ServiceSpec spec : specs) {
      services.add(
          new Definition.Service(
              spec.name(), spec.directory().toString(), SpecWriter.declared(spec), source));
    }
    Definition definition = new Definition(services, false, false, false, false, false);
    List<ActionResult> refused =
        call.client(Daemon.Need.STATE).call(Methods.DEFINE, definition).results().stream()
            .filter(result -> !result.ok())
            .toList();
    return Results.print(call, refused, "save", "saved");
  }
}
