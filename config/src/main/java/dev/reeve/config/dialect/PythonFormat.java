package dev.reeve.config.dialect;

import dev.reeve.config.tree.BadText;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Python's {@code %} formatting with a map, as far as supervisord's files use it: {@code %(name)s},
 * {@code %(name)d} with a width such as {@code %(process_num)02d}, and {@code %%}.
 */
final class PythonFormat {
  private static final Pattern PART =
      Pattern.compile("%(?:\\(([^)]*)\\)(0?)(\\d{0,2})([sd])|%|)", Pattern.DOTALL);

  private PythonFormat() {}

  /** Whether a text uses this value. */
  static boolean uses(String text, String name) {
    return text.contains("%(" + name + ")");
  }

  /** The text with its values put in. */
  static String format(String text, Map<String, String> values) throws BadText {
    Matcher matcher = PART.matcher(text);
    StringBuilder out = new StringBuilder();
    int end = 0;
    while (matcher.find()) {
      out.append(text, end, matcher.start());
      end = matcher.end();
      if (matcher.group().equals("%%")) {
        out.append('%');
      } else if (matcher.group().equals("%")) {
        throw new BadText(
            matcher.start(),
            "'%' must be followed by '(NAME)s' or '(NAME)d'; write '%%' for itself");
      } else {
        out.append(value(matcher, values));
      }
    }
    return out.append(text, end, text.length()).toString();
  }

  private static String value(Matcher matcher, Map<String, String> values) throws BadText {
    String name = String.valueOf(matcher.group(1));
    String value = values.get(name);
    if (value == null) {
      throw new BadText(
          matcher.start(),
          name.startsWith("ENV_")
              ? "variable '" + name.substring(4) + "' is not set"
              : "'" + matcher.group() + "' has no meaning here");
    }
    boolean number = String.valueOf(matcher.group(4)).equals("d");
    if (number && !value.matches("-?\\d{1,18}")) {
      throw new BadText(matcher.start(), "'" + name + "' is not a number");
    }
    int width =
        Optional.ofNullable(matcher.group(3))
            .filter(digits -> !digits.isEmpty())
            .map(Integer::parseInt)
            .orElse(0);
    char pad = number && "0".equals(matcher.group(2)) ? '0' : ' ';
    return String.valueOf(pad).repeat(Math.max(0, width - value.length())) + value;
  }
}
