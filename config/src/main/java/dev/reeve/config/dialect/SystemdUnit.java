package dev.reeve.config.dialect;

import dev.reeve.config.tree.Spot;
import java.util.regex.Pattern;

/** Services of systemd: {@code NAME.service}; see systemd.unit(5) and systemd.service(5). */
final class SystemdUnit implements Dialect {
  private static final Pattern NAME = Pattern.compile(".+\\.service");

  @Override
  public String name() {
    return "systemd";
  }

  @Override
  public boolean claims(String fileName) {
    return NAME.matcher(fileName).matches();
  }

  @Override
  public boolean recognises(Candidate candidate) {
    return false; // systemd itself knows its files by their names
  }

  @Override
  public void translate(Translation translation) {
    UnitFile unit = UnitFile.read(translation);
    String file = Candidate.fileName(translation.source());
    String full = file.substring(0, file.length() - ".service".length());
    Spot start = translation.source().start();
    if (!unit.has("Service")) {
      translation.problem(start, "the unit has no [Service]");
      return;
    }
    Spot at =
        unit.all("Service", "ExecStart").stream()
            .findFirst()
            .map(UnitFile.Setting::at)
            .orElse(start);
    String name = full.endsWith("@") ? full.substring(0, full.length() - 1) : full;
    Draft draft = translation.renamed(at, name);
    new SystemdService(translation, unit, draft, new UnitSpecifiers(translation, full)).translate();
  }
}
