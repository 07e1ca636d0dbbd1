package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/** What Perl 5 says. */
final class PerlErrors implements Classifier {
  @Override
  public boolean speaks(Language language) {
    return language == Language.PERL;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return module(said)
        .or(() -> version(said))
        .or(() -> syntax(said))
        .or(() -> missing(said))
        .or(() -> script(said))
        .or(() -> environment(said, scene));
  }

  private static Optional<Clue> module(Said said) {
    return said.between("Can't locate ", " in @INC")
        .map(Said.Piece::text)
        .map(file ->
            file.endsWith(".pm")
                ? new Clue.Lacks(
                    Language.PERL, file.substring(0, file.length() - 3).replace("/", "::"))
                : new Clue.Plain(
                    "Perl finds no file "
                        + file
                        + ": is it there, and its folder in PERL5LIB or 'use lib'?"));
  }

  private static Optional<Clue> version(Said said) {
    Optional<Said.Piece> perl = said.between("Perl ", " required--this is only ");
    if (perl.isPresent()) {
      return Clue.plain(
          "the program needs Perl %s, this is %s: use a newer one as 'interpreter'"
              .formatted(
                  perl.get().text(),
                  Said.between(said.line(perl.get().line()), "this is only ", ",")
                      .orElse("older")));
    }
    Optional<Said.Piece> module = said.between("", " required--this is only version ");
    if (module.isPresent()) {
      String line = said.line(module.get().line());
      String name = Said.between(line, "", " version ").orElse("a module");
      String wanted = Said.between(line, " version ", " required").orElse("newer");
      String have = Said.between(line, "only version ", " at ").orElse("older");
      return Clue.plain(
          "%s must be version %s or newer, it is %s: cpan %s"
              .formatted(Said.cut(name), wanted, have, Said.cut(name)));
    }
    if (said.has("loadable object") && said.has("handshake key")) {
      return Clue.plain("a module was built for another Perl: install it again for this one");
    }
    return Optional.empty();
  }

  private static Optional<Clue> syntax(Said said) {
    Optional<Said.Piece> error = said.between("syntax error at ", ", ");
    if (error.isPresent()) {
      String near = said.line(error.get().line());
      int at = near.indexOf(", near ");
      return Clue.plain(
          "syntax error in "
              + place(error.get().text())
              + (at < 0 ? "" : Said.cut(near.substring(at))));
    }
    Optional<Said.Piece> end =
        said.between("Can't find string terminator ", " anywhere before EOF");
    if (end.isPresent()) {
      return Clue.plain(
          "syntax error: no end of a text, " + end.get().text() + after(said, end.get()));
    }
    Optional<Said.Piece> symbol =
        said.between("Global symbol \"", "\" requires explicit package name");
    return symbol.map(piece ->
        new Clue.Plain(
            "%s is not declared%s: 'my %s', or a typing error"
                .formatted(piece.text(), after(said, piece), piece.text())));
  }

  private static Optional<Clue> missing(Said said) {
    Optional<Said.Piece> name = said.between("\"", "\" is not exported by the ");
    if (name.isPresent()) {
      return Clue.plain(
          "the module %s exports no %s: is it the right version?"
              .formatted(
                  Said.between(said.line(name.get().line()), "exported by the ", " module")
                      .orElse(""),
                  name.get().text()));
    }
    Optional<Said.Piece> sub = said.between("Undefined subroutine &", " called at ");
    if (sub.isPresent()) {
      return Clue.plain(
          "there is no subroutine %s%s: is its module used?"
              .formatted(sub.get().text(), after(said, sub.get())));
    }
    Optional<Said.Piece> method = said.between("Can't locate object method \"", "\" via package ");
    return method.map(piece ->
        new Clue.Plain(
            "there is no method %s of %s%s: is its module used?"
                .formatted(
                    piece.text(),
                    Said.between(said.line(piece.line()), "via package \"", "\"").orElse("it"),
                    after(said, piece))));
  }

  private static Optional<Clue> script(Said said) {
    return said.between("Can't open perl script \"", "\"")
        .map(script ->
            new Clue.Plain("there is no script " + script.text() + ": check 'command' and 'cwd'"));
  }

  private static Optional<Clue> environment(Said said, Scene scene) {
    return said.between("Use of uninitialized value $ENV{\"", "\"}")
        .or(() -> said.between("Use of uninitialized value $ENV{", "}"))
        .filter(name -> Variable.isName(name.text()))
        .map(name -> new Clue.Plain(Variable.unset(name.text(), scene) + after(said, name)));
  }

  /** {@code at FILE line N.} behind a message. */
  private static String after(Said said, Said.Piece piece) {
    String line = said.line(piece.line());
    int at = line.lastIndexOf(" at ");
    return at < 0 ? "" : " in " + place(line.substring(at + 4));
  }

  /** {@code FILE line N.} as {@code FILE:N}. */
  private static String place(String text) {
    int at = text.lastIndexOf(" line ");
    if (at < 0) {
      return Said.cut(text);
    }
    int end = at + " line ".length();
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return Said.cut(text.substring(0, at)) + ":" + text.substring(at + " line ".length(), end);
  }
}
