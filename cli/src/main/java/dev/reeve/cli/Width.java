package dev.reeve.cli;

/** How many columns of a terminal a text takes. */
final class Width {
  private Width() {}

  /** Of a text without escape sequences. */
  static int of(String text) {
    int width = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 0x300) {
        width++;
      } else {
        int point = text.codePointAt(i);
        i += Character.charCount(point) - 1;
        width += of(point);
      }
    }
    return width;
  }

  /** 0 for what combines with its neighbour, 2 for East Asian wide ones and emoji, else 1. */
  static int of(int point) {
    if (point < 0x300) {
      return 1;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115f)
            || (point >= 0x2e80 && point <= 0xa4cf)
            || (point >= 0xac00 && point <= 0xd7a3)
            || (point >= 0xf900 && point <= 0xfaff)
            || (point >= 0xfe30 && point <= 0xfe6f)
            || (point >= 0xff00 && point <= 0xff60)
            || (point >= 0xffe0 && point <= 0xffe6)
            || (point >= 0x1f300 && point <= 0x1f64f)
            || (point >= 0x1f680 && point <= 0x1f6ff)
            || (point >= 0x1f900 && point <= 0x1faff)
            || (point >= 0x20000 && point <= 0x3fffd);
    return wide ? 2 : 1;
  }

  /** At most so many columns, with the middle left out, where two names differ least. */
  static String middle(String text, int most) {
    if (of(text) <= most) {
      return text;
    }
    int keep = Math.max(0, most - 1);
    String head = head(text, keep - keep / 2);
    return head + "…" + tail(text, keep - of(head));
  }

  /** At most so many columns, with the end left out. */
  static String end(String text, int most) {
    return of(text) <= most ? text : head(text, Math.max(0, most - 1)) + "…";
  }

  /** At most so many columns of a text with colours (SGR sequences), which end with it. */
  static String coloured(String text, int most) {
    int width = 0;
    int i = 0;
    boolean painted = false;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      if (point == '\033') {
        int end = text.indexOf('m', i);
        if (end < 0) {
          break;
        }
        painted = true;
        i = end + 1;
        continue;
      }
      int wide = of(point);
      if (width + wide > most) {
        break;
      }
      width += wide;
      i += Character.charCount(point);
    }
    return i == text.length() ? text : text.substring(0, i) + (painted ? "\033[0m" : "");
  }

  private static String head(String text, int most) {
    int width = 0;
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      width += of(point);
      if (width > most) {
        break;
      }
      i += Character.charCount(point);
    }
    return text.substring(0, i);
  }

  private static String tail(String text, int most) {
    int width = 0;
    int i = text.length();
    while (i > 0) {
      int point = text.codePointBefore(i);
      width += of(point);
      if (width > most) {
        break;
      }
      i -= Character.charCount(point);
    }
    return text.substring(i);
  }
}
