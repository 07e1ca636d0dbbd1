package dev.reeve.config;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Writes plain trees as YAML 1.2 in block style, with quotes only where they are needed. */
final class YamlWriter {
  private static final String INDENT = "  ";

  /** What others read as a number, a date, a boolean or nothing, in YAML 1.1 or 1.2. */
  private static final Pattern TYPED =
      Pattern.compile(
          "[-+.]*[0-9][-+0-9_.,:eExXoObBa-fA-FtTzZ ]*|[-+]?\\.(inf|nan)"
              + "|y|yes|n|no|on|off|true|false|null|~",
          Pattern.CASE_INSENSITIVE);

  private final StringBuilder out;
  private final boolean forOthers;

  /** For Reeve, which takes what stands without quotes for the text that a field wants. */
  YamlWriter(StringBuilder out) {
    this(out, false);
  }

  private YamlWriter(StringBuilder out, boolean forOthers) {
    this.out = out;
    this.forOthers = forOthers;
  }

  /**
   * A whole document for another program: a map at the top, ending in a line break. Texts that such
   * a program would not take for one are in quotes.
   */
  static String text(Map<String, Object> tree) {
    StringBuilder out = new StringBuilder();
    YamlWriter writer = new YamlWriter(out, true);
    tree.forEach((key, value) -> writer.entry(0, key, value));
    return out.substring(Math.min(1, out.length())) + "\n";
  }

  /** Begins a new line with a key, and writes the value behind or below it. */
  void entry(int depth, Object key, Object value) {
    newLine(depth);
    String name = key.toString();
    // A key longer than 1024 characters must be announced (YAML 1.2.2, 7.4.2 and 8.2.2).
    boolean announced = name.length() > 1000;
    out.append(announced ? "? " : "");
    scalar(name, -1);
    if (announced) {
      newLine(depth);
    }
    out.append(':');
    value(depth, value);
  }

  private void value(int depth, Object value) {
    switch (value) {
      case Map<?, ?> map when map.isEmpty() -> out.append(" {}");
      case Map<?, ?> map -> map.forEach((key, item) -> entry(depth + 1, key, item));
      case List<?> list when list.isEmpty() -> out.append(" []");
      case List<?> list when list.stream().allMatch(Number.class::isInstance) ->
          out.append(' ').append(list);
      case List<?> list -> {
        for (Object item : list) {
          newLine(depth + 1);
          out.append('-');
          value(depth + 1, item);
        }
      }
      case String text -> {
        out.append(' ');
        scalar(text, depth + 1);
      }
      default -> out.append(' ').append(value);
    }
  }

  private void newLine(int depth) {
    out.append('\n').repeat(INDENT, depth);
  }

  /** Writes text; at a depth, text of several lines may stand below as a block. */
  private void scalar(String text, int depth) {
    if (depth >= 0 && YamlText.isBlock(text)) {
      out.append(text.endsWith("\n") ? "|" : "|-");
      text.lines()
          .forEach(line -> {
            out.append('\n');
            if (!line.isEmpty()) {
              out.repeat(INDENT, depth).append(line);
            }
          });
    } else if (YamlText.isPlain(text) && !(forOthers && TYPED.matcher(text).matches())) {
      out.append(text);
    } else {
      YamlText.quote(out, text);
    }
  }
}
