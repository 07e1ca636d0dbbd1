package dev.reeve.daemon.diagnosis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Files that are not there or not for the service, and limits that are reached. */
final class FileErrors implements Classifier {
  @Override
  public boolean speaks(Language language) {
    return false;
  }

  @Override
  public Optional<Clue> of(Said said, Scene scene) {
    return limits(said).or(() -> denied(said, scene)).or(() -> missing(said, scene));
  }

  private static Optional<Clue> limits(Said said) {
    if (said.has("System limit for number of file watchers reached")
        || said.has("inotify watch limit reached")) {
      return Clue.plain("too many files are watched: sysctl fs.inotify.max_user_watches=524288");
    }
    if (said.has("EMFILE") || said.has("Too many open files") || said.has("too many open files")) {
      return Clue.plain(
          "too many open files: raise 'resources.nofile', or find what is not closed");
    }
    if (said.has("ENFILE")) {
      return Clue.plain("the whole machine has too many open files: sysctl fs.file-max");
    }
    if (said.has("ENOSPC")
        || said.has("No space left on device")
        || said.has("no space left on device")) {
      return Clue.plain(
          first(said, "ENOSPC", "No space left on device", "no space left on device")
                  .flatMap(piece -> FileText.path(said.line(piece.line())))
                  .map(path -> "the disk of " + path + " is full")
                  .orElse("a disk is full")
              + ": df -h shows which, df -i whether it is the number of files");
    }
    if (said.has("EDQUOT") || said.has("Disk quota exceeded")) {
      return Clue.plain("the user's disk quota is used up: quota shows it");
    }
    if (said.has("ENOMEM")
        || said.has("Cannot allocate memory")
        || said.has("cannot allocate memory")) {
      return Clue.plain("there is no memory left for it: raise 'resources.memory', or free some");
    }
    return Optional.empty();
  }

  private static Optional<Clue> denied(Said said, Scene scene) {
    Optional<Said.Piece> message =
        first(
            said,
            "EACCES",
            "Permission denied",
            "permission denied",
            "EPERM",
            "Operation not permitted");
    if (message.isEmpty()) {
      Optional<Said.Piece> readOnly =
          first(said, "EROFS", "Read-only file system", "read-only file system");
      return readOnly.map(piece ->
          new Clue.Plain(
              FileText.path(said.line(piece.line())).orElse("a file it writes")
                  + " is on a read-only file system: see 'sandbox.read_only_paths', and mount"));
    }
    return Optional.of(
        FileText.path(said.line(message.get().line()))
            .flatMap(text -> scene.path(text))
            .map(path -> new Clue.Plain(Access.explain(path, scene)))
            .orElseGet(() ->
                new Clue.Plain(
                    "it may not do something as user "
                        + Access.user(scene)
                        + ": check 'user', 'sandbox', and owner and mode of its files")));
  }

  private static Optional<Clue> missing(Said said, Scene scene) {
    Optional<Said.Piece> spawn = said.between("spawn ", " ENOENT");
    if (spawn.isPresent()) {
      String name = spawn.get().text();
      return Clue.plain("there is no program '" + name + "' in PATH: " + Commands.install(name));
    }
    Optional<Said.Piece> message =
        first(
            said,
            "ENOENT",
            "No such file or directory",
            "no such file or directory",
            "Directory nonexistent",
            "No such file");
    return message
        .flatMap(piece ->
            FileText.path(said.line(piece.line())).or(() -> subject(said.line(piece.line()))))
        .flatMap(text -> scene.path(text))
        .filter(path -> !Files.exists(path))
        .map(path -> {
          Path folder = path;
          while (folder.getParent() != null && !Files.exists(folder)) {
            folder = folder.getParent();
          }
          boolean alone = folder.equals(path.getParent());
          return new Clue.Plain(
              "there is no file %s%s: make it, or check its path and 'cwd'"
                  .formatted(path, alone ? "" : " (only " + folder + " exists)"));
        });
  }

  /** {@code cat: config.yml: No such file or directory}. */
  private static Optional<String> subject(String line) {
    int end = line.indexOf(": No such file");
    if (end < 0) {
      return Optional.empty();
    }
    String before = line.substring(0, end);
    String name = before.substring(before.lastIndexOf(' ') + 1);
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  private static Optional<Said.Piece> first(Said said, String... texts) {
    return said.message(List.of(texts));
  }
}
