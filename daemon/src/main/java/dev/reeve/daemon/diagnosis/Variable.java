package dev.reeve.daemon.diagnosis;

/** Environment variables that a program wants. */
final class Variable {
  private Variable() {}

  /** The name that begins here; empty if none does. */
  static String at(String text, int begin) {
    int end = begin;
    while (end < text.length()
        && end - begin < 64
        && (isLetter(text.charAt(end)) || (end > begin && Character.isDigit(text.charAt(end))))) {
      end++;
    }
    return text.substring(begin, end);
  }

  private static boolean isLetter(char c) {
    return c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }

  /** Whether a text is such a name, in capitals as most are. */
  static boolean isName(String text) {
    return !text.isEmpty()
        && at(text, 0).equals(text)
        && text.equals(text.toUpperCase(java.util.Locale.ROOT));
  }

  static String unset(String name, Scene scene) {
    return "the environment variable %s is not set: reeve update %s --env %s=…"
        .formatted(name, scene.spec().name(), name);
  }
}
