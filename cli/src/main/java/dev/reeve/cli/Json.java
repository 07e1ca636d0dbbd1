package dev.reeve.cli;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trees as JSON text. */
final class Json {
  private Json() {}

  /**
   * A tree on one line.
   *
   * @param tree of maps, iterables, strings, numbers, booleans and nulls; {@link Raw} is put in as
   *     it is
   */
  static String text(@Nullable Object tree) {
    StringBuilder out = new StringBuilder();
    append(out, tree);
    return out.toString();
  }

  /** Text that is JSON already. */
  record Raw(String json) {}

  private static void append(StringBuilder out, @Nullable Object tree) {
    switch (tree) {
      case null -> out.append("null");
      case String text -> quote(out, text);
      case Number number -> out.append(number);
      case Boolean yes -> out.append(yes.booleanValue());
      case Raw(String json) -> out.append(json);
      case Map<?, ?> map -> {
        out.append('{');
        int begin = out.length();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          if (out.length() > begin) {
            out.append(',');
          }
          quote(out, String.valueOf(entry.getKey()));
          out.append(':');
          append(out, entry.getValue());
        }
        out.append('}');
      }
      case Iterable<?> items -> {
        out.append('[');
        int begin = out.length();
        for (Object item : items) {
          if (out.length() > begin) {
            out.append(',');
          }
          append(out, item);
        }
        out.append(']');
      }
      default -> quote(out, tree.toString());
    }
  }

  private static void quote(StringBuilder out, String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            escape(out, c);
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static void escape(StringBuilder out, char c) {
    out.append("\\u");
    for (int shift = 12; shift >= 0; shift -= 4) {
      out.append(Character.forDigit((c >> shift) & 15, 16));
    }
  }

  /** The same JSON with escapes for what must not reach a terminal. */
  static String clean(String json) {
    StringBuilder out = new StringBuilder(json.length());
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (Clean.isSafe(c)) {
        out.append(c);
      } else {
        escape(out, c);
      }
    }
    return out.toString();
  }

  /** The same JSON over several lines, for people. */
  static String pretty(String json) {
    StringBuilder out = new StringBuilder(json.length() * 2);
    int depth = 0;
    boolean inString = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (inString) {
        out.append(c);
        if (c == '\\') {
          out.append(json.charAt(++i));
        } else if (c == '"') {
          inString = false;
        }
        continue;
      }
      switch (c) {
        case '"' -> {
          inString = true;
          out.append(c);
        }
        case '{', '[' -> {
          out.append(c);
          char next = json.charAt(i + 1);
          if (next == '}' || next == ']') {
            out.append(next);
            i++;
          } else {
            lineBreak(out, ++depth);
          }
        }
        case '}', ']' -> {
          lineBreak(out, --depth);
          out.append(c);
        }
        case ',' -> {
          out.append(c);
          lineBreak(out, depth);
        }
        case ':' -> out.append(": ");
        default -> out.append(c);
      }
    }
    return out.toString();
  }

  private static void lineBreak(StringBuilder out, int depth) {
    out.append('\n').repeat("  ", depth);
  }
}
