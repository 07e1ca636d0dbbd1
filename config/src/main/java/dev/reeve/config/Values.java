package dev.reeve.config;

import dev.reeve.config.tree.BadText;
import java.nio.file.Path;

/** What the texts of a native file mean: variables, {@code ~}, and encoded values. */
final class Values {
  private static final String FILE = "@file://";

  private final Expansion expansion;
  private final EncodedValues encoded = EncodedValues.ofThisUser();

  Values(Environment environment) {
    this.expansion = new Expansion(environment);
  }

  /** Whether a text of an environment may mean something else than itself. */
  static boolean isMarked(String text, int from) {
    return text.indexOf('$', from) >= 0
        || (text.startsWith("@", from) && EncodedValues.isEncoded(text.substring(from)));
  }

  /**
   * A value of an environment.
   *
   * @param from where the value begins in the text: behind {@code KEY=}
   * @param folder where relative paths start
   */
  String variable(String text, int from, Path folder) throws BadText {
    String written = text.substring(from);
    // Only what is written can be encoded: what a variable holds is never the name of a file.
    boolean marked = EncodedValues.isEncoded(written);
    int name = marked && written.startsWith(FILE) ? FILE.length() : 0;
    String expanded;
    try {
      String rest = written.substring(name);
      expanded = written.substring(0, name) + (name > 0 ? path(rest) : expansion.text(rest));
    } catch (BadText e) {
      throw new BadText(from + name + e.index(), e.reason());
    }
    String value;
    try {
      value = marked ? encoded.decode(expanded, folder) : expanded;
    } catch (BadText e) {
      throw new BadText(from, e.reason());
    }
    return text.substring(0, from) + value;
  }

  /** A path, where {@code ~} is the home folder. */
  String path(String text) throws BadText {
    return expansion.path(text);
  }
}
