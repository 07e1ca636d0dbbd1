package dev.reeve.cli;

import dev.reeve.api.ApiException;
import dev.reeve.config.Export;
import dev.reeve.core.spec.ServiceSpec;
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
        ? Usage.of("save", "write all services into a file of Reeve")
            .words("[FILE] [options]", 0, 1)
            .text(
                "Writes everything that is declared of all services into a file, reeve.yaml in the"
                    + " current folder if none is given, for its owner only. Reeve itself needs no"
                    + " such file: services are kept anyway.")
            .options(FULL, ExportFiles.FORCE)
            .examples(
                new Usage.Example("save", "into reeve.yaml, which must not be there yet"),
                new Usage.Example("save backup.yaml --force", "into a file that may be there"))
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
    if (save) {
      out.add(call.words().isEmpty() ? "reeve.yaml" : call.words().getFirst());
    }
    ExportFiles files = new ExportFiles(call, what(call), out);
    List<ServiceSpec> specs = Declared.specs(call, what(call), save ? List.of() : call.words());
    return files.write(
        Export.write(format, specs, call.arguments.has(FULL)),
        format,
        List.of("Made by 'reeve " + (save ? "save" : "export") + "'."));
  }
}
