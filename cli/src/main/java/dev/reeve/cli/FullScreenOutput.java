package dev.reeve.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows whether a program has a whole screen to itself, by the sequences that switch to the
 * alternate one and back (xterm's private modes 47, 1047 and 1049).
 */
final class FullScreenOutput {
  /** What switches back. */
  static final String LEAVE = "\033[?1049l";

  private static final Pattern SWITCH = Pattern.compile("\033\\[\\?(?:1049|1047|47)([hl])");

  private boolean on;

  /** Whether this text is, at least in part, for the whole screen. */
  boolean takes(String text) {
    boolean was = on;
    boolean any = on;
    Matcher matcher = SWITCH.matcher(text);
    while (matcher.find()) {
      on = String.valueOf(matcher.group(1)).equals("h");
      any |= on;
    }
    return was || any;
  }
}
