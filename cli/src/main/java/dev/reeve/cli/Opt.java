package dev.reeve.cli;

/**
 * An option of a command.
 *
 * @param name with its dashes: {@code --lines}
 * @param letter its short form, or 0
 * @param value what its value is called; empty if it has none
 * @param meaning half a sentence
 * @param section what it is listed under; empty for the first one
 * @param repeatable whether each value counts, not only one
 * @param negatable whether {@code --no-…} says the opposite, and {@code =true} and {@code =false}
 *     may follow
 * @param byDefault of a negatable one: it holds anyway, so that help shows the opposite
 */
record Opt(
    String name,
    char letter,
    String value,
    String meaning,
    String section,
    boolean repeatable,
    boolean negatable,
    boolean byDefault) {

  static final Opt JSON =
      flag("--json", "print JSON, errors too, all on standard output").in("Everywhere");
  static final Opt PLAIN = flag("--plain", "no colours, no borders").in("Everywhere");
  static final Opt QUIET = flag("--quiet", 'q', "print nothing but errors").in("Everywhere");
  static final Opt HELP = flag("--help", 'h', "show help").in("Everywhere");

  static final Opt TIMEOUT =
      value("--timeout", "TIME", "wait no longer than this, such as 30s (exit code 6)");
  static final Opt WAIT =
      new Opt("--wait", (char) 0, "", "do not wait until it is done", "", false, true, true);

  static Opt flag(String name, String meaning) {
    return flag(name, (char) 0, meaning);
  }

  static Opt flag(String name, char letter, String meaning) {
    return new Opt(name, letter, "", meaning, "", false, false, false);
  }

  static Opt value(String name, String value, String meaning) {
    return value(name, (char) 0, value, meaning);
  }

  static Opt value(String name, char letter, String value, String meaning) {
    return new Opt(name, letter, value, meaning, "", false, false, false);
  }

  /** The same under another heading. */
  Opt in(String heading) {
    return new Opt(name, letter, value, meaning, heading, repeatable, negatable, byDefault);
  }

  boolean isFlag() {
    return value.isEmpty();
  }

  /** Its name with {@code no-} before it. */
  String opposite() {
    return "--no-" + name.substring(2);
  }
}
