package dev.reeve.config.dialect;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Words of a value in a unit file: divided by blanks, with quotes and the escapes of C, as
 * systemd.syntax(7) says; and what they are on a command line, as systemd.service(5) says.
 */
final class UnitWords {
  /** A value that cannot be divided. */
  static final class Unclosed extends Exception {
    private static final long serialVersionUID = 1L;

    Unclosed(char quote) {
      super("has an opening " + quote + " that is not closed", null, false, false);
    }

    /** The message; never null. */
    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private static final Pattern WHOLE = Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_]*)");
  private static final Pattern PART = Pattern.compile("\\$\\$|\\$\\{([A-Za-z_][A-Za-z0-9_]*)\\}");

  private UnitWords() {}

  static List<String> split(String text) throws Unclosed {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean inWord = false;
    char quote = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i = escape(text, i + 1, word);
        inWord = true;
      } else if (quote != 0) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (!inWord && (c == '"' || c == '\'')) {
        quote = c;
        inWord = true;
      } else if (Character.isWhitespace(c)) {
        if (inWord) {
          words.add(word.toString());
          word.setLength(0);
          inWord = false;
        }
      } else {
        word.append(c);
        inWord = true;
      }
    }
    if (quote != 0) {
      throw new Unclosed(quote);
    }
    if (inWord) {
      words.add(word.toString());
    }
    return words;
  }

  /** Appends what an escape stands for, and answers the index of its last character. */
  private static int escape(String text, int at, StringBuilder word) {
    char c = text.charAt(at);
    int digits = c == 'x' ? 2 : c == 'u' ? 4 : c == 'U' ? 8 : 0;
    if (digits > 0 && text.length() > at + digits) {
      String code = text.substring(at + 1, at + 1 + digits);
      if (code.matches("[0-9a-fA-F]+") && Long.parseLong(code, 16) <= Character.MAX_CODE_POINT) {
        word.appendCodePoint(Integer.parseInt(code, 16));
        return at + digits;
      }
    }
    if (c >= '0' && c <= '7' && text.length() > at + 2) {
      String code = text.substring(at, at + 3);
      if (code.matches("[0-3][0-7]{2}")) {
        word.append((char) Integer.parseInt(code, 8));
        return at + 2;
      }
    }
    switch (c) {
      case 'a' -> word.append('\u0007');
      case 'b' -> word.append('\b');
      case 'f' -> word.append('\f');
      case 'n' -> word.append('\n');
      case 'r' -> word.append('\r');
      case 't' -> word.append('\t');
      case 'v' -> word.append('\u000b');
      case 's' -> word.append(' ');
      case '\\', '"', '\'', ';' -> word.append(c);
      default -> word.append('\\').append(c); // systemd leaves alone what it does not know
    }
    return at;
  }

  /** Whether a command needs a shell for the variables in it. */
  static boolean hasVariables(List<String> words) {
    return words.stream()
        .anyMatch(word ->
            WHOLE.matcher(word).matches()
                || PART.matcher(word).results().anyMatch(part -> part.group(1) != null));
  }

  /** The words as they are meant where there are no variables: {@code $$} is a dollar. */
  static List<String> plain(List<String> words) {
    return words.stream().map(word -> word.replace("$$", "$")).toList();
  }

  /** A line for a shell in which the variables are left to it. */
  static String shell(List<String> words) {
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      parts.add(WHOLE.matcher(word).matches() ? word : quoted(word));
    }
    return String.join(" ", parts);
  }

  private static String quoted(String word) {
    StringBuilder out = new StringBuilder();
    Matcher matcher = PART.matcher(word);
    int end = 0;
    while (matcher.find()) {
      literal(out, word.substring(end, matcher.start()));
      String name = matcher.group(1);
      if (name == null) {
        literal(out, "$");
      } else {
        out.append("\"${").append(name).append("}\"");
      }
      end = matcher.end();
    }
    literal(out, word.substring(end));
    return out.isEmpty() ? "''" : out.toString();
  }

  private static void literal(StringBuilder out, String text) {
    boolean plain =
        text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "-_./:=,@%+".indexOf(c) >= 0);
    if (plain) {
      out.append(text);
    } else {
      out.append('\'').append(text.replace("'", "'\\''")).append('\'');
    }
  }
}
