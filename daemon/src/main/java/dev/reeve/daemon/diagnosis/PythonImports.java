package dev.reeve.daemon.diagnosis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;

/**
 * The modules that a script imports at its top level, and those of its own that it imports. What is
 * indented may be meant to fail, and is left out.
 */
final class PythonImports {
  private final Sources sources;
  private final Set<String> modules = new TreeSet<>();

  private PythonImports(Sources sources) {
    this.sources = sources;
  }

  /** First parts of their names, those of Python itself among them. */
  static Set<String> of(Path script) {
    return Sources.around(script).map(sources -> of(script, sources)).orElse(Set.of());
  }

  private static Set<String> of(Path script, Sources sources) {
    PythonImports imports = new PythonImports(sources);
    imports.sources.add(script);
    sources.read((text, file) -> imports.text(text));
    return imports.modules;
  }

  /** Whether a module is a file or a package in a folder. */
  static boolean isLocal(Path folder, String module) {
    return isName(module)
        && (Files.exists(folder.resolve(module + ".py"))
            || Files.isDirectory(folder.resolve(module)));
  }

  private void text(String text) {
    String quotes = "";
    for (String line : text.split("\n", -1)) {
      boolean outside = quotes.isEmpty();
      quotes = quotesAfter(line, quotes);
      if (outside && line.startsWith("from ")) {
        int end = line.indexOf(" import ");
        if (end > 0) {
          module(line.substring("from ".length(), end));
        }
      } else if (outside && line.startsWith("import ")) {
        int comment = line.indexOf('#');
        String names = comment < 0 ? line : line.substring(0, comment);
        for (String name : names.substring("import ".length()).split(",", -1)) {
          module(name.strip().split("[ ;\r]", 2)[0]);
        }
      }
    }
  }

  /** Whether a text over several lines goes on, and what ends it. */
  private static String quotesAfter(String line, String before) {
    String quotes = before;
    for (int i = 0; i + 3 <= line.length(); i++) {
      String three = line.substring(i, i + 3);
      if (quotes.isEmpty() && (three.equals("\"\"\"") || three.equals("'''"))) {
        quotes = three;
        i += 2;
      } else if (three.equals(quotes)) {
        quotes = "";
        i += 2;
      }
    }
    return quotes;
  }

  private void module(String full) {
    String name = full.strip();
    int dot = name.indexOf('.');
    String top = dot < 0 ? name : name.substring(0, dot);
    if (!isName(top)) {
      return;
    }
    Path root = sources.root();
    if (isLocal(root, top)) {
      sources.add(root.resolve(top + ".py"));
      sources.add(root.resolve(top).resolve("__init__.py"));
      if (dot > 0 && isName(name.substring(dot + 1).replace(".", "_"))) {
        sources.add(root.resolve(name.replace('.', '/') + ".py"));
      }
    } else {
      modules.add(top);
    }
  }

  private static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() < 100
        && text.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_'))
        && !Character.isDigit(text.charAt(0));
  }
}
