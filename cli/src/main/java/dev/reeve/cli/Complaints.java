package dev.reeve.cli;

/** How complaints look: {@code reeve: cannot VERB OBJECT: reason} and {@code → what to do}. */
final class Complaints {
  private Complaints() {}

  static void print(Output err, Style style, Complaint complaint) {
    err.line(style.red("reeve:") + " " + lines(complaint.sentence()));
    for (String line : complaint.output()) {
      err.line("  " + style.dim("│") + " " + Clean.output(line, false));
    }
    if (!complaint.hint().isEmpty()) {
      err.line(style.paint("→", Style.CYAN) + " " + lines(complaint.hint()));
    }
    err.flush();
  }

  /** Reasons may have several lines, such as all the problems of a file. */
  private static String lines(String text) {
    if (text.indexOf('\n') < 0) {
      return Clean.line(text);
    }
    StringBuilder clean = new StringBuilder();
    for (String line : text.split("\n", -1)) {
      clean.append(clean.isEmpty() ? "" : "\n").append(Clean.line(line));
    }
    return clean.toString();
  }
}
