package dev.reeve.daemon.diagnosis;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What Python says; the messages are those of versions 2.7 to 3.14. */
final class PythonErrors implements Classifier {
  /** Modules that came with a version, or went with one. */
  private static final Map<String, String> OF_VERSIONS =
      Map.of(
          "tomllib",
          "it comes with Python 3.11: use a newer one, or pip install tomli and import that",
          "zoneinfo",
          "it comes with Python 3.9: use a newer one",
          "dataclasses",
          "it comes with Python 3.7: use a newer one",
          "distutils",
          "it went with Python 3.12: pip install setuptools, or use an older one",
          "imp",
          "it went with Python 3.12: use an older one, or change the program to importlib",
          "asyncore",
          "it went with Python 3.12: use an older one",
          "tkinter",
          "Debian has it apart: apt install python3-tk",
          "urllib2",
          "the program was written for Python 2",
          "ConfigParser",
          "the program was written for Python 2");

  @Override
  public boolean speaks(Language language) {
    return language == Language.PYTHON;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return module(said, scene)
        .or(() -> name(said))
        .or(() -> syntax(said))
        .or(() -> script(said))
        .or(() -> environment(said, scene));
  }

  private static Optional<Clue> module(Said said, Scene scene) {
    return said.between("No module named '", "'")
        .or(() -> said.after(": No module named "))
        .map(Said.Piece::text)
        .filter(text -> !text.isEmpty())
        .map(full -> {
          String top = full.indexOf('.') > 0 ? full.substring(0, full.indexOf('.')) : full;
          String known = OF_VERSIONS.get(top);
          if (known != null) {
            return new Clue.Plain("Python has no module '" + top + "': " + known);
          }
          if (isOwn(scene, top)) {
            return new Clue.Plain(
                "Python finds %s, which is the program's own, but not '%s' in it: is it complete?"
                    .formatted(top, full));
          }
          return new Clue.Lacks(Language.PYTHON, full);
        });
  }

  private static boolean isOwn(Scene scene, String module) {
    return PythonImports.isLocal(Entry.of(scene).folder(scene), module)
        || PythonImports.isLocal(scene.directory(), module);
  }

  private static Optional<Clue> name(Said said) {
    return said.between("cannot import name '", "'")
        .map(name -> {
          String line = said.line(name.line());
          String from = Said.between(line, " from '", "'").orElse("its module");
          return new Clue.Plain(
              line.contains("circular import")
                  ? "modules import each other: '%s' of %s is not there yet%s"
                      .formatted(name.text(), from, place(said, name.line()))
                  : "'%s' has no '%s'%s: is it the right version of it?"
                      .formatted(from, name.text(), place(said, name.line())));
        });
  }

  private static Optional<Clue> syntax(Said said) {
    for (String kind : List.of("SyntaxError: ", "IndentationError: ", "TabError: ")) {
      Optional<Said.Piece> error = said.beginning(kind);
      if (error.isPresent()) {
        String text = error.get().text();
        boolean old = text.startsWith("Missing parentheses in call to");
        return Optional.of(
            new Clue.Plain(
                "syntax error"
                    + place(said, error.get().line())
                    + ": "
                    + text
                    + (old ? " It was written for Python 2" : "")));
      }
    }
    return Optional.empty();
  }

  private static Optional<Clue> script(Said said) {
    return said.between("can't open file '", "'")
        .filter(script -> said.line(script.line()).contains("[Errno 2]"))
        .map(script ->
            new Clue.Plain("there is no script " + script.text() + ": check 'command' and 'cwd'"));
  }

  private static Optional<Clue> environment(Said said, Scene scene) {
    Optional<Said.Piece> error =
        said.beginning("KeyError: '").filter(piece -> piece.text().endsWith("'"));
    if (error.isEmpty()) {
      return Optional.empty();
    }
    String name = error.get().text().substring(0, error.get().text().length() - 1);
    boolean environ = said.has("environ") || said.has("<frozen os>") || said.has("/os.py");
    return environ && Variable.isName(name)
        ? Optional.of(
            new Clue.Plain(
                Variable.unset(name, scene)
                    + place(said, error.get().line()).replaceFirst("^ in (.*)$", " ($1)")))
        : Optional.empty();
  }

  /** The innermost line of a trace that is the program's own. */
  private static String place(Said said, int error) {
    String place = "";
    for (int i = error - 1; i >= 0; i--) {
      String line = said.line(i);
      Optional<String> file = Said.between(line, "  File \"", "\", line ");
      if (file.isPresent()) {
        int at = line.indexOf("\", line ") + "\", line ".length();
        String number = digits(line, at);
        String here = " in " + Said.cut(file.get()) + ":" + number;
        boolean library = file.get().startsWith("<") || file.get().contains("/lib/python");
        if (!library) {
          return here;
        }
        place = place.isEmpty() ? here : place;
      } else if (line.startsWith("Traceback ")) {
        break;
      }
    }
    return place;
  }

  private static String digits(String line, int from) {
    int end = from;
    while (end < line.length() && Character.isDigit(line.charAt(end))) {
      end++;
    }
    return line.substring(from, end);
  }

  /** Anything else that was raised. */
  static Optional<Clue> raised(Said said) {
    if (said.beginning("Traceback (most recent call last)").isEmpty()) {
      return Optional.empty();
    }
    for (int i = said.size() - 1; i >= 0; i--) {
      String line = said.line(i);
      int colon = line.indexOf(':');
      String kind = colon < 0 ? line : line.substring(0, colon);
      boolean exception =
          (kind.endsWith("Error") || kind.endsWith("Exception")) && kind.indexOf(' ') < 0;
      if (exception) {
        return Optional.of(new Clue.Plain("it raised " + Said.cut(line) + place(said, i)));
      }
    }
    return Optional.empty();
  }
}
