package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/** What programs written in Go say when they end, and what {@code go run} says before. */
final class GoErrors implements Classifier {
  @Override
  public boolean speaks(Language language) {
    return language == Language.GO;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return module(said).or(() -> build(said)).or(() -> panic(said));
  }

  private static Optional<Clue> module(Said said) {
    Optional<Said.Piece> module =
        said.after("cannot find module providing package ")
            .or(() -> said.between("no required module provides package ", ";"));
    if (module.isPresent()) {
      String text = module.get().text();
      int end = text.indexOf(':') > 0 ? text.indexOf(':') : text.length();
      String name = text.substring(0, end).strip();
      return Clue.plain(
          "no Go module has the package %s%s"
              .formatted(
                  name, isPackage(name) ? ": go get " + name : ": is it declared in go.mod?"));
    }
    if (said.has("go.mod file not found")) {
      return Clue.plain("there is no go.mod here or above: check 'cwd', or go mod init NAME");
    }
    if (said.has("missing go.sum entry")) {
      return Clue.plain("go.sum lacks a module: go mod tidy");
    }
    return said.between("requires go >= ", " (")
        .map(version ->
            new Clue.Plain(
                "the module needs Go %s: install it, or build the program elsewhere"
                    .formatted(version.text())));
  }

  private static boolean isPackage(String name) {
    return !name.isEmpty()
        && !name.startsWith("-")
        && name.chars().allMatch(c -> Character.isLetterOrDigit(c) || "./_~-".indexOf(c) >= 0);
  }

  /** {@code ./main.go:2:14: declared and not used: x}. */
  private static Optional<Clue> build(Said said) {
    for (int i = 0; i < said.size(); i++) {
      String line = said.line(i);
      int go = line.indexOf(".go:");
      int message = go < 0 ? -1 : line.indexOf(": ", go);
      boolean place = go > 0 && line.lastIndexOf(' ', go) < 0 && message > go + 4;
      if (place && Character.isDigit(line.charAt(go + 4))) {
        return Clue.plain(
            "it does not compile: "
                + Said.cut(line.substring(message + 2))
                + " ("
                + Said.cut(line.substring(0, message))
                + ")");
      }
    }
    return said.between("stat ", ".go: no such file")
        .map(file -> new Clue.Plain("there is no file " + file.text() + ".go: check 'command'"));
  }

  private static Optional<Clue> panic(Said said) {
    if (!said.has("goroutine ")) {
      return Optional.empty();
    }
    if (said.has("all goroutines are asleep - deadlock!")) {
      return Clue.plain("deadlock: every goroutine waits for another" + place(said, 0));
    }
    for (int i = 0; i < said.size(); i++) {
      String line = said.line(i);
      if (line.startsWith("panic: ")) {
        String text = Said.cut(line.substring("panic: ".length()));
        String meaning =
            text.contains("nil pointer dereference")
                ? "a nil pointer was used"
                : text.startsWith("assignment to entry in nil map")
                    ? "a map was written to before it was made"
                    : text;
        return Clue.plain("it panicked" + place(said, i) + ": " + meaning);
      }
    }
    return Optional.empty();
  }

  /** The first file in a trace that is the program's own. */
  private static String place(Said said, int from) {
    for (int i = from; i < said.size(); i++) {
      String line = said.line(i).strip();
      int go = line.indexOf(".go:");
      boolean own = line.startsWith("/") && !line.contains("/go/src/") && !line.contains("/go-1.");
      if (go > 0 && own) {
        int end = line.indexOf(' ', go);
        return " in " + Said.cut(end < 0 ? line : line.substring(0, end));
      }
    }
    return "";
  }
}
