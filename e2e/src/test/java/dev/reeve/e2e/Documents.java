package dev.reeve.e2e;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What stands in the documents, for tests that try it. */
final class Documents {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private Documents() {}

  private static List<String> lines(String document) throws IOException {
    return Files.readAllLines(Path.of("..").toAbsolutePath().normalize().resolve(document));
  }

  /** Code in tables that begins with one of these. */
  static List<String> cells(String document, String... beginnings) throws IOException {
    List<String> found = new ArrayList<>();
    for (String line : lines(document)) {
      Matcher code = CODE.matcher(line);
      while (line.startsWith("| ") && code.find()) {
        if (Stream.of(beginnings).anyMatch(code.group(1)::startsWith)) {
          found.add(code.group(1));
        }
      }
    }
    return found;
  }

  /** The block that begins with {@code # file: NAME}. */
  static String file(String document, String name) throws IOException {
    StringBuilder text = new StringBuilder();
    boolean inside = false;
    for (String line : lines(document)) {
      if (line.equals("# file: " + name)) {
        inside = true;
      } else if (line.startsWith("```")) {
        inside = false;
      }
      if (inside) {
        text.append(line).append('\n');
      }
    }
    return text.toString();
  }
}
