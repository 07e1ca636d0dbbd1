package dev.reeve.config.dialect;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The formats of times that PM2 takes, {@code YYYY-MM-DD HH:mm:ss.SSS Z}, in tokens of strftime.
 * The language is that of the libraries Moment.js and Day.js. What is not padded there is padded
 * here.
 */
final class MomentFormat {
  private static final Pattern PART =
      Pattern.compile(
          "\\[([^\\]]*)\\]|Do|YYYY|YY|M{1,4}|D{3,4}|D{1,2}|d{3,4}|HH?|hh?|mm?|ss?|SSS|"
              + "[Aa]|ZZ?|X|x|[A-Za-z]+|%|[^A-Za-z%\\[]|\\[");

  private static final Map<String, String> TOKENS =
      Map.ofEntries(
          Map.entry("YYYY", "%Y"),
          Map.entry("YY", "%y"),
          Map.entry("MMMM", "%B"),
          Map.entry("MMM", "%b"),
          Map.entry("MM", "%m"),
          Map.entry("M", "%m"),
          Map.entry("DDDD", "%j"),
          Map.entry("DDD", "%j"),
          Map.entry("DD", "%d"),
          Map.entry("D", "%d"),
          Map.entry("dddd", "%A"),
          Map.entry("ddd", "%a"),
          Map.entry("HH", "%H"),
          Map.entry("H", "%H"),
          Map.entry("hh", "%I"),
          Map.entry("h", "%I"),
          Map.entry("mm", "%M"),
          Map.entry("m", "%M"),
          Map.entry("ss", "%S"),
          Map.entry("s", "%S"),
          Map.entry("SSS", "%L"),
          Map.entry("A", "%p"),
          Map.entry("a", "%p"),
          Map.entry("ZZ", "%z"),
          Map.entry("Z", "%z"),
          Map.entry("X", "%s"),
          Map.entry("x", "%s%L"),
          Map.entry("T", "T"),
          Map.entry("%", "%%"));

  private MomentFormat() {}

  /** The same in tokens of strftime; empty when something in it has none. */
  static Optional<String> strftime(String format) {
    StringBuilder text = new StringBuilder();
    Matcher part = PART.matcher(format);
    int end = 0;
    while (part.find() && part.start() == end) {
      end = part.end();
      String literal = part.group(1);
      String found = part.group();
      if (literal != null) {
        text.append(literal.replace("%", "%%"));
      } else if (TOKENS.containsKey(found)) {
        text.append(TOKENS.get(found));
      } else if (Character.isLetter(found.charAt(0))) {
        return Optional.empty();
      } else {
        text.append(found);
      }
    }
    return end == format.length() ? Optional.of(text.toString()) : Optional.empty();
  }
}
