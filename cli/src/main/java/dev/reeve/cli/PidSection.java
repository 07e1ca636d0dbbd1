package dev.reeve.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A part of what is known of a process, for people and for programs.
 *
 * @param key in JSON
 * @param title for people
 * @param json a tree as {@link Json#text} takes it; null if it may not be known
 * @param lines for people
 */
record PidSection(String key, String title, @Nullable Object json, List<String> lines) {
  /** Puts together rows that are each a label and a value. */
  static final class Rows {
    private static final int LABELS = 14;

    private final Call call;
    private final Map<String, Object> json = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();

    Rows(Call call) {
      this.call = call;
    }

    /**
     * A row for both.
     *
     * @param value for programs; null if it may not be known
     * @param text for people, cleaned here
     */
    Rows row(String label, String key, @Nullable Object value, String text) {
      only(key, value);
      return line(label, value == null ? "unknown" : text);
    }

    /** For programs only. */
    Rows only(String key, @Nullable Object value) {
      if (value == null) {
        json.put(key, new Json.Raw("null"));
      } else {
        json.put(key, value);
      }
      return this;
    }

    /** For people only. */
    Rows line(String label, String text) {
      Ink ink = Ink.of(call.style, call.columns());
      ink.to(2).add(label, Style.DIM).to(2 + LABELS).add(Clean.line(text));
      lines.add(ink.done());
      return this;
    }

    PidSection section(String key, String title) {
      return new PidSection(key, title, json, lines);
    }
  }
}
