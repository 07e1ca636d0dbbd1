package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/**
 * What stands between a program and its first line: the loader of libraries, and tools in front.
 */
final class LoaderErrors implements Classifier {
  @Override
  public boolean speaks(Language language) {
    return false;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return library(said).or(() -> program(said)).or(() -> script(said));
  }

  private static Optional<Clue> library(Said said) {
    Optional<Said.Piece> version = said.between("version `", "' not found");
    if (version.isPresent()) {
      return Clue.plain(
          "it was built for a newer system: this one's library has no %s; build it here, or use a newer"
                  .formatted(version.get().text())
              + " system");
    }
    return said.between("", ": cannot open shared object file")
        .map(piece -> {
          String text = piece.text();
          String name = text.substring(text.lastIndexOf(' ') + 1);
          int so = name.indexOf(".so");
          return new Clue.Plain(
              "the shared library %s is not installed%s"
                  .formatted(
                      name,
                      so > 3
                          ? ": apt-file search %s finds its package, or name its folder in LD_LIBRARY_PATH"
                              .formatted(name)
                          : ""));
        });
  }

  private static Optional<Clue> program(Said said) {
    Optional<Said.Piece> format =
        said.between("", ": Exec format error")
            .or(() -> said.between("", ": cannot execute binary file"));
    if (format.isPresent()) {
      String text = format.get().text().replace(": cannot execute binary file", "");
      return Clue.plain(
          "%s is a program for another kind of processor, or a script without a first line such as #!/bin/sh"
              .formatted(
                  text.substring(text.lastIndexOf(": ") < 0 ? 0 : text.lastIndexOf(": ") + 2)));
    }
    return said.between("setpriv: failed to execute ", ": No such file or directory")
        .map(file ->
            new Clue.Plain(
                file.text()
                    + " cannot be executed by the service's user: it, its interpreter, or a folder"
                    + " above it is not there for them"));
  }

  /** {@code env: 'node': No such file or directory} of a first line. */
  private static Optional<Clue> script(Said said) {
    return said.between("env: ‘", "’: No such file")
        .or(() -> said.between("env: '", "': No such file"))
        .or(() -> said.between("env: ", ": No such file"))
        .map(piece -> {
          String name = piece.text().replace("\\r", "");
          return new Clue.Plain(
              name.length() < piece.text().length()
                  ? "the first line of the script ends in a carriage return: sed -i 's/\\r$//' SCRIPT"
                  : "there is no program '%s' in PATH: %s".formatted(name, Commands.install(name)));
        });
  }
}
