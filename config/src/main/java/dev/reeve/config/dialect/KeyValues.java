package dev.reeve.config.dialect;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * supervisord's lists {@code KEY="value",KEY2='value'}: values with other characters than letters
 * and digits stand in quotes, which know no escapes; pairs may stand in several lines.
 */
final class KeyValues {
  /** Something in the list is no pair. */
  static final class Unpaired extends Exception {
    private static final long serialVersionUID = 1L;

    Unpaired(String message) {
      super(message, null, false, false);
    }

    /** The message; never null. */
    String reason() {
      return String.valueOf(getMessage());
    }
  }

  private final String text;
  private int at;

  private KeyValues(String text) {
    this.text = text;
  }

  static Map<String, String> read(String text) throws Unpaired {
    return new KeyValues(text).pairs();
  }

  private Map<String, String> pairs() throws Unpaired {
    Map<String, String> pairs = new LinkedHashMap<>();
    skip(true);
    while (at < text.length()) {
      String key = until("=,");
      if (key.isEmpty() || at == text.length() || text.charAt(at) != '=') {
        throw new Unpaired("must be KEY=\"value\",KEY2=\"value\", not '" + text + "'");
      }
      at++;
      skip(false);
      pairs.put(key, value());
      skip(false);
      if (at < text.length() && text.charAt(at) != ',') {
        throw new Unpaired("needs a ',' before '" + text.substring(at) + "'");
      }
      skip(true);
    }
    return pairs;
  }

  private void skip(boolean commas) {
    while (at < text.length()
        && (Character.isWhitespace(text.charAt(at)) || (commas && text.charAt(at) == ','))) {
      at++;
    }
  }

  private String until(String ends) {
    int from = at;
    while (at < text.length() && ends.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return text.substring(from, at).strip();
  }

  private String value() throws Unpaired {
    if (at < text.length() && (text.charAt(at) == '"' || text.charAt(at) == '\'')) {
      char quote = text.charAt(at);
      int end = text.indexOf(quote, at + 1);
      if (end < 0) {
        throw new Unpaired("has an opening " + quote + " that is not closed");
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }
    return until(",\n");
  }
}
