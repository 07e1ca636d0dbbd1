package dev.reeve.daemon.watch;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which files of a folder a service wants to be told of.
 *
 * <p>A pattern without a slash is about a file's name at any depth: {@code app.js}, {@code *.js},
 * {@code app*}, {@code *app*}. One with a slash is about the path relative to the base folder:
 * {@code src/*.js}; {@code src/} and {@code src/**} are all files below {@code src}, {@code **} is
 * every file. {@code *} stands for any characters of one name, {@code ?} for one, {@code **} for
 * any number of folders, none included; all other characters for themselves. Case counts.
 *
 * <p>What to ignore is said in the same way, and is about folders, too: nothing below an ignored
 * folder matches. {@link #ALWAYS_IGNORED} is ignored in any case; {@code target}, {@code build} and
 * {@code dist} are not, as many services run what is built there.
 */
public final class Patterns {
  /** Folders of version control and packages, and what editors write besides the file. */
  public static final List<String> ALWAYS_IGNORED =
      List.of(".git", ".hg", ".svn", "node_modules", "__pycache__", "*.swp", "*~", ".#*", "4913");

  private final List<Glob> wanted;
  private final List<Glob> ignored;

  private Patterns(List<Glob> wanted, List<Glob> ignored) {
    this.wanted = wanted;
    this.ignored = ignored;
  }

  /**
   * Compiles patterns.
   *
   * @param paths at least one
   * @param ignore besides {@link #ALWAYS_IGNORED}
   * @throws IllegalArgumentException saying which pattern cannot be, and why
   */
  public static Patterns compile(List<String> paths, List<String> ignore) {
    if (paths.isEmpty()) {
      throw new IllegalArgumentException("cannot watch: there is no pattern");
    }
    return new Patterns(
        paths.stream().map(Glob::compile).toList(),
        Stream.concat(ALWAYS_IGNORED.stream(), ignore.stream()).map(Glob::compile).toList());
  }

  /**
   * Whether a change of a file counts.
   *
   * @param path relative to the base folder, with slashes
   */
  public boolean matches(String path) {
    return !ignored(path) && wanted.stream().anyMatch(glob -> glob.accepts(walk(glob, path)));
  }

  /**
   * Whether a folder must be watched: something in it or below it may match.
   *
   * @param folder relative to the base folder, with slashes; empty for the base folder itself
   */
  public boolean enters(String folder) {
    return !ignored(folder) && wanted.stream().anyMatch(glob -> glob.continues(walk(glob, folder)));
  }

  private static BitSet walk(Glob glob, String path) {
    BitSet places = glob.start();
    if (!path.isEmpty()) {
      for (String name : path.split("/", -1)) {
        places = glob.step(places, name);
      }
    }
    return places;
  }

  private boolean ignored(String path) {
    return !path.isEmpty() && ignored.stream().anyMatch(glob -> ignores(glob, path.split("/", -1)));
  }

  private static boolean ignores(Glob glob, String[] names) {
    BitSet places = glob.start();
    for (String name : names) {
      places = glob.step(places, name);
      if (glob.accepts(places)) {
        return true;
      }
    }
    return false;
  }
}
