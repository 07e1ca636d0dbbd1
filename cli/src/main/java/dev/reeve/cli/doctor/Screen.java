package dev.reeve.cli.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Whether the terminal shows what Reeve draws; see locale(7) and term(7). */
final class Screen implements Check {
  @Override
  public String area() {
    return "terminal";
  }

  @Override
  public List<Finding> look(Ground ground) {
    if (!ground.screen()) {
      return List.of(fine("terminal.screen", "no terminal: output is plain text"));
    }
    List<Finding> findings = new ArrayList<>();
    String term = ground.variable("TERM");
    findings.add(
        term.isEmpty() || term.equals("dumb")
            ? warning(
                "terminal.type",
                "TERM is "
                    + (term.isEmpty() ? "not set" : term)
                    + ": no colours, no 'monitor' and 'gui'",
                "export TERM=xterm-256color")
            : fine("terminal.type", "TERM is " + term));
    String locale = locale(ground);
    String charset = locale.toLowerCase(Locale.ROOT);
    findings.add(
        charset.contains("utf-8") || charset.contains("utf8")
            ? fine("terminal.locale", "the locale is " + locale)
            : warning(
                "terminal.locale",
                "the locale "
                    + (locale.isEmpty() ? "is not set" : "is " + locale)
                    + ": signs and borders of tables may look broken",
                "export LC_ALL=C.UTF-8, or use --plain"));
    return findings;
  }

  private static String locale(Ground ground) {
    for (String name : List.of("LC_ALL", "LC_CTYPE", "LANG")) {
      if (!ground.variable(name).isEmpty()) {
        return ground.variable(name);
      }
    }
    return "";
  }
}
