package dev.reeve.config;

import dev.reeve.core.spec.Fields;
import dev.reeve.core.spec.ServiceSpec;
import dev.reeve.core.spec.SpecWriter;
import dev.reeve.core.spec.Words;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes specs as a native configuration that {@link Loader} reads as the same specs. */
public final class SpecYaml {
  private static final int LONGEST_LINE = 100;

  private SpecYaml() {}

  /**
   * A whole file, ending in a line break. Only what differs from the defaults is written; paths are
   * absolute, so the file may be put anywhere.
   */
  public static String write(List<ServiceSpec> specs) {
    return write(specs, false);
  }

  /** The same with every field, also those that have their default. */
  public static String full(List<ServiceSpec> specs) {
    return write(specs, true);
  }

  private static String write(List<ServiceSpec> specs, boolean full) {
    StringBuilder out = new StringBuilder("services:");
    if (specs.isEmpty()) {
      return out.append(" {}\n").toString();
    }
    YamlWriter writer = new YamlWriter(out);
    for (ServiceSpec spec : specs) {
      out.append(out.length() > "services:".length() ? "\n" : "");
      writer.entry(1, spec.name(), fields(spec, full));
    }
    return out.append('\n').toString();
  }

  private static Map<String, Object> fields(ServiceSpec spec, boolean full) {
    Map<String, Object> tree =
        new LinkedHashMap<>(full ? SpecWriter.full(spec) : SpecWriter.declared(spec));
    tree.computeIfPresent(Fields.COMMAND.path(), (key, value) -> oneLine(value));
    tree.computeIfPresent(Fields.ENV.path(), (key, value) -> escaped(value, true));
    tree.computeIfPresent(FieldTree.ON_CRASH, (key, value) -> escaped(value, true));
    for (String path : FieldTree.PATHS) {
      escapeAt(tree, path);
    }
    return tree;
  }

  /** Words read better as one line, as long as the quotes among them are easy. */
  private static Object oneLine(Object command) {
    if (!(command instanceof List<?> list)) {
      return command;
    }
    List<String> words = list.stream().map(String::valueOf).toList();
    String line = Words.join(words);
    boolean easy =
        line.length() <= LONGEST_LINE
            && words.stream().allMatch(word -> word.indexOf('\'') < 0 && YamlText.isOneLine(word));
    return easy ? line : words;
  }

  private static void escapeAt(Map<String, Object> tree, String path) {
    int dot = path.indexOf('.');
    if (dot < 0) {
      tree.computeIfPresent(path, (key, value) -> escaped(value, false));
    } else if (tree.get(path.substring(0, dot)) instanceof Map<?, ?> section) {
      @SuppressWarnings("unchecked") // SpecWriter makes maps of strings to trees
      Map<String, Object> fields = (Map<String, Object>) section;
      escapeAt(fields, path.substring(dot + 1));
    }
  }

  private static Object escaped(Object value, boolean variable) {
    return switch (value) {
      case String text -> {
        String escaped = Expansion.escape(text);
        yield variable ? EncodedValues.escape(escaped) : escaped;
      }
      case List<?> items -> items.stream().map(item -> escaped(item, variable)).toList();
      case Map<?, ?> map -> {
        Map<Object, Object> copy = new LinkedHashMap<>();
        map.forEach((key, item) -> copy.put(key, escaped(item, variable)));
        yield copy;
      }
      default -> value;
    };
  }
}
