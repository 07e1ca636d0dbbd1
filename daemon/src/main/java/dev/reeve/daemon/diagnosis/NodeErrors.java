package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/** What Node.js says; the messages are those of versions 12 to 24. */
final class NodeErrors implements Classifier {
  private static final String SYNTAX = "SyntaxError: ";

  @Override
  public boolean speaks(Language language) {
    return language == Language.NODE;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return module(said)
        .or(() -> foreign(said))
        .or(() -> environment(said, scene))
        .or(() -> syntax(said))
        .or(() -> options(said))
        .map(clue -> clue);
  }

  private static Optional<Clue> module(Said said) {
    return said.between("Cannot find module '", "'")
        .or(() -> said.between("Cannot find package '", "'"))
        .map(found -> module(said, found));
  }

  private static Clue module(Said said, Said.Piece found) {
    String name = found.text();
    String line = said.line(found.line());
    if (!name.startsWith(".") && !name.startsWith("/") && !name.startsWith("file:")) {
      return new Clue.Lacks(Language.NODE, name);
    }
    String by =
        Said.between(line + "\n", "imported from ", "\n")
            .or(() ->
                said.line(found.line() + 1).startsWith("Require stack:")
                    ? Optional.of(said.line(found.line() + 2).replaceFirst("^- ", ""))
                    : Optional.empty())
            .map(Said::cut)
            .orElse("");
    return new Clue.Plain(
        by.isEmpty()
            ? "there is no script " + name + ": check 'command' and 'cwd'"
            : by
                + " wants "
                + name
                + ", which does not exist: is the project complete, and built?");
  }

  private static Optional<Clue> foreign(Said said) {
    if (said.has("was compiled against a different Node.js version")) {
      return Clue.plain("a native module was built for another version of Node.js: npm rebuild");
    }
    if (said.has("JavaScript heap out of memory")) {
      return Clue.plain(
          "the JavaScript heap is full: give it more with"
              + " NODE_OPTIONS=--max-old-space-size=MEGABYTES in 'env', or find what fills it");
    }
    return Optional.empty();
  }

  /** {@code process.env.DB.length} of a variable that is not set. */
  private static Optional<Clue> environment(Said said, Scene scene) {
    Optional<Said.Piece> error =
        said.beginning("TypeError: ").filter(piece -> piece.text().contains("of undefined"));
    if (error.isEmpty()) {
      return Optional.empty();
    }
    for (int i = error.get().line() - 1; i >= Math.max(0, error.get().line() - 4); i--) {
      String source = said.line(i);
      int at = source.indexOf("process.env.");
      if (at >= 0) {
        String name = Variable.at(source, at + "process.env.".length());
        if (!name.isEmpty() && !scene.environment().containsKey(name)) {
          return Clue.plain(Variable.unset(name, scene) + where(said, error.get().line()));
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Clue> syntax(Said said) {
    Optional<Said.Piece> error = said.beginning(SYNTAX);
    if (error.isPresent()) {
      String text = error.get().text();
      int line = error.get().line();
      if (text.contains("in JSON at") || text.contains("JSON input")) {
        return Clue.plain("a JSON text is malformed: " + text + where(said, line));
      }
      if (text.startsWith("Cannot use import statement outside a module")) {
        return Clue.plain(
            head(said, line).map(place -> place + " uses 'import'").orElse("a script uses 'import'")
                + ": name it .mjs, or put \"type\": \"module\" into its package.json");
      }
      if (text.contains("does not provide an export named")) {
        return Clue.plain(
            text
                + head(said, line).map(at -> " (" + at + ")").orElse("")
                + ": is it the right version?");
      }
      return Clue.plain(
          "syntax error" + head(said, line).map(at -> " in " + at).orElse("") + ": " + text);
    }
    if (said.has("is not defined in ES module scope")) {
      return Clue.plain(
          "a CommonJS script ("
              + said.beginning("file://").map(Said.Piece::text).orElse("with 'require'")
              + ") runs as an ES module: rename it to .cjs, or use 'import'");
    }
    return Optional.empty();
  }

  private static Optional<Clue> options(Said said) {
    return said.after(": bad option: ")
        .map(option ->
            new Clue.Plain(
                "this version of Node.js does not know the option "
                    + option.text()
                    + ": check 'command' and 'node --version'"));
  }

  /** {@code /srv/a.js:12} some lines above an error, where Node.js shows the source. */
  private static Optional<String> head(Said said, int error) {
    for (int i = error - 1; i >= Math.max(0, error - 8); i--) {
      String line = said.line(i).strip();
      String place = line.startsWith("file://") ? line.substring("file://".length()) : line;
      int colon = place.lastIndexOf(':');
      boolean path = place.startsWith("/") && place.indexOf(' ') < 0;
      if (path && colon > 0 && isNumber(place.substring(colon + 1))) {
        return Optional.of(Said.cut(place));
      }
    }
    return Optional.empty();
  }

  /** The first line of the program's own in the trace below an error. */
  private static String where(Said said, int error) {
    for (int i = error + 1; i <= error + 12; i++) {
      String line = said.line(i);
      if (line.startsWith("    at ") && !line.contains("node:") && line.contains("/")) {
        String trace = line.replace("file://", "");
        int begin = trace.indexOf('/');
        int end = trace.endsWith(")") ? trace.length() - 1 : trace.length();
        String place = trace.substring(begin, end);
        int column = place.lastIndexOf(':');
        return " (" + Said.cut(column > 0 ? place.substring(0, column) : place) + ")";
      }
    }
    return "";
  }

  private static boolean isNumber(String text) {
    return !text.isEmpty() && text.length() < 9 && text.chars().allMatch(Character::isDigit);
  }

  /** Anything else that was thrown; for when nobody knows better. */
  static Optional<Clue> thrown(Said said) {
    for (int i = said.size() - 1; i >= 0; i--) {
      String line = said.line(i);
      int colon = line.indexOf("Error: ");
      boolean name = colon >= 0 && line.substring(0, colon).chars().allMatch(Character::isLetter);
      String place = name && said.line(i + 1).startsWith("    at ") ? where(said, i) : "";
      if (!place.isEmpty()) {
        return Clue.plain("it threw " + Said.cut(line) + place);
      }
    }
    return Optional.empty();
  }
}
