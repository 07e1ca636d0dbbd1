package dev.reeve.cli;

import dev.reeve.core.spec.Durations;
import dev.reeve.core.spec.Names;
import dev.reeve.core.spec.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The arguments of one command, sorted: options ({@code --name VALUE}, {@code --name=VALUE}, {@code
 * -n5}, {@code -fi}), which may stand anywhere, words, and what follows {@code --}. A dash before a
 * digit begins a word, not an option.
 */
final class Arguments {
  private final Usage usage;
  private final Map<String, List<String>> values = new HashMap<>();
  private final List<String> words = new ArrayList<>();
  private final List<String> program = new ArrayList<>();
  private boolean separated;

  private Arguments(Usage usage) {
    this.usage = usage;
  }

  /**
   * Sorts the arguments.
   *
   * @throws Complaint if one of them is unknown, lacks its value, or there are too many or too few
   */
  static Arguments of(Usage usage, List<String> given) throws Complaint {
    Arguments arguments = new Arguments(usage);
    int i = 0;
    while (i < given.size() && !arguments.separated) {
      i = arguments.take(given, i);
    }
    if (usage.program()) {
      arguments.program.addAll(given.subList(i, given.size()));
    } else {
      arguments.words.addAll(given.subList(i, given.size()));
    }
    if (!arguments.has(Opt.HELP)) {
      arguments.count();
    }
    return arguments;
  }

  private int take(List<String> given, int i) throws Complaint {
    String text = given.get(i);
    if (text.equals("--")) {
      separated = true;
    } else if (text.startsWith("--")) {
      return takeLong(text, given, i);
    } else if (text.length() > 1 && text.charAt(0) == '-' && !isDigit(text.charAt(1))) {
      return takeShort(text, given, i);
    } else {
      words.add(text);
    }
    return i + 1;
  }

  private int takeLong(String text, List<String> given, int i) throws Complaint {
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    Opt opt = find(name);
    if (opt == null) {
      throw unknown(name);
    }
    if (!opt.isFlag()) {
      if (equals >= 0) {
        return put(opt, value, i + 1);
      }
      return put(opt, valueOf(opt, name, given, i + 1), i + 2);
    }
    if (equals < 0) {
      return put(opt, name.equals(opt.name()) ? "true" : "false", i + 1);
    }
    if (!opt.negatable() || !name.equals(opt.name())) {
      throw complaint("option '" + name + "' takes no value");
    }
    if (!value.equals("true") && !value.equals("false")) {
      throw complaint(name + " must be true or false, not '" + Clean.line(value) + "'");
    }
    return put(opt, value, i + 1);
  }

  private int takeShort(String text, List<String> given, int i) throws Complaint {
    for (int at = 1; at < text.length(); at++) {
      Opt opt = find(text.charAt(at));
      if (opt == null) {
        throw unknown("-" + text.charAt(at));
      }
      if (!opt.isFlag()) {
        String rest = text.substring(at + 1);
        if (!rest.isEmpty()) {
          return put(opt, rest.startsWith("=") ? rest.substring(1) : rest, i + 1);
        }
        return put(opt, valueOf(opt, "-" + opt.letter(), given, i + 1), i + 2);
      }
      put(opt, "true", i);
    }
    return i + 1;
  }

  private String valueOf(Opt opt, String shown, List<String> given, int i) throws Complaint {
    if (i == given.size() || given.get(i).equals("--")) {
      throw complaint("option '" + shown + "' needs a value: " + shown + " " + opt.value());
    }
    return given.get(i);
  }

  private int put(Opt opt, String value, int next) throws Complaint {
    List<String> all = values.get(opt.name());
    if (all == null) {
      all = new ArrayList<>(1);
      values.put(opt.name(), all);
    } else if (!opt.repeatable()) {
      if (!opt.isFlag()) {
        throw complaint("option '" + opt.name() + "' is given twice");
      }
      all.clear();
    }
    all.add(value);
    return next;
  }

  private @org.jspecify.annotations.Nullable Opt find(String name) {
    for (Opt opt : usage.options()) {
      if (opt.name().equals(name) || (opt.negatable() && opt.opposite().equals(name))) {
        return opt;
      }
    }
    for (Opt opt : Usage.EVERYWHERE) {
      if (opt.name().equals(name)) {
        return opt;
      }
    }
    return null;
  }

