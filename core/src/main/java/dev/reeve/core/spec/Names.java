package dev.reeve.core.spec;

import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of services, and which known name a mistyped one may have meant. */
public final class Names {
  /** What a name looks like, as a regular expression. */
  public static final String PATTERN = "^[A-Za-z0-9._][A-Za-z0-9._-]{0,63}$";

  private static final Pattern NAME = Pattern.compile(PATTERN);

  private Names() {}

  /**
   * Checks the name of a service.
   *
   * @throws Unreadable if it is not 1 to 64 characters out of {@code A-Z a-z 0-9 . _ -}, begins
   *     with a dash, or has a meaning of its own ({@code all}, {@code .}, {@code ..})
   */
  public static String checked(String name) throws Unreadable {
    if (!NAME.matcher(name).matches()) {
      throw new Unreadable(
          "is not a name: use 1 to 64 letters, digits, '.', '_' and '-', not beginning with '-'");
    }
    if (name.equals("all") || name.equals(".") || name.equals("..")) {
      throw new Unreadable("cannot be a name: it has a meaning of its own");
    }
    return name;
  }

  /** The known name that is closest to the given one, if any is close enough to be a slip. */
  public static Optional<String> nearest(String given, Collection<String> known) {
    String best = null;
    // A word of which every letter is another is no slip.
    int bestDistance = Math.min(Math.max(1, given.length() / 3) + 1, given.length());
    for (String candidate : known) {
      if (Math.abs(given.length() - candidate.length()) >= bestDistance) {
        continue; // cannot be closer; and comparing a huge text takes long
      }
      int distance = distance(given, candidate);
      if (distance < bestDistance) {
        best = candidate;
        bestDistance = distance;
      }
    }
    return Optional.ofNullable(best);
  }

  /** {@code "; did you mean 'X'?"}, or nothing. */
  public static String didYouMean(String given, Collection<String> known) {
    return nearest(given, known).map(name -> "; did you mean '" + name + "'?").orElse("");
  }

  /** Edits (insert, delete, replace, swap of neighbours) that lead from one word to the other. */
  private static int distance(String a, String b) {
    int[] before = new int[b.length() + 1];
    int[] row = new int[b.length() + 1];
    int[] next = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      next[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int cost = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        next[j] = Math.min(Math.min(next[j - 1], row[j]) + 1, row[j - 1] + cost);
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          next[j] = Math.min(next[j], before[j - 2] + 1);
        }
      }
      int[] reused = before;
      before = row;
      row = next;
      next = reused;
    }
    return row[b.length()];
  }

  /**
   * Whether a name matches a pattern: {@code *} is any text, {@code ?} any character. Takes at most
   * time in proportion to both lengths.
   */
  public static boolean matches(String pattern, String name) {
    int p = 0;
    int n = 0;
    int star = -1;
    int mark = 0;
    while (n < name.length()) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        mark = n;
      } else if (p < pattern.length()
          && (pattern.charAt(p) == '?' || pattern.charAt(p) == name.charAt(n))) {
        p++;
        n++;
      } else if (star >= 0) {
        p = star + 1;
        n = ++mark;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }
}
