package dev.reeve.config;

import dev.reeve.config.tree.Printable;
import dev.reeve.config.tree.Scalars;

/**
 * Which texts may stand without quotes in YAML 1.2 (7.3.3, 8.1.2), and how the others are quoted.
 */
final class YamlText {
  private static final String INDICATORS = "-?:,[]{}#&*!|>'\"%@`";

  private YamlText() {}

  /** Whether a text means itself where it stands without quotes behind a key or a dash. */
  static boolean isPlain(String text) {
    if (Scalars.value(text) == null || !isOneLine(text)) {
      return false;
    }
    char first = text.charAt(0);
    char last = text.charAt(text.length() - 1);
    if (first == ' ' || last == ' ' || last == ':') {
      return false;
    }
    // A dash, question mark or colon begins text when something other than a blank follows.
    boolean begins =
        INDICATORS.indexOf(first) < 0
            || ("-?:".indexOf(first) >= 0 && text.length() > 1 && text.charAt(1) != ' ');
    return begins
        && !text.startsWith("---")
        && !text.startsWith("...")
        && !text.contains(": ")
        && !text.contains(" #");
  }

  /**
   * Whether a text reads well as a literal block: several lines, the first one not blank or
   * indented, and at most one line break at the end.
   */
  static boolean isBlock(String text) {
    int breaks = text.indexOf('\n');
    if (breaks <= 0 || text.charAt(0) == ' ' || text.charAt(0) == '\t' || text.endsWith("\n\n")) {
      return false;
    }
    for (String line : text.split("\n", -1)) {
      if (!isOneLine(line.replace('\t', ' '))) {
        return false;
      }
    }
    return true;
  }

  /** Whether a text has only characters that can be seen. */
  static boolean isOneLine(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x20 || (c >= 0x7f && isUnclean(text, i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isUnclean(String text, int index) {
    char c = text.charAt(index);
    if (Character.isLowSurrogate(c)) {
      return index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }
    return Printable.isUnsafe(text.codePointAt(index));
  }

  /** Writes a text in single quotes where they suffice, else in double ones with escapes. */
  static void quote(StringBuilder out, String text) {
    if (isOneLine(text)) {
      boolean doubled = text.indexOf('"') < 0 && text.indexOf('\\') < 0;
      String mark = doubled ? "\"" : "'";
      out.append(mark).append(doubled ? text : text.replace("'", "''")).append(mark);
      return;
    }
    out.append('"');
    text.codePoints()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            out.append('\\').append((char) c);
          } else if (Printable.isUnsafe(c)) {
            Printable.escape(out, c);
          } else {
            out.appendCodePoint(c);
          }
        });
    out.append('"');
  }
}
