package dev.reeve.daemon.diagnosis;

import java.util.List;
import java.util.Optional;

/** Finds a network address in a line of text. */
final class AddressText {
  private AddressText() {}

  /** {@code host:port} or an address in digits; nothing if there is none. */
  static Optional<String> of(String line) {
    Optional<String> host = Said.between(line, " for \"", "\" port ");
    if (host.isPresent()) { // Ruby
      String rest = line.substring(line.indexOf("\" port ") + "\" port ".length());
      return Optional.of(host.get() + ":" + digits(rest));
    }
    for (String word : line.split("[ ,;'\"()]+", -1)) {
      String text = stripped(word);
      int colon = text.lastIndexOf(':');
      boolean port =
          colon > 0
              && colon + 1 < text.length()
              && digits(text.substring(colon + 1)).length() == text.length() - colon - 1;
      boolean named =
          text.indexOf('/') < 0
              && (text.startsWith("[")
                  || text.indexOf('.') > 0
                  || text.startsWith("localhost")
                  || text.startsWith("::"));
      if (port && named && !text.matches("[^:]*\\.[a-z]{1,4}:[0-9]+")) {
        return Optional.of(Said.cut(text));
      }
    }
    return Optional.empty();
  }

  private static String stripped(String word) {
    String text = word;
    for (String scheme : List.of("tcp://", "http://", "https://")) {
      text = text.startsWith(scheme) ? text.substring(scheme.length()) : text;
    }
    while (!text.isEmpty() && ":.)".indexOf(text.charAt(text.length() - 1)) >= 0) {
      text = text.substring(0, text.length() - 1);
    }
    return text;
  }

  private static String digits(String text) {
    int end = 0;
    while (end < text.length() && Character.isDigit(text.charAt(end))) {
      end++;
    }
    return text.substring(0, end);
  }
}
