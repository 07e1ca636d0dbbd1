package dev.reeve.linux;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/** Finds the program a command word means, as execvp(3) and every shell would. */
public final class Programs {
  /** What was found. */
  public sealed interface Result {
    /** A program, as an absolute path. */
    record Found(Path path) implements Result {}

    /** Nothing; {@code reason} says where was looked. */
    record NotFound(String reason) implements Result {}

    /** A file without permission to execute it. */
    record NotExecutable(Path path) implements Result {}

    /** The word names a directory. */
    record IsDirectory(Path path) implements Result {}

    /**
     * For people, such as {@code /srv/run: no permission to execute it}; the path itself when
     * found.
     */
    default String text() {
      return switch (this) {
        case Found(Path path) -> path.toString();
        case NotFound(String reason) -> reason;
        case NotExecutable(Path path) -> path + ": no permission to execute it (chmod +x?)";
        case IsDirectory(Path path) -> path + ": is a directory";
      };
    }
  }

  private Programs() {}

  /**
   * Resolves a command word. One with a slash is a path, relative to {@code directory}; any other
   * is looked for in {@code searchPath}, where a file that may not be executed is passed over as
   * long as a better one follows.
   *
   * @param searchPath directories joined by colons, as in the variable {@code PATH} of the
   *     environment the program will have; an empty entry means {@code directory}
   * @param directory the working directory the program will have, absolute
   */
  public static Result resolve(String word, String searchPath, Path directory) {
    if (word.isEmpty()) {
      return new Result.NotFound("the command is empty");
    }
    try {
      return word.indexOf('/') >= 0
          ? look(directory.resolve(word).normalize())
          : search(word, searchPath, directory);
    } catch (InvalidPathException e) {
      return new Result.NotFound("'" + word + "' is no file name: " + e.getReason());
    }
  }

  private static Result search(String word, String searchPath, Path directory) {
    List<String> places = List.of(searchPath.split(File.pathSeparator, -1));
    Result best = new Result.NotFound("no program '" + word + "' in PATH (" + searchPath + ")");
    for (String place : places) {
      Result result = look(directory.resolve(place).resolve(word).normalize());
      if (result instanceof Result.Found) {
        return result;
      }
      if (result instanceof Result.NotExecutable && best instanceof Result.NotFound) {
        best = result;
      }
    }
    return best;
  }

  /** Most places do not have the program: those cost one system call. */
  private static Result look(Path path) {
    File file = path.toFile();
    if (!file.exists()) {
      return new Result.NotFound(path + ": no such file");
    }
    if (file.isDirectory()) {
      return new Result.IsDirectory(path);
    }
    return file.canExecute() ? new Result.Found(path) : new Result.NotExecutable(path);
  }
}
