package dev.reeve.cli.inspect;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file {@code stat} of a process; fields are counted as in proc(5), from 1.
 *
 * @param name may hold anything, also blanks and brackets
 */
record Stat(String name, List<String> rest) {
  static Stat read(Path folder) throws IOException {
    String text = ProcText.read(folder.resolve("stat"), 4096);
    int open = text.indexOf('(');
    int close = text.lastIndexOf(')');
    if (open < 0 || close < open) {
      throw new IOException(folder + " has an unknown form");
    }
    return new Stat(
        text.substring(open + 1, close), List.of(ProcText.words(text.substring(close + 1))));
  }

  /** From the third on. */
  String field(int number) {
    int at = number - 3;
    return at < rest.size() ? rest.get(at) : "";
  }

  long number(int number) {
    return ProcText.number(field(number));
  }
}
