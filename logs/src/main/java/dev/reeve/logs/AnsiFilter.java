package dev.reeve.logs;

import java.util.Arrays;

/**
 * Leaves escape sequences out (ECMA-48 5.3, 5.4 and 5.6): colours, movements of the cursor, titles
 * of windows. Where it is in a sequence is a small number, so that bytes may come in pieces. A
 * newline ends every sequence and always stays; so an unfinished one costs the rest of its line at
 * most.
 */
final class AnsiFilter {
  /** Outside of any sequence. */
  static final int GROUND = 0;

  private static final int ESCAPE = 1;
  private static final int INTERMEDIATE = 2;
  private static final int CONTROL = 3;
  private static final int STRING = 4;
  private static final int STRING_ESCAPE = 5;

  private static final byte ESC = 0x1b;
  private static final byte BEL = 7;
  private static final byte CAN = 0x18;
  private static final byte SUB = 0x1a;

  /** What is left. */
  byte[] out = new byte[4096];

  /** How many bytes are left. */
  int length;

  // Where runs of bytes that stay begin: in the result, and in what came in.
  private int[] cleanAt = new int[64];
  private int[] rawAt = new int[64];
  private int runs;
  private int rawEnd;
  private int state;

  /** Takes a range of bytes; returns the state behind it. */
  int filter(byte[] in, int from, int to, int startState) {
    length = 0;
    runs = 0;
    rawEnd = to;
    state = startState;
    if (out.length < to - from) {
      out = new byte[Math.max(to - from, 2 * out.length)];
    }
    int at = from;
    while (at < to) {
      if (state == GROUND) {
        int escape = Newline.firstOf(ESC, in, at, to);
        int end = escape < 0 ? to : escape;
        keep(in, at, end);
        at = end;
        if (escape >= 0) {
          state = ESCAPE;
          at++;
        }
      } else {
        at += step(in[at]) ? 1 : 0;
      }
    }
    return state;
  }

  /** Whether the byte belongs to the sequence; it is to be looked at again if not. */
  private boolean step(byte b) {
    if (b == '\n') {
      state = GROUND;
      return false;
    }
    if (b == CAN || b == SUB) {
      state = GROUND;
      return true;
    }
    switch (state) {
      case ESCAPE -> {
        if (b == '[') {
          state = CONTROL;
        } else if (b == ']' || b == 'P' || b == 'X' || b == '^' || b == '_') {
          state = STRING;
        } else if (b >= 0x20 && b <= 0x2f) {
          state = INTERMEDIATE;
        } else if (b != ESC) {
          state = GROUND;
          return b >= 0x30;
        }
      }
      case INTERMEDIATE -> {
        if (b < 0x20 || b > 0x2f) {
          state = b == ESC ? ESCAPE : GROUND;
          return b == ESC || b >= 0x30;
        }
      }
      case CONTROL -> {
        if (b < 0x20 || b > 0x3f) {
          state = b == ESC ? ESCAPE : GROUND;
          return b == ESC || b >= 0x40;
        }
      }
      case STRING -> state = b == BEL ? GROUND : b == ESC ? STRING_ESCAPE : STRING;
      default -> {
        // ESC \ ends the string; any other ESC begins a sequence.
        boolean ends = b == '\\';
        state = ends ? GROUND : ESCAPE;
        return ends;
      }
    }
    return true;
  }

  private void keep(byte[] in, int from, int to) {
    if (to == from) {
      return;
    }
    if (runs == cleanAt.length) {
      cleanAt = Arrays.copyOf(cleanAt, 2 * runs);
      rawAt = Arrays.copyOf(rawAt, 2 * runs);
    }
    cleanAt[runs] = length;
    rawAt[runs++] = from;
    System.arraycopy(in, from, out, length, to - from);
    length += to - from;
  }

  /** Where in what came in this byte of the result stood; its end for the end of the result. */
  int raw(int clean) {
    if (clean == length) {
      return rawEnd;
    }
    int found = Arrays.binarySearch(cleanAt, 0, runs, clean);
    int run = found >= 0 ? found : -found - 2;
    return rawAt[run] + (clean - cleanAt[run]);
  }
}
