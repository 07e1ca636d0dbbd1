package dev.reeve.linux;

import java.util.List;
import java.util.Locale;

/** Signals by name and number, see signal(7). The numbers are those of x86_64 and aarch64. */
public final class Signals {
  public static final int HUP = 1;
  public static final int INT = 2;
  public static final int KILL = 9;
  public static final int TERM = 15;
  public static final int CHLD = 17;
  public static final int CONT = 18;
  public static final int STOP = 19;

  // 32 and 33 belong to the C library.
  private static final int RTMIN = 34;
  private static final int RTMAX = 64;
  private static final List<String> NAMES =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private Signals() {}

  /**
   * The number of a signal: {@code TERM}, {@code SIGTERM}, {@code sigterm}, {@code 15}, {@code
   * RTMIN+3}, {@code RTMAX-1}.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static int number(String name) {
    String word = name.strip().toUpperCase(Locale.ROOT);
    String bare = word.startsWith("SIG") ? word.substring(3) : word;
    int index = NAMES.indexOf(bare);
    if (index >= 0) {
      return index + 1;
    }
    int number =
        switch (bare) {
          case "IOT" -> 6;
          case "CLD" -> CHLD;
          case "POLL" -> 29;
          case "RTMIN" -> RTMIN;
          case "RTMAX" -> RTMAX;
          default -> computed(bare, word);
        };
    if (number < 1 || number > RTMAX) {
      throw new IllegalArgumentException(
          "unknown signal '" + name + "': use a name such as TERM or a number from 1 to " + RTMAX);
    }
    return number;
  }

  /** The name with its prefix, such as {@code SIGTERM} or {@code SIGRTMIN+3}. */
  public static String name(int number) {
    if (number >= 1 && number <= NAMES.size()) {
      return "SIG" + NAMES.get(number - 1);
    }
    if (number == RTMIN || number == RTMAX) {
      return number == RTMIN ? "SIGRTMIN" : "SIGRTMAX";
    }
    return number > RTMIN && number < RTMAX ? "SIGRTMIN+" + (number - RTMIN) : "signal " + number;
  }

  private static int computed(String bare, String word) {
    if (bare.startsWith("RTMIN+")) {
      int offset = digits(bare.substring(6));
      return offset >= 0 && offset <= RTMAX - RTMIN ? RTMIN + offset : -1;
    }
    if (bare.startsWith("RTMAX-")) {
      int offset = digits(bare.substring(6));
      return offset >= 0 && offset <= RTMAX - RTMIN ? RTMAX - offset : -1;
    }
    // The bare word only: SIG15 is no signal.
    return bare.equals(word) ? digits(bare) : -1;
  }

  private static int digits(String text) {
    boolean number =
        !text.isEmpty() && text.length() <= 2 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.parseInt(text) : -1;
  }
}
