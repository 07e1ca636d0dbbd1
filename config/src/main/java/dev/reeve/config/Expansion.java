package dev.reeve.config;

import dev.reeve.config.tree.BadText;

/**
 * Puts the values of variables into text: {@code ${NAME}}, {@code ${NAME:-default}} (the default
 * counts where the variable is not set or empty, as in a POSIX shell), {@code $$} for a dollar
 * sign; any other dollar sign stands for itself. In paths {@code ~} and {@code ~/…} are the home
 * folder.
 */
final class Expansion {
  private static final int DEEPEST = 8;

  private final Environment environment;

  Expansion(Environment environment) {
    this.environment = environment;
  }

  /** The text with its variables replaced. */
  String text(String text) throws BadText {
    if (text.indexOf('$') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    expand(text, 0, text.length(), 0, out);
    return out.toString();
  }

  /** The same for a path, where {@code ~} is the home folder. */
  String path(String text) throws BadText {
    if (!text.equals("~") && !text.startsWith("~/")) {
      return text(text);
    }
    String home =
        environment
            .value("HOME")
            .filter(value -> !value.isEmpty())
            .orElseThrow(() -> new BadText(0, "'~' means nothing: HOME is not set"));
    StringBuilder out = new StringBuilder(home);
    expand(text, 1, text.length(), 0, out);
    return out.toString();
  }

  private void expand(String text, int from, int to, int depth, StringBuilder out) throws BadText {
    int i = from;
    while (i < to) {
      char c = text.charAt(i);
      char following = i + 1 < to ? text.charAt(i + 1) : ' ';
      if (c == '$' && following == '$') {
        out.append('$');
        i += 2;
      } else if (c == '$' && following == '{') {
        int end = closing(text, i, to);
        variable(text, i, end, depth, out);
        i = end + 1;
      } else {
        out.append(c);
        i++;
      }
    }
  }

  /** The index of the brace that closes the one after this dollar sign. */
  private static int closing(String text, int dollar, int to) throws BadText {
    int open = 0;
    for (int i = dollar + 1; i < to; i++) {
      char c = text.charAt(i);
      if (c == '{' && text.charAt(i - 1) == '$') {
        open++;
      } else if (c == '}' && --open == 0) {
        return i;
      }
    }
    throw new BadText(dollar, "'${' is not closed by '}'; write '$${' for the text itself");
  }

  private void variable(String text, int dollar, int end, int depth, StringBuilder out)
      throws BadText {
    if (depth == DEEPEST) {
      throw new BadText(dollar, "more than " + DEEPEST + " defaults inside each other");
    }
    int from = dollar + 2;
    int nameEnd = from;
    while (nameEnd < end && isNamePart(text.charAt(nameEnd), nameEnd > from)) {
      nameEnd++;
    }
    String name = text.substring(from, nameEnd);
    boolean fallback = text.startsWith(":-", nameEnd) && nameEnd + 2 <= end;
    if (name.isEmpty() || (nameEnd < end && !fallback)) {
      throw new BadText(
          dollar,
          "'"
              + text.substring(dollar, end + 1)
              + "' is not understood; write ${NAME} or ${NAME:-default}, or '$${' for the text"
              + " itself");
    }
    String value = environment.variables().get(name);
    if (value != null && !(fallback && value.isEmpty())) {
      out.append(value);
    } else if (fallback) {
      expand(text, nameEnd + 2, end, depth + 1, out);
    } else {
      throw new BadText(
          dollar, "variable '" + name + "' is not set; set it, or write ${" + name + ":-default}");
    }
  }

  private static boolean isNamePart(char c, boolean digits) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || c == '_'
        || (digits && c >= '0' && c <= '9');
  }

  /** The text that {@link #text} turns into this value. */
  static String escape(String value) {
    return value.contains("$$") || value.contains("${") ? value.replace("$", "$$") : value;
  }
}
