package dev.reeve.cli;

import dev.reeve.core.spec.Capabilities;
import dev.reeve.core.spec.SignalNames;
import java.util.ArrayList;
import java.util.List;

/** Sets of bits in hexadecimal digits, as {@code /proc/PID/status} has them, in words. */
final class PidBits {
  private PidBits() {}

  private static long bits(String hex) {
    try {
      return hex.isEmpty() ? 0 : Long.parseUnsignedLong(hex, 16);
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  /** Names of signals; real-time ones as {@code RT34}. */
  static List<String> signals(String hex) {
    long bits = bits(hex);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      if ((bits >>> i & 1) != 0) {
        names.add(i < SignalNames.ALL.size() ? SignalNames.ALL.get(i) : "RT" + (i + 1));
      }
    }
    return names;
  }

  /** Names of capabilities; {@code all}, {@code all but …} or {@code none}. */
  static String capabilities(String hex) {
    long bits = bits(hex);
    List<String> held = new ArrayList<>();
    List<String> lacking = new ArrayList<>();
    for (int i = 0; i < Capabilities.ALL.size(); i++) {
      ((bits >>> i & 1) != 0 ? held : lacking).add(Capabilities.ALL.get(i));
    }
    if (held.isEmpty()) {
      return "none";
    }
    return lacking.isEmpty()
        ? "all"
        : lacking.size() < held.size()
            ? "all but " + String.join(" ", lacking)
            : String.join(" ", held);
  }
}
