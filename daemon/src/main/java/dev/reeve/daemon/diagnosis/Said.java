package dev.reeve.daemon.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The last lines that a program wrote, made harmless: bounded in number and length, without escape
 * sequences and control characters. What is looked for in them are plain texts, so that no line,
 * however it was made, takes longer than its length.
 */
final class Said {
  /** How many lines are looked at: a trace of Bundler has a hundred below its message. */
  static final int LINES = 200;

  private static final int LONGEST = 1000;

  /** Longest piece of a line that gets into a hint. */
  private static final int PIECE = 200;

  private final List<String> lines;

  private Said(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Part of a line.
   *
   * @param line its number
   */
  record Piece(int line, String text) {}

  static Said of(List<String> raw) {
    List<String> lines = new ArrayList<>();
    for (String line : raw.subList(Math.max(0, raw.size() - LINES), raw.size())) {
      lines.add(clean(line));
    }
    return new Said(List.copyOf(lines));
  }

  private static String clean(String line) {
    String text = line.length() <= LONGEST ? line : line.substring(0, LONGEST);
    StringBuilder clean = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\033') {
        i = behindSequence(text, i);
      } else if (c == '\t') {
        clean.append(' ');
      } else if (isHarmless(c)) {
        clean.append(c);
      }
    }
    return clean.toString();
  }

  /** The last character of the escape sequence that begins here; colours are such. */
  private static int behindSequence(String text, int begin) {
    int i = begin + 1;
    if (i < text.length() && text.charAt(i) == '[') {
      i++;
      while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x3f) {
        i++;
      }
    }
    return i;
  }

  /** Neither a control character, nor one that changes the direction of writing. */
  private static boolean isHarmless(char c) {
    int type = Character.getType(c);
    return type != Character.CONTROL
        && type != Character.FORMAT
        && type != Character.LINE_SEPARATOR
        && type != Character.PARAGRAPH_SEPARATOR;
  }

  boolean isEmpty() {
    return lines.isEmpty();
  }

  int size() {
    return lines.size();
  }

  /** A line by its number; empty outside of what there is. */
  String line(int number) {
    return number < 0 || number >= lines.size() ? "" : lines.get(number);
  }

  boolean has(String text) {
    return lines.stream().anyMatch(line -> line.contains(text));
  }

  /** The newest line that contains a text, as far as the text and from there to its end. */
  Optional<Piece> after(String before) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      int at = lines.get(i).indexOf(before);
      if (at >= 0) {
        return Optional.of(new Piece(i, cut(lines.get(i).substring(at + before.length()))));
      }
    }
    return Optional.empty();
  }

  /**
   * The newest line with the first of these texts that occurs at all. What Node.js adds of an error
   * ({@code code: 'ENOENT'}) is no message.
   */
  Optional<Piece> message(List<String> texts) {
    for (String text : texts) {
      for (int i = lines.size() - 1; i >= 0; i--) {
        String line = lines.get(i);
        if (line.contains(text) && !line.startsWith("  code: ")) {
          return Optional.of(new Piece(i, cut(line)));
        }
      }
    }
    return Optional.empty();
  }

  /** What stands between two texts in the newest line that has both, something at least. */
  Optional<Piece> between(String before, String after) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      Optional<String> found = between(lines.get(i), before, after);
      if (found.isPresent()) {
        int number = i;
        return found.map(text -> new Piece(number, cut(text)));
      }
    }
    return Optional.empty();
  }

  /** What stands between two texts in a line; nothing if one is missing or they touch. */
  static Optional<String> between(String line, String before, String after) {
    int at = line.indexOf(before);
    if (at < 0) {
      return Optional.empty();
    }
    int begin = at + before.length();
    int end = line.indexOf(after, begin);
    return end > begin ? Optional.of(line.substring(begin, end)) : Optional.empty();
  }

  /** The first text in quotes of a line, single or double ones. */
  static Optional<String> quoted(String line) {
    int single = line.indexOf('\'');
    int twice = line.indexOf('"');
    String quote = twice >= 0 && (single < 0 || twice < single) ? "\"" : "'";
    return between(line, quote, quote);
  }

  /** The newest line that begins with a text, from behind it on. */
  Optional<Piece> beginning(String begin) {
    for (int i = lines.size() - 1; i >= 0; i--) {
      if (lines.get(i).startsWith(begin)) {
        return Optional.of(new Piece(i, cut(lines.get(i).substring(begin.length()))));
      }
    }
    return Optional.empty();
  }

  static String cut(String text) {
    return text.length() <= PIECE ? text.strip() : text.substring(0, PIECE).strip() + "…";
  }
}
