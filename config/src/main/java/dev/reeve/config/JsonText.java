package dev.reeve.config;

import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes plain trees as JSON, indented by two spaces. */
final class JsonText {
  private final StringBuilder out = new StringBuilder();

  private JsonText() {}

  /** A whole text, ending in a line break. */
  static String of(Object tree) {
    JsonText text = new JsonText();
    text.value(tree, 0);
    return text.out.append('\n').toString();
  }

  private void value(Object value, int depth) {
    switch (value) {
      case Map<?, ?> map when map.isEmpty() -> out.append("{}");
      case Map<?, ?> map -> {
        out.append('{');
        Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator();
        while (entries.hasNext()) {
          Map.Entry<?, ?> entry = entries.next();
          newLine(depth + 1);
          text(String.valueOf(entry.getKey()));
          out.append(": ");
          value(entry.getValue(), depth + 1);
          out.append(entries.hasNext() ? "," : "");
        }
        newLine(depth);
        out.append('}');
      }
      case List<?> list -> {
        out.append('[');
        for (int i = 0; i < list.size(); i++) {
          out.append(i > 0 ? ", " : "");
          value(list.get(i), depth);
        }
        out.append(']');
      }
      case Number number -> out.append(number);
      case Boolean bool -> out.append(bool.booleanValue());
      default -> text(value.toString());
    }
  }

  private void newLine(int depth) {
    out.append('\n').repeat("  ", depth);
  }

  private void text(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"', '\\' -> out.append('\\').append(c);
        case '\n' -> out.append("\\n");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
