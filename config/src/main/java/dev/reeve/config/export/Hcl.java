package dev.reeve.config.export;

import java.util.List;
import java.util.Map;

/** Writes HCL 2, as its native syntax specification describes it. */
final class Hcl {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  /** Begins a block; labels stand in quotes behind its type. */
  Hcl open(String type, String... labels) {
    begin().append(type);
    for (String label : labels) {
      out.append(' ').append(text(label));
    }
    out.append(" {\n");
    depth++;
    return this;
  }

  Hcl close() {
    depth--;
    begin().append("}\n");
    return this;
  }

  Hcl put(String key, String value) {
    begin().append(key).append(" = ").append(text(value)).append('\n');
    return this;
  }

  Hcl put(String key, long value) {
    begin().append(key).append(" = ").append(value).append('\n');
    return this;
  }

  Hcl put(String key, boolean value) {
    begin().append(key).append(" = ").append(value).append('\n');
    return this;
  }

  Hcl put(String key, List<String> values) {
    begin().append(key).append(" = [");
    for (int i = 0; i < values.size(); i++) {
      out.append(i > 0 ? ", " : "").append(text(values.get(i)));
    }
    out.append("]\n");
    return this;
  }

  /** A map; its keys may be any text. */
  Hcl put(String key, Map<String, String> values) {
    begin().append(key).append(" = {\n");
    depth++;
    values.forEach(
        (name, value) -> begin().append(text(name)).append(" = ").append(text(value)).append('\n'));
    depth--;
    begin().append("}\n");
    return this;
  }

  private StringBuilder begin() {
    return out.repeat("  ", depth);
  }

  /** A quoted template that stands for the text itself: both kinds of sequences are doubled. */
  static String text(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean opens = i + 1 < text.length() && text.charAt(i + 1) == '{';
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        case '$', '%' -> quoted.append(c).append(opens ? String.valueOf(c) : "");
        default -> {
          if (c < ' ' || c == 127) {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
