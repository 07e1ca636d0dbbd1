package dev.reeve.core.spec;

import java.util.List;
import java.util.Locale;

/** The names of the signals of Linux, without {@code SIG}; see signal(7). */
public final class SignalNames {
  /** In the order of their numbers on x86 and arm, beginning with 1. */
  public static final List<String> ALL =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  private SignalNames() {}

  /**
   * The plain name of a signal given as {@code SIGTERM}, {@code term} or {@code 15}.
   *
   * @throws Unreadable if there is no such signal
   */
  public static String checked(String text) throws Unreadable {
    String name = text.strip().toUpperCase(Locale.ROOT);
    if (name.startsWith("SIG")) {
      name = name.substring(3);
    }
    if (ALL.contains(name)) {
      return name;
    }
    if (name.matches("\\d{1,2}")) {
      int number = Integer.parseInt(name);
      if (number >= 1 && number <= ALL.size()) {
        return ALL.get(number - 1);
      }
    }
    throw new Unreadable("is not a signal" + Names.didYouMean(name, ALL));
  }
}