  private @org.jspecify.annotations.Nullable Opt find(char letter) {
    for (Opt opt : usage.options()) {
      if (opt.letter() == letter) {
        return opt;
      }
    }
    for (Opt opt : Usage.EVERYWHERE) {
      if (opt.letter() == letter) {
        return opt;
      }
    }
    return null;
  }

  private Complaint unknown(String name) {
    List<String> known = new ArrayList<>();
    for (Opt opt : usage.options()) {
      known.add(opt.name());
      if (opt.negatable()) {
        known.add(opt.opposite());
      }
    }
    for (Opt opt : Usage.EVERYWHERE) {
      known.add(opt.name());
    }
    String near = name.startsWith("--") ? Names.didYouMean(name, known) : "";
    return Complaint.usage(
        "run '" + usage.name() + "'",
        "unknown option '" + Clean.line(name) + "'" + near,
        usage.program()
            ? "if it belongs to the program, put '--' before the program or its options; else see"
                + " 'reeve help "
                + usage.name()
                + "'"
            : "see 'reeve help " + usage.name() + "'");
  }

  private void count() throws Complaint {
    if (words.size() < usage.least() && program.isEmpty()) {
      throw complaint("it needs " + missing());
    }
    if (words.size() > usage.most()) {
      throw complaint(
          usage.most() == 0
              ? "it takes no '" + Clean.line(words.getFirst()) + "'"
              : "'" + Clean.line(words.get(usage.most())) + "' is one word too many");
    }
  }

  /** The first word of the synopsis that is not there. */
  private String missing() {
    String[] names = usage.synopsis().split(" ", -1);
    return names[Math.min(words.size(), names.length - 1)].replace("…", "");
  }

  /** A complaint about how the command is called. */
  Complaint complaint(String reason) {
    return Complaint.usage(
        "run '" + usage.name() + "'", reason, "write it like this: reeve " + usage.line());
  }

  /** What they were sorted by. */
  Usage usage() {
    return usage;
  }

  /** What is neither option nor value. */
  List<String> words() {
    return words;
  }

  /** What follows {@code --}, where that belongs to a program. */
  List<String> program() {
    return program;
  }

  /** Whether {@code --} was given. */
  boolean separated() {
    return separated;
  }

  /** Whether a flag is given, or an option has a value. */
  boolean has(Opt opt) {
    return values.containsKey(opt.name());
  }

  /** Whether a negatable flag holds. */
  boolean holds(Opt opt) {
    List<String> given = values.get(opt.name());
    return given == null ? opt.byDefault() : given.getLast().equals("true");
  }

  /** The value of an option, if it is given. */
  Optional<String> value(Opt opt) {
    List<String> given = values.get(opt.name());
    return given == null ? Optional.empty() : Optional.of(given.getLast());
  }

  /** All values of an option. */
  List<String> values(Opt opt) {
    return values.getOrDefault(opt.name(), List.of());
  }

  /**
   * The whole number that an option has as its value.
   *
   * @throws Complaint if it is something else, or negative
   */
  int number(Opt opt, int fallback) throws Complaint {
    Optional<String> given = value(opt);
    if (given.isEmpty()) {
      return fallback;
    }
    try {
      int n = Integer.parseInt(given.get());
      if (n >= 0) {
        return n;
      }
    } catch (NumberFormatException e) {
      throw complaint(opt.name() + " needs a whole number, not '" + Clean.line(given.get()) + "'");
    }
    throw complaint(opt.name() + " must not be negative");
  }

  /**
   * The milliseconds of {@code --timeout}; 0 if it is not given.
   *
   * @throws Complaint if it is not a duration
   */
  long timeoutMillis() throws Complaint {
    Optional<String> given = value(Opt.TIMEOUT);
    if (given.isEmpty()) {
      return 0;
    }
    try {
      Duration timeout = Durations.parse(given.get());
      return Math.max(1, timeout.toMillis());
    } catch (Unreadable e) {
      throw complaint("--timeout '" + Clean.line(given.get()) + "' " + e.reason());
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
