package dev.reeve.daemon.watch;

import dev.reeve.core.spec.Names;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * One pattern over relative paths, as a list of segments that are walked one folder name at a time.
 * Where a walk stands is a set of places between segments, so that {@code **} needs no backtracking
 * and it can be told of a folder whether anything below it may match.
 */
record Glob(List<String> segments) {
  private static final String ANY_DEPTH = "**";

  /**
   * Compiles a pattern. One without a slash is about a name at any depth; a slash at the end means
   * everything below.
   *
   * @throws IllegalArgumentException for a pattern that no relative path can match
   */
  static Glob compile(String pattern) {
    String text = pattern.startsWith("./") ? pattern.substring(2) : pattern;
    if (text.isEmpty() || text.equals("/")) {
      throw refused(pattern, "it is empty");
    }
    if (text.startsWith("/")) {
      throw refused(pattern, "patterns are relative to the folder of the service");
    }
    List<String> segments = new ArrayList<>();
    if (text.indexOf('/') < 0 && !text.equals(ANY_DEPTH)) {
      segments.add(ANY_DEPTH);
    }
    for (String segment : (text.endsWith("/") ? text + ANY_DEPTH : text).split("/", -1)) {
      if (segment.equals("..") || segment.equals(".") || segment.isEmpty()) {
        throw refused(pattern, "'" + segment + "' cannot stand between slashes");
      }
      // Twice the same in a row says nothing more.
      if (!segment.equals(ANY_DEPTH)
          || segments.isEmpty()
          || !ANY_DEPTH.equals(segments.getLast())) {
        segments.add(segment);
      }
    }
    if (segments.getLast().equals(ANY_DEPTH)) {
      // Everything below a folder, not the folder.
      segments.add("*");
    }
    return new Glob(List.copyOf(segments));
  }

  /** Where a walk begins: at the base folder. */
  BitSet start() {
    BitSet places = new BitSet();
    reach(places, 0);
    return places;
  }

  /** Where a walk stands after one more name; empty when nothing below can match. */
  BitSet step(BitSet places, String name) {
    BitSet next = new BitSet();
    for (int at = places.nextSetBit(0); at >= 0; at = places.nextSetBit(at + 1)) {
      if (at < segments.size()) {
        if (segments.get(at).equals(ANY_DEPTH)) {
          reach(next, at);
        } else if (Names.matches(segments.get(at), name)) {
          reach(next, at + 1);
        }
      }
    }
    return next;
  }

  /** Whether the names so far are a match. */
  boolean accepts(BitSet places) {
    return places.get(segments.size());
  }

  /** Whether more names can become a match. */
  boolean continues(BitSet places) {
    int first = places.nextSetBit(0);
    return first >= 0 && first < segments.size();
  }

  private void reach(BitSet places, int at) {
    places.set(at);
    if (at < segments.size() && segments.get(at).equals(ANY_DEPTH)) {
      // It may stand for no folder at all.
      reach(places, at + 1);
    }
  }

  private static IllegalArgumentException refused(String pattern, String reason) {
    return new IllegalArgumentException("cannot watch '" + pattern + "': " + reason);
  }
}
