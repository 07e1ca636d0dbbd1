package dev.reeve.daemon.diagnosis;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Names in a {@code requirements.txt}, see PEP 508 and pip's documentation of the format. What is
 * only needed on some machines (with a marker behind a semicolon) is left out.
 */
final class Requirements {
  private static final int FILES = 8;

  private final Path folder;
  private final Set<Path> seen = new HashSet<>();
  private final Set<String> names = new LinkedHashSet<>();

  private Requirements(Path folder) {
    this.folder = folder;
  }

  /** Names as they are written, those of files that it includes as well. */
  static Set<String> of(Path folder) {
    Requirements requirements = new Requirements(folder);
    requirements.file(folder.resolve("requirements.txt"));
    return requirements.names;
  }

  private void file(Path file) {
    if (seen.size() < FILES && seen.add(file) && Project.isInside(file, folder)) {
      SmallFile.read(file, Project.LONGEST_MANIFEST).ifPresent(text -> text(text, file));
    }
  }

  private void text(String text, Path file) {
    for (String raw : text.replace("\\\r\n", " ").replace("\\\n", " ").split("\n", -1)) {
      String line = raw.strip();
      int comment = line.startsWith("#") ? 0 : line.indexOf(" #");
      line = comment < 0 ? line : line.substring(0, comment).strip();
      if (line.startsWith("-r ") || line.startsWith("--requirement ")) {
        include(line.substring(line.indexOf(' ') + 1).strip(), file);
      } else if (!line.startsWith("-") && line.indexOf(';') < 0) {
        String name = name(line);
        if (!name.isEmpty()) {
          names.add(name);
        }
      }
    }
  }

  private void include(String name, Path from) {
    try {
      file(from.resolveSibling(name).normalize());
    } catch (InvalidPathException e) {
      return; // pip does not find it either
    }
  }

  /** The name in front of extras, versions and addresses; empty for a path or an address alone. */
  static String name(String line) {
    int end = 0;
    while (end < line.length() && end < 100 && isOfName(line.charAt(end))) {
      end++;
    }
    String rest = line.substring(end).strip();
    boolean requirement = rest.isEmpty() || "[=<>!~@(-".indexOf(rest.charAt(0)) >= 0;
    boolean named =
        end > 0
            && Character.isLetterOrDigit(line.charAt(0))
            && Character.isLetterOrDigit(line.charAt(end - 1));
    return requirement && named ? line.substring(0, end) : "";
  }

  private static boolean isOfName(char c) {
    return c < 128 && (Character.isLetterOrDigit(c) || c == '.' || c == '_' || c == '-');
  }

  /** As PEP 503 has it: two names that mean the same are the same. */
  static String normal(String name) {
    return name.toLowerCase(Locale.ROOT).replaceAll("[-_.]+", "-");
  }
}
