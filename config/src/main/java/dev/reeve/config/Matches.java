package dev.reeve.config;

import dev.reeve.config.tree.Globs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that a {@code for_each} means. A link counts only if it leads to a file below the
 * folder that the pattern names, or below that of the configuration.
 *
 * @param files as the pattern finds them, sorted
 * @param outside links that lead elsewhere
 */
record Matches(List<Match> files, List<String> outside) {
  /**
   * One of them.
   *
   * @param part what of its path the wildcards stand for, as a part of a name
   * @param written relative where the pattern is
   */
  record Match(String part, String written, Path absolute) {}

  /**
   * Looks for them.
   *
   * @param folder of the configuration, absolute
   */
  static Matches of(Path folder, String pattern) throws Globs.Unmatchable {
    List<String> segments = segments(pattern);
    int first = 0;
    while (first < segments.size() - 1 && !Globs.isPattern(segments.get(first))) {
      first++;
    }
    Path start = pattern.startsWith("/") ? Path.of("/") : folder;
    Path named = start.resolve(String.join("/", segments.subList(0, first)));
    List<Match> files = new ArrayList<>();
    List<String> outside = new ArrayList<>();
    for (Path file : Globs.files(folder, pattern)) {
      String below = below(start, file);
      String written = pattern.startsWith("/") ? "/" + below : below;
      if (staysBelow(file, named) || staysBelow(file, folder)) {
        files.add(new Match(part(segments, first, segments(below)), written, file.normalize()));
      } else {
        outside.add(written);
      }
    }
    return new Matches(List.copyOf(files), List.copyOf(outside));
  }

  private static List<String> segments(String path) {
    return java.util.Arrays.stream(path.split("/", -1)).filter(s -> !s.isEmpty()).toList();
  }

  /** The path of a file behind that of a folder, with any {@code ..} that the pattern has. */
  private static String below(Path folder, Path file) {
    String rest = file.toString().substring(folder.toString().length());
    return rest.startsWith("/") ? rest.substring(1) : rest;
  }

  private static boolean staysBelow(Path file, Path folder) {
    try {
      return file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException e) {
      return false; // it has gone, or nobody may look
    }
  }

  /**
   * What is different from one match to the next, which follows from this one's path alone: the
   * segments that stand for wildcards, without an extension that all have.
   */
  private static String part(List<String> pattern, int first, List<String> file) {
    int fixedEnd = 0; // segments at the end without wildcards
    while (fixedEnd < pattern.size() - first - 1
        && !Globs.isPattern(pattern.get(pattern.size() - 1 - fixedEnd))) {
      fixedEnd++;
    }
    List<String> parts = new ArrayList<>(file.subList(first, file.size() - fixedEnd));
    String last = pattern.getLast();
    int dot = last.lastIndexOf('.');
    boolean extension =
        dot > 0 && !Globs.isPattern(last.substring(dot)) && last.indexOf('}', dot) < 0;
    if (fixedEnd == 0 && extension) {
      String name = parts.removeLast();
      parts.add(name.substring(0, name.length() - (last.length() - dot)));
    }
    return String.join("-", parts).replaceAll("[^A-Za-z0-9._-]+", "-");
  }
}
