package dev.reeve.config.tree;

/** Text out of a file, made fit for a terminal. */
public final class Printable {
  private Printable() {}

  /**
   * One line: characters that move the cursor or reverse the writing become escapes, and of more
   * than {@code longest} characters the middle is left out.
   */
  public static String line(String text, int longest) {
    String cut = text;
    if (text.length() > longest) {
      int half = longest / 2;
      cut = text.substring(0, half) + " … " + text.substring(text.length() - half);
    }
    if (cut.codePoints().noneMatch(Printable::isUnsafe)) {
      return cut;
    }
    StringBuilder safe = new StringBuilder();
    cut.codePoints()
        .forEach(c -> {
          if (isUnsafe(c)) {
            escape(safe, c);
          } else {
            safe.appendCodePoint(c);
          }
        });
    return safe.toString();
  }

  /** As YAML writes it inside double quotes. */
  public static void escape(StringBuilder out, int c) {
    switch (c) {
      case '\n' -> out.append("\\n");
      case '\t' -> out.append("\\t");
      case '\r' -> out.append("\\r");
      case 0x1b -> out.append("\\e");
      default -> {
        String hex = Integer.toHexString(c).toUpperCase(java.util.Locale.ROOT);
        int digits = c > 0xffff ? 8 : c > 0xff ? 4 : 2;
        out.append('\\').append(c > 0xffff ? 'U' : c > 0xff ? 'u' : 'x');
        out.repeat('0', digits - hex.length()).append(hex);
      }
    }
  }

  /** Control and format characters, halves of surrogate pairs, and the breaks of lines. */
  public static boolean isUnsafe(int c) {
    if (c >= 0x20 && c < 0x7f) {
      return false;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  /** How many columns of a terminal a character takes: 0 (combining), 1, or 2 (East Asian). */
  public static int width(int c) {
    if (c < 0x300) {
      return 1;
    }
    int type = Character.getType(c);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    boolean wide =
        (c >= 0x1100 && c <= 0x115f)
            || (c >= 0x2e80 && c <= 0xa4cf)
            || (c >= 0xac00 && c <= 0xd7a3)
            || (c >= 0xf900 && c <= 0xfaff)
            || (c >= 0xfe30 && c <= 0xfe6f)
            || (c >= 0xff00 && c <= 0xff60)
            || (c >= 0x1f300 && c <= 0x1faff)
            || (c >= 0x20000 && c <= 0x3fffd);
    return wide ? 2 : 1;
  }
}
