package dev.reeve.daemon.diagnosis;

import java.util.List;
import java.util.Optional;

/** What bash and dash say. */
final class ShellErrors implements Classifier {
  @Override
  public boolean speaks(Language language) {
    return language == Language.SHELL;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return lineEnds(said, scene)
        .or(() -> command(said))
        .or(() -> variable(said, scene))
        .or(() -> syntax(said))
        .or(() -> program(said))
        .or(() -> script(said));
  }

  private static Optional<Clue> lineEnds(Said said, Scene scene) {
    boolean suspect = said.has("syntax error") || said.has("not found");
    boolean ends =
        said.has("$'\\r'")
            || (suspect
                && Entry.of(scene)
                    .script()
                    .filter(script -> SmallFile.firstLine(script).endsWith("\r"))
                    .isPresent());
    return ends
        ? Clue.plain("the script has Windows line ends: sed -i 's/\\r$//' SCRIPT")
        : Optional.empty();
  }

  private static Optional<Clue> command(Said said) {
    Optional<Said.Piece> found = said.between("", ": command not found");
    if (found.isEmpty()) {
      // dash: "sh: 1: jq: not found", "x.sh: 3: exec: jq: not found"
      found = said.between("", ": not found").filter(piece -> isDash(said.line(piece.line())));
    }
    return found.map(piece -> {
      String text = piece.text();
      String name = text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
      String where = place(text);
      return new Clue.Plain(
          name.contains("/")
              ? "there is no program " + name + where
              : "there is no program '"
                  + name
                  + "' in PATH"
                  + where
                  + ": "
                  + Commands.install(name));
    });
  }

  /** {@code NAME: NUMBER: …}. */
  private static boolean isDash(String line) {
    int first = line.indexOf(": ");
    int second = first < 0 ? -1 : line.indexOf(": ", first + 2);
    return second > 0 && line.substring(first + 2, second).chars().allMatch(Character::isDigit);
  }

  /** {@code bash: line 3: x} and {@code sh: 3: x} as a place; nothing for one given by -c. */
  private static String place(String text) {
    int first = text.indexOf(": ");
    if (first <= 0) {
      return "";
    }
    String script = text.substring(0, first);
    String rest = text.substring(first + 2).replaceFirst("^line ", "");
    int end = 0;
    while (end < rest.length() && Character.isDigit(rest.charAt(end))) {
      end++;
    }
    boolean plainShell = List.of("bash", "sh", "/bin/sh", "/bin/bash", "dash").contains(script);
    return end == 0 || plainShell ? "" : " (" + script + ":" + rest.substring(0, end) + ")";
  }

  private static Optional<Clue> variable(Said said, Scene scene) {
    return said.between("", ": unbound variable")
        .or(() -> said.between("", ": parameter not set"))
        .map(piece -> {
          String text = piece.text();
          String name = text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2);
          return new Clue.Plain(
              Variable.at(name, 0).equals(name)
                  ? Variable.unset(name, scene) + place(text)
                  : "it uses $"
                      + name
                      + ", which is not given"
                      + place(text)
                      + ": check 'command'");
        })
        .map(clue -> (Clue) clue)
        .or(() -> demanded(said, scene));
  }

  /** <code>${DB_URL:?must be set}</code>: {@code bash: line 1: DB_URL: must be set}. */
  private static Optional<Clue> demanded(Said said, Scene scene) {
    for (int i = said.size() - 1; i >= 0; i--) {
      List<String> parts = List.of(said.line(i).split(": ", 5));
      int name =
          parts.size() > 3 && parts.get(1).startsWith("line ") ? 2 : isDash(said.line(i)) ? 2 : -1;
      if (name > 0
          && parts.size() > name + 1
          && Variable.isName(parts.get(name))
          && parts.get(name).length() > 1
          && !scene.environment().containsKey(parts.get(name))) {
        return Optional.of(
            new Clue.Plain(Variable.unset(parts.get(name), scene) + place(said.line(i))));
      }
    }
    return Optional.empty();
  }

  private static Optional<Clue> syntax(Said said) {
    for (String text :
        List.of(
            ": syntax error: ", ": syntax error near ", ": Syntax error: ", ": unexpected EOF ")) {
      Optional<Said.Piece> error = said.after(text);
      if (error.isPresent()) {
        String line = said.line(error.get().line());
        String message = line.substring(line.indexOf(text) + 2);
        return Clue.plain(
            message.replaceFirst("^[sS]yntax error:? ", "syntax error: ") + place(line));
      }
    }
    return Optional.empty();
  }

  private static Optional<Clue> program(Said said) {
    Optional<Said.Piece> interpreter =
        said.between("", ": bad interpreter")
            .or(() -> said.between("", ": cannot execute: required file not found"));
    if (interpreter.isPresent()) {
      String text = interpreter.get().text();
      return Clue.plain(
          "%s cannot run: the interpreter in its first line does not exist, or the line ends in a carriage return"
              .formatted(
                  text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2)));
    }
    return Optional.empty();
  }

  private static Optional<Clue> script(Said said) {
    for (int i = said.size() - 1; i >= 0; i--) {
      String line = said.line(i);
      Optional<String> file =
          line.startsWith("sh: 0: cannot open ")
              ? Said.between(line, "cannot open ", ": No such file")
              : line.startsWith("bash: ") && line.indexOf(": line ") < 0
                  ? Said.between(line, "bash: ", ": No such file or directory")
                  : Optional.empty();
      if (file.isPresent()) {
        return Clue.plain(
            "there is no script " + Said.cut(file.get()) + ": check 'command' and 'cwd'");
      }
    }
    return Optional.empty();
  }
}
