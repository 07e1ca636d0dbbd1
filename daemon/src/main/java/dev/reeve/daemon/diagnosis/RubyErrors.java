package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/** What Ruby, RubyGems and Bundler say; the messages are those of versions 2.5 to 3.4. */
final class RubyErrors implements Classifier {
  @Override
  public boolean speaks(Language language) {
    return language == Language.RUBY;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return gem(said)
        .or(() -> version(said))
        .or(() -> file(said))
        .or(() -> syntax(said))
        .or(() -> environment(said, scene));
  }

  private static Optional<Clue> gem(Said said) {
    Optional<Said.Piece> gem =
        said.between("Could not find gem '", "'")
            .or(() -> said.between("Could not find '", "'"))
            .or(() -> said.between("Could not find ", " in "));
    if (gem.isPresent()) {
      String name = gem.get().text();
      int end = name.indexOf(' ') > 0 ? name.indexOf(' ') : name.length();
      return Optional.of(new Clue.Lacks(Language.RUBY, unversioned(name.substring(0, end))));
    }
    return said.between("cannot load such file -- ", " (LoadError)")
        .map(Said.Piece::text)
        .filter(name -> !name.startsWith("/") && !name.startsWith("."))
        .map(name -> new Clue.Lacks(Language.RUBY, name));
  }

  /** {@code sinatra-4.0.0} of Bundler; names may have hyphens, too. */
  private static String unversioned(String name) {
    String first = name.endsWith(",") ? name.substring(0, name.length() - 1) : name;
    int hyphen = first.lastIndexOf('-');
    return hyphen > 0 && hyphen + 1 < first.length() && Character.isDigit(first.charAt(hyphen + 1))
        ? first.substring(0, hyphen)
        : first;
  }

  private static Optional<Clue> version(Said said) {
    return said.between("Your Ruby version is ", ", but your Gemfile specified ")
        .map(own ->
            new Clue.Plain(
                "the Gemfile wants Ruby %s, this is %s: name the right one as 'interpreter'"
                    .formatted(
                        said.after("your Gemfile specified ").map(Said.Piece::text).orElse(""),
                        own.text())));
  }

  private static Optional<Clue> file(Said said) {
    Optional<Said.Piece> script = said.between("No such file or directory -- ", " (LoadError)");
    if (script.isPresent()) {
      return Optional.of(
          new Clue.Plain(
              "there is no script " + script.get().text() + ": check 'command' and 'cwd'"));
    }
    return said.between("cannot load such file -- ", " (LoadError)")
        .map(file ->
            new Clue.Plain(
                place(said, file.line())
                    + " requires "
                    + file.text()
                    + ", which does not exist: is the project complete?"));
  }

  private static Optional<Clue> syntax(Said said) {
    return said.after(": syntax error")
        .map(error -> {
          String line = said.line(error.line());
          String text = error.text().replaceFirst("^s? found[^:]*:?|^, ", "").strip();
          return new Clue.Plain(
              "syntax error in %s%s"
                  .formatted(
                      Said.cut(line.substring(0, line.indexOf(": syntax error"))),
                      text.isEmpty() ? "" : ": " + text));
        });
  }

  private static Optional<Clue> environment(Said said, Scene scene) {
    return said.between("key not found: \"", "\" (KeyError)")
        .filter(name -> Variable.isName(name.text()))
        .map(name ->
            new Clue.Plain(
                Variable.unset(name.text(), scene) + " (" + place(said, name.line()) + ")"));
  }

  /** {@code FILE:LINE} in front of a message, or of the next line that is the program's own. */
  private static String place(Said said, int line) {
    for (int i = line; i < line + 8; i++) {
      String text = said.line(i).strip();
      String at = text.startsWith("from ") ? text.substring("from ".length()) : text;
      int end = at.indexOf(":in ");
      if (end > 0 && !at.startsWith("<internal:") && !at.contains("/ruby/")) {
        return Said.cut(at.substring(0, end));
      }
    }
    return "a script";
  }

  /** Anything else that was raised: {@code x.rb:1:in `<main>': boom (RuntimeError)}. */
  static Optional<Clue> raised(Said said) {
    for (int i = 0; i < said.size(); i++) {
      String line = said.line(i);
      int in = line.indexOf(":in ");
      int colon = in < 0 ? -1 : line.indexOf("': ", in);
      int paren = line.lastIndexOf(" (");
      boolean raised = colon > 0 && paren > colon && line.endsWith(")") && line.indexOf(' ') >= in;
      if (raised) {
        String kind = line.substring(paren + 2, line.length() - 1);
        return Optional.of(
            new Clue.Plain(
                "it raised %s: %s (%s)"
                    .formatted(kind, Said.cut(line.substring(colon + 3, paren)), place(said, i))));
      }
    }
    return Optional.empty();
  }
}
