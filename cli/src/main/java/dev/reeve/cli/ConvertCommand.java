package dev.reeve.cli;

import dev.reeve.config.Export;
import dev.reeve.config.Loaded;
import java.util.List;
import java.util.Set;

/** {@code convert}: a file of any system as one of Reeve, or of another one. */
final class ConvertCommand implements Command {
  @Override
  public Usage usage() {
    return Usage.of("convert", "a file of another system as one of Reeve")
        .words("FILE [OUT] [options]", 1, 2)
        .text(
            "Reads a configuration file of Reeve or of another system, and writes the same services"
                + " as a native file, to standard output or into OUT. What has no equivalent is a"
                + " warning. Variables, templates and files of values are resolved, so that what"
                + " is written may hold secrets: OUT is for its owner only. Needs no daemon, and is"
                + " not needed to start a file: 'reeve start' takes it as it is.")
        .options(ExportFiles.TO, ExportFiles.FORCE, ExportFiles.OUT)
        .examples(
            new Usage.Example("convert ecosystem.config.js reeve.yaml", "from PM2"),
            new Usage.Example("convert Procfile", "only to look at it"),
            new Usage.Example("convert reeve.yaml --to systemd --out units", "a unit for each"));
  }

  @Override
  public String what(Call call) {
    return "convert " + Clean.line(call.words().getFirst());
  }

  @Override
  public int run(Call call) throws Complaint {
    Export.Format format = ExportFiles.format(call, what(call));
    String file = call.words().getFirst();
    Loaded.Ok ok = ConfigFiles.load(call, what(call), file, Set.of());
    String origin = ok.file().getFileName() + " (" + ok.format() + ")";
    String why =
        ok.format().equals(Loaded.NATIVE)
            ? "Includes, templates and variables are resolved."
            : "Reeve also starts that file as it is; this one is not needed for that.";
    ExportFiles files = new ExportFiles(call, what(call), call.words().stream().skip(1).toList());
    return files.write(
        Export.write(format, ok.specs(), false, ok.daemon()),
        format,
        List.of("Made by 'reeve convert' from " + Clean.line(origin) + ".", why));
  }
}
