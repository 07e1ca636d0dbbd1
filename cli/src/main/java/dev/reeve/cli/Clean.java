package dev.reeve.cli;

/** Makes text that somebody else wrote fit for a terminal: it must not move the cursor. */
final class Clean {
  private Clean() {}

  /** One line: control characters, and those that change the direction of writing, are escaped. */
  static String line(String text) {
    int i = 0;
    while (i < text.length() && isSafe(text.charAt(i))) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length() + 16).append(text, 0, i);
    for (; i < text.length(); i++) {
      char c = text.charAt(i);
      if (isSafe(c)) {
        clean.append(c);
      } else {
        escape(clean, c);
      }
    }
    return clean.toString();
  }

  private static void escape(StringBuilder out, char c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\r' -> out.append("\\r");
      case '\t' -> out.append("\\t");
      case '\033' -> out.append("\\e");
      default -> {
        out.append(c < 0x100 ? "\\x" : "\\u");
        for (int shift = c < 0x100 ? 4 : 12; shift >= 0; shift -= 4) {
          out.append(Character.forDigit((c >> shift) & 15, 16));
        }
      }
    }
  }

  /** Whether a character neither moves the cursor nor changes the direction of writing. */
  static boolean isSafe(char c) {
    if (c < 0x7f) {
      return c >= ' ';
    }
    // DEL, C1, line and paragraph separators, and the controls of bidirectional text.
    return c >= 0xa0
        && !(c >= 0x200e && c <= 0x200f)
        && !(c >= 0x2028 && c <= 0x202e)
        && !(c >= 0x2066 && c <= 0x2069)
        && c != 0xfeff;
  }

  /**
   * A line of a program's output: tabs stay, escape sequences go except colours (SGR), other
   * control characters go.
   *
   * @param colours whether colours stay, too; if any did, they end with the line
   */
  static String output(String text, boolean colours) {
    int i = 0;
    while (i < text.length() && (isSafe(text.charAt(i)) || text.charAt(i) == '\t')) {
      i++;
    }
    if (i == text.length()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text.length()).append(text, 0, i);
    boolean coloured = false;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '\033' || c == 0x9b) {
        int end = sequenceEnd(text, i);
        if (colours && isColour(text, i, end)) {
          clean.append(text, i, end);
          coloured = true;
        }
        i = end;
      } else {
        if (isSafe(c) || c == '\t') {
          clean.append(c);
        }
        i++;
      }
    }
    return coloured ? clean.append("\033[0m").toString() : clean.toString();
  }

  private static boolean isColour(String text, int begin, int end) {
    return text.startsWith("\033[", begin)
        && text.charAt(end - 1) == 'm'
        && text.substring(begin + 2, end - 1).chars().allMatch(c -> "0123456789;:".indexOf(c) >= 0);
  }

  /** Behind the escape sequence that begins here; see ECMA-48 5.3 and 5.4, and 8.3.89 for OSC. */
  private static int sequenceEnd(String text, int begin) {
    int i = begin + 1;
    if (text.charAt(begin) == '\033') {
      if (i == text.length()) {
        return i;
      }
      char kind = text.charAt(i++);
      if (kind == ']' || kind == 'P' || kind == 'X' || kind == '^' || kind == '_') {
        return stringEnd(text, i);
      }
      if (kind != '[') {
        while (kind >= 0x20 && kind <= 0x2f && i < text.length()) {
          kind = text.charAt(i++);
        }
        return i;
      }
    }
    while (i < text.length() && text.charAt(i) >= 0x20 && text.charAt(i) <= 0x3f) {
      i++;
    }
    return Math.min(text.length(), i + 1);
  }

  /** Titles of windows and the like end with BEL, or with ESC and a backslash. */
  private static int stringEnd(String text, int begin) {
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 7 || c == 0x9c) {
        return i + 1;
      }
      if (c == '\033') {
        return Math.min(text.length(), i + 2);
      }
    }
    return text.length();
  }
}
