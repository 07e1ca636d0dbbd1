package dev.reeve.config.dialect;

import dev.reeve.config.Environment;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts with {@code $VAR} and {@code ${VAR}} of the environment in them. */
final class DollarText {
  private static final Pattern PART =
      Pattern.compile("\\$(?:\\$|([A-Za-z_][A-Za-z0-9_]*)|\\{([A-Za-z_][A-Za-z0-9_]*)\\})");

  /** A variable has no value. */
  static final class Unset extends Exception {
    private static final long serialVersionUID = 1L;

    Unset(String variable) {
      super("variable '" + variable + "' is not set", null, false, false);
    }

    /** The message; never null. */
    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private DollarText() {}

  /**
   * The text with the values of its variables.
   *
   * @param doubled whether {@code $$} is a dollar
   */
  static String expand(String text, Environment environment, boolean doubled) throws Unset {
    Matcher matcher = PART.matcher(text);
    StringBuilder out = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      out.append(text, end, matcher.start());
      end = matcher.end();
      Optional<String> name =
          Optional.ofNullable(matcher.group(1)).or(() -> Optional.ofNullable(matcher.group(2)));
      if (name.isEmpty()) {
        out.append(doubled ? "$" : "$$");
      } else {
        out.append(environment.value(name.get()).orElseThrow(() -> new Unset(name.get())));
      }
    }
    return out.append(text, end, text.length()).toString();
  }
}
