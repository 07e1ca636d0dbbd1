package dev.reeve.core.spec;

import java.util.ArrayList;
import java.util.List;

/**
 * Command lines as lists of words, split as a POSIX shell splits them (blanks, single and double
 * quotes, backslash) but without expanding anything.
 */
public final class Words {
  private Words() {}

  /**
   * The words of a line.
   *
   * @throws Unreadable if a quote is not closed or the line ends in a backslash
   */
  public static List<String> split(String line) throws Unreadable {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == '\'') {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\\') {
        if (++i == line.length()) {
          throw new Unreadable("ends in a backslash that escapes nothing");
        }
        char escaped = line.charAt(i);
        if (escaped == '\n') {
          continue; // the line goes on
        }
        // Inside double quotes a backslash is an ordinary character before most others (POSIX
        // 2.2.3).
        if (quote == '"' && "\"\\$`".indexOf(escaped) < 0) {
          word.append('\\');
        }
        word.append(escaped);
        inWord = true;
      } else if (quote == '"') {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\'' || c == '"') {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new Unreadable("has an opening " + quote + " that is not closed");
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** One line that {@link #split} takes apart into the same words. */
  public static String join(List<String> words) {
    StringBuilder line = new StringBuilder();
    for (String word : words) {
      if (!line.isEmpty()) {
        line.append(' ');
      }
      line.append(quoted(word));
    }
    return line.toString();
  }

  /** A word as a shell has to be given it, in quotes only where it needs them. */
  public static String quoted(String word) {
    return isPlain(word) ? word : "'" + word.replace("'", "'\\''") + "'";
  }

  private static boolean isPlain(String word) {
    return !word.isEmpty()
        && word.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_./:=,@%+".indexOf(c) >= 0);
  }
}
