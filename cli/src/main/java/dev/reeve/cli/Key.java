package dev.reeve.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * A key of a terminal.
 *
 * @param point the character; 0 unless it is one
 */
record Key(Kind kind, int point) {
  /** What keys are for. */
  enum Kind {
    CHARACTER,
    ENTER,
    TAB,
    ESCAPE,
    BACKSPACE,
    DELETE,
    UP,
    DOWN,
    LEFT,
    RIGHT,
    PAGE_UP,
    PAGE_DOWN,
    HOME,
    END,
    /** Control and C. */
    INTERRUPT,
    /** Control and U: the line that is being typed goes. */
    ERASE,
    /** Control and L: the screen is painted anew. */
    REDRAW,
    UNKNOWN
  }

  private static final int ESCAPE = 27;

  static Key of(Kind kind) {
    return new Key(kind, 0);
  }

  static Key of(int point) {
    return new Key(Kind.CHARACTER, point);
  }

  boolean is(char c) {
    return kind == Kind.CHARACTER && point == c;
  }

  /**
   * The keys in what a terminal sent at once, UTF-8 decoded; see ECMA-48 5.4 and xterm's
   * ctlseqs(ms). A lone escape at its end is the key of that name.
   */
  static List<Key> of(String text) {
    List<Key> keys = new ArrayList<>();
    int i = 0;
    while (i < text.length()) {
      int point = text.codePointAt(i);
      boolean sequence =
          point == ESCAPE
              && i + 2 < text.length()
              && (text.charAt(i + 1) == '[' || text.charAt(i + 1) == 'O');
      if (sequence) {
        int end = i + 2;
        while (end < text.length() && text.charAt(end) >= 0x20 && text.charAt(end) < 0x40) {
          end++;
        }
        end = Math.min(text.length(), end + 1);
        keys.add(of(sequence(text.substring(i + 2, end))));
        i = end;
      } else {
        keys.add(single(point));
        i += Character.charCount(point);
      }
    }
    return keys;
  }

  private static Kind sequence(String rest) {
    return switch (rest) {
      case "A" -> Kind.UP;
      case "B" -> Kind.DOWN;
      case "C" -> Kind.RIGHT;
      case "D" -> Kind.LEFT;
      case "H", "1~", "7~" -> Kind.HOME;
      case "F", "4~", "8~" -> Kind.END;
      case "3~" -> Kind.DELETE;
      case "5~" -> Kind.PAGE_UP;
      case "6~" -> Kind.PAGE_DOWN;
      case "M" -> Kind.ENTER;
      default -> Kind.UNKNOWN;
    };
  }

  private static Key single(int point) {
    return switch (point) {
      case '\r', '\n' -> of(Kind.ENTER);
      case '\t' -> of(Kind.TAB);
      case ESCAPE -> of(Kind.ESCAPE);
      case 8, 127 -> of(Kind.BACKSPACE);
      case 1 -> of(Kind.HOME);
      case 3 -> of(Kind.INTERRUPT);
      case 5 -> of(Kind.END);
      case 12 -> of(Kind.REDRAW);
      case 21 -> of(Kind.ERASE);
      default -> point < ' ' || point == 0xfffd ? of(Kind.UNKNOWN) : of(point);
    };
  }
}
