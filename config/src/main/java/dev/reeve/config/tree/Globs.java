package dev.reeve.config.tree;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * The files that a pattern means: {@code *}, {@code ?}, {@code [a-z]} and {@code {a,b}} inside a
 * name, and {@code **} for any depth of folders. As in a shell, hidden names must be spelled out.
 */
public final class Globs {
  /** So many names are looked at, so that {@code /**} ends. */
  static final int MOST_NAMES = 100_000;

  /** A pattern that has no meaning, or means too much. */
  public static final class Unmatchable extends Exception {
    private static final long serialVersionUID = 1L;

    Unmatchable(String message) {
      super(message, null, false, false);
    }

    /** The message; never null. */
    public String reason() {
      return String.valueOf(getMessage());
    }
  }

  private int seen;

  private Globs() {}

  /** Whether a text is a pattern rather than the name of one file. */
  public static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
  }

  /**
   * The files that match, by name.
   *
   * @param folder where a relative pattern starts, and what the results begin with
   */
  public static List<Path> files(Path folder, String pattern) throws Unmatchable {
    Globs globs = new Globs();
    List<Path> found = new ArrayList<>();
    found.add(pattern.startsWith("/") ? Path.of("/") : folder);
    for (String name : pattern.split("/", -1)) {
      if (!name.isEmpty()) {
        found = globs.below(found, name);
      }
    }
    return found.stream().filter(Files::isRegularFile).distinct().sorted().toList();
  }

  private List<Path> below(List<Path> folders, String name) throws Unmatchable {
    List<Path> found = new ArrayList<>();
    try {
      if (name.equals("**")) {
        for (Path folder : folders) {
          deep(folder, found);
        }
        return found;
      }
      if (!isPattern(name)) {
        folders.stream()
            .map(folder -> folder.resolve(name))
            .filter(Files::exists)
            .forEach(found::add);
        return found;
      }
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
      for (Path folder : folders) {
        for (Path child : children(folder)) {
          Path last = child.getFileName();
          if (last != null
              && matcher.matches(last)
              && (name.startsWith(".") || !last.toString().startsWith("."))) {
            found.add(child);
          }
        }
      }
      return found;
    } catch (PatternSyntaxException e) {
      throw new Unmatchable("'" + name + "' is not a pattern: " + e.getDescription());
    }
  }

  private void deep(Path folder, List<Path> found) throws Unmatchable {
    List<Path> open = new ArrayList<>(List.of(folder));
    while (!open.isEmpty()) {
      Path next = open.removeLast();
      found.add(next);
      for (Path child : children(next)) {
        boolean hidden = child.getFileName().toString().startsWith(".");
        // A link could lead back up, and so in circles.
        if (!hidden && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          open.add(child);
        }
      }
    }
  }

  private List<Path> children(Path folder) throws Unmatchable {
    List<Path> children = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(folder)) {
      for (Path child : stream) {
        children.add(child);
        if (++seen > MOST_NAMES) {
          throw new Unmatchable("there are more than " + MOST_NAMES + " files to look at");
        }
      }
    } catch (NoSuchFileException | NotDirectoryException e) {
      return List.of(); // a pattern may match nothing
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      throw new Unmatchable("cannot read the folder " + folder + ": " + e.getMessage());
    }
    return children;
  }
}
