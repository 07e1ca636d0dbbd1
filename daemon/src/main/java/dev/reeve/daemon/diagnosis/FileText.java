package dev.reeve.daemon.diagnosis;

import java.util.Optional;

/** Finds the name of a file in a message about it. */
final class FileText {
  private FileText() {}

  /** What is quoted and has a slash, else the first word that begins like a path. */
  static Optional<String> path(String line) {
    for (char quote : new char[] {'\'', '"', '‘', '`'}) {
      char end = quote == '‘' ? '’' : quote;
      int begin = line.indexOf(quote);
      while (begin >= 0) {
        int close = line.indexOf(end, begin + 1);
        if (close < 0) {
          break;
        }
        String quoted = line.substring(begin + 1, close);
        if (quoted.indexOf('/') >= 0 && !quoted.contains("://")) {
          return Optional.of(Said.cut(quoted));
        }
        begin = line.indexOf(quote, close + 1);
      }
    }
    for (String word : line.split("[ (\\[<]+", -1)) {
      // A program that names itself in front speaks of another file.
      boolean speaker =
          line.startsWith(word)
              && word.endsWith(":")
              && line.indexOf(": ") != line.lastIndexOf(": ");
      if (!speaker && (word.startsWith("/") || word.startsWith("./") || word.startsWith("../"))) {
        String text = word;
        while (text.length() > 1 && ":,.)]>;".indexOf(text.charAt(text.length() - 1)) >= 0) {
          text = text.substring(0, text.length() - 1);
        }
        return text.length() > 1 ? Optional.of(Said.cut(text)) : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
