package dev.reeve.daemon.diagnosis;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * The modules that a script imports at its top level, and those of its own that it imports. What is
 * indented may be meant to fail, and is left out.
 */
final class PythonImports {
  private static final int FILES = 64;
  private static final int LONGEST = 256 << 10;

  private final Path root;
  private final Deque<Path> waiting = new ArrayDeque<>();
  private final Set<Path> seen = new HashSet<>();
  private final Set<String> modules = new TreeSet<>();

  private PythonImports(Path root) {
    this.root = root;
  }

  /** First parts of their names, those of Python itself among them. */
  static Set<String> of(Path script) {
    Path root = script.getParent();
    if (root == null) {
      return Set.of();
    }
    PythonImports imports = new PythonImports(root);
    imports.file(script);
    while (!imports.waiting.isEmpty()) {
      SmallFile.read(imports.waiting.remove(), LONGEST).ifPresent(imports::text);
    }
    return imports.modules;
  }

  /** Whether a module is a file or a package in a folder. */
  static boolean isLocal(Path folder, String module) {
    return isName(module)
        && (Files.exists(folder.resolve(module + ".py"))
            || Files.isDirectory(folder.resolve(module)));
  }

  private void file(Path file) {
    boolean ours = Files.isRegularFile(file) && Project.isInside(file, root);
    if (ours && seen.size() < FILES && seen.add(file)) {
      waiting.add(file);
    }
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
    if (isLocal(root, top)) {
      file(root.resolve(top + ".py"));
      file(root.resolve(top).resolve("__init__.py"));
      if (dot > 0 && isName(name.substring(dot + 1).replace(".", "_"))) {
        file(root.resolve(name.replace('.', '/') + ".py"));
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
