package dev.reeve.config.dialect;

import dev.reeve.config.tree.Node;
import dev.reeve.config.tree.Source;
import dev.reeve.config.tree.Spot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * INI files as supervisord reads them, with Python's RawConfigParser: {@code [section]}, {@code key
 * = value} or {@code key: value}, comments with {@code ;} and {@code #} at the beginning of a line
 * or behind a blank, values that go on in indented lines. Keys are in lower case; of a key that is
 * declared twice the last one counts.
 */
final class Ini {
  /** A section; {@code at} is the place of its name. */
  record Section(Spot at, String name, Map<String, Node.Entry> entries) {
    Optional<Node.Entry> entry(String key) {
      return Optional.ofNullable(entries.get(key));
    }

    /** The text of a key; empty if it is not there. */
    String text(String key) {
      return entry(key).flatMap(entry -> Trees.text(entry.value())).orElse("");
    }
  }

  private final Translation translation;
  private final Source source;
  private final Map<String, Section> sections = new LinkedHashMap<>();
  private Optional<Section> section = Optional.empty();
  private Optional<Pending> pending = Optional.empty();

  /** A value that may go on in the next line. */
  private record Pending(Spot key, String name, Spot at, int indent, List<String> lines) {}

  private Ini(Translation translation, Source source) {
    this.translation = translation;
    this.source = source;
  }

  /** The sections in the order of the file; one that stands there twice is one. */
  static List<Section> read(Translation translation, Source source) {
    return new Ini(translation, source).read();
  }

  private List<Section> read() {
    int number = 0;
    for (String raw : source.lines()) {
      number++;
      String line = withoutComment(raw);
      String text = line.strip();
      int indent = text.isEmpty() ? 0 : line.indexOf(text.charAt(0));
      if (text.isEmpty()) {
        // An empty line inside of a value belongs to it if more follows; a comment does not.
        if (raw.isBlank()) {
          pending.ifPresent(value -> value.lines().add(""));
        }
        continue;
      }
      if (pending.isPresent() && indent > pending.get().indent()) {
        pending.get().lines().add(text);
        continue;
      }
      finish();
      line(new Spot(source, number, line.codePointCount(0, indent) + 1), text, indent);
      if (translation.isHopeless()) {
        break;
      }
    }
    finish();
    return List.copyOf(sections.values());
  }

  private static String withoutComment(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if ((c == ';' || c == '#') && (i == 0 || Character.isWhitespace(line.charAt(i - 1)))) {
        return line.substring(0, i);
      }
    }
    return line;
  }

  private void line(Spot at, String text, int indent) {
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      if (end < 0) {
        translation.problem(at, "this '[' is not closed by ']'");
        return;
      }
      String name = text.substring(1, end);
      section =
          Optional.of(
              sections.computeIfAbsent(
                  name, any -> new Section(at.right(1), name, new LinkedHashMap<>())));
      return;
    }
    int end = delimiter(text);
    if (end < 1) {
      translation.problem(at, "expected KEY=VALUE or [SECTION]");
    } else if (section.isEmpty()) {
      translation.problem(at, "this stands before the first [SECTION]");
    } else {
      String key = text.substring(0, end).strip().toLowerCase(Locale.ROOT);
      String value = text.substring(end + 1).strip();
      int from = value.isEmpty() ? end + 1 : text.indexOf(value.charAt(0), end + 1);
      Spot valueAt = at.right(text.codePointCount(0, from));
      pending = Optional.of(new Pending(at, key, valueAt, indent, new ArrayList<>(List.of(value))));
    }
  }

  private static int delimiter(String text) {
    int equals = text.indexOf('=');
    int colon = text.indexOf(':');
    return equals < 0 ? colon : colon < 0 ? equals : Math.min(equals, colon);
  }

  private void finish() {
    pending.ifPresent(value -> {
      String text = String.join("\n", value.lines()).strip();
      section
          .orElseThrow()
          .entries()
          .put(
              value.name(),
              new Node.Entry(value.key(), value.name(), new Node.Text(value.at(), text, false)));
    });
    pending = Optional.empty();
  }
}
