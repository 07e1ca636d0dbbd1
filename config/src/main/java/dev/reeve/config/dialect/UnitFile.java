package dev.reeve.config.dialect;

import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A unit file as systemd.syntax(7) describes it: {@code [Section]}, {@code Key=Value}, comments in
 * lines that begin with {@code #} or {@code ;}, and lines that go on after a backslash. An empty
 * value takes back what the key had before, which is how drop-ins replace lists. What {@code
 * systemctl cat} prints is one, too.
 */
final class UnitFile {
  /** One assignment; {@code at} is the place of the key. */
  record Setting(Spot at, Spot valueAt, String key, String value) {}

  private final Translation translation;
  private final Map<String, Map<String, List<Setting>>> sections = new LinkedHashMap<>();
  private String section = "";

  private UnitFile(Translation translation) {
    this.translation = translation;
  }

  /** Reads the file that is translated. */
  static UnitFile read(Translation translation) {
    UnitFile file = new UnitFile(translation);
    file.lines(translation.source());
    return file;
  }

  private void lines(Source source) {
    List<String> lines = source.lines();
    for (int i = 0; i < lines.size() && !translation.isHopeless(); i++) {
      String line = lines.get(i);
      String text = line.strip();
      if (text.isEmpty() || isComment(text)) {
        continue;
      }
      Spot at = new Spot(source, i + 1, line.codePointCount(0, line.indexOf(text.charAt(0))) + 1);
      StringBuilder whole = new StringBuilder(text);
      while (whole.charAt(whole.length() - 1) == '\\' && i + 1 < lines.size()) {
        String next = lines.get(++i).strip();
        if (isComment(next)) {
          continue; // a comment in the midst of a value belongs to nothing
        }
        whole.setCharAt(whole.length() - 1, ' ');
        whole.append(next);
      }
      statement(at, whole.toString().strip());
    }
  }

  private static boolean isComment(String text) {
    return text.startsWith("#") || text.startsWith(";");
  }

  private void statement(Spot at, String text) {
    if (text.startsWith("[")) {
      if (!text.endsWith("]")) {
        translation.problem(at, "this '[' is not closed by ']'");
        return;
      }
      section = text.substring(1, text.length() - 1);
      sections.computeIfAbsent(section, any -> new LinkedHashMap<>());
      return;
    }
    int equals = text.indexOf('=');
    if (equals < 1) {
      translation.problem(at, "expected KEY=VALUE or [SECTION]");
      return;
    }
    if (section.isEmpty()) {
      translation.problem(at, "this stands before the first [SECTION]");
      return;
    }
    String key = text.substring(0, equals).strip();
    String value = text.substring(equals + 1).strip();
    int from = value.isEmpty() ? equals + 1 : text.indexOf(value, equals + 1);
    List<Setting> all =
        sections
            .computeIfAbsent(section, any -> new LinkedHashMap<>())
            .computeIfAbsent(key, any -> new ArrayList<>());
    if (value.isEmpty()) {
      all.clear();
    } else {
      all.add(new Setting(at, at.right(text.codePointCount(0, from)), key, value));
    }
  }

  boolean has(String name) {
    return sections.containsKey(name);
  }

  /** The keys of a section that have a value. */
  List<String> keys(String name) {
    return sections.getOrDefault(name, Map.of()).entrySet().stream()
        .filter(entry -> !entry.getValue().isEmpty())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** Whether a key is assigned nothing in the end. */
  boolean isEmptied(String name, String key) {
    Map<String, List<Setting>> section = sections.getOrDefault(name, Map.of());
    return section.containsKey(key) && all(name, key).isEmpty();
  }

  /** Every assignment of a key, in order. */
  List<Setting> all(String name, String key) {
    return sections.getOrDefault(name, Map.of()).getOrDefault(key, List.of());
  }
}
